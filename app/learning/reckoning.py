"""The accounts of a workforce, each with the text of what it rests on.

An employment that is an account by itself shares a course with others; every other account is
the ledger's.  Both ways give the same figures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple

from app.learning.gathering import Employer, TrainingColumns, Worker
from app.learning.pieces import (
    Employment,
    employed_from,
    employment_of,
    employments_json,
    inputs_json,
    known_by,
    sizes_json,
    statements_json,
    training_json,
)
from app.learning.rules.facts import EnterpriseFte, Statement
from app.learning.rules.figures import (
    Course,
    Figures,
    Taken,
    course_of,
    figures_for,
    first_year_that_counts,
    run,
)
from app.learning.rules.inputs import from_json
from app.learning.rules.prorata import size_class
from app.learning.rules.terms import Law


class Reckoned(NamedTuple):
    """One year of an account: its figures, all it rests on, and what it rests on up to its end.

    ``ground`` is ``inputs`` for the year under way.  For a year that is over, what came after it
    is left out, and an account with the same ground and figures is the same account.
    """

    figures: Figures
    inputs: str
    ground: str


@dataclass(slots=True)
class _Common:
    """What the accounts of an enterprise share, ready for use."""

    employer: Employer
    sizes: str  # JSON
    courses: dict[Any, Course | None]


@dataclass(slots=True)
class Reckoner:
    """Works out accounts of the years ``first`` to ``last``; ``today`` as the rules are told."""

    law: Law
    first: int
    last: int
    today: date
    _common: dict[int, _Common] = field(default_factory=dict)

    def accounts(self, worker: Worker, employer: Employer) -> Iterator[Reckoned]:
        """The accounts of one worker, oldest first."""
        common = self._common_of(employer)
        employments = [employment_of(columns) for columns in worker.employments]
        pieces = [training_json(columns) for columns in worker.trainings]
        own = employer.own.get(worker.person)
        figures = self._figures(worker, employments, pieces, common, own)
        for each in figures:
            if self.first <= each.year <= self.last:
                yield self._reckoned(each, worker, employments, pieces, common, own)

    def _figures(
        self,
        worker: Worker,
        employments: list[Employment],
        pieces: list[str],
        common: _Common,
        own: tuple[Statement, ...] | None,
    ) -> Iterator[Figures]:
        courses = self._courses_of(employments, common, own)
        if courses is not None:
            return chain.from_iterable(
                run(course, begun, _taken(begun, before, worker.trainings), since=self.first)
                for course, begun, before in courses
            )
        statements = statements_json(common.employer.everyone + (own or ()))
        inputs = from_json(
            json.loads(inputs_json(employments_json(employments), pieces, common.sizes, statements))
        )
        return iter(figures_for(inputs, self.law, until=self.last, today=self.today))

    def _courses_of(
        self, employments: list[Employment], common: _Common, own: tuple[Statement, ...] | None
    ) -> list[tuple[Course, str, str]] | None:
        """The course of each employment, its first day, and that of the next.

        None where employments lie so close together that they are one account.
        """
        most = self.law.federal.same_account_days
        if not all(_apart(*pair, most) for pair in pairwise(employments)):
            return None
        begins = [each.starts_on for each in employments[1:]]
        found = []
        for employment, before in zip(employments, [*begins, _NEVER], strict=True):
            course = self._course(employment, common, own)
            if course is None:
                return None
            found.append((course, employment.starts_on, before))
        return found

    def _course(
        self, employment: Employment, common: _Common, own: tuple[Statement, ...] | None
    ) -> Course | None:
        ends_on = employment.ends_on
        if employment.end or (ends_on and any(r.starts_on > ends_on for r in employment.regimes)):
            # The end is the ledger's affair, and so is what is a matter of days.
            return None
        key = _alike(employment, _months_count_from(self.law)), own
        try:
            return common.courses[key]
        except KeyError:
            found = common.courses[key] = course_of(
                employed_from(employment),
                self._bands(common.employer),
                common.employer.everyone + (own or ()),
                self.law,
                until=self.last,
                today=self.today,
            )
            return found

    def _bands(self, employer: Employer) -> dict[int, EnterpriseFte]:
        return {
            year: EnterpriseFte(size_class(size.fte, self.law))
            for year, size in employer.sizes.items()
        }

    def _common_of(self, employer: Employer) -> _Common:
        found = self._common.get(id(employer))
        if found is None:
            bands = tuple(sorted((y, s.fte) for y, s in self._bands(employer).items()))
            found = self._common[id(employer)] = _Common(
                employer,
                sizes_json(employer.sizes),
                _courses(self.law, self.last, self.today, bands, employer.everyone),
            )
        return found

    def _reckoned(
        self,
        figures: Figures,
        worker: Worker,
        employments: list[Employment],
        pieces: list[str],
        common: _Common,
        own: tuple[Statement, ...] | None,
    ) -> Reckoned:
        year = figures.year
        stated = common.employer.everyone + (own or ())
        statements = statements_json(tuple([each for each in stated if each.year <= year]))
        if year < self.last:
            ended = [columns[2] <= f"{year}-12-31" for columns in worker.trainings]
            pieces = [piece for piece, known in zip(pieces, ended, strict=True) if known]
        text = employments_json(employments)
        inputs = inputs_json(text, pieces, common.sizes, statements)
        if date(year, 12, 31) >= self.today:
            return Reckoned(figures, inputs, inputs)
        sizes = sizes_json({y: s for y, s in common.employer.sizes.items() if y <= year})
        until = known_by(employments, f"{year}-12-31")
        ground = inputs_json(employments_json(until), pieces, sizes, statements)
        return Reckoned(figures, inputs, ground)


#: Later than every day, as JSON writes days.
_NEVER = "9999-99-99"


def _apart(one: Employment, next_one: Employment, most: int) -> bool:
    """Whether more than ``most`` days lie between two employments."""
    if one.ends_on is None:
        return False
    gap = date.fromisoformat(next_one.starts_on) - date.fromisoformat(one.ends_on)
    return gap.days - 1 > most


def _taken(begun: str, before: str, trainings: list[TrainingColumns]) -> dict[int, list[Taken]]:
    """The trainings that count and ended from ``begun`` on, and ``before`` a day, by year."""
    found: dict[int, list[Taken]] = {}
    for _key, _starts_on, ends_on, minutes, followed, counts, _why in trainings:
        if counts and begun <= ends_on < before:
            found.setdefault(int(ends_on[:4]), []).append((minutes, followed))
    return found


@lru_cache(maxsize=32)
def _courses(*_alike: Any) -> dict[Any, Course | None]:
    """The courses met so far of enterprises that are alike: one dictionary for each kind."""
    return {}


@lru_cache(maxsize=8)
def _months_count_from(law: Law) -> str:
    return f"{first_year_that_counts(law)}-01"


def _alike(employment: Employment, since: str) -> tuple[Any, ...]:
    """What an employment has in common with others of the same course: months, and regimes.

    Before ``since`` only the regime counts that was the last to begin.  Of a part-timer, the
    days a week tell nothing: they are not those of a full-timer.
    """
    starts_on, ends_on, stored, end = employment
    regimes: list[tuple[Any, ...]] = []
    for regime in reversed(stored):
        month, terms = regime.starts_on[:7], regime.terms
        if terms[2]:
            terms = (*terms[:3], None, terms[4])
        if month < since:
            regimes.append(("", terms))
            break
        regimes.append((month, terms))
    month = starts_on[:7]
    return month if month >= since else "", ends_on and ends_on[:7], end, tuple(regimes)
