"""Questions about employments, as known now or on an instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Integer,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from app.employment.joining import span_of
from app.employment.models import Employment, OccupationLine
from app.employment.rules.joining import Span
from app.enterprises.queries import NAMED, all_sizes_question, sizes_question
from app.foundation.asking import Question
from app.foundation.knowing import TimedQuestion, known_now, known_then


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


_EMPLOYMENTS = select(
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
).join(NAMED, NAMED.c.enterprise_id == Employment.enterprise_id)
_OF_PERSON = _EMPLOYMENTS.where(Employment.person_id == bindparam("person")).order_by(
    Employment.starts_on.desc(), Employment.employment_id
)
_WITH = Employment.enterprise_id == bindparam("enterprise")
#: A person's employments, newest first.
EMPLOYMENTS_OF = TimedQuestion(
    _OF_PERSON.where(known_now(Employment)), _OF_PERSON.where(known_then(Employment)), EmploymentRow
)
#: Those with the enterprise that fills a blank.
EMPLOYMENTS_WITH = TimedQuestion(
    _OF_PERSON.where(known_now(Employment), _WITH),
    _OF_PERSON.where(known_then(Employment), _WITH),
    EmploymentRow,
)
#: The employers of the person that fills a blank, for other questions to select by; those too
#: that were known for one once, so that what was known on an instant can be asked.
EMPLOYERS = (
    select(Employment.enterprise_id)
    .where(Employment.person_id == bindparam("person"))
    .scalar_subquery()
)
#: The size of every employer of a person, for the two years from ``first_year``.
SIZES_OF_EMPLOYERS = sizes_question(EMPLOYERS)
#: The sizes of every employer of a person, for every period.
ALL_SIZES_OF_EMPLOYERS = all_sizes_question(EMPLOYERS)
_There = aliased(Employment)
#: Who has a day of employment between two days with the enterprise that fills a blank.
_THERE = select(_There.person_id).where(
    known_now(_There),
    _There.enterprise_id == bindparam("enterprise"),
    _There.starts_on <= bindparam("last"),
    or_(_There.ends_on.is_(None), _There.ends_on >= bindparam("first")),
)
_WORKFORCE = Question(
    _EMPLOYMENTS.where(known_now(Employment), _WITH, Employment.person_id.in_(_THERE)).order_by(
        Employment.person_id, Employment.starts_on.desc()
    ),
    EmploymentRow,
)


def employments_of(
    db: Session, person_id: UUID, *, enterprise_id: UUID | None = None
) -> list[EmploymentRow]:
    """A person's employments, newest first; with one enterprise only, if one is named."""
    if enterprise_id is None:
        return EMPLOYMENTS_OF.ask(db, person=person_id)
    return EMPLOYMENTS_WITH.ask(db, person=person_id, enterprise=enterprise_id)


def employments_known(
    db: Session, person_id: UUID, *, enterprise_id: UUID | None = None, at: datetime | None
) -> list[EmploymentRow]:
    """A person's employments as they were known at ``at``, or now; newest first.

    Employers have the names they have now: a name is no part of what an account rests on.
    """
    if enterprise_id is None:
        return EMPLOYMENTS_OF.ask_on(db, at, person=person_id)
    return EMPLOYMENTS_WITH.ask_on(db, at, person=person_id, enterprise=enterprise_id)


def workforce_of(
    db: Session, enterprise_id: UUID, *, first: date, last: date
) -> dict[UUID, list[EmploymentRow]]:
    """Everyone employed by an enterprise on a day between two, inclusive.

    Each with all employments there ever were with it, newest first: an account may go on from
    one to the next.
    """
    found: dict[UUID, list[EmploymentRow]] = defaultdict(list)
    for row in _WORKFORCE.ask(db, enterprise=enterprise_id, first=first, last=last):
        found[row.person_id].append(row)
    return found


_AMONG = Question(
    _EMPLOYMENTS.where(
        known_now(Employment), _WITH, Employment.person_id == func.any(bindparam("people"))
    ).order_by(Employment.person_id, Employment.starts_on.desc()),
    EmploymentRow,
)


def employments_among(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID]
) -> dict[UUID, list[EmploymentRow]]:
    """Of each of these persons, all employments with one enterprise, newest first."""
    found: dict[UUID, list[EmploymentRow]] = defaultdict(list)
    for row in _AMONG.ask(db, enterprise=enterprise_id, people=list(person_ids)):
        found[row.person_id].append(row)
    return found


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


def contracts_with(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], tuple[date, date | None]]:
    """First and last day of each employment with one enterprise, by person and employment."""
    rows = db.execute(
        select(
            Employment.person_id, Employment.employment_id, Employment.starts_on, Employment.ends_on
        ).where(
            Employment.enterprise_id == enterprise_id,
            Employment.person_id == func.any(list(person_ids)),
            Employment.recorded_until.is_(None),
        )
    )
    return {(person, key): (starts_on, ends_on) for person, key, starts_on, ends_on in rows}


def absorbed(db: Session, employment_ids: Collection[UUID], person_id: UUID) -> dict[UUID, UUID]:
    """Which employment of a person took the place of each of these, where one did.

    Deriving again may find that two were one; the key of one of them is then in force no more,
    and its days lie in those of the other.
    """
    before, now = aliased(Employment), aliased(Employment)
    rows = db.execute(
        select(before.employment_id, now.employment_id)
        .join(
            now,
            (now.person_id == before.person_id)
            & (now.enterprise_id == before.enterprise_id)
            & (now.employment_id != before.employment_id)
            & now.recorded_until.is_(None)
            & (now.starts_on <= func.coalesce(before.ends_on, date.max))
            & (before.starts_on <= func.coalesce(now.ends_on, date.max)),
        )
        .where(
            before.person_id == person_id,
            before.employment_id == func.any(list(employment_ids)),
            ~exists().where(
                Employment.person_id == person_id,
                Employment.employment_id == before.employment_id,
                Employment.recorded_until.is_(None),
            ),
        )
        .order_by(before.recorded_from, now.starts_on)
    )
    return {row[0]: row[1] for row in rows}


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
