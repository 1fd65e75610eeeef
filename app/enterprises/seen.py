"""What stood when somebody looked: nobody overwrites what they have not read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

#: Seen by whoever looked and found nothing stated.
NOTHING_STOOD = datetime.min.replace(tzinfo=UTC)
#: Not a version that anybody has ever seen.
_NEVER = datetime.max.replace(tzinfo=UTC)
_NOTHING = "none"


def overtaken(seen: datetime | None, known: Any, at: datetime) -> bool:
    """Whether somebody was quicker, be it by a clock a little ahead of this one.

    ``known`` is what stands, None for nothing; ``seen`` since when what was looked at stood,
    None where nobody looked, as in a batch.
    """
    stands = known["recorded_from"] if known else NOTHING_STOOD
    return bool(stands >= at or seen not in {None, stands})


def seen_written(stands: datetime | None) -> str:
    """What stands since ``stands``, or nothing, as a page carries it along."""
    return stands.isoformat() if stands else _NOTHING


def seen_read(written: str | None) -> datetime | None:
    """What a page carried along; None where it carried nothing.

    A version that never was when it is unreadable.
    """
    if written is None:
        return None
    if written == _NOTHING:
        return NOTHING_STOOD
    try:
        seen = datetime.fromisoformat(written)
    except ValueError:
        return _NEVER
    return seen if seen.tzinfo else _NEVER
