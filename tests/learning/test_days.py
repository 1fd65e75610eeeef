"""Trainings said in days: as long as a day is for each worker, and refused where nobody knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.audit.trail import Channel
from app.foundation.database import transaction
from app.learning.batches.values import ASSUMED, DAY, NewRow, Status
from app.learning.correcting import Correction, correct_trainings
from app.learning.parameters import law
from app.learning.registration import AlreadyRegistered, Refused, Registered
from app.learning.rules.facts import Employed, RegimePeriod
from app.learning.rules.months import day_counted, minutes_of_days
from app.learning.rules.registering import problems_of_days
from tests import messages as xml
from tests.furnishing import once
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House, ssin
from tests.learning.test_batches import batch, check, codes, confirm, draft, rows, write
from tests.learning.test_registration import lifting, register, trainings

#: Declared as begun, and nothing of hours.
NEW = ssin("850101", 100)
TWO_DATES = {"minutes": 0, "days": 150, "ends_on": date(2026, 9, 25)}


@once
def furnish_weeks(house: House) -> None:
    """Amina part-time where 38 hours over 5 days are full, Bram of 36 over 4, somebody new."""
    house.furnish()
    house.load(xml.dimona(xml.dimona_in(NEW, MERIDIAN, "2026-08-03")))
    house.load(quarter())


def quarter(made_on: str = "2026-10-20", hours: int = 3600) -> str:
    return xml.dmfa(
        "20263",
        xml.worker(
            AMINA,
            xml.occupation("2022-01-03", part_time=True, hours=1900, days_system=250),
            quarter_start="2026-07-01",
        ),
        xml.worker(
            BRAM,
            xml.occupation("2015-02-02", days_system=400, full_time_hours=hours),
            quarter_start="2026-07-01",
        ),
        enterprise=MERIDIAN,
        made_on=made_on,
    )


@pytest.fixture
def weeks(house: House) -> House:
    furnish_weeks(house)
    return house


def of(*numbers: str) -> list[NewRow]:
    return [NewRow(line, ssin=each) for line, each in enumerate(numbers, start=1)]


def written(house: House) -> list[int]:
    return sorted(each.minutes for each in trainings(house))


@pytest.mark.parametrize(
    ("days", "day", "minutes"),
    [(150, 456, 684), (50, 455, 228), (25, 456, 114), (33, 456, 150), (2000, 540, 10_800)],
)
def test_days_become_minutes_a_half_upwards(days: int, day: int, minutes: int) -> None:
    assert minutes_of_days(days, day) == minutes


@pytest.mark.parametrize(
    ("full_time", "days_per_week", "part_time", "minutes"),
    [
        (3800, 500, False, 456),
        (3600, 400, False, 540),
        (3800, 250, True, 456),  # a part-timer's days a week are not those of the enterprise
        (None, 500, False, 456),  # few full-timers' hours are stated: the law's maximum counts
        (None, 500, True, None),
        (None, 500, None, None),  # nothing is declared but that it has begun
        (9000, 100, False, None),  # no day holds ninety hours
    ],
)
def test_a_day_is_as_long_as_the_account_counts_it(
    full_time: int | None, days_per_week: int, part_time: bool | None, minutes: int | None
) -> None:
    begun = date(2026, 1, 5)
    regime = RegimePeriod(begun, None, None, full_time, part_time, days_per_week)
    employments = [Employed(begun, None, (regime,))]
    day = day_counted(2026, employments, law().federal)
    assert (day and (day.minutes, day.assumed)) == (minutes and (minutes, full_time is None))
    assert day_counted(2025, employments, law().federal) is None


@pytest.mark.parametrize(
    ("days", "dates", "code"),
    [(0, 1, "no_time"), (101, 1, "more_days_than_dates"), (100, 1, None), (250, 3, None)],
)
def test_days_are_more_than_none_and_no_more_than_dates(
    days: int, dates: int, code: str | None
) -> None:
    first = date(2026, 9, 24)
    found = problems_of_days(days, first, first + timedelta(days=dates - 1))
    assert [(each.code, each.field) for each in found] == ([(code, "days")] if code else [])


def test_each_row_lasts_as_long_as_days_are_for_its_worker(weeks: House) -> None:
    batch_id = draft(weeks, *of(AMINA, BRAM, NEW, CHLOE), **TWO_DATES)
    check(weeks, batch_id, most=1)
    amina, bram, new, chloe = rows(weeks, batch_id)
    told = [(each.training, each.said) for each in (amina, bram)]
    assert [(training and training["minutes"], said) for training, said in told] == [
        (684, {DAY: 456, ASSUMED: False}),
        (810, {DAY: 540, ASSUMED: False}),
    ]
    assert amina.effect is not None
    assert codes(new) == ["day_not_known"]
    # Of a stranger nothing is worked out, nor kept.
    assert (codes(chloe), chloe.training, chloe.said) == (["not_a_worker_of_yours"], None, None)
    confirm(weeks, batch_id)
    assert write(weeks, batch_id, most=1).counts.registered == 2
    assert written(weeks) == [684, 810]


def test_what_is_written_is_what_was_shown_whatever_is_declared_meanwhile(weeks: House) -> None:
    batch_id = draft(weeks, *of(AMINA, BRAM), **TWO_DATES)
    check(weeks, batch_id)
    weeks.clock.at += timedelta(hours=1)
    weeks.load(quarter("2026-11-20", hours=3200))
    confirm(weeks, batch_id)
    write(weeks, batch_id, most=1)
    assert written(weeks) == [684, 810]


def test_the_same_days_sent_twice_are_registered_once(weeks: House) -> None:
    for _time in range(2):
        batch_id = draft(weeks, *of(AMINA, BRAM, AMINA), **TWO_DATES)
        check(weeks, batch_id)
        confirm(weeks, batch_id)
        write(weeks, batch_id)
    found = rows(weeks, batch_id)
    assert [each.status for each in found] == [Status.ALREADY, Status.ALREADY, Status.REFUSED]
    assert codes(found[-1]) == ["said_before"]
    assert len(trainings(weeks)) == 2
    assert batch(weeks, batch_id).counts.registered == 0


@pytest.mark.parametrize(("days", "code"), [(0, "no_time"), (201, "more_days_than_dates")])
def test_days_that_cannot_be_are_refused_before_anybody_is_looked_up(
    weeks: House, days: int, code: str
) -> None:
    with pytest.raises(AssertionError, match=code):
        draft(weeks, *of(AMINA), **(TWO_DATES | {"days": days}))


def test_one_worker_is_registered_in_days_as_in_the_hours_they_come_to(weeks: House) -> None:
    amina = weeks.person(AMINA)
    [first] = register(weeks, lifting(amina, minutes=0, days=50))
    [again] = register(weeks, lifting(amina, minutes=228))
    assert isinstance(first, Registered)
    assert again == AlreadyRegistered(first.training_id)
    assert written(weeks) == [228]


def refused(outcome: Any) -> list[tuple[str, str | None]]:
    assert isinstance(outcome, Refused), outcome
    return [(each.code, each.field) for each in outcome.problems]


def test_who_nobody_knows_the_day_of_is_refused_and_the_trail_says_why(weeks: House) -> None:
    [unknown] = register(weeks, lifting(weeks.person(NEW), minutes=0, days=50))
    assert refused(unknown) == [("day_not_known", "days")]
    [stranger] = register(weeks, lifting(weeks.person(CHLOE), minutes=0, days=50))
    assert refused(stranger) == [("not_a_worker_of_yours", "worker")]
    with weeks.engine.connect() as connection:
        told = connection.exec_driver_sql(
            "select details -> 'problems' from audit_lines"
            " where act = 'worker:training:refused' order by line_id"
        ).scalars()
        assert list(told) == [["day_not_known"], ["not_a_worker_of_yours"]]


def test_a_training_is_corrected_into_days(weeks: House) -> None:
    [registered] = register(weeks, lifting(weeks.person(BRAM)))
    assert isinstance(registered, Registered)
    weeks.clock.at += timedelta(seconds=1)
    half = correct(weeks, registered.training_id, lifting(weeks.person(BRAM), minutes=0, days=50))
    assert not isinstance(half, Refused), half
    assert 270 in written(weeks)
    two = correct(weeks, registered.training_id, lifting(weeks.person(BRAM), minutes=0, days=200))
    assert refused(two) == [("more_days_than_dates", "days")]


def correct(house: House, training_id: UUID, wanted: Any) -> Any:
    with transaction(house.engine) as db:
        [outcome] = correct_trainings(
            db,
            [Correction(training_id, None, wanted)],
            by=house.actor(BRAM, MERIDIAN),
            via=Channel.PAGE,
            at=house.clock.now(),
        )
    return outcome
