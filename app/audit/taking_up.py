"""Work that failed so often that it was given up, and having it tried again, with a trace.

Each room says what its work is (:class:`Work`) and who may have it tried again.  Everything of it
that was written stays, and the rest goes on from there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.foundation import jobs


@dataclass(frozen=True, slots=True)
class Work:
    """What a room has done by jobs.

    ``name``: as the trail calls it; ``tasks``: those that carry it out; ``key``: the argument of
    theirs that holds its key.
    """

    name: str
    tasks: tuple[Any, ...]
    key: str

    def given_up_among(self, db: Session, under_way: Collection[UUID]) -> frozenset[UUID]:
        """Those of what is under way that would wait for ever, in one question."""
        return jobs.given_up(db, self.tasks, self.key, under_way) if under_way else frozenset()

    def take_up(self, db: Session, key: UUID, *, by: Actor, via: Channel, at: datetime) -> int:
        """Have what was given up of one tried again; how many jobs that are, 0 where none was.

        Whoever calls has asked whether ``by`` may, and whether it is under way.
        """
        again = jobs.take_up(db, self.tasks, self.key, key)
        if again:
            details = {"what": self.name, "key": str(key)}
            trace = Trace(Act.WORK_TAKEN_UP, by, Ground.MANDATE, details=details)
            record(db, [trace], via=via, at=at)
        return again
