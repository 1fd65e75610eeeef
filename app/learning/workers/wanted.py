"""Which workers of an enterprise are wanted, and in which order: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID


class Who(StrEnum):
    TODAY = "today"  # employed today
    LEFT = "left"  # employed no longer, and still open to the employer
    YEAR = "year"  # employed on a day of the year
    CHOSEN = "chosen"  # ticked in the list by whoever asks


class Regime(StrEnum):
    """Of the employment, as declared last."""

    FULL = "full"
    PART = "part"
    UNKNOWN = "unknown"


class Credit(StrEnum):
    """How much of the year's credit is left."""

    NONE = "none"
    SOME = "some"
    ALL = "all"
    UNKNOWN = "unknown"


class Reached(StrEnum):
    """Whether as much was followed as the year grants."""

    YES = "yes"
    NO = "no"
    NOTHING_GRANTED = "nothing_granted"  # or not known what


class Order(StrEnum):
    NAME = "name"
    LEFT = "left"
    USED = "used"
    GRANTED = "granted"
    SINCE = "since"
    ENDS = "ends"


#: A joint committee that no declaration names.
NO_COMMITTEE = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter: what is None or False lets everybody through.

    ``name``: as typed; every word of it stands somewhere in the name.  ``year``: of the account
    and of what was followed.  ``ends_within``: weeks from today to the last day of the contract.
    ``chosen_by``: who asks, and with that whose choice is meant; nobody has chosen anybody.
    """

    year: int
    who: Who = Who.TODAY
    name: str = ""
    committee: str | None = None
    regime: Regime | None = None
    credit: Credit | None = None
    reached: Reached | None = None
    nothing_followed: bool = False
    ends_within: int | None = None
    chosen_by: UUID | None = None

    def days(self, *, today: date, still_open_from: date) -> tuple[date, date]:
        """Between which days, inclusive, one must have been employed to be among them."""
        if self.who is Who.YEAR:
            return date(self.year, 1, 1), min(date(self.year, 12, 31), today)
        return (today, today) if self.who is Who.TODAY else (still_open_from, today)

    def last_end(self, today: date) -> date | None:
        return None if self.ends_within is None else today + timedelta(weeks=self.ends_within)
