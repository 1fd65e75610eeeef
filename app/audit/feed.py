"""What was changed for an enterprise, in an order that never changes.

Lines are ordered by the transaction that wrote them, and only those are told that no transaction
still under way can come before: whoever goes on from where an answer ended misses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, select, text, tuple_
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import BigInteger

from app.audit.models import CHANGES, AuditLine
from app.audit.trail import Act


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the order a line stands."""

    transaction: int
    line_id: UUID


#: Before every line.
BEGINNING = Place(0, UUID(int=0))


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that says that something was changed.  ``subject_id`` None: for everyone."""

    place: Place
    at: datetime
    tag: str
    subject_id: UUID | None
    channel: str
    client_id: UUID | None
    details: dict[str, Any]


def changes_of(db: Session, enterprise_id: UUID, *, after: Place, most: int) -> list[Changed]:
    """The lines after a place, at most so many.

    That a training was found registered already is no change: of each, the first line counts.
    """
    line, earlier = AuditLine, aliased(AuditLine)
    here = tuple_(line.transaction, line.line_id)
    told_before = (
        select(earlier.line_id)
        .where(
            line.act == Act.TRAINING_REGISTERED.tag,
            earlier.subject_id == line.subject_id,
            earlier.act == line.act,
            earlier.details["training_id"] == line.details["training_id"],
            tuple_(earlier.transaction, earlier.line_id) < here,
        )
        .exists()
    )
    rows = db.execute(
        select(
            line.transaction,
            line.line_id,
            line.at,
            line.act,
            line.subject_id,
            line.channel,
            line.client_id,
            line.details,
        )
        .where(
            line.enterprise_id == enterprise_id,
            text(CHANGES),
            here > tuple_(after.transaction, after.line_id),
            line.transaction < oldest_under_way(),
            ~told_before,
        )
        .order_by(line.transaction, line.line_id)
        .limit(most)
    )
    return [Changed(Place(*row[:2]), *row[2:]) for row in rows]


def oldest_under_way() -> Any:
    """Every transaction before this one has ended."""
    return cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text), BigInteger)


def is_ours(db: Session, place: Place) -> bool:
    """Whether a place can be one of this database: after a restored backup it may not be."""
    newest = cast(cast(func.pg_snapshot_xmax(func.pg_current_snapshot()), Text), BigInteger)
    return bool(place.transaction < db.execute(select(newest)).scalar_one())
