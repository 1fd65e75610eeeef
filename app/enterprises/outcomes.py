"""What may come of stating something, and of withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.foundation.problems import Problem


@dataclass(frozen=True, slots=True)
class Stated:
    statement_id: UUID


@dataclass(frozen=True, slots=True)
class StatedAlready:
    """The same is in force already: nothing was written a second time."""

    statement_id: UUID


@dataclass(frozen=True, slots=True)
class Withdrawn:
    statement_id: UUID  # of the statement that was in force


@dataclass(frozen=True, slots=True)
class NothingStated:
    """There was nothing to withdraw, or no longer."""


@dataclass(frozen=True, slots=True)
class Refused:
    problems: tuple[Problem, ...]


Outcome = Stated | StatedAlready | Withdrawn | NothingStated | Refused
