"""The pages of account statements, of one document, and of a sealed receipt."""

from __future__ import annotations

from collections.abc import Iterator

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.house.posting import post
from tests.house_of import AMINA, House

Named = tuple[str, TestResponse]
_READY = (
    "problem = null, issued_at = asked_at, as_known_on = date '2026-11-21',"
    " compared_at = asked_at, document = '', sha256 = '', facts = '{}'"
)


def of_enterprise(house: House, browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """Statements asked for, under way, stopped and made; a letter in every state."""
    place = f"/employer/{enterprise}/statements"
    yield "statements", browser.get(place)
    yield "statements of everyone", browser.get(f"{place}/new")
    token = {"form_at": "/attestations"}
    yield "statements of nobody", browser.get(f"{place}/new?everyone=1&who=chosen")
    yield "statements of no year", post(browser, f"{place}/new", {"step": "make"}, **token)
    yield from _run(house, browser, place, token)
    worker = f"/employer/{enterprise}/workforce/{house.person(AMINA)}"
    asked = post(browser, f"{worker}/statement", {}, **token)
    if asked.status_code == 302 and "/documents/" in asked.location:
        yield from _document(house, browser, asked.location)


def _run(house: House, browser: FlaskClient, place: str, token: dict[str, str]) -> Iterator[Named]:
    asked = post(browser, f"{place}/new", {"step": "make", "of_year": "2026"}, **token)
    if asked.status_code != 302:
        yield "statements refused", asked
        return
    yield "statements being made", browser.get(asked.location)
    for state, problem in (("waiting for a key", "key_missing"), ("none to make", "not_found")):
        with house.engine.begin() as connection:
            connection.execute(text(f"update statement_run_rows set problem = '{problem}'"))  # noqa: S608
        yield f"statements, {state}", browser.get(asked.location)
    with house.engine.begin() as connection:
        connection.execute(text("update statement_runs set stopped_at = asked_at"))
    yield "statements stopped", browser.get(asked.location)
    yield "statements", browser.get(place)


def _document(house: House, browser: FlaskClient, path: str) -> Iterator[Named]:
    key = path.rpartition("/")[2]
    for state, values in (
        ("being made", "problem = null"),
        ("waiting", "problem = 'key_missing'"),
        ("ready", _READY),
    ):
        with house.engine.begin() as connection:
            connection.execute(
                text(f"update attestations set {values} where attestation_id = :key"),  # noqa: S608
                {"key": key},
            )
        yield f"letter {state}", browser.get(path)
