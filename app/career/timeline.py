"""The working life of one person as plain values: what the page, the drawing and the
attestation are made from.  Nothing here touches a database or a request.

Units: time in whole minutes, money in cents, DmfA's days and weekly hours in hundredths
(3800 = 38 hours).  Dates are inclusive on both ends; an end of ``None`` is still going on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.foundation.calendar import Quarter
from app.learning.rules.contents import Origin


class Source(StrEnum):
    """Where a fact was declared."""

    DIMONA = "dimona"
    DMFA = "dmfa"
    PERIODS = "periods"  # the plain format for institutions without a public one
    PARCOURS = "parcours"  # registered here, by an employer


class PeriodKind(StrEnum):
    """What a stretch of life outside (or beside) work was."""

    UNEMPLOYMENT = "unemployment"
    TEMPORARY_UNEMPLOYMENT = "temporary_unemployment"
    SICKNESS = "sickness"
    MATERNITY = "maternity"
    BIRTH_LEAVE = "birth_leave"
    PARENTAL_LEAVE = "parental_leave"
    TIME_CREDIT = "time_credit"
    CAREER_BREAK = "career_break"
    CARE_LEAVE = "care_leave"
    WORK_ACCIDENT = "work_accident"

    @property
    def lane(self) -> Lane:
        out = {PeriodKind.UNEMPLOYMENT, PeriodKind.TEMPORARY_UNEMPLOYMENT}
        return Lane.OUT_OF_WORK if self in out else Lane.LEAVE


class Lane(StrEnum):
    """The four bands of the drawing."""

    WORK = "work"
    OUT_OF_WORK = "out_of_work"
    LEAVE = "leave"
    LEARNING = "learning"


@dataclass(frozen=True, slots=True)
class Regime:
    """Weekly hours in hundredths: ``worked`` is DmfA's Q, ``full_time`` its S.

    Either may be missing; a full-timer's declaration need not carry them.
    """

    worked: int | None
    full_time: int | None
    part_time: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One employment with one employer."""

    employment_id: UUID
    enterprise_id: UUID
    employer: str | None  # None while no register has named it
    enterprise_number: str | None  # ten digits
    starts_on: date
    ends_on: date | None
    regime: Regime | None  # the latest
    joint_committee: str | None  # "330", "329.02"; None when unknown or XXX
    sources: tuple[Source, ...]
    declared_until: Quarter | None  # last quarter a DmfA line speaks of
    declared_on: date  # when the newest declaration behind it was made


@dataclass(frozen=True, slots=True)
class Period:
    """Unemployment, leave, sickness: as an institution reported it."""

    kind: PeriodKind
    starts_on: date
    ends_on: date | None
    institution: str  # "ONEM-RVA-LfA"
    share: int | None  # hundredths of a full-time job interrupted; None = not stated
    declared_on: date


@dataclass(frozen=True, slots=True)
class Training:
    training_id: UUID
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    formal: bool
    followed: bool  # False: planned
    counts: bool  # counts for the training credit
    certificate_until: date | None
    certified: bool
    employer: str | None
    enterprise_id: UUID
    registered_on: date
    field_of_learning: str | None = None  # a code of ISCED-F 2013
    provider: str | None = None  # who gave it, where not the employer itself
    office: str | None = None  # that registered it for the employer
    origin: Origin | None = None  # how it came here
    origin_name: str | None = None  # of the other system it is brought along from
    original_registered_on: date | None = None  # there


@dataclass(frozen=True, slots=True)
class Diploma:
    title: str
    awarded_on: date
    institution: str
    level: int | None  # European Qualifications Framework, 1 to 8
    declared_on: date


@dataclass(frozen=True, slots=True)
class WorkYear:
    """What one employer declared over one year."""

    year: int
    enterprise_id: UUID
    employer: str | None
    enterprise_number: str | None
    days: int  # hundredths of a day, paid work
    pay: int  # cents, gross, severance not included
    severance: int  # cents
    declared_until: Quarter
    declared_on: date


@dataclass(frozen=True, slots=True)
class Coverage:
    """Until when one source has reported."""

    source: Source
    institution: str | None  # for Source.PERIODS
    until: date | None  # for Dimona and periods
    quarter: Quarter | None  # for DmfA


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first in every list."""

    today: date
    jobs: tuple[Job, ...]
    periods: tuple[Period, ...]
    trainings: tuple[Training, ...]
    diplomas: tuple[Diploma, ...]
    years: tuple[WorkYear, ...]
    coverage: tuple[Coverage, ...]

    @property
    def empty(self) -> bool:
        return not (self.jobs or self.periods or self.trainings or self.diplomas)

    @property
    def months_worked(self) -> int:
        """Calendar months in which there was a job, every started month counted once."""
        months: set[int] = set()
        for job in self.jobs:
            last = min(job.ends_on or self.today, self.today)
            months.update(
                range(
                    job.starts_on.year * 12 + job.starts_on.month, last.year * 12 + last.month + 1
                )
            )
        return len(months)
