"""Forgetting what was brought once nobody needs it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.learning.batches.models import RegistrationBatch
from app.learning.batches.values import State
from app.learning.bringing.models import BroughtLines, BroughtSheet
from app.learning.bringing.values import SheetState

#: What was brought and never loaded is forgotten after so many days.
KEPT_DAYS = 7


def forget_old_sheets(db: Session, *, at: datetime) -> None:
    """Give up the lines of what was brought some days ago, or has been loaded since."""
    loaded = RegistrationBatch.state.in_((State.WRITTEN.value, State.STOPPED.value))
    old = BroughtSheet.brought_at < at - timedelta(days=KEPT_DAYS)
    db.execute(
        delete(BroughtLines).where(
            BroughtLines.sheet_id.in_(
                select(BroughtSheet.sheet_id)
                .outerjoin(RegistrationBatch, RegistrationBatch.batch_id == BroughtSheet.batch_id)
                .where(or_(old, BroughtSheet.ended_at.is_not(None), loaded))
            )
        )
    )
    db.execute(
        update(BroughtSheet)
        .where(old, BroughtSheet.state == SheetState.BROUGHT.value)
        .values(state=SheetState.WITHDRAWN.value, ended_at=at)
    )
