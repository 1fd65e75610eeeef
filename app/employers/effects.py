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


def rights_in(
    db: Session, enterprise_id: UUID, year: int, *, today: date, as_stated: bool = True
) -> dict[UUID, Right]:
    """The right of everyone employed there on a day of the year.

    Not ``as_stated``: the one the law or the agreement of the sector grants by itself.
    """
    workforce = workforce_of(db, enterprise_id, first=date(year, 1, 1), last=date(year, 12, 31))
    return rights_of(db, enterprise_id, workforce, year, today=today, as_stated=as_stated)


def workers_below(rights: Mapping[UUID, Right], granted: Mapping[UUID, Right]) -> int:
    """How many workers would have less than is granted to them by itself.

    A right that is not known, either way, is not said to be less.
    """
    return sum(_less(right.minutes, granted[who].minutes) for who, right in rights.items())


def _less(minutes: int | None, granted: int | None) -> bool:
    return minutes is not None and granted is not None and minutes < granted


@dataclass(frozen=True, slots=True)
class OneSeen:
    """What a statement about one worker moves: a year, and this year where it comes after."""

    year: YearAccount | None
    this_year: YearAccount | None = None

    @property
    def below(self) -> bool:
        """Whether the right is less than the law or the agreement of the sector grants."""
        if self.year is None:
            return False
        steps = self.year.right.steps
        by_rules = [each.named["minutes"] for each in steps if each.code == "by_rules"]
        return any(_less(self.year.granted, minutes) for minutes in by_rules)


def one_seen(
    db: Session, mandate: HeldMandate, person_id: UUID, year: int, *, today: date
) -> OneSeen:
    """The year asked of one worker's account, and what follows from it in this year."""
    known = account_with(db, mandate, person_id, until=year, today=today)
    if known is None:
        return OneSeen(None)
    later = known.ledger.of(today.year) if year < today.year else None
    return OneSeen(known.ledger.of(year), later)


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
