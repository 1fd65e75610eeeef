"""What the accounts of a workforce come to: over the years, and told apart within one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, case, cast, func, select, true
from sqlalchemy.orm import Session

from app.learning.parameters import law
from app.learning.workers.accounts import accounts_in_step
from app.learning.workers.behind import Standing
from app.learning.workers.lists import Totals, standing_for, sums_of
from app.learning.workers.matching import matching, reached_is
from app.learning.workers.wanted import NO_COMMITTEE, Reached, Regime, Wanted, Who


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the people of a year, with what their accounts come to.

    ``used_days`` and ``granted_days``: in hundredths of each one's own days, added up.
    """

    committee: str
    regime: Regime
    reached: Reached
    totals: Totals
    used_days: int
    granted_days: int


@dataclass(frozen=True, slots=True)
class Summed:
    """The accounts of a year told apart, and those of all years; minutes."""

    year: int
    groups: Sequence[Group]
    years: dict[int, Totals]
    standing: Standing


def accounts_added_up(db: Session, enterprise_id: UUID, year: int, *, today: date) -> Summed:
    """Of everyone employed on a day of the year, and of all years since the law; four questions."""
    wanted = Wanted(year, Who.YEAR)
    standing = standing_for(db, enterprise_id, wanted, today=today)
    groups = _groups(db, enterprise_id, wanted, standing, today)
    return Summed(year, groups, _years(db, enterprise_id, standing, today), standing)


def _groups(
    db: Session, enterprise_id: UUID, wanted: Wanted, standing: Standing, today: date
) -> list[Group]:
    found = matching(enterprise_id, wanted, standing, today=today)
    rows = select(
        func.coalesce(found.c.joint_committee, NO_COMMITTEE).label("committee"),
        case(
            (found.c.part_time, Regime.PART.value),
            (found.c.part_time.is_(False), Regime.FULL.value),
            else_=Regime.UNKNOWN.value,
        ).label("regime"),
        case(
            *((those, name.value) for name, those in reached_is(found.c).items()),
            else_=Reached.NOTHING_GRANTED.value,
        ).label("reached"),
        found.c.granted,
        found.c.used,
        found.c.planned,
        found.c.left_over,
        (found.c.used * 100 / func.nullif(found.c.day_minutes, 0)).label("used_days"),
        (found.c.granted * 100 / func.nullif(found.c.day_minutes, 0)).label("granted_days"),
    ).subquery("rows")
    told = (rows.c.committee, rows.c.regime, rows.c.reached)
    days = [
        func.coalesce(cast(func.sum(each), BigInteger), 0)
        for each in (rows.c.used_days, rows.c.granted_days)
    ]
    groups = db.execute(
        select(*told, *days, *sums_of(rows, true())).group_by(*told).order_by(*told)
    )
    return [
        Group(row[0], Regime(row[1]), Reached(row[2]), Totals(*row[5:]), row[3], row[4])
        for row in groups
    ]


def _years(db: Session, enterprise_id: UUID, standing: Standing, today: date) -> dict[int, Totals]:
    first = law().federal.first_year
    accounts = accounts_in_step(enterprise_id, standing, first=first, last=today.year)
    rows = db.execute(
        select(accounts.c.year, *sums_of(accounts, true()))
        .group_by(accounts.c.year)
        .order_by(accounts.c.year)
    )
    return {row[0]: Totals(*row[1:]) for row in rows}
