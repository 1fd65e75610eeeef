"""When to ask again how far something is."""

from __future__ import annotations

from datetime import datetime, timedelta

_SOONEST, _LATEST = timedelta(seconds=2), timedelta(seconds=30)


def poll_after(asked_at: datetime, at: datetime) -> str:
    """A tenth of the time that it has taken so far, and 2 to 30 seconds, from now."""
    wait = min(max((at - asked_at) / 10, _SOONEST), _LATEST)
    return (at + wait).isoformat()
