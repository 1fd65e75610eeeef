"""Batches whose work failed so often that it was given up, and taking it up again.

What is written of them stays, each chunk is all or nothing, and the rest goes on from there.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.taking_up import Work
from app.audit.trail import Actor, Channel
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import problem
from app.learning.batches.jobs import check, write
from app.learning.batches.queries import batch_of
from app.learning.batches.values import Batch, State

_WORK = Work("trainings", (check, write), "batch_id")
_UNDER_WAY = frozenset({State.CHECKING, State.WRITING})


def given_up_among(db: Session, batches: Collection[Batch]) -> frozenset[UUID]:
    """Those of these batches that would wait for ever, in one question."""
    return _WORK.given_up_among(db, [b.batch_id for b in batches if b.state in _UNDER_WAY])


def take_up_batch(
    db: Session, batch_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> int | Refused:
    """Have what was given up of a batch tried again; how many jobs that are."""
    batch = batch_of(db, by.enterprise_id, batch_id) if by.enterprise_id else None
    if batch is None:
        return Refused((problem("no_such_batch"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    return _WORK.take_up(db, batch_id, by=by, via=via, at=at) if batch.state in _UNDER_WAY else 0
