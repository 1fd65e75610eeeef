"""Keeping the size of enterprises for the two-year periods of the law, as it is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.enterprises.models import EnterpriseSize
from app.enterprises.queries import SizeOrigin
from app.enterprises.rules import average_fte
from app.foundation.calendar import Quarter
from app.foundation.versions import close_versions


def keep_size(
    db: Session,
    enterprise_id: UUID,
    first_year: int,
    quarters: Mapping[Quarter, int],
    *,
    origin: SizeOrigin = SizeOrigin.MEASURED,
    at: datetime,
) -> None:
    """Keep what the quarters say (hundredths of FTE each); a version when it changed.

    No quarter: the size is not known, and a version that said otherwise is closed.
    """
    rests_on = [{"quarter": q.key, "fte": fte} for q, fte in sorted(quarters.items())]
    this = (EnterpriseSize.enterprise_id == enterprise_id) & (
        EnterpriseSize.first_year == first_year
    )
    known = db.execute(
        select(EnterpriseSize.quarters, EnterpriseSize.origin).where(
            this, EnterpriseSize.recorded_until.is_(None)
        )
    ).one_or_none()
    if known and (known.quarters, known.origin) == (rests_on, origin.value):
        return
    if known:
        close_versions(db, EnterpriseSize, this, at=at)
    if quarters:
        db.execute(
            insert(EnterpriseSize).values(
                enterprise_id=enterprise_id,
                first_year=first_year,
                recorded_from=at,
                fte=average_fte(quarters),
                quarters=rests_on,
                origin=origin.value,
            )
        )
