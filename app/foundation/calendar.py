"""Quarters and other pieces of the year, as the declarations cut it.  Pure values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DMFA_QUARTER = re.compile(r"\d{4}[1-4]")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter.  DmfA writes it ``20263``, people write ``3/2026``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a quarter is 1 to 4, not {self.number}")

    @classmethod
    def from_dmfa(cls, text: str) -> Quarter:
        """Read DmfA's ``YYYYQ``; ValueError when it is not one."""
        if not _DMFA_QUARTER.fullmatch(text):
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(text[:4]), int(text[4]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def from_key(cls, key: int) -> Quarter:
        """The inverse of :attr:`key`."""
        return cls(key // 10, key % 10)

    @property
    def key(self) -> int:
        """As it is stored: the integer ``YYYYQ``, which sorts in time."""
        return self.year * 10 + self.number

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return (
            Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
        )

    @property
    def previous(self) -> Quarter:
        return (
            Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)
        )

    def __str__(self) -> str:
        return f"{self.year}{self.number}"
