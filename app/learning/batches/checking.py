"""Checking the rows of a batch without writing anything of theirs, a chunk at a time.

What is told is what :func:`app.learning.registration.register_trainings` would answer now; it
decides again when the batch is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.employment.queries import stretches_with
from app.foundation.clock import day_of
from app.foundation.problems import problem
from app.learning.batches.chunks import Chunk, Found, keep_chunk, next_chunk
from app.learning.batches.effects import tell_effects
from app.learning.batches.models import RegistrationBatch, RegistrationRow
from app.learning.batches.values import (
    ASSUMED,
    DAY,
    State,
    Status,
    plain_training,
    registration_of,
)
from app.learning.day_lengths import day_lengths, days_in, lasting
from app.learning.registration import Registration, known_trainings, problems_with

#: Rows checked in one transaction.
CHUNK = 500


def check_chunk(db: Session, batch_id: UUID, *, at: datetime, most: int = CHUNK) -> bool:
    """Check the next rows; whether there are more."""
    chunk = next_chunk(db, batch_id, during=State.CHECKING, was=Status.WAITING, most=most)
    if chunk is None:
        return False
    _work_out_days(db, chunk)
    _judge(db, chunk, at)
    ready = [row for row in chunk.rows if row.status is Status.READY]
    earlier = _earlier(db, chunk)
    _refuse_doubles(ready, earlier)
    ready = [row for row in ready if row.status is Status.READY]
    _find_registered(db, chunk, ready)
    ready = [row for row in ready if row.status is Status.READY]
    before = [wanted for _line, wanted in earlier]
    tell_effects(db, chunk.enterprise_id, ready, before, today=day_of(at))
    counts = keep_chunk(db, chunk)
    if counts[Status.WAITING.value]:
        return True
    db.execute(
        update(RegistrationBatch)
        .where(RegistrationBatch.batch_id == batch_id)
        .values(state=State.CHECKED.value, checked_at=at)
    )
    return False


def _work_out_days(db: Session, chunk: Chunk) -> None:
    """Where the training is said in days, give each row its own: as long as they are for it.

    The row keeps it, so that what is written is what was shown.
    """
    asked = days_in(row.wanted for row in chunk.rows if row.wanted)
    lengths = day_lengths(db, chunk.enterprise_id, asked) if asked else {}
    for row in chunk.rows:
        if row.wanted is None or row.wanted.days is None:
            continue
        day = lengths.get((row.wanted.person_id, row.wanted.ends_on.year))
        row.wanted = lasting(row.wanted, day)
        if day and row.wanted.days is None:
            row.own = plain_training(row.wanted)
            row.said = {DAY: day.minutes, ASSUMED: day.assumed}


def _judge(db: Session, chunk: Chunk, at: datetime) -> None:
    people = {row.person_id for row in chunk.rows if row.person_id}
    employed = stretches_with(db, chunk.enterprise_id, people)
    for row in chunk.rows:
        if row.wanted is None:
            # Whether anybody has that number is nobody's business but their employer's.
            row.refuse(problem("not_a_worker_of_yours", "worker"))
            continue
        stretches = employed.get(row.wanted.person_id, [])
        if problems := problems_with(row.wanted, stretches, today=day_of(at)):
            row.refuse(*problems)


def _earlier(db: Session, chunk: Chunk) -> list[tuple[int, Registration]]:
    """What earlier lines of the batch ask for the same workers, and would be registered."""
    row = RegistrationRow
    people = list({each.person_id for each in chunk.rows if each.person_id})
    found = db.execute(
        select(row.line, row.person_id, row.training)
        .where(
            row.batch_id == chunk.batch_id,
            row.person_id == func.any(people),
            row.status == Status.READY.value,
        )
        .order_by(row.line)
    )
    common = chunk.batch["training"]
    return [
        (line, registration_of(own or common, person_id))
        for line, person_id, own in found
        if person_id
    ]


def _refuse_doubles(rows: Sequence[Found], earlier: Sequence[tuple[int, Registration]]) -> None:
    """The same training of the same worker twice in a batch is said once, on the first line."""
    first = {(each.person_id, each.fingerprint): line for line, each in earlier}
    for row in rows:
        assert row.wanted is not None, "a row without a worker is refused"
        line = first.setdefault((row.wanted.person_id, row.wanted.fingerprint), row.line)
        if line != row.line:
            row.refuse(problem("said_before", "worker", line=line))


def _find_registered(db: Session, chunk: Chunk, rows: Sequence[Found]) -> None:
    keys = {row.line: (row.wanted.person_id, row.wanted.fingerprint) for row in rows if row.wanted}
    known = known_trainings(db, chunk.enterprise_id, set(keys.values()))
    for row in rows:
        if found := known.get(keys[row.line]):
            row.status, row.training_id = Status.ALREADY, found
