"""The yearly training right: A x B x C.

A: days of a full-timer in that enterprise, by its size, from the law or from the agreement of
the joint committee.  B: work regime against full time.  C: months employed in the year, out of
twelve, every started month whole.  What changes within the year counts month by month:
``docs/decisions/0009-training-right.md`` says why.

Inside, time is whole minutes and fractions are exact; only the result is rounded, half up,
to the minute.  What the right rests on is reduced to a small value before anything is added up,
and that value is worked out once: colleagues who work alike share one :class:`Right`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from app.foundation.problems import Problem, problem
from app.learning.rules.budgets import Spread, YearOfWork, other_years, spread
from app.learning.rules.explaining import (
    declined_step,
    months_steps,
    product_step,
    size_step,
    stated_steps,
    terms_steps,
    unknown_step,
)
from app.learning.rules.facts import Employed, EnterpriseFte, Statement, size_period
from app.learning.rules.months import (
    MOST_DAY_MINUTES,
    DayLength,
    Run,
    day_length,
    half_up,
    problems_of,
    runs_of,
)
from app.learning.rules.prorata import Part, parts_of, size_class
from app.learning.rules.steps import Step, step
from app.learning.rules.terms import CarryOver, Doubt, Law


@dataclass(frozen=True, slots=True)
class Budget:
    """The minutes of a grant that can be used only until the end of ``last``."""

    first: int
    last: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Right:
    """The right of one worker with one employer for one year.

    ``minutes`` is None where it cannot be known, and ``problems`` say why: never a silent
    zero.  ``doubts`` say what the sources leave open about a figure that is known.
    ``budgets`` are the pieces of ``minutes`` that do not move on as the law has it.
    """

    year: int
    minutes: int | None
    day_minutes: int
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    budgets: tuple[Budget, ...] = ()
    stated: bool = False  # by the employer, in place of what the rules give

    @property
    def budget(self) -> tuple[int, int] | None:
        """First and last year of the budget the year belongs to."""
        return (self.budgets[-1].first, self.budgets[-1].last) if self.budgets else None


class _Known(NamedTuple):
    """All that the rules need of one worker's year: equal ones have the same right."""

    year: int
    runs: tuple[Run, ...]
    fte: int | None  # of the smallest enterprise for which the same holds; None: not known
    hired_before: bool
    to_come: bool  # months are counted that have not begun
    stated_days: int | None
    around: tuple[YearOfWork, ...]


def right_for(
    year: int,
    employments: Sequence[Employed],
    sizes: Mapping[int, EnterpriseFte],
    law: Law,
    *,
    today: date,
    statement: Statement | None = None,
) -> Right:
    """The right of ``year`` from the employments with one employer.

    ``sizes`` are by the first of the two years they count for.  Months still to come count as
    worked for as long as no end is declared.  ``statement`` is the employer's for this worker
    and year, and goes before the rules.
    """
    backwards = [each for each in employments if each.ends_on and each.ends_on < each.starts_on]
    if backwards:
        return _contradicted(year, law, backwards[0])
    runs = runs_of(year, employments)
    if not runs:
        return _not_employed(year, law)
    known = _Known(
        year,
        runs,
        _class(sizes, year, law),
        # Only where a month is missing does it matter who was hired before.
        sum(run.months for run in runs) < 12
        and min(each.starts_on for each in employments).year < year,
        # From December on every month of the year has started, and none is a forecast.
        today < date(year, 12, 1) and any(each.ends_on is None for each in employments),
        statement.days if statement else None,
        (),
    )
    others = _other_years(known, law)
    if others:
        around = (
            YearOfWork(each, runs_of(each, employments), _class(sizes, each, law))
            for each in others
        )
        known = known._replace(around=tuple(around))
    found = _right(known, sizes.get(size_period(year)), law)
    return _as_stated(found, statement) if statement else found


def _class(sizes: Mapping[int, EnterpriseFte], year: int, law: Law) -> int | None:
    size = sizes.get(size_period(year))
    return None if size is None else size_class(size.fte, law)


def _contradicted(year: int, law: Law, each: Employed) -> Right:
    why = problem(
        "employment_ends_before_it_starts", starts_on=each.starts_on, ends_on=each.ends_on
    )
    return _unknown(year, day_length((), law.federal).minutes, (why,))


@lru_cache(maxsize=256)
def _not_employed(year: int, law: Law) -> Right:
    day_minutes = day_length((), law.federal).minutes
    if law.federal.on(date(year, 12, 31)) is None:
        return _unknown(year, day_minutes, (problem("no_parameters", year=year),))
    return Right(year, 0, day_minutes, (step("not_employed", year=year),))


def _unknown(year: int, day_minutes: int, why: Sequence[Problem]) -> Right:
    steps = tuple(unknown_step(each) for each in why)
    return Right(year, None, day_minutes, steps, tuple(why))


@lru_cache(maxsize=1 << 14)
def _other_years(known: _Known, law: Law) -> tuple[int, ...]:
    """The years that share a budget with this one; empty where the right is by the year."""
    if known.fte is None or problems_of(known.runs):
        return ()
    return other_years(_parts(known, law)[0])


def _parts(known: _Known, law: Law) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    # Days that are stated hold whatever the size.
    return parts_of(
        known.year,
        known.runs,
        known.fte or 0,
        law,
        hired_before=known.hired_before,
        stated_days=known.stated_days,
    )


@lru_cache(maxsize=1 << 14)
def _right(known: _Known, size: EnterpriseFte | None, law: Law) -> Right:
    """What the rules give in an enterprise of that size, which is the first of the steps."""
    found = _by_rules(known, law)
    if size is None or law.federal.on(date(known.year, 12, 31)) is None:
        return found
    return replace(found, steps=(size_step(size, known.year, law.federal.law), *found.steps))


@lru_cache(maxsize=1 << 14)
def _by_rules(known: _Known, law: Law) -> Right:
    year, federal = known.year, law.federal
    day = day_length(known.runs, federal)
    if federal.on(date(year, 12, 31)) is None:
        return _unknown(year, day.minutes, (problem("no_parameters", year=year),))
    problems = _problems_of(known, day)
    if problems:
        return _unknown(year, day.minutes, problems)
    parts, problems = _parts(known, law)
    if problems:
        return _unknown(year, day.minutes, problems)
    found = spread(parts, known.around, law)
    if found.problems:
        return _unknown(year, day.minutes, found.problems)
    return _added_up(known, law, day, found, parts)


def _problems_of(known: _Known, day: DayLength) -> tuple[Problem, ...]:
    if known.fte is None and known.stated_days is None:
        # Said alone: without a size nobody knows whether there is a right at all.
        return (problem("size_unknown", year=known.year),)
    problems = list(problems_of(known.runs))
    if not 0 < day.minutes <= MOST_DAY_MINUTES:
        problems.append(problem("day_length_impossible", week=day.week, days=day.days))
    return tuple(problems)


def _added_up(
    known: _Known,
    law: Law,
    day: DayLength,
    found: Spread,
    parts: Sequence[Part],
) -> Right:
    exact = sum((part.minutes(day.minutes) for part in found.granted), Fraction(0))
    minutes = half_up(exact)
    steps = (
        *terms_steps(parts, known.fte, law),
        *months_steps(day, found, to_come=known.to_come),
        product_step(found.granted, day, minutes, law),
    )
    doubts = tuple(dict.fromkeys(each for part in parts for each in part.terms.doubts))
    return Right(
        known.year,
        minutes,
        day.minutes,
        steps,
        doubts=doubts,
        budgets=_budgets(found, day, minutes, parts),
        stated=known.stated_days is not None,
    )


def _budgets(
    found: Spread, day: DayLength, minutes: int, parts: Sequence[Part]
) -> tuple[Budget, ...]:
    """The pieces that stay within a budget, rounded each, and together no more than the whole."""
    exact: dict[tuple[int, int], Fraction] = {}
    for part in (*found.granted, *parts):
        agreed, entitlement = part.agreed, part.terms.entitlement
        if agreed and entitlement and agreed.carry_over is CarryOver.WITHIN_BUDGET:
            exact.setdefault(entitlement.budget_of(part.year), Fraction(0))
    for part in found.granted:
        entitlement = part.terms.entitlement
        key = entitlement.budget_of(part.year) if entitlement else None
        if key in exact:
            exact[key] += part.minutes(day.minutes)
    left, budgets = minutes, []
    for (first, last), share in sorted(exact.items()):
        piece = min(half_up(share), left)
        left -= piece
        budgets.append(Budget(first, last, piece))
    return tuple(budgets)


def _as_stated(found: Right, statement: Statement) -> Right:
    """What the employer states in place of what the rules give, which stays to be read."""
    if statement.declines:
        why = problem("opted_out", year=found.year)
        return Right(
            found.year,
            None,
            found.day_minutes,
            (declined_step(statement), unknown_step(why)),
            (why,),
            stated=True,
        )
    if statement.minutes is None:
        return replace(found, steps=(*stated_steps(statement), *found.steps), stated=True)
    return Right(
        found.year,
        statement.minutes,
        found.day_minutes,
        stated_steps(statement, instead_of=found.minutes),
        stated=True,
    )
