"""Remembering what columns are, for the next sheet that has the same, and forgetting it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel
from app.enterprises.mandates import may_register
from app.foundation.clock import day_of
from app.learning.bringing.holding import held_sheet, tell
from app.learning.bringing.mapping import signature_of
from app.learning.bringing.models import RememberedColumns


def remember_columns(
    db: Session,
    sheet_id: UUID,
    *,
    office_id: UUID | None,
    by: Actor,
    via: Channel,
    at: datetime,
) -> None:
    """Remember what the columns of a sheet are, in place of what was remembered of the same."""
    held = held_sheet(db, sheet_id, by)
    if held is None or held["mapping"] is None or not may_register(db, by, on=day_of(at)):
        return
    said = {
        "office_id": office_id,
        "header": held["header"],
        "mapping": held["mapping"],
        "remembered_by": by.person_id,
        "remembered_at": at,
    }
    key = {
        "enterprise_id": held["enterprise_id"],
        "what": held["what"],
        "signature": signature_of(held["header"]),
    }
    mapping_id = db.execute(
        insert(RememberedColumns)
        .values(**key, **said)
        .on_conflict_do_update(index_elements=list(key), set_=said)
        .returning(RememberedColumns.mapping_id)
    ).scalar_one()
    tell(db, Act.COLUMNS_REMEMBERED, by, via, at, {"mapping_id": str(mapping_id)})


def forget_columns(db: Session, mapping_id: UUID, *, by: Actor, via: Channel, at: datetime) -> bool:
    """Forget what is remembered of some columns; whether there was anything to forget."""
    if not may_register(db, by, on=day_of(at)):
        return False
    forgotten = db.execute(
        delete(RememberedColumns)
        .where(
            RememberedColumns.mapping_id == mapping_id,
            RememberedColumns.enterprise_id == by.enterprise_id,
        )
        .returning(RememberedColumns.mapping_id)
    ).first()
    if forgotten:
        tell(db, Act.COLUMNS_FORGOTTEN, by, via, at, {"mapping_id": str(mapping_id)})
    return forgotten is not None
