"""Registering the rows of a confirmed batch, a chunk at a time, through the act of every door.

Each chunk asks for the mandate anew, and keeps the accounts of its workers: once the batch says
that it is written, the pages of its workers say so too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.mandates import may_register
from app.foundation.clock import day_of
from app.learning.batches.chunks import Chunk, Found, keep_chunk, next_chunk
from app.learning.batches.models import RegistrationBatch
from app.learning.batches.values import State, Status
from app.learning.keeping import keep_accounts
from app.learning.parameters import law
from app.learning.registration import Outcome, Refused, Registered, register_trainings

#: Rows registered in one transaction.
CHUNK = 500


def write_chunk(db: Session, batch_id: UUID, *, at: datetime, most: int = CHUNK) -> bool:
    """Register the next rows; whether there are more."""
    chunk = next_chunk(db, batch_id, during=State.WRITING, was=Status.READY, most=most)
    if chunk is None:
        return False
    batch = chunk.batch
    by = Actor(batch["confirmed_by"], chunk.enterprise_id, batch["confirmed_under"])
    via = Channel(batch["channel"])
    if not may_register(db, by, on=day_of(at)):
        _end(db, chunk, State.STOPPED, batch, by=by, via=via, at=at)
        return False

    wanted = [row.wanted for row in chunk.rows if row.wanted]
    # What a training changes begins with the year in which it ends.
    since = min(each.ends_on.year for each in wanted) if wanted else at.year

    def keep(db: Session, enterprise_id: UUID, person_ids: Collection[UUID]) -> None:
        year = day_of(at).year
        if person_ids:
            keep_accounts(
                db,
                [enterprise_id],
                person_ids=person_ids,
                year=year,
                since=min(max(since, law().federal.first_year), year),
                at=at,
            )

    outcomes = register_trainings(db, wanted, by=by, via=via, at=at, keep=keep)
    for row, outcome in zip(chunk.rows, outcomes, strict=True):
        _take(row, outcome)
    counts = keep_chunk(db, chunk)
    if counts[Status.READY.value]:
        return True
    _end(db, chunk, State.WRITTEN, counts, by=by, via=via, at=at)
    return False


def _take(row: Found, outcome: Outcome) -> None:
    if isinstance(outcome, Refused):
        row.refuse(*outcome.problems)
        return
    new = isinstance(outcome, Registered)
    row.status = Status.REGISTERED if new else Status.ALREADY
    row.training_id = outcome.training_id


def _end(
    db: Session,
    chunk: Chunk,
    state: State,
    counts: Counter[str] | RowMapping,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> None:
    stopped_for = "no_mandate" if state is State.STOPPED else None
    db.execute(
        update(RegistrationBatch)
        .where(RegistrationBatch.batch_id == chunk.batch_id)
        .values(state=state.value, ended_at=at, stopped_for=stopped_for)
    )
    details = {
        "batch_id": str(chunk.batch_id),
        "state": state.value,
        **{name: counts[name] for name in ("registered", "already", "refused")},
    }
    record(db, [Trace(Act.TRAININGS_ENDED, by, Ground.MANDATE, details=details)], via=via, at=at)
