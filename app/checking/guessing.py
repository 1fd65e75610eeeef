"""A limit to guessing numbers: so many misses from one address in so many minutes.

Only misses count: whoever checks a pile of real documents is never stopped.  Kept per process
and forgotten with it: the numbers are too many to be guessed anyway, and tell nothing about a
person.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from app.foundation.networks import network_of

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
            return len(self._recent(network_of(address), at)) >= MISSES

    def missed(self, address: str | None, at: datetime) -> None:
        whence = network_of(address)
        with self._lock:
            self._misses[whence] = [*self._recent(whence, at), at][-MISSES:]
            self._misses.move_to_end(whence)
            while len(self._misses) > MOST:
                self._misses.popitem(last=False)

    def _recent(self, whence: str, at: datetime) -> list[datetime]:
        return [each for each in self._misses.get(whence, ()) if at - each < WITHIN]
