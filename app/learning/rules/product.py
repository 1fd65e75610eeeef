"""A x B x C of one year: the figure of a right, without the steps that explain it.

What the figure rests on is reduced to a small value first, and worked out once for each value:
colleagues who work alike in enterprises of one class share it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from app.foundation.problems import Problem, problem
from app.learning.rules.budgets import Spread, YearOfWork, other_years, spread
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
from app.learning.rules.terms import CarryOver, Law


@dataclass(frozen=True, slots=True)
class Budget:
    """The minutes of a grant that can be used only until the end of ``last``."""

    first: int
    last: int
    minutes: int


class Known(NamedTuple):
    """All that the figure of one worker's year needs: equal ones have the same."""

    year: int
    runs: tuple[Run, ...]
    fte: int | None  # of the smallest enterprise for which the same holds; None: not known
    hired_before: bool
    stated_days: int | None
    around: tuple[YearOfWork, ...]


class Product(NamedTuple):
    """The minutes of a year, None where ``problems`` say why; and what they were made of."""

    minutes: int | None
    day: DayLength
    problems: tuple[Problem, ...] = ()
    budgets: tuple[Budget, ...] = ()
    parts: tuple[Part, ...] = ()
    spread: Spread = Spread(())


def known_of(
    year: int,
    runs: tuple[Run, ...],
    employments: Sequence[Employed],
    sizes: Mapping[int, EnterpriseFte],
    law: Law,
    statement: Statement | None,
) -> Known:
    """``runs`` are those of the year; ``sizes`` by the first of the two years they count for."""
    known = Known(
        year,
        runs,
        _class(sizes, year, law),
        # Only where a month is missing does it matter who was hired before.
        sum(run.months for run in runs) < 12
        and min(each.starts_on for each in employments).year < year,
        statement.days if statement else None,
        (),
    )
    others = _other_years(known, law)
    if not others:
        return known
    around = (
        YearOfWork(each, runs_of(each, employments), _class(sizes, each, law)) for each in others
    )
    return known._replace(around=tuple(around))


def _class(sizes: Mapping[int, EnterpriseFte], year: int, law: Law) -> int | None:
    size = sizes.get(size_period(year))
    return None if size is None else size_class(size.fte, law)


@lru_cache(maxsize=1 << 14)
def _other_years(known: Known, law: Law) -> tuple[int, ...]:
    """The years that share a budget with this one; empty where the right is by the year."""
    if known.fte is None or problems_of(known.runs):
        return ()
    return other_years(_parts(known, law)[0])


def _parts(known: Known, law: Law) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    # Days that are stated hold whatever the size.
    return parts_of(
        known.year,
        known.runs,
        known.fte or 0,
        law,
        hired_before=known.hired_before,
        stated_days=known.stated_days,
    )


@lru_cache(maxsize=1 << 15)
def product_of(known: Known, law: Law) -> Product:
    year, federal = known.year, law.federal
    day = day_length(known.runs, federal)
    if federal.on(date(year, 12, 31)) is None:
        return Product(None, day, (problem("no_parameters", year=year),))
    problems = _problems_of(known, day)
    if problems:
        return Product(None, day, problems)
    parts, problems = _parts(known, law)
    if problems:
        return Product(None, day, problems)
    found = spread(parts, known.around, law)
    if found.problems:
        return Product(None, day, found.problems)
    exact = sum((part.minutes(day.minutes) for part in found.granted), Fraction(0))
    minutes = half_up(exact)
    return Product(minutes, day, (), _budgets(found, day, minutes, parts), parts, found)


def _problems_of(known: Known, day: DayLength) -> tuple[Problem, ...]:
    if known.fte is None and known.stated_days is None:
        # Said alone: without a size nobody knows whether there is a right at all.
        return (problem("size_unknown", year=known.year),)
    problems = list(problems_of(known.runs))
    if not 0 < day.minutes <= MOST_DAY_MINUTES:
        problems.append(problem("day_length_impossible", week=day.week, days=day.days))
    return tuple(problems)


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
