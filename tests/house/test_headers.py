"""Every header of every kind of answer, against one golden file.

A header that changes, comes or goes shows in the file, and so in a review.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.house.pages import ask_for_document, make_document
from tests.house_of import AMINA, CHLOE, MERIDIAN, House

GOLDEN = Path(__file__).with_name("headers.json")
#: What differs from one answer to the next; that it is there still counts.
VARIES = {
    "BelGov-Trace-Id",
    "Content-Length",
    "Date",
    "ETag",
    "Expires",
    "Last-Modified",
    "X-Request-Id",
}


def _answers(house: House) -> Iterator[tuple[str, TestResponse]]:
    visitor, amina = house.stranger(), house.signed_in(AMINA)
    yield "page for anybody", visitor.get("/")
    yield "page of a person", amina.get("/career")
    yield "redirect to sign-in", visitor.get("/career")
    yield "choice of language", visitor.get("/language/nl")
    yield "refused form", visitor.post("/sign-out")
    yield "refused page", house.signed_in(CHLOE).get(f"/employer/{MERIDIAN}/workforce")
    yield "no such page", visitor.get("/nowhere")
    yield "account as data", amina.get(f"/training-credit/{uuid4()}/statement.json")
    yield "health", visitor.get("/health")
    yield "check page", house.stranger().get("/check")
    yield "published keys", visitor.get("/keys/history.json")
    yield "offline checker", visitor.get("/check/offline.html")
    yield "interface for programs", house.stranger().get("/api/v1/doc")
    yield "contract", visitor.get("/api/v1/openapi.yaml")
    yield "call without a token", visitor.get("/api/v1/batches/" + str(uuid4()))
    yield "style sheet", visitor.get("/static/parcours.css")
    yield "no such file", visitor.get("/static/nowhere.css")
    path = ask_for_document(amina)
    make_document(house, path)
    yield "document", amina.get(f"{path}/document.pdf")


def _headers(answer: TestResponse) -> dict[str, str]:
    found = {}
    for name, value in answer.headers.items():
        if name in VARIES:
            value = "…"
        elif name == "Set-Cookie":
            key, _, attributes = value.partition("; ")
            value = f"{key.split('=')[0]}=…; {attributes}"
        elif name == "Content-Disposition":
            value = re.sub(r"PC[-0-9A-Z]+", "…", value)
        found[name] = value
    answer.close()
    return dict(sorted(found.items()))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_header_is_the_one_written_down(house: House, scheme: str) -> None:
    house.rebuild(public_address=f"{scheme}://parcours.example")
    found = {name: _headers(answer) for name, answer in _answers(house)}
    golden = json.loads(GOLDEN.read_text("utf-8"))
    if found != golden[scheme]:
        (house.folder / "headers.json").write_text(
            json.dumps(golden | {scheme: found}, indent=2, ensure_ascii=False) + "\n", "utf-8"
        )
    assert found == golden[scheme], f"what was found: {house.folder}/headers.json"
