"""Measuring the size of an enterprise from its DmfA declarations, or from its first workers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.enterprises.queries import SizeOrigin
from app.enterprises.rules import (
    periods_measured_by,
    periods_of_first_employment,
    quarter_of_first_employment,
    reference_quarters,
)
from app.enterprises.sizes import keep_size
from app.foundation.calendar import Quarter
from app.foundation.database import raw


def measure_sizes(db: Session, declared: Collection[tuple[UUID, Quarter]], *, at: datetime) -> None:
    """Measure again the sizes of every two-year period that these quarters have a part in.

    Each is a quarter that the employer beside it declared.  It is a reference quarter of the
    period, or the employer may have begun in it.
    """
    measured = {(who, year) for who, quarter in declared for year in periods_measured_by(quarter)}
    for enterprise_id, first_year in measured:
        reference = reference_quarters(first_year)
        keep_size(
            db,
            enterprise_id,
            first_year,
            fte_by_quarter(db, enterprise_id, reference),
            at=at,
        )
    begun = {
        (who, year) for who, quarter in declared for year in periods_of_first_employment(quarter)
    }
    for enterprise_id, first_year in begun - measured:
        measure_first_quarter(db, enterprise_id, first_year, at=at)


def measure_first_quarter(
    db: Session, enterprise_id: UUID, first_year: int, *, at: datetime
) -> None:
    """Measure the size of an employer that declared no reference quarter of a period.

    One that declared any is measured by what it declared, whenever that arrives, and is left
    alone here.
    """
    reference = reference_quarters(first_year)
    if _declared_any(db, enterprise_id, reference):
        return
    employed_before, first_day = _first_employment(db, enterprise_id, reference)
    quarter = quarter_of_first_employment(
        first_year, employed_before=employed_before, first_day=first_day
    )
    workers = {quarter: 100 * _workers_on(db, enterprise_id, quarter.last_day)} if quarter else {}
    keep_size(db, enterprise_id, first_year, workers, origin=SizeOrigin.FIRST_QUARTER, at=at)


def _declared_any(db: Session, enterprise_id: UUID, quarters: tuple[Quarter, ...]) -> bool:
    found = raw(db).execute(
        "select from quarter_declarations where enterprise_id = %s and quarter = any(%s)"
        " and recorded_until is null limit 1",
        (enterprise_id, [quarter.key for quarter in quarters]),
    )
    return found.fetchone() is not None


def _first_employment(
    db: Session, enterprise_id: UUID, reference: tuple[Quarter, ...]
) -> tuple[bool, date | None]:
    """Whether anybody was employed in the reference quarters; the first day of work after."""
    row = raw(db).execute(
        """
        select coalesce(bool_or(starts_on <= %(last)s), false),
               min(starts_on) filter (where starts_on > %(last)s)
        from employments
        where enterprise_id = %(enterprise)s and recorded_until is null
          and (ends_on is null or ends_on >= %(first)s)
        """,
        {
            "enterprise": enterprise_id,
            "first": reference[0].first_day,
            "last": reference[-1].last_day,
        },
    )
    before, first_day = row.fetchone() or (False, None)
    return before, first_day


def _workers_on(db: Session, enterprise_id: UUID, day: date) -> int:
    """Heads, not full-time equivalents: that is what the rule for new employers speaks of."""
    row = raw(db).execute(
        """
        select count(distinct person_id) from employments
        where enterprise_id = %(enterprise)s and recorded_until is null
          and starts_on <= %(day)s and (ends_on is null or ends_on >= %(day)s)
        """,
        {"enterprise": enterprise_id, "day": day},
    )
    [workers] = row.fetchone() or (0,)
    return int(workers)


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
