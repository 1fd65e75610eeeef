"""Bram has account statements made for his workers, and the receipt of a batch sealed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.attestations import runs
from app.attestations.jobs import make_attestation, make_slice
from app.attestations.runs import MandateEnded
from app.enterprises.mandates import Role
from app.foundation import jobs as queue
from certificates.checking import Finding, check_pdf
from tests import messages as xml
from tests.employers.conftest import (
    THE_CHOSEN,
    WORKFORCE,
    choose,
    csrf,
    furnish_meridian,
    page_of,
    said,
)
from tests.employers.test_registering import ask, press, work
from tests.furnishing import once
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House, ssin

STATEMENTS = f"/employer/{MERIDIAN}/statements"


@pytest.fixture(autouse=True)
def at_work(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The job worker's place to work in."""
    monkeypatch.setattr(queue, "_portal", house.app)
    return house


def start(house: House, browser: FlaskClient, *workers: str) -> str:
    """Ask for the statements of these workers, or of everyone; the page they are shown on."""
    data = {"csrf_token": csrf(browser.get("/attestations").text)}
    data |= {"step": "make", "of_year": "2026"}
    if workers:
        choose(house, browser, *workers)
        data |= THE_CHOSEN
    answer = browser.post(f"{STATEMENTS}/new", data=data)
    assert answer.status_code == 302, said(answer)
    location: str = answer.location
    return location


def make(place: str) -> None:
    make_slice(place.rpartition("/")[2], 0)


@once
def make_for_everyone(house: House) -> str:
    """Furnish Meridian, and have the statements of its two workers made; where they are shown."""
    furnish_meridian(house)
    place = start(house, house.signed_in(BRAM))
    make(place)
    return place


@pytest.fixture
def made(at_work: House) -> str:
    return make_for_everyone(at_work)


def zipped(answer: TestResponse) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(answer.data))


def facts_in(house: House) -> Iterator[dict[str, object]]:
    with house.engine.connect() as connection:
        yield from connection.execute(text("select facts from attestations")).scalars()


def end_mandates(house: House) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("update mandates set valid_until = date '2026-11-20'"))


def leave(house: House, who: str, last_day: str) -> None:
    with house.engine.begin() as connection:
        connection.execute(
            text("update employments set ends_on = :day where person_id = :person"),
            {"day": last_day, "person": house.person(who)},
        )


def test_everyone_in_one_zip_each_in_the_own_language(meridian: House, bram: FlaskClient) -> None:
    assert "all 2 workers employed today" in said(bram.get(STATEMENTS))
    place = start(meridian, bram)
    assert "0 of 2 statements are made" in said(bram.get(place))
    assert bram.get(f"{place}/statements.zip").status_code == 302, "not yet"
    make(place)
    assert "2 statements are made." in said(bram.get(place))
    with zipped(bram.get(f"{place}/statements.zip")) as found:
        names = [name.rpartition(" ")[0] for name in found.namelist()]
        documents = [found.read(name) for name in found.namelist()]
    assert sorted(names) == ["Benali Amina", "Peeters Bram"]
    history = meridian.app.extensions["keyring"].history()
    assert {check_pdf(each, history).finding for each in documents} == {Finding.GENUINE}
    assert "Statements of 2026 for 2 workers" in said(bram.get(STATEMENTS))


def test_chosen_ones_only_and_no_stranger_among_them(meridian: House, bram: FlaskClient) -> None:
    place = start(meridian, bram, AMINA, CHLOE)
    make(place)
    with zipped(bram.get(f"{place}/statements.zip")) as found:
        assert [name.split()[0] for name in found.namelist()] == ["Benali"]
    assert CHLOE not in json.dumps(list(facts_in(meridian)))


def test_nobody_chosen_is_said(meridian: House, bram: FlaskClient) -> None:
    data = {"csrf_token": csrf(bram.get("/attestations").text)}
    data |= {"step": "make", "of_year": "2026"}
    answer = bram.post(f"{STATEMENTS}/new", data=data | THE_CHOSEN)
    assert "Choose at least one worker" in said(answer)
    none = bram.post(f"{STATEMENTS}/new", data=data | {"of_year": "1"})
    assert "Not a valid choice" in said(none)


def test_the_same_on_unchanged_accounts_is_made_once(made: str, house: House) -> None:
    bram = house.signed_in(BRAM)
    house.clock.at += timedelta(minutes=5)
    again = start(house, bram)
    assert again != made
    make(again)
    assert "2 statements are made." in said(bram.get(again))
    assert len(list(facts_in(house))) == 2


def test_stopped_it_makes_no_more(meridian: House, bram: FlaskClient) -> None:
    place = start(meridian, bram)
    press(meridian, bram, place, "stop")
    make(place)
    page = said(bram.get(place))
    assert "It was stopped" in page
    assert "0 statements are made." in page


def test_whoever_left_too_long_ago_is_in_no_zip(made: str, house: House) -> None:
    leave(house, AMINA, "2026-10-01")
    with zipped(house.signed_in(BRAM).get(f"{made}/statements.zip")) as found:
        assert [name.split()[0] for name in found.namelist()] == ["Peeters"]


def test_a_zip_on_its_way_ends_with_the_mandate(
    made: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_AT_A_TIME", 1)
    bram = house.signed_in(BRAM)
    sending = bram.get(f"{made}/statements.zip", buffered=False)
    end_mandates(house)
    with pytest.raises(MandateEnded):
        sending.get_data()
    assert bram.get(f"{made}/statements.zip").status_code == 403


def test_one_statement_from_the_workers_page(meridian: House, bram: FlaskClient) -> None:
    place = letter(meridian, bram)
    assert "is being made" in said(bram.get(place))
    assert bram.get(f"{place}/document.pdf").status_code == 404
    make_attestation(place.rpartition("/")[2])
    page = said(bram.get(place))
    assert "still says what is known" in page
    assert "Statement of the training account" in page, "the page speaks English, not French"
    pdf = bram.get(f"{place}/document.pdf")
    history = meridian.app.extensions["keyring"].history()
    assert check_pdf(pdf.data, history).finding is Finding.GENUINE
    assert letter(meridian, bram) == place, "nothing has changed: it is the same document"
    [facts] = facts_in(meridian)
    assert (facts["kind"], facts["language"]) == ("account_statement", "fr")
    leave(meridian, AMINA, "2026-10-01")
    for path in (place, f"{place}/document.pdf"):
        assert bram.get(path).status_code == 404, "she left too long ago"


def letter(house: House, browser: FlaskClient) -> str:
    token = csrf(browser.get("/attestations").text)
    answer = browser.post(f"{page_of(house)}/statement", data={"csrf_token": token})
    assert answer.status_code == 302
    location: str = answer.location
    return location


def test_a_stranger_has_none_made_and_sees_none(meridian: House, bram: FlaskClient) -> None:
    place, run = letter(meridian, bram), start(meridian, bram)
    key, run_id = (UUID(each.rpartition("/")[2]) for each in (place, run))
    meridian.give_mandate(CHLOE, ELSEWHERE)
    chloe = meridian.signed_in(CHLOE)
    token = csrf(chloe.get("/attestations").text)
    here, there = f"/employer/{MERIDIAN}", f"/employer/{ELSEWHERE}"
    for base, refused in ((here, 403), (there, 404)):
        for path in (f"documents/{key}", f"documents/{key}/document.pdf", f"statements/{run_id}"):
            assert chloe.get(f"{base}/{path}").status_code == refused
        for path in (f"workforce/{meridian.person(AMINA)}/statement", f"statements/{run_id}/stop"):
            answer = chloe.post(f"{base}/{path}", data={"csrf_token": token})
            assert answer.status_code == refused
    amina = meridian.signed_in(AMINA)
    assert amina.get(f"/attestations/{key}").status_code == 404, "it is her employer's letter"


def test_the_receipt_of_a_batch_is_sealed_once_for_each_language(
    meridian: House, bram: FlaskClient
) -> None:
    batch = ask(bram, numbers=f"{AMINA}\n{CHLOE}").location
    assert press(meridian, bram, batch, "receipt").location == batch, "nothing is written yet"
    assert "There is a receipt once something was registered" in said(bram.get(batch))
    work(meridian)
    press(meridian, bram, batch, "confirmation")
    work(meridian)
    place = press(meridian, bram, batch, "receipt").location
    make_attestation(place.rpartition("/")[2])
    assert press(meridian, bram, batch, "receipt").location == place
    assert "ready and sealed" in said(bram.get(place))
    pdf = bram.get(f"{place}/document.pdf").data
    history = meridian.app.extensions["keyring"].history()
    assert check_pdf(pdf, history).finding is Finding.GENUINE
    [facts] = facts_in(meridian)
    written = json.dumps(facts)
    assert ("Amina Benali" in written, "Chlo" in written) == (True, False)
    with meridian.engine.connect() as connection:
        seen = connection.execute(
            text("select subject_id from audit_lines where details->>'page' = 'receipt'")
        )
        assert meridian.person(AMINA) in set(seen.scalars())
    dutch = meridian.signed_in(BRAM, "nl")
    assert press(meridian, dutch, batch, "receipt").location != place


def test_a_receipt_is_its_enterprises_alone(meridian: House, bram: FlaskClient) -> None:
    batch = ask(bram, numbers=AMINA).location
    meridian.give_mandate(CHLOE, ELSEWHERE)
    chloe = meridian.signed_in(CHLOE)
    token = csrf(chloe.get("/attestations").text)
    for base, refused in ((MERIDIAN, 403), (ELSEWHERE, 404)):
        path = batch.replace(MERIDIAN, base)
        answer = chloe.post(f"{path}/receipt", data={"csrf_token": token})
        assert answer.status_code == refused


def test_a_reader_has_statements_made_of_what_may_be_read(meridian: House) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN, Role.READER)
    reader = meridian.signed_in(CHLOE)
    place = start(meridian, reader, AMINA)
    make(place)
    assert len(zipped(reader.get(f"{place}/statements.zip")).namelist()) == 1


def test_choosing_nobody_in_the_list_is_not_choosing_everyone(
    meridian: House, bram: FlaskClient
) -> None:
    nobody = choose(meridian, bram, for_chosen="statements.new")
    assert "Nobody is chosen" in said(bram.get(nobody.location))
    assert "Nobody is chosen" in said(bram.get(f"{STATEMENTS}/new", query_string=THE_CHOSEN))
    sent_on = choose(meridian, bram, AMINA, for_chosen="statements.new")
    one = said(bram.get(sent_on.location))
    assert "Make the account statement of 1 worker" in one
    assert "There is a problem" not in one, "nothing was filled in yet"


def test_statements_of_all_found_of_another_year(meridian: House, bram: FlaskClient) -> None:
    """The year of the filter says who; the year of the form says of what."""
    meridian.load(xml.dimona(xml.dimona_in(ssin("900101", 22), MERIDIAN, "2026-02-02")))
    token = csrf(bram.get("/attestations").text)
    pressed = {"listing": "?who=year&year=2025", "for_found": "statements.new"}
    answer = bram.post(f"{WORKFORCE}/choice", data=pressed | {"csrf_token": token})
    form = bram.get(answer.location)
    assert "Make account statements of 2 workers" in said(form)
    filled_in = {"everyone": "1", "who": "year", "year": "2025", "of_year": "2026"}
    asked = bram.post(f"{STATEMENTS}/new", data=filled_in | {"step": "make", "csrf_token": token})
    assert "Account statements of 2026" in said(bram.get(asked.location))
    assert "0 of 2 statements" in said(bram.get(asked.location))
