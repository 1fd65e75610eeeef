"""Bram brings the rights that stand in another system."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.foundation.database import transaction
from app.learning.bringing import rights
from tests.employers.conftest import acts_on, csrf, said
from tests.employers.test_bringing import bring, go_on, read
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House
from tests.learning.carrying_out import carry_out, open_workplace

HEADER = "NISS;Année;Droit en jours;CCT"
LINES = (
    f"{AMINA};2025;3,5;",
    f"{BRAM};2025;5;182345/CO/330",
    f"{CHLOE};2025;5;",
    f"{AMINA};2025;4;",
    f"{AMINA};2019;4;",
    f"{AMINA};soon;4;",
)


@pytest.fixture
def meridian(meridian: House, monkeypatch: pytest.MonkeyPatch) -> House:
    open_workplace(meridian, monkeypatch)
    return meridian


def rights_sheet(*lines: str) -> bytes:
    return "\r\n".join([HEADER, *lines, ""]).encode()


def read_rights(house: House, browser: FlaskClient, *lines: str) -> str:
    return read(house, browser, rights_sheet(*lines), what="rights")


def load(house: House, browser: FlaskClient, place: str, *tasks: str) -> TestResponse:
    """Confirm what the page shows, a moment later."""
    house.clock.at += timedelta(seconds=1)
    token = csrf(browser.get(place).text)
    answer = browser.post(f"{place}/load", data={"csrf_token": token})
    carry_out(house, *tasks)
    return answer


def stated(house: House) -> list[Any]:
    with house.engine.connect() as connection:
        return list(
            connection.execute(
                text(
                    "select * from stated_rights where recorded_until is null"
                    " order by minutes, year"
                )
            )
        )


def test_rights_are_shown_line_by_line_and_then_stated(house: House, bram: FlaskClient) -> None:
    place = read_rights(house, bram, *LINES)
    shown = said(bram.get(place))
    assert "Nothing is stated yet. 2 rights can be stated. 4 lines are refused." in shown
    assert "Line 2 says the right of this worker and year already" in shown
    assert "No employment of this person with your enterprise is declared" in shown
    assert "Dubois" not in shown
    assert not stated(house)
    load(house, bram, place)
    amina, bram_ = stated(house)
    assert (amina.person_id, amina.year, amina.minutes) == (house.person(AMINA), 2025, 1596)
    assert amina.reason == "Brought along from the federal tool, file fla.csv"
    assert (bram_.minutes, bram_.agreement) == (2280, "182345/CO/330")
    assert "2 rights are stated." in said(bram.get(place))


def test_stating_the_same_again_changes_nothing(house: House, bram: FlaskClient) -> None:
    load(house, bram, read_rights(house, bram, *LINES))
    before = stated(house)
    place = read_rights(house, bram, *LINES)
    assert "2 are stated already" in said(bram.get(place))
    load(house, bram, place)
    assert stated(house) == before


def test_confirming_twice_states_once(house: House, bram: FlaskClient) -> None:
    place = read_rights(house, bram, *LINES)
    load(house, bram, place, "nothing yet")
    load(house, bram, place)
    assert len(acts_on(house, "right")) == 2


def test_what_somebody_stated_meanwhile_is_not_overwritten(house: House, bram: FlaskClient) -> None:
    place = read_rights(house, bram, LINES[0])
    first = read_rights(house, bram, LINES[0].replace("3,5", "2"))
    load(house, bram, first)
    load(house, bram, place)
    [right] = stated(house)
    assert right.minutes == 912
    assert "1 line was refused" in said(bram.get(place))


def test_a_job_that_is_killed_goes_on_where_it_was(
    house: House, bram: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.learning.bringing import jobs

    monkeypatch.setattr(rights.write_rights, "__kwdefaults__", {"most": 1})
    place = read_rights(house, bram, *LINES)
    load(house, bram, place, "nothing yet")
    sheet_id = place.rpartition("/")[2]
    jobs.write(sheet_id)
    assert len(stated(house)) == 1

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(rights, "change_sheet", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.write(sheet_id)
    assert len(stated(house)) == 1, "what was half done is not there"
    carry_out(house)
    assert len(stated(house)) == 2
    assert "2 rights are stated." in said(bram.get(place))


def test_a_mandate_that_ends_stops_it(house: House, bram: FlaskClient) -> None:
    place = read_rights(house, bram, *LINES)
    load(house, bram, place, "nothing yet")
    with transaction(house.engine) as db:
        db.execute(text("update mandates set valid_until = date '2026-11-20'"))
    carry_out(house)
    assert not stated(house)
    with house.engine.connect() as connection:
        state = connection.exec_driver_sql("select state, problem from brought_sheets").one()
    assert tuple(state) == ("stopped", "no_mandate")


def test_a_reason_is_needed(house: House, bram: FlaskClient) -> None:
    brought = bring(bram, rights_sheet(*LINES), what="rights")
    answer = go_on(bram, brought.location, reason=" ")
    assert answer.status_code == 200
    assert "There is a problem" in said(answer)
    assert MERIDIAN in brought.location
