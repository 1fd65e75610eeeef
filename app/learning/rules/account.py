"""The account of one worker with one employer: its years, and the lines of each year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.learning.rules.ending import Ending
from app.learning.rules.facts import CreditedTraining
from app.learning.rules.right import Right
from app.learning.rules.steps import Step


class LineKind(StrEnum):
    OPENING = "opening"
    GRANT = "grant"
    TRAINING = "training"
    NOT_TAKEN = "not_taken"  # followed beyond what was left: moves nothing
    CARRIED = "carried"  # leaves this year, and opens the next
    EXPIRED = "expired"  # at the end of five years, or of a budget
    LOST = "lost"  # with the contract
    LAPSED = "lapsed"  # with the notice


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What moved on a day: signed minutes, the balance after it, and why."""

    kind: LineKind
    on: date
    minutes: int
    balance: int
    reference: str | None  # of the training
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class FiveYears:
    """The years within which a balance moves on; then it is set to zero."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class YearAccount:
    """One year of an account, in minutes.

    ``opening`` None: what came from earlier years is not known; the balance is then this year's
    own, and ``at_least`` is True.  ``left`` None: the right of the year is not known; nothing
    is then taken from any balance, and ``used`` is all that was followed.  ``left`` is what the
    year's grant and opening still hold, before any of it is carried into the next year.
    """

    year: int
    opened_on: date  # first day of the account: a break within the year opens another
    right: Right
    opening: int | None
    used: int
    planned: int
    not_taken: int
    carried: int
    expired: int
    gone: int  # lost or lapsed with the contract
    left: int | None
    at_least: bool
    period: FiveYears | None  # None: before the first five years
    lines: tuple[LedgerLine, ...]
    end: Ending | None

    @property
    def granted(self) -> int | None:
        return self.right.minutes

    @property
    def day_minutes(self) -> int:
        return self.right.day_minutes


@dataclass(frozen=True, slots=True)
class Ledger:
    """The years of one worker with one employer, oldest first.

    A year with a longer break has two accounts.  ``outside`` are trainings that would have used
    credit, but ended in a year without employment.
    """

    years: tuple[YearAccount, ...]
    outside: tuple[CreditedTraining, ...] = ()

    def of(self, year: int) -> YearAccount | None:
        """The account of a year, the later one where there are two; None without employment."""
        found = [each for each in self.years if each.year == year]
        return found[-1] if found else None

    def standing_beside(self, account: YearAccount) -> tuple[YearAccount, ...]:
        """The last years of accounts closed before this one opened, whose balance still stands."""
        return tuple(
            each
            for each in self.years
            if each.end and each.opened_on < account.opened_on and each.left
        )
