"""A fault stops what Bram asked for: his page says so, and he has it tried again."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from app.channels.batch import jobs as files
from app.enterprises.mandates import Role
from app.learning.batches import jobs as batches
from app.learning.bringing import jobs as sheets
from tests.channels.batch.files import message, training
from tests.employers.conftest import TYPED, acts_on, csrf, said
from tests.employers.test_bringing import bring, go_on
from tests.foundation.failing import work_until_given_up
from tests.house.posting import post
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House
from tests.learning.carrying_out import open_workplace

PLACE = f"/employer/{MERIDIAN}"
FAULT = "A fault stopped it"


@pytest.fixture
def meridian(meridian: House, monkeypatch: pytest.MonkeyPatch) -> House:
    open_workplace(meridian, monkeypatch)
    with meridian.engine.begin() as connection:
        connection.execute(text("delete from procrastinate_jobs"))  # of loading declarations
    return meridian


def broken(*_given: Any, **_named: Any) -> Any:
    raise RuntimeError("a fault of ours")


def try_again(browser: FlaskClient, place: str) -> None:
    page = browser.get(place).text
    [action] = [each for each in page.split('action="') if "/again/" in each.split('"')[0]]
    again = action.split('"')[0]
    answer = browser.post(again, data={"csrf_token": csrf(page)})
    assert answer.location == place
    page = browser.get(place).text
    assert "It is being tried again." in page
    assert FAULT not in page


def asked(browser: FlaskClient, numbers: str) -> str:
    data = TYPED | {"step": "check", "numbers": numbers}
    return str(post(browser, f"{PLACE}/trainings/new", data).location)


def test_a_check_that_fails_for_good_says_that_nothing_is_written(
    meridian: House, bram: FlaskClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = asked(bram, f"{AMINA}\n{BRAM}")
    with monkeypatch.context() as fault:
        fault.setattr(batches, "check_chunk", broken)
        work_until_given_up(meridian.engine, database_url)
    page = said(bram.get(place))
    assert "Stopped by a fault" in page
    assert "0 of 2 lines are checked. Nothing is written yet." in page
    assert "PT-2026-" in page
    assert 'http-equiv="refresh"' not in bram.get(place).text
    assert "stopped by a fault" in said(bram.get(f"{PLACE}/trainings"))
    try_again(bram, place)
    work_until_given_up(meridian.engine, database_url)
    assert "2 trainings can be registered" in said(bram.get(place))
    assert acts_on(meridian, "work") == ["enterprise:work:taken_up"]


def test_writing_that_fails_half_way_says_what_stays_and_goes_on_from_there(
    meridian: House, bram: FlaskClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = asked(bram, f"{AMINA}\n{BRAM}")
    work_until_given_up(meridian.engine, database_url)
    post(bram, f"{place}/confirmation", {}, form_at=place)
    written = one_at_a_time(batches.write_chunk, times=1)
    with monkeypatch.context() as fault:
        fault.setattr(batches, "write_chunk", written)
        work_until_given_up(meridian.engine, database_url)
    page = said(bram.get(place))
    assert "1 training is registered and stays. 1 is not registered yet." in page
    try_again(bram, place)
    work_until_given_up(meridian.engine, database_url)
    assert "2 trainings are registered" in said(bram.get(place))
    assert acts_on(meridian, "training") == ["worker:training:registered"] * 2


def one_at_a_time(step: Callable[..., bool], *, times: int) -> Callable[..., bool]:
    """A step that does one line so many times, and then fails."""
    left = [None] * times

    def stepped(*given: Any, **named: Any) -> bool:
        if not left:
            broken()
        left.pop()
        return step(*given, **named, most=1)

    return stepped


def test_a_sheet_that_cannot_be_read_by_our_fault_is_read_once_it_is_mended(
    meridian: House, bram: FlaskClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = f"NISS;Année;Droit en jours\r\n{AMINA};2025;3\r\n".encode()
    columns = bring(bram, sheet, what="rights").location
    place = go_on(bram, columns).location
    with monkeypatch.context() as fault:
        fault.setattr(sheets, "read_in", broken)
        work_until_given_up(meridian.engine, database_url)
    page = said(bram.get(place))
    assert "Stopped by a fault" in page
    assert "Nothing is stated yet." in page
    assert "Stopped by a fault" in said(bram.get(f"{PLACE}/history"))
    try_again(bram, place)
    work_until_given_up(meridian.engine, database_url)
    assert "1 right can be stated." in said(bram.get(place))


def test_a_file_that_failed_is_carried_out_once_the_fault_is_mended(
    meridian: House, bram: FlaskClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = csrf(bram.get(f"{PLACE}/files/new").text)
    sent = (io.BytesIO(message(training("R1"), training("R2", BRAM)).encode()), "night.xml")
    data = {"csrf_token": token, "mode": "", "file": sent}
    place = bram.post(f"{PLACE}/files/new", data=data).location
    with monkeypatch.context() as fault:
        fault.setattr(files, "run_chunk", broken)
        work_until_given_up(meridian.engine, database_url)
    assert "Stopped by a fault" in said(bram.get(place))
    assert "Stopped by a fault" in said(bram.get(f"{PLACE}/files"))
    try_again(bram, place)
    work_until_given_up(meridian.engine, database_url)
    assert "What came of your file" in said(bram.get(place))


@pytest.mark.parametrize("place", ["statements", "notices/2026"])
def test_letters_that_cannot_be_made_are_made_once_the_fault_is_mended(
    meridian: House,
    bram: FlaskClient,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    if place == "statements":
        asked_at, typed = f"{PLACE}/statements/new", {"step": "make", "of_year": "2026"}
        place = post(bram, asked_at, typed).location
    else:
        place = f"{PLACE}/{place}"
        post(bram, f"{place}/making", {}, form_at=place)
    with monkeypatch.context() as fault:
        fault.setattr("app.attestations.statements.make_letter", broken)
        work_until_given_up(meridian.engine, database_url)
    assert "0 of 2" in said(bram.get(place))
    assert FAULT in said(bram.get(place))
    with monkeypatch.context() as nobody_has_one:
        # What a letter looks like is another test's affair.
        nobody_has_one.setattr("app.attestations.statements.make_letter", lambda *_a, **_n: None)
        try_again(bram, place)
        work_until_given_up(meridian.engine, database_url)
    assert "For 2 workers there is no account" in said(bram.get(place))


def test_who_only_reads_sees_the_fault_and_leaves_it_to_a_registrar(
    meridian: House, bram: FlaskClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = asked(bram, AMINA)
    monkeypatch.setattr(batches, "check_chunk", broken)
    work_until_given_up(meridian.engine, database_url)
    meridian.give_mandate(CHLOE, MERIDIAN, Role.READER)
    chloe = meridian.signed_in(CHLOE)
    page = chloe.get(place).text
    assert "A registrar can have it tried again." in page
    assert "/again/" not in page


def test_a_stranger_has_nothing_of_meridians_tried_again(
    meridian: House, bram: FlaskClient
) -> None:
    place = asked(bram, AMINA)
    meridian.give_mandate(CHLOE, ELSEWHERE)
    chloe = meridian.signed_in(CHLOE)
    token = {"csrf_token": csrf(chloe.get("/attestations").text)}
    batch = place.rpartition("/")[2]
    for what in ("trainings", "history", "letters", "files"):
        path = f"/employer/{ELSEWHERE}/again/{what}/{batch}"
        assert chloe.post(path, data=token).status_code == 404
        assert chloe.post(path.replace(ELSEWHERE, MERIDIAN), data=token).status_code == 403


def test_what_has_not_failed_is_left_alone(meridian: House, bram: FlaskClient) -> None:
    place = asked(bram, AMINA)
    meridian.clock.at += timedelta(seconds=1)
    again = place.replace("trainings/batches", "again/trainings")
    post(bram, again, {}, form_at=place)
    assert acts_on(meridian, "work") == []
    with meridian.engine.connect() as connection:
        waiting = text("select count(*) from procrastinate_jobs where task_name = 'batches:check'")
        assert connection.execute(waiting).scalar_one() == 1
