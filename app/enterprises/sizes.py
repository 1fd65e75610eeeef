"""Keeping the size of enterprises for the two-year periods of the law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.enterprises.models import EnterpriseSize
from app.enterprises.rules import average_fte
from app.foundation.calendar import Quarter
from app.foundation.versions import close_versions


def keep_size(
    db: Session,
    enterprise_id: UUID,
    first_year: int,
    declared: Mapping[Quarter, int],
    *,
    at: datetime,
) -> None:
    """Keep what the declared quarters say (hundredths of FTE each); a version when it changed."""
    quarters = [{"quarter": q.key, "fte": fte} for q, fte in sorted(declared.items())]
    this = (EnterpriseSize.enterprise_id == enterprise_id) & (
        EnterpriseSize.first_year == first_year
    )
    known = db.execute(
        select(EnterpriseSize.quarters).where(this, EnterpriseSize.recorded_until.is_(None))
    ).scalar_one_or_none()
    if known == quarters:
        return
    if known is not None:
        close_versions(db, EnterpriseSize, this, at=at)
    if declared:
        db.execute(
            insert(EnterpriseSize).values(
                enterprise_id=enterprise_id,
                first_year=first_year,
                recorded_from=at,
                fte=average_fte(declared),
                quarters=quarters,
            )
        )
