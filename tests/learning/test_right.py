"""The yearly right, worked out by hand: size, regime and started months.

A day of 38 hours over 5 days has 38 x 60 / 5 = 456 minutes; five of them 2,280.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learning.parameters import federal_right
from app.learning.rules.right import Employed, EnterpriseFte, RegimePeriod, Right, right_for

TODAY = date(2026, 11, 21)
PARAMETERS = federal_right()
HIRED = date(2022, 1, 3)


def regime(
    worked: int | None = None,
    full_time: int | None = 3800,
    *,
    since: date = HIRED,
    until: date | None = None,
    part_time: bool | None = None,
    days: int | None = 500,
) -> RegimePeriod:
    """A regime; hours in hundredths.  Saying hours worked makes a part-timer."""
    part_time = worked is not None if part_time is None else part_time
    return RegimePeriod(since, until, worked, full_time, part_time, days)


def employed(*regimes: RegimePeriod, since: date = HIRED, until: date | None = None) -> Employed:
    return Employed(since, until, regimes)


def the_right(*jobs: Employed, year: int = 2026, fte: int | None = 5000, **more: Any) -> Right:
    size = None if fte is None else EnterpriseFte(fte, (20244, 20251))
    return right_for(year, jobs, size, PARAMETERS, **({"today": TODAY} | more))


FULL_TIME = employed(regime())


@dataclass(frozen=True)
class Case:
    who: str
    jobs: tuple[Employed, ...]
    minutes: int
    sum: str
    year: int = 2026
    fte: int = 5000


CASES = [
    Case("9.99 colleagues: too small", (FULL_TIME,), 0, "0 x 456", fte=999),
    Case("10 colleagues: one day", (FULL_TIME,), 456, "1 x 456", fte=1000),
    Case("19.99 colleagues: still one", (FULL_TIME,), 456, "1 x 456", fte=1999),
    Case("20 colleagues: five", (FULL_TIME,), 2280, "5 x 456", fte=2000),
    Case("20 colleagues in 2023: four", (FULL_TIME,), 1824, "4 x 456", year=2023, fte=2000),
    Case("10 colleagues in 2023: one", (FULL_TIME,), 456, "1 x 456", year=2023, fte=1000),
    Case("20 colleagues in 2024: five", (FULL_TIME,), 2280, "5 x 456", year=2024, fte=2000),
    Case("28 of 38 hours", (employed(regime(2800)),), 1680, "2280 x 28/38 = 1680"),
    Case("25 of 38 hours", (employed(regime(2500)),), 1500, "2280 x 25/38 = 1500"),
    Case(
        "a third of 38 hours, rounded",
        (employed(regime(1267)),),
        760,
        "2280 x 12.67/38 = 760.2",
    ),
    Case(
        "half up",
        (employed(regime(1000, 3000), since=date(2026, 12, 1)),),
        10,
        "day of 30 h = 360; 1 x 360 x 1/3 x 1/12 = 10",
        fte=1000,
    ),
    Case(
        "half a minute goes up",
        (employed(regime(1900), since=date(2026, 12, 31)),),
        19,
        "1 x 456 x 1/2 x 1/12 = 19",
        fte=1000,
    ),
    Case(
        "3.8 minutes and a half",
        (employed(regime(3000, 4000), since=date(2026, 12, 31)),),
        30,
        "day of 40 h = 480; 1 x 480 x 3/4 x 1/12 = 30",
        fte=1000,
    ),
    Case(
        "hired on 1 July: six months",
        (employed(regime(), since=date(2026, 7, 1)),),
        1140,
        "2280 x 6/12",
    ),
    Case(
        "hired on 31 July: six months too",
        (employed(regime(), since=date(2026, 7, 31)),),
        1140,
        "2280 x 6/12",
    ),
    Case(
        "gone on 1 January: one month",
        (employed(regime(), until=date(2026, 1, 1)),),
        190,
        "2280 x 1/12",
    ),
    Case(
        "gone on 31 January: one month",
        (employed(regime(), until=date(2026, 1, 31)),),
        190,
        "2280 x 1/12",
    ),
    Case(
        "gone on the last day of the year before",
        (employed(regime(), until=date(2025, 12, 31)),),
        0,
        "nothing",
    ),
    Case(
        "to 28 of 38 hours on 4 May: May counts as it ended",
        (
            employed(
                regime(until=date(2026, 5, 3)),
                regime(2800, since=date(2026, 5, 4)),
            ),
        ),
        1880,
        "2280/12 = 190 a month; 4 x 190 + 8 x 190 x 28/38 = 760 + 1120",
    ),
    Case(
        "to full time on 31 May",
        (
            employed(
                regime(1900, until=date(2026, 5, 30)),
                regime(since=date(2026, 5, 31)),
            ),
        ),
        1900,
        "4 x 190 x 1/2 + 8 x 190 = 380 + 1520",
    ),
    Case(
        "left on 10 March half-time, back on 20 March full-time: March once, as it ended",
        (
            employed(regime(1900), until=date(2026, 3, 10)),
            employed(regime(since=date(2026, 3, 20)), since=date(2026, 3, 20)),
        ),
        2090,
        "2 x 190 x 1/2 + 10 x 190 = 190 + 1900",
    ),
    Case(
        "two summers with a gap: four months",
        (
            employed(regime(), since=date(2026, 3, 5), until=date(2026, 4, 2)),
            employed(regime(), since=date(2026, 7, 31), until=date(2026, 8, 1)),
        ),
        760,
        "4 x 190",
    ),
    Case("a week of 36 hours", (employed(regime(full_time=3600)),), 2160, "5 x 36 x 60/5"),
    Case("a week of 40 hours", (employed(regime(full_time=4000)),), 2400, "5 x 40 x 60/5"),
    Case(
        "38 hours over 4 days: a long day",
        (employed(regime(days=400)),),
        2850,
        "5 x 38 x 60/4 = 5 x 570",
    ),
    Case(
        "a part-timer's three days say nothing of the enterprise's day",
        (employed(regime(1900, days=300)),),
        1140,
        "2280 x 1/2",
    ),
    Case("more hours than full time: full time", (employed(regime(4200)),), 2280, "at most 1"),
    Case(
        "a full-timer whose week is not stated",
        (employed(regime(full_time=None)),),
        2280,
        "38 hours assumed",
    ),
    Case("no hours left of a part-timer's contract", (employed(regime(0)),), 0, "2280 x 0/38"),
    Case(
        "hours declared only from March on hold for January too",
        (employed(regime(1900, since=date(2026, 3, 1)), since=date(2026, 1, 1)),),
        1140,
        "2280 x 1/2",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.who)
def test_the_right_is_what_one_works_out_by_hand(case: Case) -> None:
    right = the_right(*case.jobs, year=case.year, fte=case.fte)
    assert (right.minutes, right.problems) == (case.minutes, ()), case.sum


@pytest.mark.parametrize(
    ("why", "jobs", "more"),
    [
        ("no_parameters", (FULL_TIME,), {"year": 2022}),
        ("size_unknown", (FULL_TIME,), {"fte": None}),
        ("hours_missing", (employed(regime(part_time=True)),), {}),
        ("hours_missing", (employed(regime(2800, None)),), {}),
        ("hours_missing", (employed(regime(2800, 0)),), {}),
        # One month of the year that is not known is enough not to know the year.
        (
            "hours_missing",
            (
                employed(
                    regime(until=date(2026, 11, 30)),
                    regime(part_time=True, since=date(2026, 12, 1)),
                ),
            ),
            {},
        ),
        # Dimona says that she works there, no DmfA yet how much.
        ("regime_not_declared", (employed(),), {}),
    ],
)
def test_what_cannot_be_known_has_a_name_and_is_never_zero(
    why: str, jobs: tuple[Employed, ...], more: dict[str, Any]
) -> None:
    right = the_right(*jobs, **more)
    assert right.minutes is None
    assert [problem.code for problem in right.problems] == [why]
    assert [(step.code, step.named) for step in right.steps] == [("unknown", {"why": why})]


def test_somebody_not_employed_that_year_has_nothing_even_where_the_size_is_unknown() -> None:
    right = the_right(FULL_TIME, year=2024, fte=None, today=TODAY)
    assert right.minutes is None
    gone = employed(regime(), until=date(2023, 6, 30))
    right = the_right(gone, year=2024, fte=None)
    assert (right.minutes, [step.code for step in right.steps]) == (0, ["not_employed"])


@pytest.mark.parametrize(("full_time", "assumed"), [(None, True), (3800, False)])
def test_an_assumed_week_is_said_to_be_assumed(full_time: int | None, assumed: bool) -> None:
    right = the_right(employed(regime(full_time=full_time)))
    [day] = [step.named for step in right.steps if step.code == "day_length"]
    assert day == {"minutes": 456, "assumed": assumed}


@pytest.mark.parametrize(
    ("today", "until", "said"),
    [
        (date(2026, 11, 21), None, True),
        (date(2026, 11, 30), None, True),
        (date(2026, 12, 1), None, False),  # December has begun, so it counts whole already
        (date(2026, 11, 21), date(2026, 12, 31), False),
        (date(2027, 3, 1), None, False),
        (date(2025, 12, 31), None, True),
    ],
)
def test_months_to_come_are_mentioned_only_while_there_are_any(
    today: date, until: date | None, said: bool
) -> None:
    right = the_right(employed(regime(), until=until), today=today)
    assert ("months_to_come" in [step.code for step in right.steps]) is said


days_of_2026 = st.dates(date(2025, 6, 1), date(2027, 6, 30))
hours = st.integers(0, 4500)


@st.composite
def careers(draw: st.DrawFn) -> Employed:
    since = draw(days_of_2026)
    until = draw(st.none() | st.dates(since, date(2027, 12, 31)))
    changes = sorted({since, *draw(st.lists(days_of_2026, max_size=3))})
    return Employed(
        since,
        until,
        tuple(
            regime(draw(st.none() | hours), draw(st.sampled_from([3600, 3800, 4000])), since=day)
            for day in changes
        ),
    )


@given(careers(), st.integers(0, 100_000), days_of_2026)
def test_no_right_is_negative_and_its_steps_lead_to_it(
    job: Employed, fte: int, today: date
) -> None:
    right = the_right(job, fte=fte, today=today)
    assert right.minutes is not None
    assert right.minutes >= 0
    assert right == the_right(job, fte=fte, today=today)
    said = {step.code: step.named for step in right.steps}
    if "not_employed" in said:
        assert right.minutes == 0
        return
    months = [step.named for step in right.steps if step.code == "regime"]
    assert 1 <= sum(each["months"] for each in months) <= 12
    exact = sum(
        Fraction(said["full_timer_days"]["days"] * right.day_minutes * each["months"], 12)
        * (
            min(Fraction(each["worked"], each["full_time"]), Fraction(1))
            if each["part_time"]
            else 1
        )
        for each in months
    )
    assert abs(exact - right.minutes) <= Fraction(1, 2)
    assert said["day_length"]["minutes"] == said["product"]["day_minutes"] == right.day_minutes
    assert said["product"]["minutes"] == right.minutes
    assert said["product"]["days"] == said["full_timer_days"]["days"]


@given(careers(), st.dates(date(2025, 6, 1), date(2027, 12, 31)))
def test_a_longer_employment_never_gives_less(job: Employed, later: date) -> None:
    one_regime = replace(job, regimes=job.regimes[:1])
    if one_regime.ends_on is None or later < one_regime.ends_on:
        return
    before, after = the_right(one_regime), the_right(replace(one_regime, ends_on=later))
    assert before.minutes is not None
    assert after.minutes is not None
    assert after.minutes >= before.minutes


@given(hours, hours)
def test_more_hours_a_week_never_give_less(one: int, other: int) -> None:
    fewer, more = (the_right(employed(regime(each))).minutes for each in sorted((one, other)))
    assert fewer is not None
    assert more is not None
    assert fewer <= more
