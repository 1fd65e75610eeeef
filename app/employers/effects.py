"""What a statement does to the rights of a year, before it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import workforce_of
from app.enterprises.mandates import HeldMandate
from app.learning.accounts import KnownAccount, accounts_known
from app.learning.rules.account import YearAccount
from app.learning.rules.right import Right
from app.learning.workforce import rights_of


@dataclass(frozen=True, slots=True)
class Change:
    """So many workers whose right of the year, in minutes, becomes another one.

    None: not known, before or after.
    """

    workers: int
    before: int | None
    after: int | None
    day_minutes: int


@dataclass(frozen=True, slots=True)
class Changes:
    changed: tuple[Change, ...]  # those of most workers first
    unchanged: int  # workers


def changes_between(before: Mapping[UUID, Right], after: Mapping[UUID, Right]) -> Changes:
    """How the rights of a workforce change, without naming anybody."""
    moves = Counter(
        (right.minutes, after[person_id].minutes, right.day_minutes)
        for person_id, right in before.items()
    )
    changed = tuple(
        Change(workers, then, now, day_minutes)
        for (then, now, day_minutes), workers in moves.most_common()
        if then != now
    )
    return Changes(changed, len(before) - sum(each.workers for each in changed))


def rights_in(db: Session, enterprise_id: UUID, year: int, *, today: date) -> dict[UUID, Right]:
    """The right of everyone employed there on a day of the year."""
    workforce = workforce_of(db, enterprise_id, first=date(year, 1, 1), last=date(year, 12, 31))
    return rights_of(db, enterprise_id, workforce, year, today=today)


def account_with(
    db: Session, mandate: HeldMandate, person_id: UUID, *, until: int, today: date
) -> KnownAccount | None:
    """The account of one worker with the enterprise acted for; None before the law's years."""
    found = accounts_known(
        db,
        person_id,
        today=today,
        until=max(until, today.year),
        enterprise_id=mandate.enterprise_id,
    )
    return found[0] if found else None


def year_with(
    db: Session, mandate: HeldMandate, person_id: UUID, year: int, *, today: date
) -> YearAccount | None:
    """One year of that account."""
    known = account_with(db, mandate, person_id, until=year, today=today)
    return known.ledger.of(year) if known else None
