"""What the law asks of a training plan, and how its versions are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.audit.trail import Channel
from app.enterprises.mandates import Role
from app.enterprises.stating import Refused, Stated, StatedAlready
from app.foundation.database import transaction
from app.learning.due.parameters import duties
from app.learning.due.rules import Code, months_after, plan_applies
from app.learning.planning.content import (
    Body,
    Group,
    Plan,
    PlannedTraining,
    as_json,
    differences,
    empty_plan,
    from_json,
    moved_to,
)
from app.learning.planning.planning import adopt, note_deposit, save_draft
from app.learning.planning.queries import consultable, plan_of, versions_of_plan
from app.learning.planning.rules import problems_of_adoption, remarks_on_adoption
from tests.house_of import BRAM, CHLOE, MERIDIAN, House

TODAY = date(2026, 11, 21)
FORMAL = PlannedTraining("Lifting", True, Group.FIFTY_PLUS, "the wards", "March", 456)
INFORMAL = PlannedTraining("Shadowing", False, Group.EVERYONE)
WHOLE = replace(
    empty_plan(2026),
    contribution="Two days each",
    risk_groups="Half of the hours",
    bottleneck="Nurses",
    gender="As many men as women",
    evaluation="Each year together",
    body=Body.WORKERS,
    given_on=date(2026, 2, 20),
    advice_on=date(2026, 3, 10),
    trainings=(FORMAL, INFORMAL),
)


def lacking(plan: Plan, *, applies: bool = True, on: date = date(2026, 3, 20)) -> set[str]:
    found = problems_of_adoption(plan, on, year=2026, applies=applies, today=TODAY)
    return {each.code for each in found}


def test_a_plan_that_says_everything_lacks_nothing() -> None:
    assert lacking(WHOLE) == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"trainings": ()}, "plan_without_trainings"),
        ({"trainings": (INFORMAL,)}, "plan_without_formal"),
        ({"trainings": (FORMAL,)}, "plan_without_informal"),
        ({"gender": ""}, "plan_section_missing"),
        ({"evaluation": ""}, "plan_section_missing"),
        ({"body": None}, "plan_nobody_heard"),
        ({"given_on": None}, "plan_not_given"),
        ({"ends_on": date(2026, 12, 30)}, "plan_too_short"),
        ({"advice_on": date(2026, 2, 19)}, "plan_advice_first"),
    ],
)
def test_a_plan_that_lacks_something_the_law_wants_is_not_adopted(
    changed: dict[str, Any], code: str
) -> None:
    assert lacking(replace(WHOLE, **changed)) == {code}


def test_a_small_enterprise_may_keep_any_plan_with_a_training_in_it() -> None:
    small = replace(empty_plan(2026), trainings=(INFORMAL,))
    assert lacking(small, applies=False) == set()
    assert lacking(empty_plan(2026), applies=False) == {"plan_without_trainings"}


def test_a_plan_is_adopted_neither_tomorrow_nor_for_another_year() -> None:
    assert lacking(WHOLE, on=TODAY + timedelta(days=1)) == {"plan_adopted_in_future"}
    assert lacking(WHOLE, on=date(2024, 3, 1)) == {"plan_adopted_in_other_year"}


def test_late_days_are_told_and_not_refused() -> None:
    duty = duties()[Code.TRAINING_PLAN]
    late = replace(WHOLE, given_on=date(2026, 3, 10), advice_on=date(2026, 3, 16))
    told = remarks_on_adoption(late, date(2026, 4, 1), duty, 2026)
    assert {each.code for each in told} == {"plan_late", "plan_advice_late", "plan_given_late"}
    assert remarks_on_adoption(WHOLE, date(2026, 3, 31), duty, 2026) == []


@pytest.mark.parametrize(("fte", "applies"), [(None, None), (1999, False), (2000, True)])
def test_the_duty_begins_at_twenty(fte: int | None, applies: bool | None) -> None:
    assert plan_applies(fte, duties()[Code.TRAINING_PLAN]) is applies


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2026, 3, 20), date(2026, 4, 20)),
    ],
)
def test_a_copy_is_due_a_month_after_the_adoption(day: date, due: date) -> None:
    assert months_after(day, 1) == due


def test_a_plan_is_read_as_it_was_written() -> None:
    for plan in (WHOLE, empty_plan(2026)):
        assert from_json(as_json(plan)) == plan


def test_next_years_plan_begins_with_this_ones_and_nobody_heard() -> None:
    begun = moved_to(WHOLE, 2027)
    assert begun.trainings == WHOLE.trainings
    assert (begun.starts_on, begun.given_on, begun.advice_on) == (date(2027, 1, 1), None, None)


def test_what_changed_is_told_part_by_part() -> None:
    after = replace(WHOLE, gender="Otherwise", trainings=(FORMAL,))
    found = {each.part: (each.before, each.after) for each in differences(WHOLE, after)}
    assert found == {
        "gender": ("As many men as women", "Otherwise"),
        "trainings": ((INFORMAL,), ()),
    }


def _by(house: House, who: str = BRAM) -> dict[str, Any]:
    house.clock.at += timedelta(seconds=1)
    return {
        "by": house.actor(who, MERIDIAN),
        "via": Channel.PAGE,
        "at": house.clock.now(),
    }


def test_every_adopted_version_stays_and_has_its_number(house: House) -> None:
    house.furnish()
    enterprise = house.enterprise(MERIDIAN)
    for number, gender in enumerate(("One", "Two"), start=1):
        with transaction(house.engine) as db:
            plan = replace(WHOLE, gender=gender)
            assert isinstance(save_draft(db, 2026, plan, **_by(house)), Stated)
            assert isinstance(save_draft(db, 2026, plan, **_by(house)), StatedAlready)
        with transaction(house.engine) as db:
            on = date(2026, 3, 20 + number)
            assert isinstance(adopt(db, 2026, on, applies=True, **_by(house)), Stated)
    with transaction(house.engine) as db:
        assert isinstance(note_deposit(db, 2026, date(2026, 4, 1), **_by(house)), Stated)
        found = consultable(versions_of_plan(db, enterprise, 2026))
        last = plan_of(db, enterprise, 2026)
    told = [(each.number, each.adopted_on, each.plan.gender, each.deposited_on) for each in found]
    assert told == [
        (1, date(2026, 3, 21), "One", None),
        (2, date(2026, 3, 22), "Two", date(2026, 4, 1)),
    ]
    assert last == found[-1]


def test_a_draft_that_somebody_changed_meanwhile_is_not_overwritten_unread(house: House) -> None:
    house.furnish()
    with transaction(house.engine) as db:
        save_draft(db, 2026, WHOLE, **_by(house))
        [seen] = versions_of_plan(db, house.enterprise(MERIDIAN), 2026)
        save_draft(db, 2026, replace(WHOLE, gender="Hers"), **_by(house))
        outcome = save_draft(
            db, 2026, replace(WHOLE, gender="His"), **_by(house), seen=seen.recorded_from
        )
    assert isinstance(outcome, Refused)
    assert [each.code for each in outcome.problems] == ["changed_meanwhile"]


def test_only_a_registrar_writes_the_plan(house: House) -> None:
    house.furnish()
    house.give_mandate(CHLOE, MERIDIAN, Role.ACCESS_MANAGER)
    with transaction(house.engine) as db:
        assert isinstance(save_draft(db, 2026, WHOLE, **_by(house, CHLOE)), Refused)
        assert versions_of_plan(db, house.enterprise(MERIDIAN), 2026) == []


def test_nothing_is_adopted_or_deposited_that_is_not_there(house: House) -> None:
    house.furnish()
    day = date(2026, 3, 20)
    with transaction(house.engine) as db:
        assert isinstance(adopt(db, 2026, day, applies=True, **_by(house)), Refused)
        assert isinstance(note_deposit(db, 2026, day, **_by(house)), Refused)
        save_draft(db, 2026, WHOLE, **_by(house))
        assert isinstance(note_deposit(db, 2026, day, **_by(house)), Refused)
        adopt(db, 2026, day, applies=True, **_by(house))
        outcome = note_deposit(db, 2026, date(2026, 3, 19), **_by(house))
        assert isinstance(outcome, Refused)
        assert isinstance(adopt(db, 2026, day, applies=True, **_by(house)), Refused)
