"""The accounts of one worker as they were known at an instant, with all that they rest on.

Everything is asked in one round trip, whatever the number of employers and years; what an
account rests on is put together by a pure function, so that a whole workforce can use it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import (
    ALL_SIZES_OF_EMPLOYERS,
    EMPLOYMENTS_OF,
    EMPLOYMENTS_WITH,
    EmploymentRow,
)
from app.employment.rules.joining import Span
from app.enterprises.queries import SIZES_OF, Size, SizeOfPeriod
from app.foundation.asking import Asked, together
from app.foundation.clock import day_of
from app.learning.parameters import law
from app.learning.rules.account import Ledger
from app.learning.rules.facts import (
    ContractEnd,
    CreditedTraining,
    Employed,
    EnterpriseFte,
    NotCounting,
    RegimePeriod,
    SizeOrigin,
    Statement,
)
from app.learning.rules.inputs import AccountInputs
from app.learning.rules.ledger import ledger_for
from app.learning.statements import (
    ENDS,
    ENDS_HERE,
    RIGHTS,
    RIGHTS_WITH,
    TRAININGS,
    TRAININGS_WITH,
    EndVersion,
    RightVersion,
    TrainingVersion,
)


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """The account of one worker with one employer, and the facts behind it.

    ``trainings`` are by the reference that the lines of the ledger name; ``rights`` are what
    the employer states for this worker and for everyone, ``ends`` how it states that an
    employment ends, by employment.
    """

    enterprise_id: UUID
    employer: str | None
    enterprise_number: str | None
    inputs: AccountInputs
    ledger: Ledger
    trainings: dict[str, TrainingVersion]
    employments: tuple[EmploymentRow, ...]
    rights: tuple[RightVersion, ...]
    ends: dict[UUID, EndVersion]


def accounts_known(
    db: Session,
    person_id: UUID,
    *,
    today: date,
    at: datetime | None = None,
    until: int | None = None,
    enterprise_id: UUID | None = None,
) -> list[KnownAccount]:
    """The accounts of a person as known at ``at``, or now: one per employer, the newest first.

    Employers without work in the years under the law have none.  ``until`` is the last year of
    the accounts, that of ``today`` if not named; with ``enterprise_id`` only what concerns that
    enterprise is asked.
    """
    employments, trainings, sizes, rights, ends = together(
        db, *_questions(person_id, enterprise_id, at)
    )
    by_employer = by_enterprise(employments)
    theirs = by_enterprise(trainings), by_enterprise(sizes), by_enterprise(rights)
    stated_ends = {each.employment_id: each for each in ends}
    found = []
    for key, rows in by_employer.items():
        trainings_here, sizes_here, rights_here = (each[key] for each in theirs)
        ends_here = {row.employment_id: stated_ends.get(row.employment_id) for row in rows}
        known_ends = {id_: end for id_, end in ends_here.items() if end}
        inputs = inputs_from(
            rows,
            trainings_here,
            {each.first_year: each.size for each in sizes_here},
            rights_here,
            known_ends,
        )
        ledger = ledger_for(inputs, law(), until=until or today.year, today=today)
        if ledger.years:
            found.append(
                KnownAccount(
                    key,
                    rows[0].employer,
                    rows[0].enterprise_number,
                    inputs,
                    ledger,
                    {str(each.training_id): each for each in trainings_here},
                    tuple(rows),
                    tuple(rights_here),
                    known_ends,
                )
            )
    return found


def _questions(
    person_id: UUID, enterprise_id: UUID | None, at: datetime | None
) -> tuple[Asked[EmploymentRow], Asked[Any], Asked[SizeOfPeriod], Asked[Any], Asked[Any]]:
    """Employments, trainings, sizes, stated rights and stated ends."""
    if enterprise_id is None:
        return (
            EMPLOYMENTS_OF.on(at, person=person_id),
            TRAININGS.on(at, person=person_id),
            ALL_SIZES_OF_EMPLOYERS.on(at, person=person_id),
            RIGHTS.on(at, person=person_id),
            ENDS.on(at, person=person_id),
        )
    return (
        EMPLOYMENTS_WITH.on(at, person=person_id, enterprise=enterprise_id),
        TRAININGS_WITH.on(at, person=person_id, enterprise=enterprise_id),
        SIZES_OF.on(at, enterprise=enterprise_id),
        RIGHTS_WITH.on(at, person=person_id, enterprise=enterprise_id),
        ENDS_HERE.on(at, person=person_id, enterprise=enterprise_id),
    )


class _OfEnterprise(Protocol):
    @property
    def enterprise_id(self) -> UUID: ...


Row = TypeVar("Row", bound=_OfEnterprise)


def by_enterprise(rows: Iterable[Row]) -> defaultdict[UUID, list[Row]]:
    """The rows of each enterprise, in the order in which they came."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.enterprise_id].append(row)
    return found


class AccountedTraining(Protocol):
    """What an account needs to know of a training."""

    @property
    def training_id(self) -> UUID: ...
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
    @property
    def not_counting(self) -> str | None: ...


class AccountedEmployment(Protocol):
    """What an account needs to know of an employment."""

    @property
    def employment_id(self) -> UUID: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def joint_committee(self) -> str | None: ...
    @property
    def regimes(self) -> tuple[Span, ...]: ...


def inputs_from(
    employments: Iterable[AccountedEmployment],
    trainings: Iterable[AccountedTraining],
    sizes: Mapping[int, Size],
    rights: Iterable[RightVersion],
    ends: Mapping[UUID, EndVersion],
) -> AccountInputs:
    """What the account of one worker with one employer rests on, from rows of both.

    ``sizes`` are by the first of the two years they count for, ``ends`` by employment.
    """
    return AccountInputs(
        tuple(_employed(row, ends.get(row.employment_id)) for row in employments),
        tuple(_credited(each) for each in trainings),
        {first_year: _fte(size) for first_year, size in sizes.items()},
        tuple(_statement(each) for each in rights),
    )


def _employed(row: AccountedEmployment, end: EndVersion | None) -> Employed:
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
        ContractEnd(end.end_reason, end.notice_from) if end else None,
    )


def _credited(row: AccountedTraining) -> CreditedTraining:
    return CreditedTraining(
        str(row.training_id),
        row.starts_on,
        row.ends_on,
        row.minutes,
        row.followed,
        row.counts,
        NotCounting(row.not_counting) if row.not_counting else None,
    )


def _fte(size: Size) -> EnterpriseFte:
    return EnterpriseFte(
        size.fte,
        size.declared,
        SizeOrigin(size.origin.value),
        size.reason,
        day_of(size.stated_at) if size.stated_at else None,
        size.computed.fte if size.computed else None,
    )


def _statement(row: RightVersion) -> Statement:
    return Statement(
        row.year,
        row.person_id is None,
        row.minutes,
        row.days,
        row.version.reason or "",
        day_of(row.version.recorded_from),
        row.version.channel,
        row.agreement,
    )
