"""Questions about batches, of one enterprise each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.identity.national_numbers import Vault
from app.learning.batches.models import RegistrationBatch, RegistrationRow
from app.learning.batches.values import Batch, Counts, Effect, Kind, Row, State, Status, problem_of

_BATCHES = select(RegistrationBatch.__table__)
_COUNTS = ("waiting", "ready", "refused", "already", "registered")


def batch_of(db: Session, enterprise_id: UUID, batch_id: UUID) -> Batch | None:
    """A batch, if it is the enterprise's."""
    batch = RegistrationBatch
    asked = _BATCHES.where(batch.batch_id == batch_id, batch.enterprise_id == enterprise_id)
    found = db.execute(asked).mappings().one_or_none()
    return _batch(found) if found else None


def batches_of(db: Session, enterprise_id: UUID, *, most: int, after: int = 0) -> list[Batch]:
    """What was asked for an enterprise, newest first, without ``after`` of them."""
    batch = RegistrationBatch
    asked = (
        _BATCHES.where(batch.enterprise_id == enterprise_id)
        .order_by(batch.created_at.desc(), batch.batch_id)
        .limit(most)
        .offset(after)
    )
    return [_batch(row) for row in db.execute(asked).mappings()]


def _batch(row: Any) -> Batch:
    said = {name: value for name, value in row.items() if name not in _COUNTS}
    said |= {"kind": Kind(row["kind"]), "state": State(row["state"])}
    return Batch(**said, counts=Counts(**{name: row[name] for name in _COUNTS}))


class Shown(StrEnum):
    """Which rows of a batch somebody wants to see."""

    ALL = "all"
    READY = "ready"
    BEYOND = "beyond"  # would use more than is left
    REFUSED = "refused"
    ALREADY = "already"
    REGISTERED = "registered"


@dataclass(frozen=True, slots=True)
class Effects:
    """Rows that would be, or were, registered: how many use more than is left; of unknown left."""

    beyond: int
    unknown: int


def effects_of(db: Session, batch_id: UUID) -> Effects:
    row = RegistrationRow
    found = db.execute(
        select(
            func.count().filter(row.not_taken > 0),
            func.count().filter(row.left_after.is_(None)),
        ).where(row.batch_id == batch_id, row.status.in_(("ready", "registered")))
    ).one()
    return Effects(*found)


def rows_of(
    db: Session,
    batch_id: UUID,
    shown: Shown = Shown.ALL,
    *,
    most: int | None = None,
    after: int = 0,
) -> list[Row]:
    """Rows in the order of their lines, at most so many, without ``after`` of them."""
    row = RegistrationRow
    asked = (
        _shown(select(row.__table__).where(row.batch_id == batch_id), shown)
        .order_by(row.line)
        .limit(most)
        .offset(after)
    )
    return [_row(each) for each in db.execute(asked).mappings()]


def rows_shown(db: Session, batch_id: UUID, shown: Shown) -> int:
    """How many there are."""
    row = RegistrationRow
    asked = _shown(select(func.count()).where(row.batch_id == batch_id), shown)
    return int(db.execute(asked).scalar_one())


def _shown(rows: Select[Any], shown: Shown) -> Select[Any]:
    row = RegistrationRow
    if shown is Shown.BEYOND:
        return rows.where(row.status.in_(("ready", "registered")), row.not_taken > 0)
    return rows if shown is Shown.ALL else rows.where(row.status == shown.value)


def _row(row: Any) -> Row:
    effect = None
    if row["year"] is not None:
        effect = Effect(
            row["year"],
            row["left_before"],
            row["left_after"],
            row["not_taken"],
            row["day_minutes"],
        )
    return Row(
        row["batch_id"],
        row["line"],
        Status(row["status"]),
        row["person_id"],
        row["training"],
        tuple(problem_of(each) for each in row["problems"] or ()),
        row["said"],
        effect,
        row["training_id"],
    )


def numbers_said(
    db: Session, batch_id: UUID, lines: Collection[int], *, vault: Vault
) -> dict[int, str]:
    """The national numbers that were written on these lines.

    Only for the page of whoever wrote them: they are what was typed, not what is known of anybody.
    """
    row = RegistrationRow
    rows = db.execute(
        select(row.line, row.ssin_sealed, row.ssin_hash).where(
            row.batch_id == batch_id, row.line.in_(lines), row.ssin_sealed.is_not(None)
        )
    )
    return {line: vault.open(sealed, hashed) for line, sealed, hashed in rows if sealed and hashed}


def people_in(rows: Sequence[Row]) -> list[UUID]:
    """The workers of these rows, each once."""
    return list(dict.fromkeys(row.person_id for row in rows if row.person_id))
