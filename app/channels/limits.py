"""How often programs may call: so many times in each minute, counted in the database.

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
    """What somebody has left of this minute; ``left`` is negative once that was too often."""

    what: str
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
            "RateLimit-Policy": f'"{self.what}";q={self.most};w={_SECONDS}',
            "RateLimit": f'"{self.what}";r={max(self.left, 0)};t={self.seconds}',
        }
        return said | ({"Retry-After": str(self.seconds)} if self.spent else {})


def spend(
    engine: Engine, whose: UUID, *, most: int, at: datetime, what: str = "calls"
) -> Allowance:
    """Count a call; ``whose`` is the key of a machine, or one made of whatever else is counted."""
    minute, second = divmod(int(at.timestamp()), _SECONDS)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        calls: int = connection.execute(_COUNT, {"client": whose, "minute": minute}).scalar_one()
    return Allowance(what, most, most - calls, _SECONDS - second)
