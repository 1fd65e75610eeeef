"""Looking at kept accounts, and doing the work that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import text

from app.audit.trail import Channel
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.learning.accounts import accounts_known
from app.learning.everybody import keep_everybody
from app.learning.jobs import keep
from app.learning.keeping import Kept
from app.learning.replaying import Stored, stored_accounts
from app.learning.rules.figures import Figures, figures_of
from tests.house_of import AMINA, BRAM, MERIDIAN, House

WAITING = "procrastinate_jobs where task_name = 'accounts:keep'"


def keep_all(house: House, *, since: int | None = 2023) -> Kept:
    at = house.clock.now()
    return keep_everybody(house.engine, year=day_of(at).year, since=since, at=at)


def waiting(house: House) -> list[dict[str, Any]]:
    """The arguments of the jobs that wait."""
    with house.engine.connect() as connection:
        found = connection.execute(text(f"select args from {WAITING} order by id"))  # noqa: S608
        return list(found.scalars())


def do_what_waits(house: House) -> None:
    """What the job worker would do; the tests' portal must be its workplace."""
    for arguments in waiting(house):
        keep(**arguments)
    forget_what_waits(house)


def forget_what_waits(house: House) -> None:
    with house.engine.begin() as connection:
        connection.execute(text(f"delete from {WAITING}"))  # noqa: S608


def stored(house: House) -> list[Stored]:
    """Every version of every account, oldest account first."""
    with transaction(house.engine) as db:
        found = list(stored_accounts(db))
    return sorted(found, key=lambda each: (str(each.person_id), each.figures[:2]))


def kept_now(house: House, number: str = AMINA, *, at: datetime | None = None) -> list[Figures]:
    """The kept accounts of one person, as known at ``at`` or now, oldest year first."""
    known = "recorded_until is null"
    if at is not None:
        known = "recorded_from <= :at and (recorded_until is null or recorded_until > :at)"
    question = (
        "select year, opened_on::text, opening, granted, used, planned, not_taken, carried,"  # noqa: S608
        " expired, gone, left_over, day_minutes, at_least, problem from account_statements"
        f" where person_id = :person and {known} order by year, opened_on"
    )
    with house.engine.connect() as connection:
        rows = connection.execute(text(question), {"person": house.person(number), "at": at})
        return [Figures(*row) for row in rows]


def shown(house: House, number: str = AMINA, *, at: datetime | None = None) -> list[Figures]:
    """The same accounts as pages work them out, as known at ``at`` or now."""
    today = day_of(at or house.clock.now())
    with transaction(house.engine) as db:
        accounts = accounts_known(db, house.person(number), today=today, at=at)
    return sorted(figures_of(year) for each in accounts for year in each.ledger.years)


def state(house: House, act: Callable[..., Any], said: Any) -> None:
    """Something that Bram states for Meridian."""
    with transaction(house.engine) as db:
        act(
            db,
            [said],
            by=house.actor(BRAM, MERIDIAN),
            via=Channel.PAGE,
            at=house.clock.now(),
        )
