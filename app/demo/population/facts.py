"""What the generator invents, before it becomes messages.

Units: weekly hours and days in hundredths (3800 = 38 hours), money in cents.  Dates are
inclusive; an end of ``None`` is still going on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.career.timeline import PeriodKind

ONEM = "ONEM-RVA-LfA"
INAMI = "INAMI-RIZIV-LIKIV"
DIPLOMAS = "BCED-LED"

FULL_BREAK = 3  # DmfA's reorganisation measures: a career interrupted wholly or in part.
PARTIAL_BREAK = 4

FIVE_DAYS = 500


@dataclass(frozen=True, slots=True)
class Sector:
    """What enterprises of one kind have in common."""

    blue_collar_committee: str
    white_collar_committee: str
    week: int  # a full-timer's weekly hours, in hundredths
    employer_class: str  # DmfA's three digits
    blue_collar_share: float


@dataclass(frozen=True, slots=True)
class Enterprise:
    order: int
    number: str
    nsso_number: str
    name: str
    sector: Sector
    states_hours: bool  # writes Q and S for full-timers too, which it need not


@dataclass(frozen=True, slots=True)
class Person:
    ssin: str
    surname: str
    given_names: str  # empty for a person of a single name
    birth_date: str  # "1982-05-14"; unknown parts are 00
    language: str
    woman: bool
    former_ssin: str | None = None
    replaced_on: date | None = None

    def ssin_on(self, day: date) -> str:
        """The number by which others knew the person that day."""
        if self.former_ssin and self.replaced_on and day < self.replaced_on:
            return self.former_ssin
        return self.ssin


@dataclass(frozen=True, slots=True)
class Line:
    """One regime within an employment: what DmfA calls an occupation."""

    starts_on: date
    worked: int | None = None  # weekly hours; None is full time
    days: int = FIVE_DAYS  # days a week
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days not worked, under DmfA's service code."""

    code: int
    starts_on: date
    ends_on: date
    known_from: date | None = None  # the employer declared it only from that day on


class Announcement(Enum):
    """How Dimona told of an employment."""

    PLAIN = "in, and out when it ended"
    FIXED_TERM = "in with its end"
    EXTENDED = "in with an end that was put off"
    START_MOVED = "in with a start that was put off"
    CANCELLED = "in, and cancelled: the work never began"


@dataclass(frozen=True, slots=True)
class Employment:
    order: int  # also the source of the number of its Dimona period
    person: Person
    enterprise: Enterprise
    starts_on: date
    ends_on: date | None
    lines: tuple[Line, ...]
    white_collar: bool
    wage: int  # cents a month, full time, at the level of 2026
    salt: int = 0  # feeds the small chances of every quarter; 0 for none
    absences: tuple[Absence, ...] = ()
    announcement: Announcement = Announcement.PLAIN
    hides_committee: bool = False  # Dimona says XXX
    student: bool = False
    severance_until: date | None = None
    pensioned_from: date | None = None

    @property
    def joint_committee(self) -> str:
        sector = self.enterprise.sector
        return sector.white_collar_committee if self.white_collar else sector.blue_collar_committee

    def stretches(self) -> Iterator[tuple[Line, date, date | None]]:
        """Each line with its first and last day."""
        for line, following in zip(self.lines, self.lines[1:], strict=False):
            yield line, line.starts_on, following.starts_on - timedelta(days=1)
        yield self.lines[-1], self.lines[-1].starts_on, self.ends_on

    def at_work_between(self, first: date, last: date) -> bool:
        return (
            self.announcement is not Announcement.CANCELLED
            and self.starts_on <= last
            and (self.ends_on is None or self.ends_on >= first)
        )


@dataclass(frozen=True, slots=True)
class PeriodFact:
    institution: str
    reference: str
    person: Person
    kind: PeriodKind
    starts_on: date
    ends_on: date | None
    share: int | None = None  # hundredths of a full-time job
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class DiplomaFact:
    reference: str
    person: Person
    title: str
    awarded_on: date
    institution: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Career:
    """Everything that is reported about one person."""

    person: Person
    employments: tuple[Employment, ...] = ()
    periods: tuple[PeriodFact, ...] = ()
    diplomas: tuple[DiplomaFact, ...] = ()
