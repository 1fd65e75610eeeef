"""What somebody brought, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.foundation.problems import Problem
from app.learning.bringing.fields import What
from app.learning.bringing.mapping import ColumnMapping
from app.learning.rules.contents import Origin


class SheetState(StrEnum):
    BROUGHT = "brought"  # nobody has said yet what its columns are
    READING = "reading"
    READ = "read"  # trainings: a batch was made of it; rights: they wait for somebody to confirm
    WRITING = "writing"
    WRITTEN = "written"
    STOPPED = "stopped"  # half-way: what is stated stays
    WITHDRAWN = "withdrawn"


class RightStatus(StrEnum):
    """What became of a line that says a right, or what would."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"
    ALREADY = "already"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Came:
    """Where a sheet came from: what it holds, the system, and the name of its file."""

    what: What
    origin: Origin
    origin_name: str | None
    filename: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Lines of rights by what became of them."""

    waiting: int
    ready: int
    refused: int
    already: int
    stated: int

    @property
    def total(self) -> int:
        return self.waiting + self.ready + self.refused + self.already + self.stated


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was brought; ``batch_id`` once its trainings are one."""

    sheet_id: UUID
    enterprise_id: UUID
    came: Came
    header: tuple[str, ...]
    lines: int
    state: SheetState
    language: str
    brought_by: UUID
    brought_at: datetime
    mapping: ColumnMapping | None
    reason: str | None
    mapped_by: UUID | None
    mapped_under: UUID | None
    batch_id: UUID | None
    counted: Counted
    confirmed_by: UUID | None
    confirmed_under: UUID | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class RightRow:
    """``before``: the right of the year when it was checked, in minutes; None where not known."""

    line: int
    status: RightStatus
    person_id: UUID | None
    year: int | None
    minutes: int | None
    before: int | None
    day_minutes: int | None
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A mapping that is remembered, and by whom."""

    mapping_id: UUID
    enterprise_id: UUID
    what: What
    header: tuple[str, ...]
    mapping: ColumnMapping
    remembered_by: UUID
    remembered_at: datetime
