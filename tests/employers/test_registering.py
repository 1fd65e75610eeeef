"""Bram registers one training for several: choosing, looking first, confirming, the receipt."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.foundation.database import transaction
from app.learning.batches.checking import check_chunk
from app.learning.batches.writing import write_chunk
from tests.employers.conftest import THE_CHOSEN, TYPED, choose, csrf, said
from tests.house.test_questions_to_the_database import counted
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House, ssin
from tests.learning.test_batches import hire

NEW = f"/employer/{MERIDIAN}/trainings/new"
UNKNOWN = ssin("700101", 77)


def ask(browser: FlaskClient, **typed: object) -> TestResponse:
    token = csrf(browser.get(NEW).text)
    data = TYPED | {"step": "check", "csrf_token": token} | typed
    return browser.post(NEW, data=data, content_type="multipart/form-data")


def work(house: House) -> None:
    """Do what the worker does with every batch there is, at once."""
    with house.engine.connect() as connection:
        keys = connection.execute(text("select batch_id from registration_batches")).scalars()
        batches: list[UUID] = list(keys)
    for each in batches:
        for step in (check_chunk, write_chunk):
            more = True
            while more:
                house.clock.at += timedelta(seconds=1)
                with transaction(house.engine) as db:
                    more = step(db, each, at=house.clock.now())


def press(house: House, browser: FlaskClient, path: str, act: str) -> TestResponse:
    token = csrf(browser.get(path).text)
    return browser.post(f"{path}/{act}", data={"csrf_token": token})


def test_for_one_worker_bram_may_look_first_and_has_a_receipt(
    meridian: House, bram: FlaskClient
) -> None:
    form = f"/employer/{MERIDIAN}/workforce/{meridian.person(AMINA)}/trainings/new"
    token = csrf(bram.get(form).text)
    looking = TYPED | {"csrf_token": token, "step": "check"}
    assert "There is a problem" in said(bram.post(form, data=looking | {"hours": "90"}))
    place = bram.post(form, data=looking).location
    work(meridian)
    page = said(bram.get(place))
    assert "1 training can be registered. Nothing is written yet." in page
    press(meridian, bram, place, "confirmation")
    work(meridian)
    assert "1 training is registered" in said(bram.get(place))


def test_bram_pastes_numbers_looks_and_registers(meridian: House, bram: FlaskClient) -> None:
    spaced = f"{AMINA[:2]}.{AMINA[2:4]}.{AMINA[4:6]}-{AMINA[6:9]}.{AMINA[9:]}"
    pasted = f"{spaced}\n\n{AMINA[:-2]}00\n{UNKNOWN}\n{BRAM}, \n{AMINA}\n"
    place = ask(bram, numbers=pasted).location
    assert "is being checked" in said(bram.get(place)) or "are checked" in said(bram.get(place))
    work(meridian)
    page = said(bram.get(place))
    assert "2 trainings can be registered. Nothing is written yet." in page
    assert "3 refused" in page
    assert "3 nobody refused This is not a national number" in page
    assert "No employment of this person with your enterprise is declared" in page
    assert "stand on line 1 already" in page
    assert UNKNOWN not in page
    assert press(meridian, bram, place, "confirmation").location == place
    work(meridian)
    receipt = said(bram.get(place))
    assert "Receipt" in receipt
    assert "2 trainings are registered" in receipt
    assert re.search(r"PT-2026-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt)
    amina = bram.get(f"/employer/{MERIDIAN}/workforce/{meridian.person(AMINA)}").text
    assert "Lifting and moving people" in amina


def test_the_list_sends_whom_bram_chose(meridian: House, bram: FlaskClient) -> None:
    sent_on = choose(meridian, bram, AMINA, BRAM, for_chosen="registering.new")
    form = bram.get(sent_on.location)
    assert "For 2 workers chosen." in said(form)
    assert "There is a problem" not in said(form)
    assert "National numbers" not in said(form)
    place = ask(bram, **THE_CHOSEN).location
    work(meridian)
    assert "2 trainings can be registered" in said(bram.get(place))


def test_everyone_found_is_found_again_when_the_form_is_sent(
    meridian: House, bram: FlaskClient
) -> None:
    token = csrf(bram.get(NEW).text)
    form = bram.post(NEW, data={"everyone": "1", "name": "amina", "csrf_token": token})
    assert "For 1 worker chosen." in said(form)
    assert '<input type="hidden" name="name" value="amina">' in form.text
    place = ask(bram, everyone="1", name="amina").location
    work(meridian)
    assert "1 training can be registered" in said(bram.get(place))


@pytest.mark.parametrize("header", ["Name;NISS\r\n", ""])
def test_bram_brings_a_sheet_that_lost_its_zeros(
    meridian: House, bram: FlaskClient, header: str
) -> None:
    amina = AMINA if header else AMINA.lstrip("0")
    lines = f"{header}Amina;{amina}\r\nChloé;{CHLOE}\r\n".encode("cp1252")
    place = ask(bram, sheet=(io.BytesIO(lines), "workers.csv")).location
    work(meridian)
    page = said(bram.get(place))
    assert "1 training can be registered" in page
    assert "workers.csv" in page
    assert "Chloé" not in page, "whoever does not work here has no name here"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Choose at least one worker"),
        ({"numbers": AMINA, "title": ""}, "Enter the title of the training"),
        ({"numbers": AMINA, "ends_on": "1.1.2026"}, "The last day must be on or after"),
        ({"everyone": "1", "name": "nobody of that name"}, "Choose at least one worker"),
        ({"sheet": (b"", "a.csv")}, "The file is empty"),
        ({"sheet": (b"a;b\r\n1;2\r\n", "a.csv")}, "No column of this file holds national numbers"),
        ({"sheet": (b"\x89PNG\r\n", "a.png")}, "There is a problem"),
        ({"numbers": AMINA, "sheet": (b"a\r\n1\r\n", "a.csv")}, "not both"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    meridian: House, bram: FlaskClient, typed: dict[str, object], told: str
) -> None:
    for name, value in typed.items():
        if isinstance(value, tuple):
            typed = typed | {name: (io.BytesIO(value[0]), value[1])}
    answer = ask(bram, **typed)
    assert answer.status_code == 200
    assert told in said(answer)


@pytest.mark.parametrize(
    ("lines", "told"),
    [(100_000, "No column of this file holds"), (700_000, "The file is larger than 8 MB")],
)
def test_a_large_file_is_answered_at_its_field(
    meridian: House, bram: FlaskClient, lines: int, told: str
) -> None:
    sheet = FileStorage(io.BytesIO(b"a\r\n" + b"Lifting people\r\n" * lines), "workers.csv")
    sent = TYPED | {"step": "check", "csrf_token": csrf(bram.get(NEW).text), "sheet": sheet}
    boundary, body = encode_multipart(sent)
    answer = bram.post(NEW, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == 200
    assert told in said(answer)


def test_the_same_confirmed_twice_leads_to_one_receipt(meridian: House, bram: FlaskClient) -> None:
    place = ask(bram, numbers=AMINA).location
    work(meridian)
    token = csrf(bram.get(place).text)
    for _ in range(2):
        answer = bram.post(f"{place}/confirmation", data={"csrf_token": token})
        assert answer.location == place
    work(meridian)
    assert "1 training is registered" in said(bram.get(place))


def test_what_was_registered_is_listed(meridian: House, bram: FlaskClient) -> None:
    assert "so far" in said(bram.get(f"/employer/{MERIDIAN}/trainings"))
    place = ask(bram, numbers=AMINA).location
    page = bram.get(f"/employer/{MERIDIAN}/trainings")
    assert place in page.text
    assert "Lifting and moving people" in said(page)


def test_what_nothing_came_of_waits_for_nobody_and_says_so(
    meridian: House, bram: FlaskClient
) -> None:
    ask(bram, numbers=CHLOE)
    twice = [ask(bram, numbers=AMINA).location for _ in range(2)]
    work(meridian)
    listed = said(bram.get(f"/employer/{MERIDIAN}/trainings"))
    assert listed.count("nothing can be registered") == 1
    assert listed.count("to be confirmed") == 2
    for each in twice:
        press(meridian, bram, each, "confirmation")
    work(meridian)
    first, second = (said(bram.get(each)) for each in twice)
    assert "1 training is registered, and the credit" in first
    assert "Nothing was registered, and no credit changed" in second


def test_bram_takes_back_what_he_did_not_mean(meridian: House, bram: FlaskClient) -> None:
    place = ask(bram, numbers=AMINA).location
    work(meridian)
    press(meridian, bram, place, "withdrawal")
    work(meridian)
    page = said(bram.get(place))
    assert "It was taken back. Nothing was written." in page
    assert "not registered" in page
    assert "can be registered" not in page.casefold(), "not any more"


def test_numbers_taken_back_before_they_are_checked_name_nobody(
    meridian: House, bram: FlaskClient
) -> None:
    """A list of numbers must not be a way to learn whose they are, nor that they are known."""
    place = ask(bram, numbers=f"{AMINA}\n{CHLOE}\n{UNKNOWN}").location
    press(meridian, bram, place, "withdrawal")
    page = said(bram.get(place))
    assert "Amina Benali" in page
    assert "Chloé" not in page
    for number in (CHLOE, UNKNOWN):
        assert f"Number ending in {number[-5:-2]}.{number[-2:]} not looked at" in page
    choose(meridian, bram, CHLOE)
    assert "Choose at least one worker" in said(ask(bram, **THE_CHOSEN))
    with meridian.engine.connect() as connection:
        seen = connection.execute(
            text(
                "select count(*) from audit_lines where subject_id = :chloe and act like 'worker%'"
            ),
            {"chloe": meridian.person(CHLOE)},
        )
        assert not seen.scalar_one()


def test_contents_of_a_training_stand_on_its_page(meridian: House, bram: FlaskClient) -> None:
    more = {
        "field_of_learning": "0913",
        "provider": "Kapellen Training",
        "provider_number": f"BE {MERIDIAN}",
        "financing": "sector_fund",
    }
    place = ask(bram, numbers=AMINA, **more).location
    work(meridian)
    page = said(bram.get(place))
    assert "0913" not in page
    assert "Nursing and midwifery" in page
    assert "Kapellen Training (0400.000." in page
    press(meridian, bram, place, "confirmation")
    work(meridian)
    worker = bram.get(f"/employer/{MERIDIAN}/workforce/{meridian.person(AMINA)}").text
    [training] = re.findall(r'href="([^"]+/trainings/[0-9a-f-]{36})"', worker)
    page = said(bram.get(training))
    assert "Nursing and midwifery" in page
    assert "paid by the sector's training fund" in page
    form = bram.get(f"{training}/correction").text
    assert 'value="Kapellen Training"' in form


def test_a_page_asks_no_more_for_forty_than_for_two(meridian: House, bram: FlaskClient) -> None:
    numbers = hire(meridian, 40)

    def asked(numbers: list[str]) -> int:
        place = ask(bram, numbers="\n".join(numbers)).location
        work(meridian)
        bram.get(place)
        with counted(meridian.engine) as sent:
            assert bram.get(place).status_code == 200
        return len(sent)

    assert asked(numbers[:2]) == asked(numbers)
