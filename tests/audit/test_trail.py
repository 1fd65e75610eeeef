"""The trail: what a line must say, that it stays, and who looked at whose data."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.foundation.database import transaction
from tests.house_of import AMINA, BRAM, MERIDIAN, House


@pytest.mark.parametrize(
    "details",
    [{}, {"page": "worker", "name": "Amina"}, {"name": "Amina"}],
    ids=["too little", "too much", "something else"],
)
def test_a_line_says_exactly_what_its_act_declares(details: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="WORKER_SEEN carries"):
        Trace(Act.WORKER_SEEN, Actor(None), Ground.MANDATE, details=details)


def test_every_act_has_a_tag_of_its_own_in_three_parts() -> None:
    tags = [act.tag for act in Act]
    assert len(set(tags)) == len(tags)
    assert all(len(tag.split(":")) == 3 for tag in tags)


def lines(house: House) -> list[Any]:
    with house.engine.connect() as connection:
        return list(connection.execute(text("select * from audit_lines order by line_id")))


@pytest.mark.parametrize(
    "change",
    [
        "update audit_lines set subject_id = null",
        "update audit_lines set at = now() where false",
        "delete from audit_lines",
        "truncate audit_lines",
    ],
)
def test_nobody_changes_a_line_or_takes_one_away(house: House, change: str) -> None:
    house.furnish()
    before = lines(house)
    with pytest.raises(DBAPIError, match="append-only"), house.engine.begin() as connection:
        connection.exec_driver_sql(change)
    assert lines(house) == before
    assert before


def test_a_line_goes_with_its_transaction(house: House) -> None:
    line = Trace(Act.SIGNED_OUT, Actor(None), Ground.OWN_DATA)
    with Session(house.engine) as db:
        record(db, [line], via=Channel.PAGE, at=house.clock.now())
        db.rollback()
    assert lines(house) == []
    with transaction(house.engine) as db:
        record(db, [line, line], via=Channel.PAGE, at=house.clock.now())
        record(db, [], via=Channel.PAGE, at=house.clock.now())
    assert len(lines(house)) == 2


def test_who_looked_at_amina_is_written_down_page_by_page(house: House) -> None:
    house.furnish()
    amina, meridian = house.person(AMINA), house.enterprise(MERIDIAN)
    bram, browser = house.actor(BRAM, MERIDIAN), house.signed_in(BRAM)
    known = len(lines(house))
    workforce = f"/employer/{MERIDIAN}/workforce"
    pages = {
        f"{workforce}?name=amina": "workforce",
        f"{workforce}/{amina}": "worker",
        f"{workforce}/{amina}/trainings/new": "registration form",
    }
    for address in pages:
        page = browser.get(address)
        assert page.status_code == 200
        assert "Amina Benali" in page.text
    seen = lines(house)[known:]
    assert [line.details for line in seen] == [{"page": name} for name in pages.values()]
    for line in seen:
        assert (line.act, line.actor_id, line.subject_id) == (
            "worker:record:seen",
            bram.person_id,
            amina,
        )
        assert (line.enterprise_id, line.mandate_id) == (meridian, bram.mandate_id)
        assert (line.ground, line.channel) == ("mandate", "page")
        assert line.request_id


def test_a_list_writes_one_line_for_everyone_it_shows_and_nobody_else(house: House) -> None:
    house.furnish()
    browser, known = house.signed_in(BRAM), len(lines(house))
    browser.get(f"/employer/{MERIDIAN}/workforce?name=nobody")
    assert len(lines(house)) == known
    browser.get(f"/employer/{MERIDIAN}/workforce")
    assert {line.subject_id for line in lines(house)[known:]} == {
        house.person(AMINA),
        house.person(BRAM),
    }


def test_a_door_that_stays_shut_shows_nothing_and_writes_nothing(house: House) -> None:
    house.furnish()
    amina, known = house.person(AMINA), len(lines(house))
    assert house.signed_in(AMINA).get(f"/employer/{MERIDIAN}/workforce/{amina}").status_code == 403
    assert len(lines(house)) == known


def test_looking_at_her_own_pages_leaves_no_trace_of_amina(house: House) -> None:
    house.furnish()
    amina, known = house.signed_in(AMINA), len(lines(house))
    for path in ("/career", "/career?view=year", "/training-credit", "/attestations"):
        assert amina.get(path).status_code == 200
    assert len(lines(house)) == known
