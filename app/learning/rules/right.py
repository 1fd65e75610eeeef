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
from functools import lru_cache

from app.foundation.problems import Problem, problem
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
from app.learning.rules.months import day_length, runs_of
from app.learning.rules.product import Budget, Known, known_of, product_of
from app.learning.rules.steps import Step, step
from app.learning.rules.terms import Doubt, Law


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
    known = known_of(year, runs, employments, sizes, law, statement)
    # From December on every month of the year has started, and none is a forecast.
    to_come = today < date(year, 12, 1) and any(each.ends_on is None for each in employments)
    found = _right(known, sizes.get(size_period(year)), law, to_come=to_come)
    return _as_stated(found, statement) if statement else found


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
def _right(known: Known, size: EnterpriseFte | None, law: Law, *, to_come: bool) -> Right:
    """What the rules give in an enterprise of that size, which is the first of the steps."""
    found = _by_rules(known, law, to_come=to_come)
    if size is None or law.federal.on(date(known.year, 12, 31)) is None:
        return found
    return replace(found, steps=(size_step(size, known.year, law.federal.law), *found.steps))


@lru_cache(maxsize=1 << 14)
def _by_rules(known: Known, law: Law, *, to_come: bool) -> Right:
    found = product_of(known, law)
    day, parts = found.day, found.parts
    if found.minutes is None:
        return _unknown(known.year, day.minutes, found.problems)
    steps = (
        *terms_steps(parts, known.fte, law),
        *months_steps(day, found.spread, to_come=to_come),
        product_step(found.spread.granted, day, found.minutes, law),
    )
    return Right(
        known.year,
        found.minutes,
        day.minutes,
        steps,
        doubts=tuple(dict.fromkeys(each for part in parts for each in part.terms.doubts)),
        budgets=found.budgets,
        stated=known.stated_days is not None,
    )


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
