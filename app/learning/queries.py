"""Questions about trainings and credit accounts, as known now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.employment.queries import EmploymentRow
from app.enterprises.queries import NAMED, Size
from app.foundation.asking import Question
from app.foundation.clock import day_of
from app.learning.models import Training
from app.learning.parameters import law
from app.learning.rules import credit
from app.learning.rules.account import YearAccount
from app.learning.rules.credit import Credit as Credit
from app.learning.rules.facts import (
    CreditedTraining,
    Employed,
    EnterpriseFte,
    RegimePeriod,
    SizeOrigin,
    size_period,
)
from app.learning.rules.inputs import AccountInputs
from app.learning.rules.ledger import ledger_for


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
    certified: bool
    certificate_until: date | None
    recorded_from: datetime


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
        Training.certified,
        Training.certificate_until,
        Training.recorded_from,
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


@dataclass(frozen=True, slots=True)
class CountedTraining:
    """What the account needs of a training, for a whole workforce at a time."""

    training_id: UUID
    enterprise_id: UUID
    starts_on: date
    ends_on: date
    minutes: int
    followed: bool
    counts: bool


def trainings_in_year(
    db: Session, enterprise_id: UUID, *, year: int
) -> dict[UUID, list[CountedTraining]]:
    """The trainings of a year with one enterprise, by worker."""
    found: dict[UUID, list[CountedTraining]] = defaultdict(list)
    rows: Iterable[Any] = db.execute(
        select(
            Training.person_id,
            Training.training_id,
            Training.enterprise_id,
            Training.starts_on,
            Training.ends_on,
            Training.minutes,
            Training.followed,
            Training.counts,
        ).where(
            Training.enterprise_id == enterprise_id,
            Training.recorded_until.is_(None),
            Training.ends_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
    )
    for person_id, *content in rows:
        found[person_id].append(CountedTraining(*content))
    return found


class AccountedTraining(Protocol):
    """A training that says with which employer it was."""

    @property
    def training_id(self) -> UUID: ...
    @property
    def enterprise_id(self) -> UUID: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def minutes(self) -> int: ...
    @property
    def followed(self) -> bool: ...
    @property
    def counts(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class EmployerAccount:
    """The account of one worker with one employer."""

    enterprise_id: UUID
    employer: str | None
    enterprise_number: str | None
    account: YearAccount


def accounts_from(
    employments: Sequence[EmploymentRow],
    trainings: Iterable[AccountedTraining],
    sizes: Mapping[UUID, Size],
    *,
    year: int,
    today: date,
) -> list[EmployerAccount]:
    """One account per employer with whom there was work in the year; no questions asked.

    ``sizes`` are those of the year, so that what earlier years left is not known here: the
    accounts are of this year only.
    """
    by_employer: dict[UUID, list[EmploymentRow]] = defaultdict(list)
    for row in employments:
        by_employer[row.enterprise_id].append(row)
    by_training: dict[UUID, list[AccountedTraining]] = defaultdict(list)
    for training in trainings:
        by_training[training.enterprise_id].append(training)
    accounts = []
    for enterprise_id, rows in by_employer.items():
        size = sizes.get(enterprise_id)
        inputs = AccountInputs(
            tuple(_employed(row) for row in rows),
            tuple(_credited(each) for each in by_training[enterprise_id]),
            {size_period(year): _fte(size)} if size else {},
        )
        account = ledger_for(inputs, law(), until=year, since=year, today=today).of(year)
        if account is not None:
            accounts.append(
                EmployerAccount(enterprise_id, rows[0].employer, rows[0].enterprise_number, account)
            )
    return accounts


def _fte(size: Size) -> EnterpriseFte:
    return EnterpriseFte(
        size.fte,
        size.declared,
        SizeOrigin(size.origin.value),
        size.reason,
        day_of(size.stated_at) if size.stated_at else None,
        size.computed.fte if size.computed else None,
    )


def _credited(row: AccountedTraining) -> CreditedTraining:
    return CreditedTraining(
        str(row.training_id), row.starts_on, row.ends_on, row.minutes, row.followed, row.counts
    )


def _employed(row: EmploymentRow) -> Employed:
    return Employed(
        row.starts_on,
        row.ends_on,
        tuple(
            RegimePeriod(
                span.starts_on,
                span.ends_on,
                span.hours_worked,
                span.hours_full_time,
                span.part_time,
                span.days_per_week,
                span.joint_committee or row.joint_committee,
            )
            for span in row.regimes
        ),
    )


def credit_of(accounts: Sequence[EmployerAccount]) -> Credit | None:
    """The sum over all employers in minutes; None where adding up makes no sense."""
    return credit.credit_of([each.account for each in accounts])
