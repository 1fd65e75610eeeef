"""The credit account of one worker with one employer for one year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.learning.rules.right import Right


class Counted(Protocol):
    """What the account needs to know of a training."""

    @property
    def ends_on(self) -> date: ...
    @property
    def minutes(self) -> int: ...
    @property
    def followed(self) -> bool: ...
    @property
    def counts(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Account:
    """Granted, used, planned, left, in minutes.  ``left`` and ``granted`` None: not known."""

    year: int
    right: Right
    used: int
    planned: int

    @property
    def granted(self) -> int | None:
        return self.right.minutes

    @property
    def left(self) -> int | None:
        """What remains; more may have been followed than was granted, then nothing is left."""
        return None if self.granted is None else max(self.granted - self.used, 0)

    @property
    def day_minutes(self) -> int:
        return self.right.day_minutes


def account_for(right: Right, trainings: Iterable[Counted]) -> Account:
    """The account of the right's year: followed trainings use credit, planned ones do not yet.

    Only trainings that count for the credit do.  A training belongs to the year in which it
    ended: ``docs/decisions/0009-training-right.md``.
    """
    used = planned = 0
    for training in trainings:
        if training.counts and training.ends_on.year == right.year:
            used += training.minutes if training.followed else 0
            planned += 0 if training.followed else training.minutes
    return Account(right.year, right, used, planned)
