"""What the career page asks of this room: trainings, and what is left of the credit today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Date,
    Integer,
    SelectBase,
    String,
    Uuid,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.employment.joining import span_of
from app.employment.queries import EMPLOYERS, EmploymentRow
from app.employment.rules.joining import Span
from app.enterprises.offices import MACHINES, OFFICE_BEHIND
from app.enterprises.queries import NAMED, SizeOfPeriod
from app.foundation.asking import Question
from app.foundation.knowing import known_now
from app.learning.accounts import by_enterprise, inputs_from
from app.learning.models import StatedEnd, StatedRight, Training
from app.learning.parameters import law
from app.learning.rules.credit import Credit as Credit
from app.learning.rules.credit import credit_of
from app.learning.rules.ledger import ledger_for
from app.learning.versions import (
    RIGHT_VERSIONS,
    EndVersion,
    RightVersion,
    by_whom,
    end_version,
    right_version,
)


@dataclass(frozen=True, slots=True)
class TrainingRow:
    training_id: UUID
    person_id: UUID
    enterprise_id: UUID
    employer: str | None
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    formal: bool
    followed: bool
    counts: bool
    not_counting: str | None
    certified: bool
    certificate_until: date | None
    recorded_from: datetime
    field_of_learning: str | None = None  # a code of ISCED-F 2013
    provider: str | None = None
    #: Or the provider, that registered it for the employer: its name, or else its number.
    office: str | None = None
    origin: str | None = None  # how it came here
    origin_name: str | None = None  # of the other system it is brought along from
    original_registered_on: date | None = None  # there


_ITS_OFFICE = NAMED.alias("its_office")
#: Asked of each training by itself: of most there is neither an office nor a provider.
_MADE_BY = func.coalesce(
    Training.sender_id,
    select(OFFICE_BEHIND.c.office_id)
    .where(OFFICE_BEHIND.c.mandate_id == Training.mandate_id)
    .correlate(Training)
    .scalar_subquery(),
    select(MACHINES.c.belongs_to)
    .where(MACHINES.c.client_id == Training.client_id)
    .correlate(Training)
    .scalar_subquery(),
)
_OFFICE = (
    select(func.coalesce(_ITS_OFFICE.c.employer, _ITS_OFFICE.c.enterprise_number))
    .where(_ITS_OFFICE.c.enterprise_id == func.nullif(_MADE_BY, Training.enterprise_id))
    .correlate(Training)
    .scalar_subquery()
)
_TRAININGS = (
    select(
        Training.training_id,
        Training.person_id,
        Training.enterprise_id,
        NAMED.c.employer,
        Training.title,
        Training.starts_on,
        Training.ends_on,
        Training.minutes,
        Training.formal,
        Training.followed,
        Training.counts,
        Training.not_counting,
        Training.certified,
        Training.certificate_until,
        Training.recorded_from,
        Training.field_of_learning,
        Training.provider,
        _OFFICE.label("office"),
        Training.origin,
        Training.origin_name,
        Training.original_registered_on,
    )
    .join(NAMED, NAMED.c.enterprise_id == Training.enterprise_id)
    .where(Training.person_id == bindparam("person"), Training.recorded_until.is_(None))
    .order_by(Training.ends_on.desc(), Training.training_id)
)
#: A person's trainings, newest first.
TRAININGS_OF = Question(_TRAININGS, TrainingRow)
_TRAININGS_WITH = Question(
    _TRAININGS.where(Training.enterprise_id == bindparam("enterprise")), TrainingRow
)


def trainings_of(
    db: Session, person_id: UUID, *, enterprise_id: UUID | None = None
) -> list[TrainingRow]:
    """A person's trainings, newest first; those with one enterprise only, if one is named."""
    if enterprise_id is None:
        return TRAININGS_OF.ask(db, person=person_id)
    return _TRAININGS_WITH.ask(db, person=person_id, enterprise=enterprise_id)


_STATED: SelectBase = union_all(
    RIGHT_VERSIONS.add_columns(
        cast(null(), Uuid).label("employment_id"),
        cast(null(), String).label("end_reason"),
        cast(null(), Date).label("notice_from"),
    ).where(
        known_now(StatedRight),
        StatedRight.enterprise_id.in_(EMPLOYERS),
        or_(StatedRight.person_id.is_(None), StatedRight.person_id == bindparam("person")),
    ),
    select(
        StatedEnd.statement_id,
        StatedEnd.enterprise_id,
        StatedEnd.person_id,
        *(cast(null(), kind) for kind in (Integer, String, Integer, Integer, String)),
        *by_whom(StatedEnd),
        StatedEnd.employment_id,
        StatedEnd.end_reason,
        StatedEnd.notice_from,
    ).where(known_now(StatedEnd), StatedEnd.person_id == bindparam("person")),
)


def _stated(*row: Any) -> RightVersion | EndVersion:
    about, right, version, end = row[:3], row[3:8], row[8:15], row[15:]
    if end[0] is None:
        return right_version(*about, *right, *version)
    return end_version(*about, *end, *version)


#: What every employer of a person states of her rights and of how her employments end, known now.
STATED_OF = Question(_STATED, _stated)


class _Work(NamedTuple):
    """What the credit hangs on of an employment, as a value that can be remembered."""

    enterprise_id: UUID
    employment_id: UUID
    starts_on: date
    ends_on: date | None
    joint_committee: str | None
    stored: tuple[tuple[Any, ...], ...]

    @property
    def regimes(self) -> tuple[Span, ...]:
        return tuple(span_of(row) for row in self.stored)


def credit_today(
    employments: Iterable[EmploymentRow],
    trainings: Iterable[TrainingRow],
    sizes: Iterable[SizeOfPeriod],
    stated: Iterable[RightVersion | EndVersion],
    *,
    today: date,
) -> Credit | None:
    """What is left with all employers together; None where adding up makes no sense.

    The same figures as on the page of the accounts, remembered by everything they rest on: the
    career page is opened often, and what it rests on seldom changes.
    """
    work = (
        _Work(
            row.enterprise_id,
            row.employment_id,
            row.starts_on,
            row.ends_on,
            row.joint_committee,
            tuple(map(tuple, row.stored_regimes)),
        )
        for row in employments
    )
    return _credit(tuple(work), tuple(trainings), tuple(sizes), tuple(stated), today)


@lru_cache(maxsize=256)
def _credit(
    work: tuple[_Work, ...],
    trainings: tuple[TrainingRow, ...],
    sizes: tuple[SizeOfPeriod, ...],
    stated: tuple[RightVersion | EndVersion, ...],
    today: date,
) -> Credit | None:
    by_training, by_size = by_enterprise(trainings), by_enterprise(sizes)
    rights = by_enterprise(each for each in stated if isinstance(each, RightVersion))
    ends = {each.employment_id: each for each in stated if isinstance(each, EndVersion)}
    accounts = []
    for key, rows in by_enterprise(work).items():
        known = {each.first_year: each.size for each in by_size[key]}
        inputs = inputs_from(rows, by_training[key], known, rights[key], ends)
        account = ledger_for(inputs, law(), until=today.year, today=today).of(today.year)
        if account is not None:
            accounts.append(account)
    return credit_of(accounts)
