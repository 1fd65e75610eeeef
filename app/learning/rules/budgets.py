"""Budgets of several years, as some agreements grant them instead of days a year.

A budget is granted once: in the first of its years in which the worker is employed under it,
for all its months from then on.  The size of the enterprise in that year decides for the whole
budget.  The other years grant nothing and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.foundation.problems import Problem, problem
from app.learning.rules.months import Run, problems_of
from app.learning.rules.prorata import Part, parts_of, share_of
from app.learning.rules.terms import Law, normal_committee


class YearOfWork(NamedTuple):
    """Another year of the same budget: how it was worked, and the class of size that counted."""

    year: int
    runs: tuple[Run, ...]
    fte: int | None  # None: not known


@dataclass(frozen=True, slots=True)
class Spread:
    """The parts that a year grants, with budgets granted whole or already granted before."""

    granted: tuple[Part, ...]
    #: Budgets that an earlier year granted: agreement, first and last year, year of the grant.
    before: tuple[tuple[str, int, int, int], ...] = ()
    problems: tuple[Problem, ...] = ()


def other_years(parts: Sequence[Part]) -> tuple[int, ...]:
    """The other years of the budgets that a year's months have a part in."""
    budgets = [(part.year, *part.budget) for part in parts if part.budget]
    years = {year for _, first, last in budgets for year in range(first, last + 1)}
    return tuple(sorted(years - {own for own, _, _ in budgets}))


def spread(parts: Sequence[Part], around: Sequence[YearOfWork], law: Law) -> Spread:
    """What a year grants of its own ``parts`` and, for budgets, of the years after it."""
    granted: list[Part] = []
    before: dict[tuple[str, int, int], int] = {}
    problems: list[Problem] = []
    for key, own in _by_budget(parts).items():
        if key is None:
            granted += own
            continue
        year, (agreement, first, last) = own[0].year, key
        earlier = [each for each in around if first <= each.year < year and each.runs]
        for each in earlier:
            problems += problems_of(each.runs)
            problems += [] if each.fte is not None else [problem("size_unknown", year=each.year)]
        if problems:
            continue
        since = [each.year for each in earlier if _under(each, key, law)]
        if since:
            before[agreement, first, last] = min(since)
            continue
        granted += own
        for each in around:
            if year < each.year <= last:
                problems += problems_of(each.runs)
                granted += [] if problems else _continued(each, own[-1])
    return Spread(
        tuple(granted),
        tuple((*key, since) for key, since in before.items()),
        tuple(dict.fromkeys(problems)),
    )


_Budget = tuple[str, int, int]


def _budget_of(part: Part) -> _Budget | None:
    return (part.terms.ground, *part.budget) if part.budget else None


def _by_budget(parts: Sequence[Part]) -> dict[_Budget | None, list[Part]]:
    found: dict[_Budget | None, list[Part]] = {}
    for part in parts:
        found.setdefault(_budget_of(part), []).append(part)
    return found


def _under(each: YearOfWork, key: _Budget, law: Law) -> bool:
    """Whether some month of a year was worked under a budget."""
    if each.fte is None:
        return False
    parts, _ = parts_of(each.year, each.runs, each.fte, law, hired_before=False)
    return any(_budget_of(part) == key for part in parts)


def _continued(each: YearOfWork, own: Part) -> list[Part]:
    """The months of a later year on the terms of the grant, as long as the committee is one."""
    committee = normal_committee(own.work.joint_committee)
    return [
        Part(
            each.year,
            run.first,
            run.months,
            run.months,
            run.work,
            own.terms,
            share_of(run.work, own.terms),
        )
        for run in each.runs
        if normal_committee(run.work.joint_committee) == committee
    ]
