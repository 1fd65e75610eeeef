"""Holding a sheet while something is done with it, and telling of it in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.learning.bringing.models import BroughtSheet


def held_sheet(db: Session, sheet_id: UUID, by: Actor | None) -> Mapping[str, Any] | None:
    """The sheet, of the enterprise acted for, held until the transaction ends."""
    table = BroughtSheet.__table__
    wanted = select(table).where(table.c.sheet_id == sheet_id).with_for_update()
    if by is not None:
        wanted = wanted.where(table.c.enterprise_id == by.enterprise_id)
    row = db.execute(wanted).one_or_none()
    return row._asdict() if row else None


def change_sheet(db: Session, sheet_id: UUID, **values: Any) -> None:
    db.execute(update(BroughtSheet).where(BroughtSheet.sheet_id == sheet_id).values(values))


def tell(
    db: Session, act: Act, by: Actor, via: Channel, at: datetime, details: dict[str, Any]
) -> None:
    record(db, [Trace(act, by, Ground.MANDATE, details=details)], via=via, at=at)
