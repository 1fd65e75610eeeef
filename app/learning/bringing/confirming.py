"""Confirming the rights that were brought and shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.jobs import enqueue_once
from app.foundation.problems import problem
from app.learning.bringing.holding import change_sheet, held_sheet, tell
from app.learning.bringing.jobs import write
from app.learning.bringing.values import SheetState


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The rights are being stated; confirmed twice, they are stated once."""

    sheet_id: UUID


def confirm_rights(
    db: Session, sheet_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> Confirmed | Refused:
    """Have stated what was shown."""
    held = held_sheet(db, sheet_id, by)
    if held is None:
        return Refused((problem("no_such_sheet"),))
    if not may_register(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    if held["state"] in {SheetState.WRITING, SheetState.WRITTEN}:
        return Confirmed(sheet_id)
    if held["state"] != SheetState.READ or not held["ready"]:
        return Refused((problem("nothing_to_state"),))
    change_sheet(
        db,
        sheet_id,
        state=SheetState.WRITING.value,
        confirmed_by=by.person_id,
        confirmed_under=by.mandate_id,
        confirmed_at=at,
    )
    tell(db, Act.RIGHTS_CONFIRMED, by, via, at, {"sheet_id": str(sheet_id), "rows": held["ready"]})
    enqueue_once(db, write, sheet_id=str(sheet_id))
    return Confirmed(sheet_id)
