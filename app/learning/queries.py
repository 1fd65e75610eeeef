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
from app.learning.models import Training
from app.learning.parameters import federal_right
from app.learning.rules.account import Account, Counted, account_for
from app.learning.rules.right import Employed, EnterpriseFte, RegimePeriod, right_for


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

    enterprise_id: UUID
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
            Training.enterprise_id,
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


class AccountedTraining(Counted, Protocol):
    """A training that says with which employer it was."""

    @property
    def enterprise_id(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class EmployerAccount:
    """The account of one worker with one employer."""

    enterprise_id: UUID
    employer: str | None
    enterprise_number: str | None
    account: Account


def accounts_from(
    employments: Sequence[EmploymentRow],
    trainings: Iterable[AccountedTraining],
    sizes: Mapping[UUID, Size],
    *,
    year: int,
    today: date,
) -> list[EmployerAccount]:
    """One account per employer with whom there was work in the year; no questions asked."""
    by_employer: dict[UUID, list[EmploymentRow]] = defaultdict(list)
    for row in employments:
        if row.starts_on.year <= year and (row.ends_on is None or row.ends_on.year >= year):
            by_employer[row.enterprise_id].append(row)
    followed = list(trainings)
    accounts = []
    for enterprise_id, rows in by_employer.items():
        size = sizes.get(enterprise_id)
        right = right_for(
            year,
            [_employed(row) for row in rows],
            EnterpriseFte(size.fte, size.quarters) if size else None,
            federal_right(),
            today=today,
        )
        theirs = [training for training in followed if training.enterprise_id == enterprise_id]
        accounts.append(
            EmployerAccount(
                enterprise_id,
                rows[0].employer,
                rows[0].enterprise_number,
                account_for(right, theirs),
            )
        )
    return accounts


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
            )
            for span in row.regimes
        ),
    )


@dataclass(frozen=True, slots=True)
class Credit:
    """The accounts of one year added up, where adding makes sense."""

    year: int
    granted: int
    used: int
    planned: int
    left: int
    day_minutes: int
    accounts: int


def credit_of(accounts: Sequence[EmployerAccount]) -> Credit | None:
    """The sum over all employers in minutes; None without accounts or with one unknown.

    Each account stays the affair of its own employer.  Days are days of the first account;
    where the length of a day differs between employers, no day would be right for the sum,
    and there is none.
    """
    known = [each.account for each in accounts if each.account.left is not None]
    if not known or len(known) < len(accounts):
        return None
    if len({account.day_minutes for account in known}) > 1:
        return None
    return Credit(
        year=known[0].year,
        granted=sum(account.granted or 0 for account in known),
        used=sum(account.used for account in known),
        planned=sum(account.planned for account in known),
        left=sum(account.left or 0 for account in known),
        day_minutes=known[0].day_minutes,
        accounts=len(known),
    )
