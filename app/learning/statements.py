"""Questions about what an account rests on beside declarations, as known now or on an instant.

Every question has two forms: what holds (``…_known``), and every version there ever was, with
who made it, when, through which channel and why (``…_history``, ``versions_of``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.employment.queries import EMPLOYERS
from app.foundation.asking import Question
from app.foundation.knowing import TimedQuestion, known_now, known_then
from app.learning.models import StatedEnd, StatedRight, Training
from app.learning.rules.facts import EndReason, NotCounting
from app.learning.rules.stating import RightKind


@dataclass(frozen=True, slots=True)
class Version:
    """From when to when a version was in force, and who made it."""

    recorded_from: datetime
    recorded_until: datetime | None
    by: UUID | None  # a person
    mandate_id: UUID | None
    channel: str
    reason: str | None
    #: A last row that cancels or withdraws: never in force, it says who did it and why.
    ended: bool


@dataclass(frozen=True, slots=True)
class TrainingVersion:
    training_id: UUID
    person_id: UUID
    enterprise_id: UUID
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    formal: bool
    followed: bool
    counts: bool
    not_counting: NotCounting | None
    certified: bool
    certificate_until: date | None
    version: Version

    @property
    def recorded_from(self) -> datetime:
        """What a correction names as the version it has seen."""
        return self.version.recorded_from


@dataclass(frozen=True, slots=True)
class RightVersion:
    """Units as in the table: minutes for one worker, hundredths of a day for everyone."""

    statement_id: UUID
    enterprise_id: UUID
    person_id: UUID | None  # None: everyone
    year: int
    kind: RightKind
    minutes: int | None
    days: int | None
    agreement: str | None
    version: Version


@dataclass(frozen=True, slots=True)
class EndVersion:
    statement_id: UUID
    enterprise_id: UUID
    person_id: UUID
    employment_id: UUID
    end_reason: EndReason
    notice_from: date | None
    version: Version


def _training(*row: Any) -> TrainingVersion:
    *said, not_counting, certified, certificate_until = row[:13]
    why_not = NotCounting(not_counting) if not_counting else None
    said += [why_not, certified, certificate_until, Version(*row[13:])]
    return TrainingVersion(*said)


def _right(*row: Any) -> RightVersion:
    *about, kind, minutes, days, agreement = row[:8]
    said = [*about, RightKind(kind), minutes, days, agreement, Version(*row[8:])]
    return RightVersion(*said)


def _end(*row: Any) -> EndVersion:
    *about, end_reason, notice_from = row[:6]
    said = [*about, EndReason(end_reason), notice_from, Version(*row[6:])]
    return EndVersion(*said)


_TRAININGS = select(
    Training.training_id,
    Training.person_id,
    Training.enterprise_id,
    Training.title,
    Training.starts_on,
    Training.ends_on,
    Training.minutes,
    Training.formal,
    Training.followed,
    Training.counts,
    Training.not_counting,
    Training.certified,
    Training.certificate_until,
    Training.recorded_from,
    Training.recorded_until,
    Training.registered_by,
    Training.mandate_id,
    Training.channel,
    Training.reason,
    Training.cancelled,
)


def _by_whom(statement: Any) -> tuple[Any, ...]:
    return (
        statement.recorded_from,
        statement.recorded_until,
        statement.stated_by,
        statement.mandate_id,
        statement.channel,
        statement.reason,
        statement.withdrawn,
    )


_RIGHTS = select(
    StatedRight.statement_id,
    StatedRight.enterprise_id,
    StatedRight.person_id,
    StatedRight.year,
    StatedRight.kind,
    StatedRight.minutes,
    StatedRight.days,
    StatedRight.agreement,
    *_by_whom(StatedRight),
)
_ENDS = select(
    StatedEnd.statement_id,
    StatedEnd.enterprise_id,
    StatedEnd.person_id,
    StatedEnd.employment_id,
    StatedEnd.end_reason,
    StatedEnd.notice_from,
    *_by_whom(StatedEnd),
)


def _timed(rows: Any, versions: Any, row: Any) -> TimedQuestion[Any]:
    return TimedQuestion(rows.where(known_now(versions)), rows.where(known_then(versions)), row)


_OF = Training.person_id == bindparam("person")
_NEWEST_FIRST = _TRAININGS.where(_OF).order_by(Training.ends_on.desc(), Training.training_id)
_WITH = Training.enterprise_id == bindparam("enterprise")
#: A person's trainings, newest first; and those with the enterprise that fills a blank.
TRAININGS: TimedQuestion[TrainingVersion] = _timed(_NEWEST_FIRST, Training, _training)
TRAININGS_WITH: TimedQuestion[TrainingVersion] = _timed(
    _NEWEST_FIRST.where(_WITH), Training, _training
)
#: The trainings of several people with one enterprise, known now.
TRAININGS_AMONG: Question[TrainingVersion] = Question(
    _TRAININGS.where(
        Training.person_id == func.any(bindparam("people")), _WITH, known_now(Training)
    ),
    _training,
)
_VERSIONS: Question[TrainingVersion] = Question(
    _TRAININGS.where(_OF, Training.training_id == bindparam("training"), _WITH).order_by(
        Training.recorded_from
    ),
    _training,
)

_RIGHTS_FOR = _RIGHTS.where(
    StatedRight.person_id.is_(None) | (StatedRight.person_id == bindparam("person"))
).order_by(StatedRight.year, StatedRight.enterprise_id, StatedRight.person_id.nulls_first())
#: What every employer of a person states of that person and of everyone, for every year; and
#: what the enterprise that fills a blank does.
RIGHTS: TimedQuestion[RightVersion] = _timed(
    _RIGHTS_FOR.where(StatedRight.enterprise_id.in_(EMPLOYERS)), StatedRight, _right
)
RIGHTS_WITH: TimedQuestion[RightVersion] = _timed(
    _RIGHTS_FOR.where(StatedRight.enterprise_id == bindparam("enterprise")), StatedRight, _right
)
#: What one enterprise states of any year, of everybody, known now.
RIGHTS_BY: Question[RightVersion] = Question(
    _RIGHTS.where(StatedRight.enterprise_id == bindparam("enterprise"), known_now(StatedRight)),
    _right,
)
#: What one enterprise states of a year, of everybody.
RIGHTS_OF_YEAR: TimedQuestion[RightVersion] = _timed(
    _RIGHTS.where(
        StatedRight.enterprise_id == bindparam("enterprise"), StatedRight.year == bindparam("year")
    ).order_by(StatedRight.person_id.nulls_first()),
    StatedRight,
    _right,
)
_RIGHT_HISTORY: Question[RightVersion] = Question(
    _RIGHTS.where(
        StatedRight.enterprise_id == bindparam("enterprise"),
        StatedRight.person_id.is_not_distinct_from(bindparam("person")),
        StatedRight.year == bindparam("year"),
    ).order_by(StatedRight.recorded_from),
    _right,
)

_ENDS_OF = _ENDS.where(StatedEnd.person_id == bindparam("person"))
#: How the employments of one person end, as their employers state it.
ENDS: TimedQuestion[EndVersion] = _timed(_ENDS_OF, StatedEnd, _end)
#: How those with the enterprise that fills a blank do.
ENDS_HERE: TimedQuestion[EndVersion] = _timed(
    _ENDS_OF.where(StatedEnd.enterprise_id == bindparam("enterprise")), StatedEnd, _end
)
#: How employments with one enterprise end, as it states it.
ENDS_WITH: TimedQuestion[EndVersion] = _timed(
    _ENDS.where(StatedEnd.enterprise_id == bindparam("enterprise")), StatedEnd, _end
)
_END_HISTORY: Question[EndVersion] = Question(
    _ENDS_OF.where(StatedEnd.employment_id == bindparam("employment")).order_by(
        StatedEnd.recorded_from
    ),
    _end,
)


def trainings_known(
    db: Session, person_id: UUID, *, enterprise_id: UUID | None = None, at: datetime | None
) -> list[TrainingVersion]:
    """A person's trainings as known at ``at`` or now, newest first; with one enterprise or all."""
    if enterprise_id is None:
        return TRAININGS.ask_on(db, at, person=person_id)
    return TRAININGS_WITH.ask_on(db, at, person=person_id, enterprise=enterprise_id)


def versions_of(
    db: Session, person_id: UUID, training_id: UUID, *, enterprise_id: UUID
) -> list[TrainingVersion]:
    """Every version of a training, oldest first; the last one may say that it was cancelled."""
    return _VERSIONS.ask(db, person=person_id, training=training_id, enterprise=enterprise_id)


def rights_known(
    db: Session, person_id: UUID, *, enterprise_id: UUID | None = None, at: datetime | None
) -> list[RightVersion]:
    """What a person's employers state of that person's right and of everyone's, by year.

    What one enterprise states, if one is named.
    """
    if enterprise_id is None:
        return RIGHTS.ask_on(db, at, person=person_id)
    return RIGHTS_WITH.ask_on(db, at, person=person_id, enterprise=enterprise_id)


def rights_of_year_known(
    db: Session, enterprise_id: UUID, year: int, *, at: datetime | None
) -> list[RightVersion]:
    """What an enterprise states of a year: of everyone first, then of each worker."""
    return RIGHTS_OF_YEAR.ask_on(db, at, enterprise=enterprise_id, year=year)


def right_history(
    db: Session, enterprise_id: UUID, year: int, person_id: UUID | None = None
) -> list[RightVersion]:
    """Every statement about one worker's right of a year, or about everyone's; oldest first."""
    return _RIGHT_HISTORY.ask(db, enterprise=enterprise_id, person=person_id, year=year)


def ends_known(db: Session, person_id: UUID, *, at: datetime | None) -> dict[UUID, EndVersion]:
    """How a person's employments end, as stated, by employment."""
    return {each.employment_id: each for each in ENDS.ask_on(db, at, person=person_id)}


def ends_with_known(
    db: Session, enterprise_id: UUID, *, at: datetime | None
) -> dict[UUID, EndVersion]:
    """How employments with one enterprise end, as it states it, by employment."""
    return {each.employment_id: each for each in ENDS_WITH.ask_on(db, at, enterprise=enterprise_id)}


def end_history(db: Session, person_id: UUID, employment_id: UUID) -> list[EndVersion]:
    """Every statement about the end of one employment, oldest first."""
    return _END_HISTORY.ask(db, person=person_id, employment=employment_id)
