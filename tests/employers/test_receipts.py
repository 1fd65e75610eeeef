"""What Bram has in hand once a training is registered for several: the receipt."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from app.attestations.gathering import receipt_of
from app.attestations.wishes import Wish
from app.foundation.database import transaction
from app.foundation.languages import speaking
from app.foundation.sheets import read_sheet
from certificates.attestation import Kind
from certificates.sections import Receipt
from tests import messages as xml
from tests.employers.conftest import said
from tests.employers.test_registering import ask, press, work
from tests.house.matrix import ACTORS
from tests.house_of import AMINA, CHLOE, MERIDIAN, House, ssin


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_receipt_can_be_taken_away(meridian: House, bram: FlaskClient, form: str) -> None:
    place = ask(bram, numbers=f"{AMINA}\n{CHLOE}", title="=1+1").location
    work(meridian)
    assert bram.get(f"{place}/receipt.{form}").status_code == 404, "there is none yet"
    press(meridian, bram, place, "confirmation")
    work(meridian)
    answer = bram.get(f"{place}/receipt.{form}")
    sheet = read_sheet(answer.data, f"receipt.{form}")
    amina, chloe = (dict(zip(sheet.header, each.cells, strict=True)) for each in sheet.lines)
    assert (amina["Worker"], amina["Outcome"]) == ("Amina Benali", "registered")
    assert chloe["Outcome"] == "refused"
    for line in (amina, chloe):
        assert line["Enterprise"] == MERIDIAN
        assert line["Confirmed by"] == "Bram Peeters"
        assert line["Confirmed on"]
        assert line["Under the mandate"]
    assert "Chloé" not in " ".join(chloe.values())
    assert CHLOE not in answer.text if form == "csv" else True
    with meridian.engine.connect() as connection:
        seen = connection.execute(
            text(
                "select count(*) from audit_lines where act = 'worker:record:seen'"
                " and details ->> 'page' = 'receipt' and subject_id = :amina"
            ),
            {"amina": meridian.person(AMINA)},
        )
        assert seen.scalar_one() == 1


def test_the_receipt_of_another_enterprise_is_not_there(meridian: House, bram: FlaskClient) -> None:
    place = ask(bram, numbers=AMINA).location
    stranger = meridian.signed_in(CHLOE)
    assert stranger.get(place).status_code == 403


def test_two_of_the_same_name_are_told_apart(meridian: House, bram: FlaskClient) -> None:
    other = ssin("900101", 22)
    meridian.load(xml.persons(xml.person(other, "Benali", "Amina")))
    meridian.load(xml.dimona(xml.dimona_in(other, MERIDIAN, "2026-02-02")))
    place = ask(bram, numbers=f"{AMINA}\n{other}").location
    work(meridian)
    page = said(bram.get(place))
    assert re.search(r"1 Amina Benali can .* 03\.01\.2022 2 Amina Benali can .* 02\.02\.2026", page)
    press(meridian, bram, place, "confirmation")
    work(meridian)
    sheet = read_sheet(bram.get(f"{place}/receipt.csv").data, "receipt.csv")
    since = [dict(zip(sheet.header, each.cells, strict=True)) for each in sheet.lines]
    assert [each["Employed since"] for each in since] == ["2022-01-03", "2026-02-02"]
    batch_id = UUID(place.rpartition("/")[2])
    wish = Wish(Kind.RECEIPT, "en", batch_id=batch_id)
    with meridian.app.test_request_context(), transaction(meridian.engine) as db, speaking("en"):
        [receipt] = receipt_of(
            db, meridian.enterprise(MERIDIAN), wish, at=meridian.clock.now(), check_address=""
        ).sections
    assert isinstance(receipt, Receipt)
    assert [each.worker for each in receipt.rows] == [
        "Amina Benali, employed since 3 January 2022",
        "Amina Benali, employed since 2 February 2026",
    ]


def test_the_receipt_says_under_which_mandate(meridian: House, bram: FlaskClient) -> None:
    place = ask(bram, numbers=AMINA).location
    work(meridian)
    press(meridian, bram, place, "confirmation")
    assert "Of the enterprise itself: may register, since 1 April 2024" in said(bram.get(place))


def test_the_receipt_names_the_office_that_acted(meridian: House) -> None:
    office_of_nord = next(each for each in ACTORS if each.name == "registrar of the office")
    office_of_nord.arrive(meridian)
    clerk = office_of_nord.browser(meridian)
    place = ask(clerk, numbers=AMINA).location
    work(meridian)
    press(meridian, clerk, place, "confirmation")
    assert "for this enterprise since 1 October 2026" in said(clerk.get(place))
