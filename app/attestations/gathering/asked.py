"""What every gatherer is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app.attestations.wishes import Wish
from certificates.attestation import Enterprise
from certificates.sections import Section


class NotFound(Exception):
    """What the wish names is not this person's; ``field`` is the field that names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what, as seen from which day."""

    db: Session
    person_id: UUID
    wish: Wish
    today: date

    def within(self, starts_on: date, ends_on: date | None) -> bool:
        """Whether a stretch of time has a day in the period asked for."""
        first, last = self.wish.starts_on, self.wish.ends_on
        return (last is None or starts_on <= last) and (
            first is None or ends_on is None or ends_on >= first
        )

    def of_employer(self, enterprise_id: UUID) -> bool:
        """Whether something is with the employer asked for, if one is."""
        return self.wish.enterprise_id in (None, enterprise_id)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a document says, beside who and when."""

    sections: tuple[Section, ...]
    about: Enterprise | None = None
    drawing_svg: str = ""


class Dated(Protocol):
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


def in_period(asking: Asking, rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with a day in the period asked for, in their order."""
    return tuple(row for row in rows if asking.within(row.starts_on, row.ends_on))
