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
    ended = ended_before(db)
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
            line.transaction < ended,
            ~told_before,
        )
        .order_by(line.transaction, line.line_id)
        .limit(most)
    )
    return [Changed(Place(*row[:2]), *row[2:]) for row in rows]


#: Transactions are numbered for the whole server, and other databases' need not be waited for.
#: The view shows 32 bits of a number, which is counted back from the next one, and shows it to
#: the role that it belongs to: where others write here too, every transaction is waited for.
_ENDED_BEFORE = text(
    """
    with now as (
        select pg_current_snapshot() as snapshot,
               pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next
    ), here as (
        select pg_has_role(usesysid, 'usage') or pg_has_role('pg_read_all_stats', 'usage') as told,
               (now.next - backend_xid::text::bigint) & 4294967295 as ago
        from pg_stat_activity, now
        where datname = current_database() and backend_type = 'client backend'
    )
    select case
        when (select bool_and(told) from here)
        then next - coalesce((select max(ago) from here where ago < 2147483648), 0)
        else pg_snapshot_xmin(snapshot)::text::bigint
    end
    from now
    """
)


def ended_before(db: Session) -> int:
    """A transaction before which all others of this database have ended.

    Whoever asks for what they wrote does so in a later statement, which sees it: transactions of
    ours are ``read committed``.
    """
    # What was looked up of the others earlier in this transaction would be shown once more.
    db.execute(select(func.pg_stat_clear_snapshot()))
    return int(db.execute(_ENDED_BEFORE).scalar_one())


def is_ours(db: Session, place: Place) -> bool:
    """Whether a place can be one of this database: after a restored backup it may not be."""
    newest = cast(cast(func.pg_snapshot_xmax(func.pg_current_snapshot()), Text), BigInteger)
    return bool(place.transaction < db.execute(select(newest)).scalar_one())
