"""Writing very many trainings at once, each of them once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from app.foundation.database import raw
from app.learning.models import Training


def insert_trainings(db: Session, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Write the rows that are new, in their order; the keys of those written.

    Column by column: a statement with a parameter for each value of hundreds of rows takes
    longer to put together than to carry out.
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
