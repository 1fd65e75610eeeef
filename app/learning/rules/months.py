"""A year of work as runs of months: all that the right of a year needs of employments.

Every started month counts, with the regime and the joint committee in force on the last day
worked in it.  Days that no declaration speaks of have the nearest regime declared.  Where
somebody had two employments in one month, the one begun last speaks for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from app.foundation.problems import Problem, problem
from app.learning.rules.facts import Employed, RegimePeriod
from app.learning.rules.terms import RightParameters

#: A day has no more minutes than this, whatever a declaration states.
MOST_DAY_MINUTES = 24 * 60


class Work(NamedTuple):
    """How somebody works, as declared: weekly hours and days a week in hundredths."""

    part_time: bool | None  # None: no declaration says it yet
    hours_worked: int | None
    hours_full_time: int | None
    days_per_week: int | None
    joint_committee: str | None


class Run(NamedTuple):
    """Months in a row, of one year, worked in one way.  A value: two people may share it."""

    first: int  # 1 is January
    months: int
    work: Work


_NOT_DECLARED = Work(None, None, None, None, None)


def runs_of(year: int, employments: Sequence[Employed]) -> tuple[Run, ...]:
    """The started months of a year, in order; the order of ``employments`` does not matter."""
    if len(employments) > 1:
        employments = sorted(employments, key=_order)
    months: list[Work | None] = [None] * 12
    for each in employments:
        if each.starts_on.year > year or (each.ends_on is not None and each.ends_on.year < year):
            continue
        first = 1 if each.starts_on.year < year else each.starts_on.month
        last = 12 if each.ends_on is None or each.ends_on.year > year else each.ends_on.month
        if len(employments) == len(each.regimes) == 1:
            # As most people work; there is nothing to be laid side by side.
            return (Run(first, last - first + 1, _work(each.regimes[0])),)
        _fill(months, year, each, first, last)
    return _grouped(months)


def _work(regime: RegimePeriod) -> Work:
    return Work(
        regime.part_time,
        regime.hours_worked,
        regime.hours_full_time,
        regime.days_per_week,
        regime.joint_committee,
    )


def _order(each: Employed) -> tuple[date, date, str]:
    """In time; what is side by side in an order that does not hang on how it arrived."""
    return each.starts_on, each.ends_on or date.max, repr(each.regimes)


def _fill(months: list[Work | None], year: int, each: Employed, first: int, last: int) -> None:
    """Write the months of one employment; each regime runs until the month the next begins in."""
    if not each.regimes:
        months[first - 1 : last] = [_NOT_DECLARED] * (last - first + 1)
        return
    # The one in force when the year began, or the first of all, and those begun in the year.
    current = bisect_left(each.regimes, date(year, 1, 1), key=_begun) - 1
    for index, regime in enumerate(each.regimes[max(current, 0) :]):
        begins = first
        if index:
            if regime.starts_on.year > year or (each.ends_on and regime.starts_on > each.ends_on):
                return
            begins = max(first, regime.starts_on.month)
        months[begins - 1 : last] = [_work(regime)] * (last - begins + 1)


def _begun(regime: RegimePeriod) -> date:
    return regime.starts_on


def _grouped(months: Sequence[Work | None]) -> tuple[Run, ...]:
    runs: list[Run] = []
    begun, current = 1, months[0]
    for number, work in enumerate((*months[1:], None), start=2):
        if work is not current and work != current:
            if current is not None:
                runs.append(Run(begun, number - begun, current))
            begun, current = number, work
    return tuple(runs)


def last_day_of(year: int, month: int) -> date:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)


def problems_of(runs: Sequence[Run]) -> tuple[Problem, ...]:
    """Why the regime of some month cannot be counted with; each problem once."""
    found = (_problem_of(run.work) for run in runs)
    return tuple(dict.fromkeys(each for each in found if each))


def _problem_of(work: Work) -> Problem | None:
    worked, full_time = work.hours_worked, work.hours_full_time
    if work.part_time is None:
        return problem("regime_not_declared")
    if full_time == 0:
        return problem("full_time_hours_zero")
    if work.part_time and (worked is None or full_time is None):
        return problem("hours_missing")
    if worked is None or full_time is None:
        return None
    if worked > full_time:
        return problem("hours_above_full_time", worked=worked, full_time=full_time)
    if worked < full_time and not work.part_time:
        return problem("full_time_contradicted", worked=worked, full_time=full_time)
    return None


def regime_of(work: Work) -> Fraction:
    """B of one month: 1 for a full-timer, Q/S for a part-timer; asked where nothing is wrong."""
    if not work.part_time:
        return Fraction(1)
    assert work.hours_worked is not None  # problems_of has looked
    assert work.hours_full_time is not None
    return Fraction(work.hours_worked, work.hours_full_time)


class DayLength(NamedTuple):
    """Minutes of a full-timer's day in that enterprise, and what they come from."""

    minutes: int
    assumed: bool  # the weekly hours of a full-timer are not declared
    week: int  # minutes
    days: int  # a week, hundredths


def day_length(runs: Sequence[Run], federal: RightParameters) -> DayLength:
    """The latest month that states the full-time week decides; else the law's maximum."""
    for run in reversed(runs):
        work = run.work
        if work.hours_full_time:
            # A part-timer's days a week are the part-timer's own: only a full-timer's tell how
            # long the enterprise's full day is.
            own = None if work.part_time else work.days_per_week
            days = own or federal.days_per_week * 100
            minutes = rounded(work.hours_full_time * 60, days)
            return DayLength(minutes, False, rounded(work.hours_full_time * 6, 10), days)
    week, days = federal.full_time_week, federal.days_per_week
    return DayLength(rounded(week, days), True, week, days * 100)


def day_counted(
    year: int, employments: Sequence[Employed], federal: RightParameters
) -> DayLength | None:
    """The day that the account of a year counts in; None where it cannot count.

    Few declarations of full-timers state their hours: the law's maximum is then what is counted
    with.  Where none tells how somebody works, or none that can be so, nothing is.
    """
    runs = runs_of(year, employments)
    day = day_length(runs, federal)
    if day.minutes > MOST_DAY_MINUTES or (day.assumed and (not runs or problems_of(runs))):
        return None
    return day


def minutes_of_days(days: int, day_minutes: int) -> int:
    """Training days, in hundredths, of so many minutes each; a half minute upwards."""
    return rounded(days * day_minutes, 100)


def rounded(numerator: int, denominator: int) -> int:
    """The quotient to the nearest whole, a half upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def half_up(value: Fraction) -> int:
    """To the nearest whole, a half upwards."""
    return rounded(value.numerator, value.denominator)
