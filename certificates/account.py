"""The account of training days as a document shows it: its years, and what moved in them.

Words come in the language of the document; minutes are minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """How a figure came about; words come in the language of the document."""

    label: str
    sum: str
    result: str
    ground: str | None  # the law or agreement it rests on


@dataclass(frozen=True, slots=True)
class AccountLine:
    """What moved on a day: signed minutes, and the balance after it."""

    on: date
    label: str
    minutes: int
    balance: int
    title: str | None = None  # of the training
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountYear:
    """One year of an account, in minutes; what is ``None`` is not known.

    ``left`` is what opening and grant still hold; with ``at_least`` there may be more.
    """

    year: int
    day_minutes: int  # of one training day
    opening: int | None
    granted: int | None
    used: int
    planned: int
    left: int | None
    at_least: bool = False
    usable_until: date | None = None  # last day of its five years
    lines: tuple[AccountLine, ...] = ()
    problems: tuple[str, ...] = ()  # why the right is not known, as sentences
    doubts: tuple[str, ...] = ()  # what the sources leave open, as sentences


@dataclass(frozen=True, slots=True)
class Account:
    """One worker's account with one employer.

    ``year`` is the one whose balance is the answer; the first of that number in ``years``.
    """

    employer: str
    enterprise_number: str | None  # ten digits
    year: int
    years: tuple[AccountYear, ...]

    def __post_init__(self) -> None:
        if all(each.year != self.year for each in self.years):
            raise ValueError(f"the account has no year {self.year}")

    @property
    def asked(self) -> AccountYear:
        """The year whose balance is the answer."""
        return next(each for each in self.years if each.year == self.year)


@dataclass(frozen=True, slots=True)
class Notice:
    """What an employer tells a worker once a year: the balance, and how to have it put right."""

    account: Account
    contact: str | None = None  # whom to turn to at the employer's
    ground: str | None = None  # the law it rests on, in words
