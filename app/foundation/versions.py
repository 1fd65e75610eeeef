"""Closing versions of facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, update
from sqlalchemy.orm import Session

from app.foundation.database import Base


def close_versions(
    db: Session, table: Table | type[Base], *those: ColumnElement[bool], at: datetime
) -> None:
    """End, at ``at``, the open versions for which all of ``those`` hold.

    A version that was opened at that very instant is removed: everything in one message is
    known from the same moment, so what a later part of it corrects was never known at all.
    """
    columns: Any = table.c if isinstance(table, Table) else table
    open_now = columns.recorded_until.is_(None)
    db.execute(delete(table).where(*those, open_now, columns.recorded_from == at))
    db.execute(update(table).where(*those, open_now).values(recorded_until=at))
