"""What time it is.  Acts take ``at`` as an argument; only doors and jobs ask a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

#: A day in law begins and ends in Brussels, whatever the server thinks.
BRUSSELS = ZoneInfo("Europe/Brussels")


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until told otherwise: for tests and replays."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def day_of(at: datetime) -> date:
    """The Belgian calendar day of an instant."""
    return at.astimezone(BRUSSELS).date()
