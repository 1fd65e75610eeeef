"""When something was last said of several workers' rights: what was looked at, and what is now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.learning.models import StatedRight


def last_said(
    db: Session, enterprise_id: UUID, year: int, person_ids: Collection[UUID]
) -> datetime | None:
    """When an enterprise last stated or withdrew a right of one of them; None for never."""
    return db.execute(
        select(func.max(StatedRight.recorded_from)).where(
            StatedRight.enterprise_id == enterprise_id,
            StatedRight.year == year,
            StatedRight.person_id == func.any(list(person_ids)),
        )
    ).scalar_one()
