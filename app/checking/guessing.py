"""A limit to guessing numbers: so many misses from one address in so many minutes.

Only misses count: whoever checks a pile of real documents is never stopped.  Kept per process
and forgotten with it: the numbers are too many to be guessed anyway, and tell nothing about a
person.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from threading import Lock

MISSES = 20
WITHIN = timedelta(minutes=10)
#: Addresses remembered; beyond, the one not heard of for longest is forgotten.
MOST = 10_000


class Guesses:
    """The misses of each address, the address unnamed but for this memory."""

    def __init__(self) -> None:
        self._misses: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = Lock()

    def too_many(self, address: str | None, at: datetime) -> bool:
        with self._lock:
            return len(self._recent(_from(address), at)) >= MISSES

    def missed(self, address: str | None, at: datetime) -> None:
        whence = _from(address)
        with self._lock:
            self._misses[whence] = [*self._recent(whence, at), at][-MISSES:]
            self._misses.move_to_end(whence)
            while len(self._misses) > MOST:
                self._misses.popitem(last=False)

    def _recent(self, whence: str, at: datetime) -> list[datetime]:
        return [each for each in self._misses.get(whence, ()) if at - each < WITHIN]


def _from(address: str | None) -> str:
    """The address; of IPv6 the network, which is one household's."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        return parsed.exploded[:19]
    return str(parsed)
