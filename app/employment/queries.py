"""Questions about employments, as known now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Integer, bindparam, cast, func, literal_column, or_, select
from sqlalchemy.orm import Session

from app.employment.joining import span_of
from app.employment.models import Employment, OccupationLine
from app.employment.rules.joining import Span
from app.enterprises.queries import NAMED, sizes_question
from app.foundation.asking import Question


@dataclass(frozen=True, slots=True)
class EmploymentRow:
    """One employment with its employer."""

    employment_id: UUID
    person_id: UUID
    enterprise_id: UUID
    employer: str | None
    enterprise_number: str | None
    starts_on: date
    ends_on: date | None
    joint_committee: str | None
    part_time: bool | None
    hours_worked: int | None
    hours_full_time: int | None
    sources: list[str]
    declared_until: int | None
    declared_at: datetime
    stored_regimes: list[Any]

    @property
    def regimes(self) -> tuple[Span, ...]:
        """The regimes, oldest first."""
        return tuple(span_of(row) for row in self.stored_regimes)


_EMPLOYMENTS = (
    select(
        Employment.employment_id,
        Employment.person_id,
        Employment.enterprise_id,
        NAMED.c.employer,
        NAMED.c.enterprise_number,
        Employment.starts_on,
        Employment.ends_on,
        Employment.joint_committee,
        Employment.part_time,
        Employment.hours_worked,
        Employment.hours_full_time,
        Employment.sources,
        Employment.declared_until,
        Employment.declared_at,
        Employment.regimes,
    )
    .join(NAMED, NAMED.c.enterprise_id == Employment.enterprise_id)
    .where(Employment.recorded_until.is_(None))
)
_OF_PERSON = _EMPLOYMENTS.where(Employment.person_id == bindparam("person")).order_by(
    Employment.starts_on.desc(), Employment.employment_id
)
#: A person's employments, newest first.
EMPLOYMENTS_OF = Question(_OF_PERSON, EmploymentRow)
_OF_PERSON_WITH = Question(
    _OF_PERSON.where(Employment.enterprise_id == bindparam("enterprise")), EmploymentRow
)
#: The size of every employer of a person.
SIZES_OF_EMPLOYERS = sizes_question(
    select(Employment.enterprise_id)
    .where(Employment.person_id == bindparam("person"), Employment.recorded_until.is_(None))
    .scalar_subquery()
)
_WORKFORCE_ROWS = _EMPLOYMENTS.where(
    Employment.enterprise_id == bindparam("enterprise"),
    Employment.starts_on <= bindparam("day"),
    or_(Employment.ends_on.is_(None), Employment.ends_on >= bindparam("day")),
).order_by(Employment.person_id, Employment.starts_on.desc())
_WORKFORCE = Question(_WORKFORCE_ROWS, EmploymentRow)


def employments_of(
    db: Session, person_id: UUID, *, enterprise_id: UUID | None = None
) -> list[EmploymentRow]:
    """A person's employments, newest first; with one enterprise only, if one is named."""
    if enterprise_id is None:
        return EMPLOYMENTS_OF.ask(db, person=person_id)
    return _OF_PERSON_WITH.ask(db, person=person_id, enterprise=enterprise_id)


def workforce_of(db: Session, enterprise_id: UUID, *, on: date) -> list[EmploymentRow]:
    """Everyone employed by an enterprise on a day."""
    return _WORKFORCE.ask(db, enterprise=enterprise_id, day=on)


def stretches_with(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID]
) -> dict[UUID, list[tuple[date, date | None]]]:
    """First and last days of each person's employments with one enterprise."""
    found: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    rows = db.execute(
        select(Employment.person_id, Employment.starts_on, Employment.ends_on).where(
            Employment.enterprise_id == enterprise_id,
            Employment.person_id == func.any(list(person_ids)),
            Employment.recorded_until.is_(None),
        )
    )
    for person_id, starts_on, ends_on in rows:
        found[person_id].append((starts_on, ends_on))
    return found


@dataclass(frozen=True, slots=True)
class DeclaredYear:
    """What one employer declared for one person over a year; units as in the models."""

    year: int
    enterprise_id: UUID
    employer: str | None
    enterprise_number: str | None
    days: int
    pay: int
    severance: int
    declared_until: int
    declared_at: datetime


_YEAR = OccupationLine.quarter.op("/", return_type=Integer())(literal_column("10"))
_DECLARED = (
    select(
        _YEAR.label("year"),
        OccupationLine.enterprise_id,
        func.sum(OccupationLine.days).label("days"),
        cast(func.sum(OccupationLine.pay), BigInteger).label("pay"),
        cast(func.sum(OccupationLine.severance), BigInteger).label("severance"),
        func.max(OccupationLine.quarter).label("declared_until"),
        func.max(OccupationLine.declared_at).label("declared_at"),
    )
    .where(OccupationLine.person_id == bindparam("person"), OccupationLine.recorded_until.is_(None))
    .group_by(_YEAR, OccupationLine.enterprise_id)
    .subquery("declared")
)
_DECLARED_YEARS = (
    select(
        _DECLARED.c.year,
        _DECLARED.c.enterprise_id,
        NAMED.c.employer,
        NAMED.c.enterprise_number,
        *(_DECLARED.c[name] for name in ("days", "pay", "severance")),
        _DECLARED.c.declared_until,
        _DECLARED.c.declared_at,
    )
    .join(NAMED, NAMED.c.enterprise_id == _DECLARED.c.enterprise_id)
    .order_by(_DECLARED.c.year.desc(), _DECLARED.c.declared_until.desc(), NAMED.c.employer)
)

#: Days worked and gross pay of a person by year and employer, newest first.
DECLARED_YEARS_OF = Question(_DECLARED_YEARS, DeclaredYear)
