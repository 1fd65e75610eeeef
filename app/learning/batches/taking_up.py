"""Batches whose work failed so often that it was given up, and taking it up again.

What is written of them stays, each chunk is all or nothing, and the rest goes on from there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.jobs import given_up, take_up
from app.foundation.problems import problem
from app.learning.batches.jobs import check, write
from app.learning.batches.queries import batch_of
from app.learning.batches.values import Batch, State

_TASKS = (check, write)
_UNDER_WAY = frozenset({State.CHECKING, State.WRITING})


@dataclass(frozen=True, slots=True)
class TakenUp:
    """``jobs``: how many were enqueued again; none where nothing was given up."""

    jobs: int


def given_up_among(db: Session, batches: Collection[Batch]) -> frozenset[UUID]:
    """Those of these batches that would wait for ever, in one question."""
    under_way = [each.batch_id for each in batches if each.state in _UNDER_WAY]
    return given_up(db, _TASKS, "batch_id", under_way) if under_way else frozenset()


def take_up_batch(
    db: Session, batch_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> TakenUp | Refused:
    """Have what was given up of a batch tried again."""
    batch = batch_of(db, by.enterprise_id, batch_id) if by.enterprise_id else None
    if batch is None:
        return Refused((problem("no_such_batch"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    jobs = take_up(db, _TASKS, "batch_id", batch_id) if batch.state in _UNDER_WAY else 0
    if jobs:
        details = {"what": "trainings", "key": str(batch_id)}
        record(db, [Trace(Act.WORK_TAKEN_UP, by, Ground.MANDATE, details=details)], via=via, at=at)
    return TakenUp(jobs)
