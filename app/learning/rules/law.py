"""The law as data: the federal right, and what joint committees agreed instead.

The federal law sets a number of days by size of the enterprise; an agreement of a joint
committee may set another, in other units, with a growth path of its own.  Both are values here,
read from ``app/learning/parameters``.  What the sources leave open is a value too, a
:class:`Doubt`, so that a reader is told instead of being given a guess.

Units: sizes in hundredths of a full-time equivalent, time in whole minutes, days as exact
fractions.  Every pair of days is inclusive at both ends; an empty end is still going on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Kind(StrEnum):
    """Whose the days are."""

    INDIVIDUAL = "individual"
    AVERAGE = "average"  # an average over the workers, counted as a grant with a doubt
    COLLECTIVE = "collective"  # the enterprise distributes them: told, never granted


class Quality(StrEnum):
    """Who says so, from the surest to the least sure."""

    OFFICIAL = "official"
    FUND = "fund"  # the sector's own training fund
    FEDERATION = "federation"  # of employers or of a profession
    SECONDARY = "secondary"  # a union, a social secretariat


class CarryOver(StrEnum):
    LAW = "law"  # what is left goes to the next year of the five-year period
    WITHIN_BUDGET = "within_budget"  # it stays within the agreement's own budget period


class MonthsRule(StrEnum):
    """Whom the factor C (months out of twelve) concerns."""

    STARTED = "started"  # everybody
    ONLY_WHEN_HIRED = "only_when_hired"  # only who was hired in the course of the year


class LaterHire(StrEnum):
    """When the first five-year period begins for who was hired after the law's first one."""

    YEAR_OF_HIRE = "year_of_hire"  # on 1 January of the year of hire


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the sources leave open: a stable code, and what its sentence needs."""

    code: str
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def named(self) -> dict[str, Any]:
        return dict(self.params)


def doubt(code: str, **params: Any) -> Doubt:
    return Doubt(code, tuple(sorted(params.items())))


#: Every doubt a file may state, with the values it needs.
STATED_DOUBTS = {
    "boundary_unclear": frozenset({"fte"}),  # whether exactly that size belongs to the band
    "conclusion_date_disputed": frozenset({"first", "second"}),
    "dates_assumed": frozenset[str](),  # years are stated, 1 January is ours
    "depends_on_plan": frozenset[str](),  # on a training plan having been registered
    "effect_disputed": frozenset({"earlier"}),  # a law took effect perhaps already then
    "figures_not_read": frozenset[str](),  # an act or page exists, its figures for today do not
    "includes_individual": frozenset[str](),  # the collective days contain the individual ones
    "scope_not_verified": frozenset[str](),
    "six_months_worked": frozenset[str](),  # a condition: six months of work in the year
    "split_not_stated": frozenset[str](),  # how many days are individual, how many collective
    "undated": frozenset[str](),
}
#: The doubts that come from looking for the terms.
FOUND_DOUBTS = frozenset(
    {
        "agreement_ended",
        "average_only",
        "band_not_stated",
        "collective_only",
        "committee_unknown",
        "no_agreement_known",
    }
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Of a full-timer, for ``years`` calendar years together: exactly one of days and minutes."""

    days: Fraction | None = None
    minutes: int | None = None
    years: int = 1

    def __post_init__(self) -> None:
        if (self.days is None) == (self.minutes is None):
            raise ValueError("an amount is in days or in minutes")

    def whole(self, day_minutes: int) -> Fraction:
        """Minutes for all its years together, with a training day of ``day_minutes``."""
        return Fraction(self.minutes or 0) if self.days is None else self.days * day_minutes

    def per_year(self, day_minutes: int) -> Fraction:
        """Minutes for one year, with a training day of ``day_minutes``."""
        return self.whole(day_minutes) / self.years


@dataclass(frozen=True, slots=True)
class Band:
    fte_from: int  # hundredths, inclusive
    days: int


@dataclass(frozen=True, slots=True)
class RightInForce:
    """The federal amounts from one date on."""

    starts_on: date
    bands: tuple[Band, ...]

    def days_for(self, fte: int) -> int:
        """Days a year of a full-timer in an enterprise of that size."""
        reached = (band for band in self.bands if band.fte_from <= fte)
        return max(reached, key=lambda band: band.fte_from).days

    @property
    def upper_band(self) -> int:
        """The size from which on the highest band holds."""
        return max(band.fte_from for band in self.bands)


@dataclass(frozen=True, slots=True)
class LegalFact:
    """Something that is or was law, between two days: ``training_right``, ``registration_duty``."""

    code: str
    starts_on: date
    ends_on: date | None
    law: str
    ended_by: str | None
    source: str
    quality: Quality
    doubts: tuple[Doubt, ...] = ()

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class RightParameters:
    """The dated parameters of the federal right, as the parameter file states them."""

    law: str
    source: str
    full_time_week: int  # minutes, where a declaration does not state it
    days_per_week: int
    in_force: tuple[RightInForce, ...]  # oldest first
    first_five_years: date  # first day of the first five-year period
    five_years: int  # calendar years in a period
    later_hire: LaterHire
    carry_before_first_period: bool
    same_account_days: int  # the longest break between two contracts of one account
    agreement_floor_days: int  # an agreement may set no fewer ...
    agreement_floor_fte: int  # ... from that size on
    facts: tuple[LegalFact, ...]

    @property
    def first_year(self) -> int:
        """The first year for which there is a right."""
        return self.in_force[0].starts_on.year

    def on(self, day: date) -> RightInForce | None:
        found = [each for each in self.in_force if each.starts_on <= day]
        return found[-1] if found else None

    def fact(self, code: str) -> LegalFact:
        """One fact of the law's history; KeyError where the file has none of that code."""
        for each in self.facts:
            if each.code == code:
                return each
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One dated step of one band of an agreement.

    ``amount`` None: the agreement sets a figure that no source we read tells.  Where the source
    states no band, ``band_stated`` is False and the band runs over all sizes.
    """

    starts_on: date
    ends_on: date | None
    fte_from: int
    fte_below: int | None
    kind: Kind
    amount: Amount | None
    doubts: tuple[Doubt, ...] = ()
    band_stated: bool = True

    def covers(self, fte: int, day: date) -> bool:
        return (
            self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
            and self.fte_from <= fte
            and (self.fte_below is None or fte < self.fte_below)
        )

    def budget_of(self, year: int) -> tuple[int, int]:
        """First and last year of the budget ``year`` belongs to; the year itself for yearly ones.

        A step of several years begins with a budget of its own: the checker holds that no step
        begins within the budget of the one before.
        """
        years = self.amount.years if self.amount else 1
        first = year - (year - self.starts_on.year) % years
        return first, first + years - 1


@dataclass(frozen=True, slots=True)
class PartTimeStep:
    """From that regime on (hundredths of a percent), that share of A counts instead of B."""

    percent_from: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Taking:
    """How days may be taken, from one date on."""

    starts_on: date
    days_in_hours: int | None  # days a year that may be taken hour by hour
    block_minutes: int | None  # the shortest piece in which the others may be taken


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one joint committee agreed, as its file states it; ``code`` is the file's name."""

    code: str
    committees: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    source: str
    quality: Quality
    concluded_on: date | None = None
    registration: str | None = None
    royal_decree: str | None = None  # the numac under which it was published
    read_on: date | None = None
    entitlements: tuple[Entitlement, ...] = ()
    collective: tuple[Entitlement, ...] = ()  # beside the others: told, never granted
    doubts: tuple[Doubt, ...] = ()
    months: MonthsRule = MonthsRule.STARTED
    part_time: tuple[PartTimeStep, ...] = ()
    carry_over: CarryOver = CarryOver.LAW
    budget_from: int | None = None  # the first year of the first budget period
    taking: tuple[Taking, ...] = ()
    same_as_law: bool = False  # the sector has nothing of its own, and a source says so

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def collective_on(self, fte: int, day: date) -> tuple[Entitlement, ...]:
        """The collective days of an enterprise of that size, to be told."""
        return tuple(each for each in self.collective if each.covers(fte, day))

    def taking_on(self, day: date) -> Taking | None:
        found = [each for each in self.taking if each.starts_on <= day]
        return max(found, key=lambda each: each.starts_on) if found else None

    def share_of(self, regime: Fraction) -> Fraction:
        """What counts instead of B: the highest step reached; below the lowest, B itself."""
        reached = [each for each in self.part_time if regime * 10_000 >= each.percent_from]
        return max(reached, key=lambda each: each.percent_from).share if reached else regime


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Everything in force.  ``version`` is a hash of the files: two laws that share it are one."""

    federal: RightParameters
    agreements: tuple[Agreement, ...]
    version: str
