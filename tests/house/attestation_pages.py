"""The pages of attestations: each choice, mistakes, a preview, and a document in every state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.attestations.choices import Choice
from tests.house.posting import post
from tests.house_of import House

Named = tuple[str, TestResponse]
_NONSENSE = {
    "years": "-3",
    "joint_committee": '"><b>',
    "days": "many",
    "on": "31.2.2026",
    "starts_on": "soon",
    "ends_on": "1.1.1",
    "language": "la",
    "step": "make",
}


def of_person(browser: FlaskClient) -> Iterator[Named]:
    yield "attestations, refused: nothing chosen", browser.get("/attestations?asked=yes")
    for choice in Choice:
        place = f"/attestations/new/{choice}"
        first = browser.get(place)
        yield f"new attestation, {choice}", first
        if 'name="csrf_token" value="' in first.text.split("<main")[1]:
            yield f"new attestation, {choice}, refused: nonsense", post(browser, place, _NONSENSE)
    backwards = {"starts_on": "2.1.2024", "ends_on": "1.1.2024", "language": "nl"}
    answer = post(browser, "/attestations/new/breaks", backwards | {"step": "make"})
    yield "new attestation, breaks, refused: backwards", answer
    seen = {"language": "de", "step": "look", "periods": "y", "trainings": "y", "diplomas": "y"}
    yield "attestation, preview", post(browser, "/attestations/new/career", seen)


def of_documents(house: House, browser: FlaskClient, path: str) -> Iterator[Named]:
    """One document that waits, is ready, checked, overtaken, taken back; the list with it."""
    key = re.findall(r"[0-9a-f-]{36}", path)[0]
    states = {
        "waiting": "problem = 'key_missing'",
        "ready": "problem = null, issued_at = asked_at, as_known_on = date '2026-11-21',"
        " compared_at = asked_at, document = '', sha256 = '', facts = '{}'",
        "taken back": "withdrawn_at = asked_at",
    }
    for state, values in states.items():
        # Whether the document is a good one is another test's affair.
        with house.engine.begin() as connection:
            connection.execute(
                text(f"update attestations set {values} where attestation_id = :key"),  # noqa: S608
                {"key": key},
            )
        if state == "ready":
            yield "attestation taken back, asked", browser.get(f"{path}/withdrawal")
        yield f"attestation, {state}", browser.get(path)
    yield "attestations, asked for", browser.get("/attestations")
