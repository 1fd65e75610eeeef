"""Moving facts from one key to another, when two keys turn out to be one person or enterprise."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, delete, update
from sqlalchemy.orm import Session

from app.foundation.database import Base


def move_rows(
    db: Session,
    model: type[Base],
    column: str,
    *,
    kept: UUID,
    given_up: UUID,
    once: tuple[str, ...] = (),
    at: datetime | None = None,
) -> None:
    """Give every row of ``given_up`` to ``kept``.

    A row that ``kept`` has already (the same primary key otherwise) is dropped: it is the
    same fact.  ``once`` names the columns of which ``kept`` may have one open version; an
    open version of ``given_up`` that would be a second one is closed at ``at``.
    """
    table = model.__table__
    assert isinstance(table, Table)
    theirs = table.alias("theirs")
    mine, other = table.c[column], theirs.c[column]
    same_key: list[Any] = [
        c == theirs.c[c.name] for c in table.primary_key.columns if c.name != column
    ]
    if same_key:
        db.execute(delete(table).where(mine == given_up, other == kept, and_(*same_key)))
    if once:
        same: list[Any] = [table.c[name] == theirs.c[name] for name in once]
        db.execute(
            update(table)
            .where(
                mine == given_up,
                other == kept,
                table.c.recorded_until.is_(None),
                theirs.c.recorded_until.is_(None),
                and_(*same),
            )
            .values(recorded_until=at)
        )
    db.execute(update(table).where(mine == given_up).values({column: kept}))
