"""Writing very many trainings at once, each of them once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from app.foundation.copying import ABSENT, copied_text, copy_in
from app.foundation.database import raw
from app.learning.models import Training

#: More than these are copied in, once those that are known have been left out.
FEW = 20


def insert_trainings(db: Session, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Write the rows that are new, in their order; the keys of those written.

    COPY cannot pass over what is there: where somebody was quicker with one of many rows, they
    are written as few are.
    """
    if len(rows) > FEW:
        try:
            with db.begin_nested():
                copy_in(db, "trainings", ", ".join(rows[0]), map(_line, rows))
        except UniqueViolation:
            return _insert_what_is_new(db, rows)
        return {row["training_id"] for row in rows}
    return _insert_what_is_new(db, rows) if rows else set()


def _insert_what_is_new(db: Session, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Column by column: a statement with a parameter for each value takes longer to put together
    than to carry out.
    """
    kinds = {
        name: Training.__table__.c[name].type.compile(postgresql.dialect())  # type: ignore[no-untyped-call]
        for name in rows[0]
    }
    columns = ", ".join(f"%s::{kind}[]" for kind in kinds.values())
    found = raw(db).execute(
        f"insert into trainings ({', '.join(kinds)}) select * from unnest({columns})"  # noqa: S608
        " on conflict do nothing returning training_id",
        [[row[name] for row in rows] for name in kinds],
    )
    return {training_id for (training_id,) in found}


def known_trainings(
    db: Session, enterprise_id: UUID, keys: Collection[tuple[UUID, bytes]]
) -> dict[tuple[UUID, bytes], UUID]:
    """Those registered already of these persons and fingerprints, and which training it is."""
    rows = raw(db).execute(
        "select person_id, fingerprint, training_id from trainings"
        " join unnest(%s::uuid[], %s::bytea[]) as key (person_id, fingerprint)"
        " using (person_id, fingerprint)"
        " where enterprise_id = %s and recorded_until is null",
        ([person for person, _print in keys], [print_ for _person, print_ in keys], enterprise_id),
    )
    return {(person, fingerprint): training for person, fingerprint, training in rows}


def _line(row: dict[str, Any]) -> str:
    """As COPY takes it: what people wrote has neither tabs nor line breaks once it is plain."""
    return "\t".join([_copied(value) for value in row.values()])


def _copied(value: Any) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, str):
        return copied_text(value)
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return str(value)
