"""What is due, for how many, by when: at Meridian on 21 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.audit.trail import Channel
from app.enterprises.stating import NothingStated, Refused, Stated, Withdrawn
from app.foundation.database import transaction
from app.learning.due.parameters import duties
from app.learning.due.putting_aside import PuttingAside, asides_of, put_aside, take_up
from app.learning.due.queries import lines_of, situation_of
from app.learning.due.rules import Code, Task, tasks_on, without
from app.learning.due.sets import LISTED
from tests import messages as xml
from tests.furnishing import once
from tests.house.lives import furnish_lives
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House, ssin
from tests.learning.kept import keep_all

TODAY = date(2026, 11, 21)


def tasks(house: House, today: date = TODAY) -> dict[Code, Task]:
    with transaction(house.engine) as db:
        enterprise = house.enterprise(MERIDIAN)
        situation = situation_of(db, enterprise, today=today)
        asides = [each.aside for each in asides_of(db, enterprise)]
    found = without(tasks_on(today, situation, duties()), asides, today)
    return {each.code: each for each in found}


def listed(house: House, code: Code, today: date = TODAY) -> list[object]:
    with transaction(house.engine) as db:
        lines, number = lines_of(db, house.enterprise(MERIDIAN), code, today=today, page=1, size=50)
    assert number == len(lines)
    return [each.person_id for each in lines]


@pytest.fixture
def meridian(house: House) -> House:
    furnish_kept(house)
    return house


@once
def furnish_kept(house: House) -> None:
    furnish_lives(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update enterprise_sizes set fte = 2500")
    keep_all(house)


@pytest.mark.parametrize("code", list(LISTED))
def test_what_is_counted_is_what_the_list_shows(meridian: House, code: Code) -> None:
    found = tasks(meridian).get(code)
    assert len(listed(meridian, code)) == (found.number if found else 0)


def test_those_of_one_day_stand_by_surname(meridian: House) -> None:
    # Hired one after the other, in no order of names.
    hired = {name: ssin("900101", 20 + place) for place, name in enumerate(("Zwart", "Aerts"))}
    for name, number in hired.items():
        meridian.load(xml.persons(xml.person(number, name, "Jo")))
        meridian.load(xml.dimona(xml.dimona_in(number, MERIDIAN, "2026-11-02")))
    aerts, zwart = (meridian.person(hired[name]) for name in ("Aerts", "Zwart"))
    assert [each for each in listed(meridian, Code.NEW_WORKER) if each in (aerts, zwart)] == [
        aerts,
        zwart,
    ]


def test_a_planned_training_is_due_once_its_last_day_has_passed(meridian: House) -> None:
    amina = meridian.person(AMINA)
    assert Code.PLANNED_OVER not in tasks(meridian)
    later = date(2026, 12, 27)
    assert tasks(meridian, later)[Code.PLANNED_OVER].due_on == date(2026, 12, 24)
    assert amina in listed(meridian, Code.PLANNED_OVER, later)


def test_a_certificate_is_due_ninety_days_before_it_expires(meridian: House) -> None:
    until = date(2029, 9, 24)
    early, soon = until - timedelta(days=91), until - timedelta(days=90)
    assert Code.CERTIFICATES not in tasks(meridian, early)
    assert tasks(meridian, soon)[Code.CERTIFICATES].due_on == until
    assert meridian.person(AMINA) in listed(meridian, Code.CERTIFICATES, soon)


def test_how_an_employment_ended_is_due_while_the_employer_still_sees_the_worker(
    meridian: House,
) -> None:
    with meridian.engine.begin() as connection:
        connection.execute(
            text(
                "update employments set ends_on = date '2026-11-10'"
                " where person_id = :amina and starts_on = date '2022-01-03'"
            ),
            {"amina": meridian.person(AMINA)},
        )
    assert tasks(meridian)[Code.ENDS].due_on == date(2026, 12, 10)
    assert listed(meridian, Code.ENDS) == [meridian.person(AMINA)]
    assert listed(meridian, Code.ENDS, date(2026, 12, 11)) == []


def test_what_is_left_is_at_risk_in_the_last_year_of_five(meridian: House) -> None:
    assert Code.BALANCE_AT_RISK not in tasks(meridian)
    with meridian.engine.begin() as connection:
        connection.exec_driver_sql(
            "update account_statements set year = 2028, granted = 2280, left_over = 2280,"
            " problem = null where year = 2026"
        )
    last = date(2028, 11, 21)
    assert meridian.person(AMINA) in listed(meridian, Code.BALANCE_AT_RISK, last)
    assert tasks(meridian, last)[Code.BALANCE_AT_RISK].due_on == date(2028, 12, 31)
    assert Code.BALANCE_AT_RISK not in tasks(meridian, date(2028, 6, 30))


def test_a_new_worker_is_due_for_sixty_days(meridian: House) -> None:
    with meridian.engine.begin() as connection:
        connection.execute(
            text("update employments set starts_on = date '2026-11-02' where person_id = :bram"),
            {"bram": meridian.person(BRAM)},
        )
    assert tasks(meridian)[Code.NEW_WORKER].due_on == date(2027, 1, 1)
    assert listed(meridian, Code.NEW_WORKER) == [meridian.person(BRAM)]
    assert Code.NEW_WORKER not in tasks(meridian, date(2027, 1, 2))


def test_chloe_who_works_elsewhere_is_in_no_list(meridian: House) -> None:
    chloe = meridian.person(CHLOE)
    for code in LISTED:
        for day in (TODAY, date(2026, 12, 27), date(2029, 8, 1)):
            assert chloe not in listed(meridian, code, day)


def test_a_task_put_aside_comes_back_on_its_day(meridian: House) -> None:
    task = tasks(meridian)[Code.BALANCE_NOTICE]
    until = TODAY + timedelta(days=10)
    assert isinstance(aside(meridian, task, until), Stated)
    assert Code.BALANCE_NOTICE not in tasks(meridian)
    assert Code.BALANCE_NOTICE in tasks(meridian, until)


def test_a_task_done_with_does_not_come_back_before_the_next_one(meridian: House) -> None:
    aside(meridian, tasks(meridian)[Code.RIGHT_CHECK], None)
    assert Code.RIGHT_CHECK not in tasks(meridian)
    assert Code.RIGHT_CHECK in tasks(meridian, date(2027, 1, 2))
    with transaction(meridian.engine) as db:
        said = {"by": meridian.actor(BRAM, MERIDIAN), "via": Channel.PAGE}
        at = meridian.clock.now() + timedelta(seconds=1)
        outcome = take_up(db, Code.RIGHT_CHECK, "2026", **said, at=at)  # type: ignore[arg-type]
        assert isinstance(outcome, Withdrawn)
        outcome = take_up(db, Code.SIZE, "2026", **said, at=at)  # type: ignore[arg-type]
        assert isinstance(outcome, NothingStated)
    assert Code.RIGHT_CHECK in tasks(meridian)


@pytest.mark.parametrize("until", [TODAY, TODAY + timedelta(days=181), date(2020, 1, 1)])
def test_nobody_puts_a_task_aside_for_ever_or_for_no_time(meridian: House, until: date) -> None:
    outcome = aside(meridian, tasks(meridian)[Code.RIGHT_CHECK], until)
    assert isinstance(outcome, Refused)
    assert [each.field for each in outcome.problems] == ["until"]
    assert Code.RIGHT_CHECK in tasks(meridian)


def test_only_meridians_registrar_puts_its_tasks_aside(meridian: House) -> None:
    meridian.give_mandate(CHLOE, ELSEWHERE)
    task = tasks(meridian)[Code.RIGHT_CHECK]
    for who, where in ((AMINA, MERIDIAN), (CHLOE, MERIDIAN)):
        assert isinstance(aside(meridian, task, None, who, where), Refused)
    assert isinstance(aside(meridian, task, None, CHLOE, ELSEWHERE), Stated)
    assert Code.RIGHT_CHECK in tasks(meridian)


def aside(
    house: House,
    task: Task,
    until: date | None,
    who: str = BRAM,
    where: str = MERIDIAN,
) -> object:
    with transaction(house.engine) as db:
        [outcome] = put_aside(
            db,
            [PuttingAside(task.code, task.period, until, "The accountant does it")],
            by=house.actor(who, where),
            via=Channel.PAGE,
            at=house.clock.now(),
        )
    return outcome


def test_the_questions_do_not_grow_with_the_workforce(meridian: House, app: Flask) -> None:
    """Set-based: what is asked is the same for two workers and for twenty thousand."""
    with transaction(meridian.engine) as db:
        asked = 0

        def count(*_: object) -> None:
            nonlocal asked
            asked += 1

        from sqlalchemy import event

        event.listen(meridian.engine, "before_cursor_execute", count)
        situation_of(db, meridian.enterprise(MERIDIAN), today=TODAY)
        event.remove(meridian.engine, "before_cursor_execute", count)
    assert asked <= 8
