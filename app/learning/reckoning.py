"""The accounts of a workforce from the text of what they rest on, and that text put together.

The text is JSON as :mod:`app.learning.rules.inputs` reads it, assembled from pieces: parsing
and writing it again would cost more than the accounts themselves.  A worker with one employment
shares a course with others; everybody else's account is the ledger's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from app.learning.gathering import Employer, EmploymentColumns, TrainingColumns, Worker
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
from app.learning.rules.inputs import AccountInputs, from_json, to_json
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


class Regime(NamedTuple):
    """As stored with an employment; the committee is the employment's where it has none."""

    starts_on: str
    ends_on: str | None
    terms: tuple[Any, ...]  # Q, S, part time, days a week, joint committee


class Employment(NamedTuple):
    starts_on: str
    ends_on: str | None
    regimes: list[Regime]
    end: str | None  # JSON


@dataclass(slots=True)
class _Common:
    """What the accounts of an enterprise share, ready for use."""

    employer: Employer
    sizes: str
    statements: str
    courses: dict[Any, Course | None]


@dataclass(slots=True)
class Reckoner:
    """Works out accounts of the years ``first`` to ``last``; ``today`` as the rules are told."""

    law: Law
    first: int
    last: int
    today: date
    _courses: dict[Any, dict[Any, Course | None]] = field(default_factory=dict)
    _common: dict[int, _Common] = field(default_factory=dict)

    def accounts(self, worker: Worker, employer: Employer) -> Iterator[Reckoned]:
        """The accounts of one worker, oldest first."""
        common = self._common_of(employer)
        employments = [_employment(columns) for columns in worker.employments]
        pieces = [_training_json(columns) for columns in worker.trainings]
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
        if len(employments) == 1:
            [employment] = employments
            course = self._course(employment, common, own)
            if course is not None:
                return run(course, employment.starts_on, _taken(employment, worker.trainings))
        statements = _statements_json(common.employer.everyone + (own or ()))
        inputs = from_json(
            json.loads(
                _inputs_json(_employments_json(employments), pieces, common.sizes, statements)
            )
        )
        return iter(figures_for(inputs, self.law, until=self.last, today=self.today))

    def _course(
        self, employment: Employment, common: _Common, own: tuple[Statement, ...] | None
    ) -> Course | None:
        key = _alike(employment, _months_count_from(self.law)), own
        try:
            return common.courses[key]
        except KeyError:
            pass
        found = None
        ends_on = employment.ends_on
        if not ends_on or all(regime.starts_on <= ends_on for regime in employment.regimes):
            # A regime that begins after the end is a matter of days, which the key leaves out.
            inputs = from_json(
                json.loads(_inputs_json(_employments_json([employment]), [], "{}", "[]"))
            )
            found = course_of(
                inputs.employments[0],
                self._bands(common.employer),
                common.employer.everyone + (own or ()),
                self.law,
                until=self.last,
                today=self.today,
            )
            common.courses[key] = found
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
                _sizes_json(employer.sizes),
                _statements_json(employer.everyone),
                self._courses.setdefault((bands, employer.everyone), {}),
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
        statements = common.statements
        if year < self.last or own:
            stated = common.employer.everyone + (own or ())
            statements = _statements_json(tuple(each for each in stated if each.year <= year))
            ended = [columns[2] <= f"{year}-12-31" for columns in worker.trainings]
            pieces = [piece for piece, known in zip(pieces, ended, strict=True) if known]
        text = _employments_json(employments)
        inputs = _inputs_json(text, pieces, common.sizes, statements)
        if date(year, 12, 31) >= self.today:
            return Reckoned(figures, inputs, inputs)
        sizes = _sizes_json({y: s for y, s in common.employer.sizes.items() if y <= year})
        until = _until(employments, f"{year}-12-31")
        ground = _inputs_json(_employments_json(until), pieces, sizes, statements)
        return Reckoned(figures, inputs, ground)


def _employment(columns: EmploymentColumns) -> Employment:
    starts_on, ends_on, committee, stored, end = columns
    regimes = [
        Regime(begun, until, (worked, full_time, part_time, days, stated or committee))
        for begun, until, worked, full_time, part_time, days, stated in json.loads(stored)
    ]
    return Employment(starts_on, ends_on, regimes, end)


def _taken(employment: Employment, trainings: list[TrainingColumns]) -> dict[int, list[Taken]]:
    """The trainings that count, from the first day of the employment on, by year."""
    found: dict[int, list[Taken]] = {}
    for _key, _starts_on, ends_on, minutes, followed, counts, _why in trainings:
        if counts and ends_on >= employment.starts_on:
            found.setdefault(int(ends_on[:4]), []).append((minutes, followed))
    return found


@lru_cache(maxsize=8)
def _months_count_from(law: Law) -> str:
    return f"{first_year_that_counts(law)}-01"


def _alike(employment: Employment, since: str) -> tuple[Any, ...]:
    """What an employment has in common with others of the same course: months, and regimes.

    Before ``since`` only the regime counts that was the last to begin.
    """
    starts_on, ends_on, stored, end = employment
    regimes: list[tuple[Any, ...]] = []
    for regime in reversed(stored):
        month = regime.starts_on[:7]
        if month < since:
            regimes.append(("", regime.terms))
            break
        regimes.append((month, regime.terms))
    month = starts_on[:7]
    return month if month >= since else "", ends_on and ends_on[:7], end, tuple(regimes)


@lru_cache(maxsize=1 << 12)
def _terms_json(terms: tuple[Any, ...]) -> str:
    names = ("hours_worked", "hours_full_time", "part_time", "days_per_week", "joint_committee")
    said = (
        f',"{name}":{json.dumps(value)}'
        for name, value in zip(names, terms, strict=True)
        if value is not None
    )
    return "".join(said)


def _employments_json(employments: list[Employment]) -> str:
    texts = []
    for starts_on, ends_on, stored, end in employments:
        regimes = ",".join(
            [
                f'{{"starts_on":"{begun}"{_ends_json(until)}{_terms_json(terms)}}}'
                for begun, until, terms in stored
            ]
        )
        stated = f',"end":{end}' if end else ""
        texts.append(
            f'{{"starts_on":"{starts_on}"{_ends_json(ends_on)},"regimes":[{regimes}]{stated}}}'
        )
    return ",".join(texts)


def _ends_json(ends_on: str | None) -> str:
    return f',"ends_on":"{ends_on}"' if ends_on else ""


def _training_json(columns: TrainingColumns) -> str:
    key, starts_on, ends_on, minutes, followed, counts, why = columns
    stated = f',"not_counting":"{why}"' if why else ""
    return (
        f'{{"reference":"{key}","starts_on":"{starts_on}","ends_on":"{ends_on}",'
        f'"minutes":{minutes},"followed":{_JSON[followed]},"counts":{_JSON[counts]}{stated}}}'
    )


_JSON = {True: "true", False: "false"}


def _inputs_json(employments: str, trainings: list[str], sizes: str, statements: str) -> str:
    return (
        f'{{"employments":[{employments}],"trainings":[{",".join(trainings)}],'
        f'"sizes":{sizes},"statements":{statements}}}'
    )


def _sizes_json(sizes: dict[int, EnterpriseFte]) -> str:
    return json.dumps(to_json(AccountInputs((), (), sizes))["sizes"])


@lru_cache(maxsize=1 << 12)
def _statements_json(statements: tuple[Statement, ...]) -> str:
    return json.dumps(to_json(AccountInputs((), (), {}, statements))["statements"])


def _until(employments: list[Employment], last_day: str) -> list[Employment]:
    """The employments as far as they go by a day: what begins or ends later is left out."""
    return [
        Employment(
            each.starts_on,
            _by(each.ends_on, last_day),
            [
                Regime(regime.starts_on, _by(regime.ends_on, last_day), regime.terms)
                for regime in each.regimes
                if regime.starts_on <= last_day
            ],
            each.end if each.ends_on and each.ends_on <= last_day else None,
        )
        for each in employments
        if each.starts_on <= last_day
    ]


def _by(day: str | None, last_day: str) -> str | None:
    return day if day and day <= last_day else None
