"""What was stated or registered, version by version, and the columns it is kept in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.learning.models import StatedEnd, StatedRight, Training
from app.learning.rules.contents import Financing, Origin
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
class TrainingContents:
    """What a training is besides its days, and how it came to us; None is not said."""

    field_of_learning: str | None = None  # ISCED-F 2013
    internal: bool | None = None
    provider: str | None = None
    provider_number: str | None = None
    financing: Financing | None = None
    origin: Origin | None = None
    origin_name: str | None = None
    original_registered_on: date | None = None


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
    contents: TrainingContents = TrainingContents()

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


def training_version(*row: Any) -> TrainingVersion:
    *said, not_counting, certified, certificate_until = row[:13]
    why_not = NotCounting(not_counting) if not_counting else None
    said += [why_not, certified, certificate_until, Version(*row[13:20])]
    field_of_learning, internal, provider, number, financing, origin, *before = row[20:]
    contents = TrainingContents(
        field_of_learning,
        internal,
        provider,
        number,
        Financing(financing) if financing else None,
        Origin(origin) if origin else None,
        *before,
    )
    said.append(contents)
    return TrainingVersion(*said)


def right_version(*row: Any) -> RightVersion:
    *about, kind, minutes, days, agreement = row[:8]
    said = [*about, RightKind(kind), minutes, days, agreement, Version(*row[8:])]
    return RightVersion(*said)


def end_version(*row: Any) -> EndVersion:
    *about, end_reason, notice_from = row[:6]
    said = [*about, EndReason(end_reason), notice_from, Version(*row[6:])]
    return EndVersion(*said)


TRAINING_VERSIONS = select(
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
    Training.field_of_learning,
    Training.internal,
    Training.provider,
    Training.provider_number,
    Training.financing,
    Training.origin,
    Training.origin_name,
    Training.original_registered_on,
)


def by_whom(statement: Any) -> tuple[Any, ...]:
    """The columns of a statement that make its :class:`Version`."""
    return (
        statement.recorded_from,
        statement.recorded_until,
        statement.stated_by,
        statement.mandate_id,
        statement.channel,
        statement.reason,
        statement.withdrawn,
    )


RIGHT_VERSIONS = select(
    StatedRight.statement_id,
    StatedRight.enterprise_id,
    StatedRight.person_id,
    StatedRight.year,
    StatedRight.kind,
    StatedRight.minutes,
    StatedRight.days,
    StatedRight.agreement,
    *by_whom(StatedRight),
)
END_VERSIONS = select(
    StatedEnd.statement_id,
    StatedEnd.enterprise_id,
    StatedEnd.person_id,
    StatedEnd.employment_id,
    StatedEnd.end_reason,
    StatedEnd.notice_from,
    *by_whom(StatedEnd),
)
