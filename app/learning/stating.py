"""What an employer states of its workers' rights, of how an employment ends, and of its size.

Kept as every statement is (:mod:`app.enterprises.stating`): versioned, by a registrar, with a
line in the trail; the same said twice is written once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel
from app.employment.closing import closed_to
from app.employment.queries import contracts_with, stretches_with
from app.enterprises import stating as enterprises
from app.enterprises.parameters import is_open
from app.enterprises.rules import plain_reason, problems_of_reason
from app.enterprises.stating import (
    Asked,
    Keeping,
    NothingStated,
    Outcome,
    Refused,
    SizeStatement,
    Stated,
    StatedAlready,
    Statements,
    Withdrawn,
)
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem
from app.learning.jobs import keep_later
from app.learning.models import StatedEnd, StatedRight
from app.learning.rules.facts import EndReason
from app.learning.rules.stating import RightKind, employed_in, problems_of_end, problems_of_right

__all__ = [
    "EndReason",
    "EndStatement",
    "EndWithdrawal",
    "NothingStated",
    "Outcome",
    "Refused",
    "RightKind",
    "RightStatement",
    "RightWithdrawal",
    "SizeStatement",
    "Stated",
    "StatedAlready",
    "Withdrawn",
    "state_ends",
    "state_rights",
    "state_sizes",
    "withdraw_ends",
    "withdraw_rights",
    "withdraw_size",
]

_RIGHTS = Statements(
    StatedRight.__table__,  # type: ignore[arg-type]
    about=("year", "person_id"),
    content=("kind", "minutes", "days", "agreement", "reason"),
    stated=Act.RIGHT_STATED,
    withdrawn=Act.RIGHT_WITHDRAWN,
    unchanged=Act.RIGHT_UNCHANGED,
    refused=Act.RIGHT_REFUSED,
    told="year",
)
_ENDS = Statements(
    StatedEnd.__table__,  # type: ignore[arg-type]
    about=("person_id", "employment_id"),
    content=("end_reason", "notice_from", "reason"),
    stated=Act.END_STATED,
    withdrawn=Act.END_WITHDRAWN,
    unchanged=Act.END_UNCHANGED,
    refused=Act.END_REFUSED,
    told="employment_id",
)


@dataclass(frozen=True, slots=True)
class RightStatement:
    """What the enterprise acted for states of a year's right.

    Without a person it holds for everyone with no statement of their own.  ``minutes`` of the
    year for one worker; ``days`` of a full-timer, in hundredths, for everyone; neither for
    opting out.
    """

    year: int
    kind: RightKind
    reason: str
    person_id: UUID | None = None
    minutes: int | None = None
    days: int | None = None
    agreement: str | None = None  # registration number of the collective agreement
    seen: datetime | None = None  # what stood when it was looked at; None is not checked


@dataclass(frozen=True, slots=True)
class RightWithdrawal:
    year: int
    reason: str
    person_id: UUID | None = None
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndStatement:
    """How an employment ends.  ``notice_from``: first day of the period of notice."""

    person_id: UUID
    employment_id: UUID
    end_reason: EndReason
    notice_from: date | None = None
    reason: str | None = None  # why it is stated, or stated otherwise than before
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class EndWithdrawal:
    person_id: UUID
    employment_id: UUID
    reason: str
    seen: datetime | None = None


def state_rights(
    db: Session, statements: Sequence[RightStatement], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """State rights; one outcome for each, in their order.

    A worker must have been employed by the enterprise in that year.
    """
    today = day_of(at)
    employed = _employed(db, by, {s.person_id for s in statements if s.person_id})
    asked = [
        Asked(_right(each), _problems_of_right(each, employed, today), each.seen)
        for each in statements
    ]
    return _keep_later(db, by, asked, Keeping(by, via, at).keep(db, _RIGHTS, asked))


def _keep_later(
    db: Session, by: Actor, asked: Sequence[Asked], outcomes: list[Outcome]
) -> list[Outcome]:
    """Have the accounts kept again that rest on what was stated; the outcomes as they are."""
    persons = {
        each.values["person_id"]
        for each, outcome in zip(asked, outcomes, strict=True)
        if isinstance(outcome, Stated | Withdrawn)
    }
    if persons:
        assert by.enterprise_id is not None, "the mandate has been checked"
        keep_later(db, by.enterprise_id, None if None in persons else persons)
    return outcomes


def _right(stated: RightStatement) -> dict[str, Any]:
    return {
        "year": stated.year,
        "person_id": stated.person_id,
        "kind": stated.kind.value,
        "minutes": stated.minutes,
        "days": stated.days,
        "agreement": (stated.agreement or "").strip() or None,
        "reason": plain_reason(stated.reason),
    }


def _employed(
    db: Session, by: Actor, person_ids: set[UUID]
) -> dict[UUID, list[tuple[date, date | None]]]:
    if by.enterprise_id is None or not person_ids:
        return {}
    return stretches_with(db, by.enterprise_id, person_ids)


def _closed(
    db: Session, by: Actor, person_ids: set[UUID], at: datetime
) -> dict[UUID | None, list[Problem]]:
    """What is wrong with every statement about those who left too long ago."""
    if by.enterprise_id is None or not person_ids:
        return {}
    closed = closed_to(db, by.enterprise_id, person_ids, today=day_of(at))
    return {person_id: [problem("access_closed", "worker")] for person_id in closed}


def _problems_of_right(
    stated: RightStatement, employed: dict[UUID, list[tuple[date, date | None]]], today: date
) -> list[Problem]:
    stretches = employed.get(stated.person_id, []) if stated.person_id else []
    if stated.person_id and not stretches:
        # Said alone: what else is wrong is no business of somebody else's employer.
        return [problem("not_a_worker_of_yours", "worker")]
    if stated.person_id and not is_open(stretches, today):
        return [problem("access_closed", "worker")]
    found = problems_of_right(stated, today=today) + problems_of_reason(stated.reason)
    if stated.person_id and not employed_in(stated.year, stretches):
        found.append(problem("not_employed_that_year", "year", year=stated.year))
    return found


def withdraw_rights(
    db: Session, withdrawals: Sequence[RightWithdrawal], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """Withdraw statements about rights: the automatic right holds again."""
    closed = _closed(db, by, {w.person_id for w in withdrawals if w.person_id}, at)
    asked = [
        Asked(
            {"year": w.year, "person_id": w.person_id, "reason": plain_reason(w.reason)},
            problems_of_reason(w.reason) + closed.get(w.person_id, []),
            w.seen,
        )
        for w in withdrawals
    ]
    return _keep_later(db, by, asked, Keeping(by, via, at).withdraw(db, _RIGHTS, asked))


def state_ends(
    db: Session, statements: Sequence[EndStatement], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """State how employments end; one outcome for each, in their order.

    The end need not be declared yet: a period of notice begins before the employment ends.
    """
    contracts = (
        contracts_with(db, by.enterprise_id, {s.person_id for s in statements})
        if by.enterprise_id
        else {}
    )
    closed = _closed(db, by, {s.person_id for s in statements}, at)
    asked = [
        Asked(
            _end(each),
            closed.get(each.person_id) or _problems_of_end(each, contracts),
            each.seen,
        )
        for each in statements
    ]
    return _keep_later(db, by, asked, Keeping(by, via, at).keep(db, _ENDS, asked))


def _end(stated: EndStatement) -> dict[str, Any]:
    return {
        "person_id": stated.person_id,
        "employment_id": stated.employment_id,
        "end_reason": stated.end_reason.value,
        "notice_from": stated.notice_from,
        "reason": plain_reason(stated.reason) or None,
    }


def _problems_of_end(
    stated: EndStatement, contracts: dict[tuple[UUID, UUID], tuple[date, date | None]]
) -> list[Problem]:
    days = contracts.get((stated.person_id, stated.employment_id))
    if days is None:
        return [problem("not_a_worker_of_yours", "worker")]
    starts_on, ends_on = days
    return problems_of_end(
        stated.end_reason, stated.notice_from, starts_on=starts_on, ends_on=ends_on
    ) + problems_of_reason(stated.reason, needed=False)


def withdraw_ends(
    db: Session, withdrawals: Sequence[EndWithdrawal], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """Withdraw what was stated of the ends of employments: it is not known any more."""
    closed = _closed(db, by, {w.person_id for w in withdrawals}, at)
    asked = [
        Asked(
            {
                "person_id": w.person_id,
                "employment_id": w.employment_id,
                "reason": plain_reason(w.reason),
            },
            problems_of_reason(w.reason) + closed.get(w.person_id, []),
            w.seen,
        )
        for w in withdrawals
    ]
    return _keep_later(db, by, asked, Keeping(by, via, at).withdraw(db, _ENDS, asked))


def state_sizes(
    db: Session, statements: Sequence[SizeStatement], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """State sizes, as the room of enterprises does; every account rests on them."""
    outcomes = enterprises.state_sizes(db, statements, by=by, via=via, at=at)
    _everybody_later(db, by, outcomes)
    return outcomes


def withdraw_size(
    db: Session,
    first_year: int,
    *,
    reason: str,
    by: Actor,
    via: Channel,
    at: datetime,
    seen: datetime | None = None,
) -> Outcome:
    """Withdraw a stated size, as the room of enterprises does."""
    outcome = enterprises.withdraw_size(
        db, first_year, reason=reason, by=by, via=via, at=at, seen=seen
    )
    _everybody_later(db, by, [outcome])
    return outcome


def _everybody_later(db: Session, by: Actor, outcomes: Sequence[Outcome]) -> None:
    if any(isinstance(outcome, Stated | Withdrawn) for outcome in outcomes):
        assert by.enterprise_id is not None, "the mandate has been checked"
        keep_later(db, by.enterprise_id)
