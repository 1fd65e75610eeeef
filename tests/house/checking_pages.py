"""The pages on which somebody checks a document, with every kind of answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.attestations.numbering import new_number
from tests.house.posting import post, token_of
from tests.house_of import House

#: What nobody should see as more than words.
_TYPED = "\"'><script>alert(1)</script> {{ 7*7 }}"

Named = tuple[str, TestResponse]


def of_anybody(house: House, browser: FlaskClient) -> Iterator[Named]:
    """The page empty, with mistakes, and with what it can answer without a document of ours."""
    yield "check", browser.get("/check")
    for name, sent in {
        "empty check": {"way": "document"},
        "unreadable check": {"way": "number", "number": _TYPED},
    }.items():
        yield name, post(browser, "/check", sent)
    with house.engine.connect() as connection:
        number = connection.execute(text("select min(number) from attestations")).scalar()
    for name, sent in {
        "check answer: not a code": {"way": "code", "code": _TYPED},
        "check answer: no PDF": {"way": "document", "document": (io.BytesIO(b"x"), "a.pdf")},
        "check answer: no seal": {"way": "document", "document": (io.BytesIO(b"%PDF-"), "a.pdf")},
        "check answer: unknown number": {"way": "number", "number": new_number(2026)},
        **({"check answer: number": {"way": "number", "number": number}} if number else {}),
    }.items():
        yield name, post(browser, "/check", sent)
    yield from _watching(house, browser, number)


def _watching(house: House, browser: FlaskClient, number: str | None) -> Iterator[Named]:
    """Leaving an address, which is there only where mail can be sent."""
    config = house.app.config["PARCOURS"]
    house.app.config["PARCOURS"] = replace(
        config, mail_server="mail.example", mail_from="parcours@example.be"
    )
    try:
        yield "watch", browser.get("/check/watch")
        mistakes = {"number": new_number(2026), "address": _TYPED}
        yield "unreadable watch", post(browser, "/check/watch", mistakes)
        yield "empty watch", post(browser, "/check/watch", {"number": "", "address": ""})
        if number:
            left = post(browser, "/check/watch", {"number": number, "address": "a@example.be"})
            yield "watch", left
            token = left.text.split('name="token" value="')[1].split('"')[0]
            yield (
                "watch",
                browser.post(
                    "/check/watch/forget", data={"token": token, "csrf_token": token_of(left)}
                ),
            )
    finally:
        house.app.config["PARCOURS"] = config
