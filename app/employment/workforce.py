"""Who works, or worked, for an enterprise: one row for each person, for lists to be made of."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.employment.models import Employment
from app.foundation.knowing import known_now


def _there(enterprise_id: UUID, first: date, last: date | None) -> ColumnElement[bool]:
    there = (
        known_now(Employment)
        & (Employment.enterprise_id == enterprise_id)
        & or_(Employment.ends_on.is_(None), Employment.ends_on >= first)
    )
    return there if last is None else there & (Employment.starts_on <= last)


def staff(enterprise_id: UUID, *, first: date, last: date) -> Subquery:
    """Everyone employed on a day between two, inclusive, each with one employment.

    Of several the one that goes on longest, then the one begun last.  Other rooms join this as
    they join ``NAMED``; an index leads straight to an enterprise's employments.
    """
    return (
        select(
            Employment.person_id,
            Employment.employment_id,
            Employment.starts_on,
            Employment.ends_on,
            Employment.joint_committee,
            Employment.part_time,
            Employment.hours_worked,
            Employment.hours_full_time,
        )
        .ext(distinct_on(Employment.person_id))
        .where(_there(enterprise_id, first, last))
        .order_by(
            Employment.person_id,
            Employment.ends_on.desc().nulls_first(),
            Employment.starts_on.desc(),
            Employment.employment_id,
        )
        .subquery("staff")
    )


def still_open(enterprise_id: UUID, *, since: date) -> Select[Any]:
    """The people with an employment that ends on ``since`` or later, or not at all.

    Those of whom the enterprise sees anything: what it sees of others has closed.
    """
    return select(Employment.person_id).where(_there(enterprise_id, since, None))


def committees_of(db: Session, enterprise_id: UUID, *, first: date, last: date) -> list[str]:
    """The joint committees of everyone employed on a day between two, in order."""
    rows = db.execute(
        select(Employment.joint_committee)
        .distinct()
        .where(_there(enterprise_id, first, last), Employment.joint_committee.is_not(None))
        .order_by(Employment.joint_committee)
    )
    return [str(each) for each in rows.scalars()]
