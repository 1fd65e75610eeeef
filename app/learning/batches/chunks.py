"""The next rows of a batch, and what becomes of them: shared by checking and writing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from app.foundation.database import raw
from app.foundation.problems import Problem
from app.learning.batches.models import RegistrationBatch, RegistrationRow
from app.learning.batches.values import (
    Effect,
    PlainTraining,
    State,
    Status,
    plain_problem,
    registration_of,
)
from app.learning.registration import Registration

#: Problems that say that the enterprise may not look at the person.
NOT_SEEN = frozenset({"not_a_worker_of_yours", "access_closed"})


@dataclass(slots=True)
class Found:
    """A row on its way: what it asks for, and what is found to become of it."""

    line: int
    person_id: UUID | None
    wanted: Registration | None  # None without a person
    status: Status = Status.READY
    problems: Sequence[Problem] = ()
    training_id: UUID | None = None
    effect: Effect | None = None
    #: Found while checking, and kept with the row: its own training, and what is said of it beside.
    own: PlainTraining | None = None
    said: Mapping[str, Any] | None = None

    def refuse(self, *problems: Problem) -> None:
        self.status, self.problems = Status.REFUSED, problems
        if any(each.code in NOT_SEEN for each in problems):
            # Whom the enterprise may not look at, its batch does not name.
            self.person_id = self.own = self.said = None


@dataclass(slots=True)
class Chunk:
    """The next rows of a batch that is held, all of one status."""

    batch: RowMapping
    was: Status
    rows: list[Found] = field(default_factory=list)

    @property
    def batch_id(self) -> UUID:
        key: UUID = self.batch["batch_id"]
        return key

    @property
    def enterprise_id(self) -> UUID:
        key: UUID = self.batch["enterprise_id"]
        return key


def next_chunk(
    db: Session, batch_id: UUID, *, during: State, was: Status, most: int
) -> Chunk | None:
    """The next rows, the batch held until the transaction ends; None in any other state.

    Whoever comes second waits here, and then sees what the first has done.
    """
    table = RegistrationBatch.__table__
    batch = (
        db.execute(select(table).where(table.c.batch_id == batch_id).with_for_update())
        .mappings()
        .one_or_none()
    )
    if batch is None or batch["state"] != during:
        return None
    row = RegistrationRow
    found = db.execute(
        select(row.line, row.person_id, row.training)
        .where(row.batch_id == batch_id, row.status == was.value)
        .order_by(row.line)
        .limit(most)
    )
    return Chunk(
        batch,
        was,
        [
            Found(line, person_id, _wanted(own or batch["training"], person_id))
            for line, person_id, own in found
        ],
    )


def _wanted(training: PlainTraining, person_id: UUID | None) -> Registration | None:
    return registration_of(training, person_id) if person_id else None


def keep_chunk(db: Session, chunk: Chunk) -> Counter[str]:
    """Write what became of the rows, and count; how many rows there are now of each status."""
    if chunk.rows:
        raw(db).execute(
            """
            update registration_rows as rows set
                status = now.status, person_id = now.person_id, problems = now.problems,
                training_id = now.training_id,
                training = coalesce(now.training, rows.training),
                said = coalesce(now.said, rows.said),
                -- A number that led to a worker has done what it was written for.
                ssin_sealed = case when now.person_id is null then rows.ssin_sealed end,
                ssin_hash = case when now.person_id is null then rows.ssin_hash end,
                year = coalesce(now.year, rows.year),
                left_before = coalesce(now.left_before, rows.left_before),
                left_after = coalesce(now.left_after, rows.left_after),
                not_taken = coalesce(now.not_taken, rows.not_taken),
                day_minutes = coalesce(now.day_minutes, rows.day_minutes)
            from unnest(%s::int[], %s::text[], %s::uuid[], %s::jsonb[], %s::uuid[], %s::smallint[],
                        %s::int[], %s::int[], %s::int[], %s::int[], %s::jsonb[], %s::jsonb[])
                as now (line, status, person_id, problems, training_id, year,
                        left_before, left_after, not_taken, day_minutes, training, said)
            where rows.batch_id = %s and rows.line = now.line
            """,
            (*map(list, zip(*map(_columns, chunk.rows), strict=True)), chunk.batch_id),
        )
    moved = Counter(row.status.value for row in chunk.rows)
    moved[chunk.was.value] -= len(chunk.rows)
    counts = Counter({each.value: chunk.batch[each.value] + moved[each.value] for each in Status})
    raw(db).execute(
        "update registration_batches set waiting = %(waiting)s, ready = %(ready)s,"
        " refused = %(refused)s, already = %(already)s, registered = %(registered)s"
        " where batch_id = %(batch)s",
        {**counts, "batch": chunk.batch_id},
    )
    return counts


def _columns(row: Found) -> tuple[Any, ...]:
    effect = row.effect
    told = (None,) * 5
    if effect:
        told = (effect.year, effect.before, effect.after, effect.not_taken, effect.day_minutes)  # type: ignore[assignment]
    problems = [plain_problem(each) for each in row.problems]
    return (
        *(row.line, row.status.value, row.person_id, _json(problems), row.training_id),
        *told,
        *(_json(row.own), _json(row.said)),
    )


def _json(value: Any) -> str | None:
    return json.dumps(value) if value else None
