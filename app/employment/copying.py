"""Employments of whole enterprises as plain text, for those who go through very many.

Making objects of a row costs more than everything that is then done with most of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.foundation.copying import streamed
from app.foundation.database import raw

#: Enterprise, person, employment, first and last day, joint committee, regimes as JSON.
EmploymentText = tuple[str, str, str, str, str | None, str | None, str]


def employments_streamed(
    db: Session,
    enterprise_ids: Collection[UUID],
    *,
    person_ids: Collection[UUID] | None = None,
    since: int,
    at: datetime | None = None,
) -> Iterator[EmploymentText]:
    """All employments of whoever worked there in the year ``since`` or later, as known at ``at``.

    By enterprise and person; those of one person are in time, and what is side by side stands in
    an order that does not hang on how it arrived.
    """
    return streamed(
        db,
        "employments_streamed",
        """
        select enterprise_id::text, person_id::text, employment_id::text, starts_on::text,
               ends_on::text, joint_committee, regimes::text
        from (
            select *, max(coalesce(ends_on, 'infinity')) over (
                partition by enterprise_id, person_id) as last_day
            from employments
            where enterprise_id = any(%(enterprises)s) and {known} {those}) as theirs
        where last_day >= make_date(%(since)s, 1, 1)
        order by theirs.enterprise_id, theirs.person_id, theirs.starts_on, theirs.ends_on,
                 theirs.regimes
        """,
        enterprises=list(enterprise_ids),
        persons=None if person_ids is None else list(person_ids),
        since=since,
        at=at,
    )


def workforces(db: Session, *, since: int) -> list[tuple[UUID, int]]:
    """Every enterprise in which somebody worked in the year ``since`` or later: how many did."""
    rows = raw(db).execute(
        "select enterprise_id, count(*) from employments where recorded_until is null"
        " and (ends_on is null or ends_on >= make_date(%s, 1, 1))"
        " group by enterprise_id order by enterprise_id",
        (since,),
    )
    return [(enterprise_id, count) for enterprise_id, count in rows]


def employers_of(db: Session, person_id: UUID) -> list[UUID]:
    """Every enterprise with which an employment of a person was ever known."""
    rows = raw(db).execute(
        "select distinct enterprise_id from employments where person_id = %s", (person_id,)
    )
    return [row[0] for row in rows]
