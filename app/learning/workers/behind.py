"""Whose kept account is behind what is known, and what it is meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from app.employment.queries import employments_among
from app.employment.workforce import staff
from app.foundation.database import raw
from app.foundation.knowing import known_now
from app.learning.jobs import keep
from app.learning.models import AccountStatement
from app.learning.rules.account import YearAccount
from app.learning.workforce import ledgers_of

#: Of so many the accounts are worked out while a page waits: some tens of milliseconds.
FEW = 200


class LiveAccount(NamedTuple):
    """One year of an account, worked out just now; minutes."""

    person_id: UUID
    year: int
    opening: int | None
    granted: int | None
    used: int
    planned: int
    left_over: int | None
    day_minutes: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How the kept accounts of an enterprise stand.

    ``live`` take the place of everything kept of their people.  ``behind``: there are more than
    that; what is kept stands until it is kept again.  ``asked``: that is under way already.
    """

    live: Sequence[LiveAccount] = ()
    people: frozenset[UUID] = frozenset()
    behind: bool = False
    asked: bool = True


def standing_of(
    db: Session, enterprise_id: UUID, year: int, *, first: date, last: date, today: date
) -> Standing:
    """Of everyone employed on a day between two, for lists about ``year``.

    What waits to be kept is asked first: what it kept meanwhile is then at worst worked out
    once more.
    """
    waiting = _waiting(db, enterprise_id)
    named = None if any(each is None for each in waiting) else _people(waiting)
    found = _behind(db, enterprise_id, named, year, first, last)
    if len(found) > FEW:
        return Standing(behind=True, asked=bool(waiting))
    return Standing(_live(db, enterprise_id, found, today), frozenset(found))


def _waiting(db: Session, enterprise_id: UUID) -> list[list[str] | None]:
    """Who is named by each job that keeps accounts and has not ended well; None is everybody."""
    rows = raw(db).execute(
        "select args -> 'person_ids' from procrastinate_jobs where task_name = %s"
        " and status in ('todo', 'doing', 'failed') and args ->> 'enterprise_id' = %s",
        (keep.name, str(enterprise_id)),
    )
    return [row[0] for row in rows]


def _people(waiting: Sequence[list[str] | None]) -> list[UUID]:
    return [UUID(each) for people in waiting for each in people or ()]


def _behind(
    db: Session,
    enterprise_id: UUID,
    named: list[UUID] | None,
    year: int,
    first: date,
    last: date,
) -> list[UUID]:
    """Those named, None being everybody, and those without a kept account; no more than needed."""
    people = staff(enterprise_id, first=first, last=last)
    kept = select(AccountStatement.person_id).where(
        AccountStatement.enterprise_id == enterprise_id,
        AccountStatement.year == year,
        known_now(AccountStatement),
    )
    behind: ColumnElement[bool] = true() if named is None else people.c.person_id.not_in(kept)
    if named:
        behind = or_(behind, people.c.person_id.in_(named))
    return list(db.execute(select(people.c.person_id).where(behind).limit(FEW + 1)).scalars())


def _live(
    db: Session, enterprise_id: UUID, people: Sequence[UUID], today: date
) -> list[LiveAccount]:
    """The accounts of all years of these people, the later one of a year that has two."""
    if not people:
        return []
    workforce = employments_among(db, enterprise_id, people)
    found: dict[tuple[UUID, int], LiveAccount] = {}
    for person_id, ledger in ledgers_of(db, enterprise_id, workforce, today=today).items():
        for account in ledger.years:
            found[person_id, account.year] = _account(person_id, account)
    return list(found.values())


def _account(person_id: UUID, account: YearAccount) -> LiveAccount:
    return LiveAccount(
        person_id,
        account.year,
        account.opening,
        account.granted,
        account.used,
        account.planned,
        account.left,
        account.day_minutes,
        account.at_least,
    )
