"""An attestation as Amina hands it over: the file, the code on its paper, its number."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.attestations import workshop
from app.attestations.asking import Asked, ask_for_attestation
from app.attestations.issuing import Issued, issue
from app.attestations.wishes import Wish
from app.audit.trail import Actor, Channel
from app.foundation.database import transaction
from certificates.attestation import Kind
from tests.furnishing import once
from tests.house.posting import token_of
from tests.house_of import AMINA, House


@dataclass(frozen=True, slots=True)
class Given:
    pdf: bytes
    code: str
    number: str


@once
def hand_over(house: House) -> Given:
    """Issue the employments of Amina, and note the code that is printed on them."""
    house.furnish()
    codes: list[str] = []
    code_for = workshop.code_for
    person, at = house.person(AMINA), house.clock.now()
    with (
        pytest.MonkeyPatch.context() as patched,
        house.app.test_request_context(),
        transaction(house.engine) as db,
    ):
        patched.setattr(
            workshop, "code_for", lambda *given: codes.append(code_for(*given)) or codes[-1]
        )
        wish = Wish(Kind.EMPLOYMENTS, "en")
        asked = ask_for_attestation(db, person, wish, by=Actor(person), via=Channel.PAGE, at=at)
        assert isinstance(asked, Asked)
        shop = workshop.Workshop(house.app.extensions["keyring"], house.vault, "http://x.example")
        assert isinstance(issue(db, asked.attestation_id, workshop=shop, at=at), Issued)
        row = db.execute(text("select number, document from attestations")).one()
    return Given(bytes(row.document), codes[-1], row.number)


def check(browser: FlaskClient, way: str, **fields: object) -> TestResponse:
    """Send one form of the check page, in English."""
    headers = {"Accept-Language": "en"}
    token = token_of(browser.get("/check", headers=headers))
    form = {"csrf_token": token, "way": way, **fields}
    return browser.post("/check", data=form, headers=headers)
