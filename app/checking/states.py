"""What the register says of a document: still current, overtaken, taken back, or not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.foundation.clock import day_of


class State(StrEnum):
    CURRENT = "current"
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"
    UNLISTED = "unlisted"  # not in the register
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands.  It holds no name and no value: a number that was guessed must tell
    nothing about anybody.

    What is not in the register has neither number nor kind nor day of issue.  ``on`` is when it
    was overtaken or taken back; ``parts`` in what it was overtaken.
    """

    state: State
    number: str = ""
    kind: str = ""
    issued_on: date | None = None
    on: date | None = None
    parts: tuple[str, ...] = ()


UNLISTED = Standing(State.UNLISTED)
NOT_ASKED = Standing(State.NOT_ASKED)


def standing(
    *,
    number: str,
    kind: str,
    issued_at: datetime,
    withdrawn_at: datetime | None,
    overtaken_at: datetime | None,
    overtaken_parts: tuple[str, ...],
) -> Standing:
    """What was taken back is that above all, overtaken or not."""
    known = (number, kind, _day(issued_at))
    if withdrawn_at is not None:
        return Standing(State.WITHDRAWN, *known, on=_day(withdrawn_at))
    if overtaken_at is not None:
        return Standing(State.OVERTAKEN, *known, on=_day(overtaken_at), parts=overtaken_parts)
    return Standing(State.CURRENT, *known)


def _day(moment: datetime) -> date:
    return day_of(moment)
