"""What a batch is and can become: plain values, and a training as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.foundation.jobs import OfAnotherRelease
from app.foundation.problems import Problem
from app.learning.registration import Registration
from app.learning.rules.contents import Financing, Origin
from app.learning.rules.facts import NotCounting

#: A training without the person it is for, as JSON keeps it.
PlainTraining = dict[str, Any]
#: In what is said beside a row: the minutes of the day that its training was worked out with, and
#: whether they are the law's, for want of declared ones.
DAY, ASSUMED = "day_minutes", "day_assumed"


class Kind(StrEnum):
    ONE_TRAINING = "one_training"  # the same for every row; in days, as long as they are for each
    HISTORY = "history"  # every row has its own


class State(StrEnum):
    CHECKING = "checking"  # from the moment it is asked for
    CHECKED = "checked"  # waits for somebody to confirm it
    WRITING = "writing"
    WRITTEN = "written"
    STOPPED = "stopped"  # half-way: what is written stays, ``stopped_for`` says why
    WITHDRAWN = "withdrawn"  # nothing was written


class Status(StrEnum):
    """What became of a row, or what would."""

    WAITING = "waiting"  # not checked yet
    READY = "ready"
    REFUSED = "refused"
    ALREADY = "already"  # registered before
    REGISTERED = "registered"


@dataclass(frozen=True, slots=True)
class NewRow:
    """A line as somebody brings it.

    The worker by key, or by national number; neither where the number cannot be read.
    ``training`` where the row has its own.  ``problems`` are those of reading the line: it is
    refused for them, whoever it is about.  ``said`` is what the page shows of the line beside;
    it holds no national number.
    """

    line: int
    person_id: UUID | None = None
    ssin: str | None = None
    training: PlainTraining | None = None
    problems: tuple[Problem, ...] = ()
    said: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by what became of them."""

    waiting: int = 0
    ready: int = 0
    refused: int = 0
    already: int = 0
    registered: int = 0

    @property
    def total(self) -> int:
        return self.waiting + self.ready + self.refused + self.already + self.registered

    def of(self, status: Status) -> int:
        found: int = getattr(self, status.value)
        return found


@dataclass(frozen=True, slots=True)
class Batch:
    """``training``: that of every row.  ``source``: the name of the file it came from.

    Where it is said in days, each row has its own once it is checked, in minutes.
    """

    batch_id: UUID
    reference: str  # PT-2026-7K3M-Q9XD
    kind: Kind
    state: State
    enterprise_id: UUID
    asked_by: UUID
    mandate_id: UUID | None
    channel: str
    language: str
    training: PlainTraining | None
    source: str | None
    counts: Counts
    created_at: datetime
    checked_at: datetime | None
    confirmed_by: UUID | None
    confirmed_under: UUID | None  # a mandate
    confirmed_at: datetime | None
    ended_at: datetime | None  # written, stopped or withdrawn
    stopped_for: str | None  # the code of a problem


@dataclass(frozen=True, slots=True)
class Effect:
    """What a training does to the account of the year it ends in, in minutes.

    None: not known.  ``not_taken``: what this training would use beyond what is left.
    """

    year: int
    before: int | None
    after: int | None
    not_taken: int
    day_minutes: int


@dataclass(frozen=True, slots=True)
class Row:
    batch_id: UUID
    line: int
    status: Status
    person_id: UUID | None
    training: PlainTraining | None  # its own
    problems: tuple[Problem, ...]
    said: Mapping[str, Any] | None
    effect: Effect | None
    training_id: UUID | None


_DAYS = ("starts_on", "ends_on", "certificate_until", "original_registered_on")
_CODES = {"not_counting": NotCounting, "financing": Financing, "origin": Origin}


def plain_training(wanted: Registration) -> PlainTraining:
    """A training as JSON keeps it, without the person; what is not said is left out."""
    said: PlainTraining = {}
    for name in Registration.__dataclass_fields__:
        value = getattr(wanted, name)
        if name != "person_id" and value is not None:
            said[name] = value.isoformat() if isinstance(value, date) else value
    return said


def registration_of(said: PlainTraining, person_id: UUID) -> Registration:
    """That training, for somebody; OfAnotherRelease where it says what nobody here knows."""
    values = dict(said)
    if unknown := values.keys() - Registration.__dataclass_fields__:
        raise OfAnotherRelease(f"a training says {', '.join(sorted(unknown))}")
    for name in _DAYS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name, code in _CODES.items():
        if name in values:
            values[name] = code(values[name])
    return Registration(person_id, **values)


def plain_problem(problem: Problem) -> list[Any]:
    """A problem as JSON keeps it; a day among its values is told from a text."""
    values = {
        name: {"day": value.isoformat()} if isinstance(value, date) else value
        for name, value in problem.params
    }
    return [problem.code, problem.field, values]


def problem_of(said: list[Any]) -> Problem:
    code, field, values = said
    params = (
        (name, date.fromisoformat(value["day"]) if isinstance(value, dict) else value)
        for name, value in values.items()
    )
    return Problem(code, field, tuple(sorted(params)))
