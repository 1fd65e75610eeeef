"""Measuring the size of an enterprise from its DmfA declarations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.enterprises.rules import periods_measured_by, reference_quarters
from app.enterprises.sizes import keep_size
from app.foundation.calendar import Quarter
from app.foundation.database import raw


def measure_size(db: Session, enterprise_id: UUID, quarter: Quarter, *, at: datetime) -> None:
    """Measure again the size of every two-year period that this quarter has a part in."""
    for first_year in periods_measured_by(quarter):
        reference = reference_quarters(first_year)
        declared = fte_by_quarter(db, enterprise_id, reference)
        keep_size(db, enterprise_id, first_year, declared, at=at)


def fte_by_quarter(
    db: Session, enterprise_id: UUID, quarters: tuple[Quarter, ...]
) -> dict[Quarter, int]:
    """Full-time equivalents in hundredths on the last day of each quarter declared.

    A full-timer is one; a part-timer is Q/S, and counts as one where Q or S is missing, as
    leaving somebody out would make the enterprise smaller than it is.
    """
    rows = raw(db).execute(
        """
        with asked as (
            select * from unnest(%(keys)s::int[], %(days)s::date[]) as a (quarter, last_day))
        select declared.quarter, coalesce(sum(
            case when part_time and hours_worked is not null and hours_full_time > 0
                 then least(hours_worked::numeric / hours_full_time, 1) else 1 end
        ) filter (where line.person_id is not null), 0)
        from quarter_declarations as declared
        join asked on asked.quarter = declared.quarter
        left join occupation_lines as line
          on line.enterprise_id = declared.enterprise_id and line.quarter = declared.quarter
         and line.recorded_until is null and line.is_work
         and line.starts_on <= asked.last_day
         and (line.ends_on is null or line.ends_on >= asked.last_day)
        where declared.enterprise_id = %(enterprise)s and declared.recorded_until is null
        group by declared.quarter
        """,
        {
            "enterprise": enterprise_id,
            "keys": [q.key for q in quarters],
            "days": [q.last_day for q in quarters],
        },
    )
    return {Quarter.from_key(key): round(fte * 100) for key, fte in rows}
