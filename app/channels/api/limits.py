"""How often a machine may call: so many times in each minute, counted in the database.

Counted outside the transaction of the call: two calls of one machine would otherwise wait for
each other, and a call that fails would not have been made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, text

_SECONDS = 60
_COUNT = text(
    "insert into api_calls (client_id, minute, calls) values (:client, :minute, 1)"
    " on conflict (client_id, minute) do update set calls = api_calls.calls + 1 returning calls"
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a machine has left of this minute; ``left`` is negative once it has called too often."""

    most: int
    left: int
    seconds: int  # until the next one begins

    @property
    def spent(self) -> bool:
        return self.left < 0

    @property
    def headers(self) -> dict[str, str]:
        """As the IETF's draft of RateLimit fields has it; 429 says when to come again besides."""
        said = {
            "RateLimit-Policy": f'"calls";q={self.most};w={_SECONDS}',
            "RateLimit": f'"calls";r={max(self.left, 0)};t={self.seconds}',
        }
        return said | ({"Retry-After": str(self.seconds)} if self.spent else {})


def spend(engine: Engine, client_id: UUID, *, most: int, at: datetime) -> Allowance:
    """Count a call."""
    minute, second = divmod(int(at.timestamp()), _SECONDS)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        calls: int = connection.execute(
            _COUNT, {"client": client_id, "minute": minute}
        ).scalar_one()
    return Allowance(most, most - calls, _SECONDS - second)
