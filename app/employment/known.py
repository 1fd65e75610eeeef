"""Employments as they are known now, for other rooms to select by.

Like :data:`app.enterprises.queries.NAMED` it is part of the room's interface; the table under it
is not.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, or_, select

from app.employment.models import Employment
from app.foundation.knowing import known_now

EMPLOYMENTS_KNOWN = (
    select(
        Employment.person_id,
        Employment.employment_id,
        Employment.enterprise_id,
        Employment.starts_on,
        Employment.ends_on,
        Employment.joint_committee,
    )
    .where(known_now(Employment))
    .subquery("employments_known")
)


def goes_on(columns: Any, day: BindParameter[date]) -> ColumnElement[bool]:
    """Whether an employment goes on on the day that fills a blank; ``columns`` are those above."""
    begun: ColumnElement[bool] = columns.starts_on <= day
    return begun & or_(columns.ends_on.is_(None), columns.ends_on >= day)
