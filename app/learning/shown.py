"""The parts of an account as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.learning.accounts import KnownAccount
from app.learning.rules.account import LedgerLine, YearAccount
from app.learning.versions import TrainingVersion
from app.learning.wording import WordedStep


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: what it said or changed, and when, by whom and why it was recorded."""

    at: datetime
    what: str
    changes: tuple[str, ...]
    by: str
    channel: str | None
    reason: str | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the ledger; minutes are signed.

    ``versions`` are those of its training, newest first: more than one where it was corrected.
    ``doubts`` is what the sources leave open about a grant; ``came`` where its training is
    brought along from.
    """

    line: LedgerLine
    label: str
    steps: tuple[WordedStep, ...]
    training: TrainingVersion | None = None
    versions: tuple[VersionLine, ...] = ()
    doubts: tuple[str, ...] = ()
    came: str | None = None


@dataclass(frozen=True, slots=True)
class ShownTraining:
    """A training that moves no balance: planned, not counting, cancelled, or outside."""

    training: TrainingVersion
    why: str
    versions: tuple[VersionLine, ...]
    came: str | None


@dataclass(frozen=True, slots=True)
class StatedEnd:
    """How a contract ends, as the employer states it before its last day is declared."""

    said: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ShownYear:
    """One account of a year: a longer break within the year makes two.

    ``stated_end`` only where no end within the year is declared.
    """

    account: YearAccount
    lines: tuple[ShownLine, ...]
    problems: tuple[str, ...]
    doubts: tuple[str, ...]
    end: tuple[WordedStep, ...]
    end_doubts: tuple[str, ...]
    stated_end: StatedEnd | None


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """``now`` is the account of the year under way; without one ``last``, the latest, answers."""

    known: KnownAccount
    today: date
    year: int
    now: YearAccount | None
    last: YearAccount
    shown: tuple[ShownYear, ...]
    planned: tuple[ShownTraining, ...]
    beside: tuple[ShownTraining, ...]
    statements: tuple[VersionLine, ...]

    @property
    def years(self) -> tuple[YearAccount, ...]:
        return self.known.ledger.years

    def has(self, year: int) -> bool:
        return any(each.year == year for each in self.years)

    @property
    def balance(self) -> YearAccount:
        """The account whose balance is the answer."""
        return self.now or self.last
