"""The yearly training right: A x B x C.

A: days of a full-timer in that enterprise, by its size.  B: work regime against full time.
C: months employed in the year, out of twelve, every started month whole.  Where the regime
changes within the year, each month counts with the regime in force on its last day worked:
``docs/decisions/0009-training-right.md`` says why.

Inside, time is whole minutes and fractions are exact; only the result is rounded, half up,
to the minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from app.foundation.problems import Problem, problem
from app.learning.rules.steps import Step, step
from app.learning.rules.terms import RightParameters as RightParameters


@dataclass(frozen=True, slots=True)
class RegimePeriod:
    """A regime between two days.  Weekly hours in hundredths, None where not stated."""

    starts_on: date
    ends_on: date | None
    hours_worked: int | None
    hours_full_time: int | None
    part_time: bool | None  # None: no declaration says it yet
    days_per_week: int | None  # hundredths


@dataclass(frozen=True, slots=True)
class Employed:
    """One employment: its days and its regimes, oldest first."""

    starts_on: date
    ends_on: date | None
    regimes: tuple[RegimePeriod, ...]


@dataclass(frozen=True, slots=True)
class EnterpriseFte:
    """The size that counts for the year: hundredths of FTE, and the quarters behind it."""

    fte: int
    quarters: tuple[int, ...]  # DmfA keys, 20244


@dataclass(frozen=True, slots=True)
class Right:
    """The right of one worker with one employer for one year.

    ``minutes`` is None where it cannot be known, and ``problems`` say why: never a silent
    zero.
    """

    year: int
    minutes: int | None
    day_minutes: int
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()


def right_for(
    year: int,
    employments: Sequence[Employed],
    size: EnterpriseFte | None,
    parameters: RightParameters,
    *,
    today: date,
) -> Right:
    """The right of ``year`` from the employments with one employer.

    Months still to come count as worked for as long as no end is declared.
    """
    amounts = parameters.on(date(year, 12, 31))
    months = _months(year, employments)
    day_minutes, assumed = _day_minutes(months, parameters)
    if amounts is None:
        return _unknown(year, day_minutes, problem("no_parameters", year=year))
    if not months:
        return Right(year, 0, day_minutes, (step("not_employed", year=year),))
    if size is None:
        return _unknown(year, day_minutes, problem("size_unknown", year=year))
    days = max((b for b in amounts.bands if b.fte_from <= size.fte), key=lambda b: b.fte_from).days
    if any(regime.part_time is None for regime in months):
        return _unknown(year, day_minutes, problem("regime_not_declared", year=year))
    runs = _runs(months)
    if runs is None:
        return _unknown(year, day_minutes, problem("hours_missing", year=year))
    total = sum((run.share * run.months for run in runs), Fraction(0))
    exact = Fraction(days * day_minutes) * total / 12
    minutes = _half_up(exact)
    # From December on every month of the year has started, and none is a forecast.
    to_come = any(each.ends_on is None for each in employments) and today < date(year, 12, 1)
    steps = [
        step("size", parameters.law, fte=size.fte, quarters=size.quarters, year=year),
        step("full_timer_days", parameters.law, days=days, year=year),
        step("day_length", None, minutes=day_minutes, assumed=assumed),
        *(_run_step(run) for run in runs),
        *([step("months_to_come", None)] if to_come else []),
        step(
            "product",
            parameters.law,
            days=days,
            day_minutes=day_minutes,
            minutes=minutes,
        ),
    ]
    return Right(year, minutes, day_minutes, tuple(steps))


def _unknown(year: int, day_minutes: int, why: Problem) -> Right:
    return Right(year, None, day_minutes, (step("unknown", None, why=why.code),), (why,))


def _months(year: int, employments: Sequence[Employed]) -> list[RegimePeriod]:
    """The regime of every started month, one item a month."""
    found: list[RegimePeriod] = []
    for first, last in _month_days(year):
        worked = [
            each
            for each in employments
            if each.starts_on <= last and (each.ends_on is None or each.ends_on >= first)
        ]
        if worked:
            latest = max(worked, key=lambda each: each.starts_on)
            found.append(_regime_on(latest, min(last, latest.ends_on or last)))
    return found


@cache
def _month_days(year: int) -> tuple[tuple[date, date], ...]:
    """First and last day of each month of a year."""
    firsts = [date(year, month, 1) for month in range(1, 13)]
    following = [*firsts[1:], date(year + 1, 1, 1)]
    return tuple(
        (first, after - timedelta(days=1)) for first, after in zip(firsts, following, strict=True)
    )


def _regime_on(employed: Employed, day: date) -> RegimePeriod:
    """The regime on a day; before the first and after the last declared, the nearest one."""
    if not employed.regimes:
        return RegimePeriod(employed.starts_on, employed.ends_on, None, None, None, None)
    begun = [regime for regime in employed.regimes if regime.starts_on <= day]
    return begun[-1] if begun else employed.regimes[0]


def _share(regime: RegimePeriod) -> Fraction | None:
    """B for one month: 1 for a full-timer, Q/S for a part-timer, None where not declared."""
    if regime.part_time is False:
        return Fraction(1)
    if regime.hours_worked is None or not regime.hours_full_time:
        return None
    return min(Fraction(regime.hours_worked, regime.hours_full_time), Fraction(1))


def _day_minutes(months: Sequence[RegimePeriod], parameters: RightParameters) -> tuple[int, bool]:
    """Minutes of a full-timer's day in that enterprise; True where it had to be assumed."""
    for regime in reversed(months):
        if regime.hours_full_time:
            # A part-timer's days a week are the part-timer's own: only a full-timer's tell how
            # long the enterprise's full day is.
            own = None if regime.part_time else regime.days_per_week
            days = own or parameters.days_per_week * 100
            return _half_up(Fraction(regime.hours_full_time * 60, days)), False
    return _half_up(Fraction(parameters.full_time_week, parameters.days_per_week)), True


@dataclass(slots=True)
class _Run:
    """Months in a row of which the same share counts, and the regime they were worked under."""

    regime: RegimePeriod
    share: Fraction
    months: int


def _runs(months: Sequence[RegimePeriod]) -> list[_Run] | None:
    """The year's months in runs; None where a part-timer's hours are not declared."""
    runs: list[_Run] = []
    for regime in months:
        if runs and runs[-1].regime is regime:
            runs[-1].months += 1
            continue
        share = _share(regime)
        if share is None:
            return None
        if runs and runs[-1].share == share:
            # Another line of the same regime: its latest terms are the ones to show.
            runs[-1].regime, runs[-1].months = regime, runs[-1].months + 1
        else:
            runs.append(_Run(regime, share, 1))
    return runs


def _run_step(run: _Run) -> Step:
    return step(
        "regime",
        None,
        months=run.months,
        worked=run.regime.hours_worked,
        full_time=run.regime.hours_full_time,
        part_time=run.regime.part_time,
        percent=_half_up(run.share * 10_000),
    )


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
