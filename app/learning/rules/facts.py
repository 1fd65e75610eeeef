"""What the rules are told: employments, sizes, trainings and what employers state.

Units: weekly hours, days a week and sizes in hundredths, as the declarations have them; time in
whole minutes.  Pairs of days are inclusive at both ends; an empty end is still going on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EndReason(StrEnum):
    """How a contract ended, as the employer states it: declarations do not say."""

    RESIGNATION = "resignation"
    SERIOUS_CAUSE = "serious_cause"
    NOTICE = "notice"  # dismissal, the notice is worked
    INDEMNITY = "indemnity"  # dismissal, paid instead of worked
    MUTUAL_AGREEMENT = "mutual_agreement"
    FIXED_TERM = "fixed_term"  # the contract reached its term


@dataclass(frozen=True, slots=True)
class ContractEnd:
    """How one employment ends; ``notice_from`` is the first day of the period of notice."""

    reason: EndReason
    notice_from: date | None = None


@dataclass(frozen=True, slots=True)
class RegimePeriod:
    """A regime between two days.  Weekly hours in hundredths, None where not stated."""

    starts_on: date
    ends_on: date | None
    hours_worked: int | None
    hours_full_time: int | None
    part_time: bool | None  # None: no declaration says it yet
    days_per_week: int | None  # hundredths
    joint_committee: str | None = None  # as declared


@dataclass(frozen=True, slots=True)
class Employed:
    """One employment: its days, its regimes, oldest first, and how it ends where that is told."""

    starts_on: date
    ends_on: date | None
    regimes: tuple[RegimePeriod, ...]
    end: ContractEnd | None = None


class SizeOrigin(StrEnum):
    MEASURED = "measured"  # the average over the reference quarters declared
    FIRST_QUARTER = "first_quarter"  # none declared: workers on its last day
    STATED = "stated"  # by the employer, with a reason
    ASKED = "asked"  # told by whoever asks on the public page: nobody's declaration
    BAND = "band"  # they know only the band of the law: the number stands for all of it


@dataclass(frozen=True, slots=True)
class EnterpriseFte:
    """The size that counts for two years: hundredths of FTE, and what it rests on."""

    fte: int
    #: The DmfA quarters (20244) with the FTE of each; empty where the size is stated.
    declared: tuple[tuple[int, int], ...] = ()
    origin: SizeOrigin = SizeOrigin.MEASURED
    reason: str | None = None  # why another size is stated
    stated_on: date | None = None
    computed: int | None = None  # beside a stated size: the one worked out, where there is one


def size_period(year: int) -> int:
    """The first year of the two years for which a size counts: article 50, paragraph 2."""
    return year - year % 2


@dataclass(frozen=True, slots=True)
class Statement:
    """What an employer states of a year's right, for one worker or for everyone.

    ``minutes``: the right of one worker for the year.  ``days``: those of a full-timer, in
    hundredths, with which A x B x C goes on.  Neither: the automatic right is declined.
    """

    year: int
    everyone: bool
    minutes: int | None
    days: int | None
    reason: str
    stated_on: date
    channel: str
    agreement: str | None = None  # registration number

    @property
    def declines(self) -> bool:
        return self.minutes is None and self.days is None


class NotCounting(StrEnum):
    """Why a training does not count for the credit."""

    TRAINING_LEAVE = "training_leave"  # Flemish training leave, paid educational leave
    OUTSIDE_WORK = "outside_work"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CreditedTraining:
    """What an account needs to know of a training; ``reference`` is its key."""

    reference: str
    starts_on: date
    ends_on: date
    minutes: int
    followed: bool
    counts: bool
    not_counting: NotCounting | None = None
