"""Everybody who answers to a filter, one row each, for lists and sums to select from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, false, func, or_, select, true

from app.employment.workforce import staff, still_open
from app.enterprises.parameters import first_end_still_open
from app.foundation.knowing import known_now
from app.identity.folding import fold
from app.identity.queries import CALLED
from app.learning.models import Training
from app.learning.workers.accounts import accounts_in_step
from app.learning.workers.behind import Standing
from app.learning.workers.choosing import chosen_in
from app.learning.workers.wanted import NO_COMMITTEE, Credit, Reached, Regime, Wanted, Who


def matching(enterprise_id: UUID, wanted: Wanted, standing: Standing, *, today: date) -> Subquery:
    """The people, with name, employment and account; ``open``: the enterprise sees them still."""
    since = first_end_still_open(today)
    first, last = wanted.days(today=today, still_open_from=since)
    people = staff(enterprise_id, first=first, last=last)
    accounts = accounts_in_step(enterprise_id, standing, first=wanted.year, last=wanted.year)
    seen: ColumnElement[bool] = true()
    if wanted.who is Who.YEAR:
        seen = people.c.person_id.in_(still_open(enterprise_id, since=since))
    rows = (
        select(
            *people.c,
            CALLED.c.surname,
            CALLED.c.given_names,
            CALLED.c.folded,
            *(each for each in accounts.c if each.name not in {"person_id", "year"}),
            seen.label("open"),
        )
        .outerjoin(CALLED, CALLED.c.person_id == people.c.person_id)
        .outerjoin(accounts, accounts.c.person_id == people.c.person_id)
    )
    return rows.where(*_conditions(enterprise_id, wanted, people, accounts, today)).subquery(
        "matching"
    )


def _conditions(
    enterprise_id: UUID, wanted: Wanted, people: Subquery, accounts: Subquery, today: date
) -> Iterator[ColumnElement[bool]]:
    job, account = people.c, accounts.c
    yield _among(enterprise_id, wanted, job, today)
    for word in fold(wanted.name).split():
        yield CALLED.c.folded.contains(word, autoescape=True)
    if wanted.committee == NO_COMMITTEE:
        yield job.joint_committee.is_(None)
    elif wanted.committee:
        yield job.joint_committee == wanted.committee
    if wanted.regime:
        yield regime_is(job)[wanted.regime]
    if wanted.credit:
        yield credit_is(account)[wanted.credit]
    if wanted.reached:
        yield reached_is(account)[wanted.reached]
    if wanted.nothing_followed:
        yield job.person_id.not_in(_followers(enterprise_id, wanted.year))
    if (last_end := wanted.last_end(today)) is not None:
        yield job.ends_on.between(today, last_end)


def _among(enterprise_id: UUID, wanted: Wanted, job: Any, today: date) -> ColumnElement[bool]:
    """Of everybody employed on the days wanted, those who are meant."""
    those: ColumnElement[bool] = true()
    if wanted.who is Who.LEFT:
        those = job.ends_on < today
    elif wanted.who is Who.CHOSEN:
        those = false()
        if wanted.chosen_by is not None:
            those = job.person_id.in_(chosen_in(enterprise_id, wanted.chosen_by, on=today))
    return those


def regime_is(job: Any) -> dict[Regime, ColumnElement[bool]]:
    return {
        Regime.FULL: job.part_time.is_(False),
        Regime.PART: job.part_time.is_(True),
        Regime.UNKNOWN: job.part_time.is_(None),
    }


def credit_is(account: Any) -> dict[Credit, ColumnElement[bool]]:
    """Everybody answers to exactly one of these."""
    whole = func.coalesce(account.opening, 0) + account.granted
    return {
        Credit.NONE: account.left_over <= 0,
        Credit.SOME: and_(account.left_over > 0, account.left_over < whole),
        Credit.ALL: and_(account.left_over > 0, account.left_over >= whole),
        Credit.UNKNOWN: account.left_over.is_(None),
    }


def reached_is(account: Any) -> dict[Reached, ColumnElement[bool]]:
    """Everybody answers to exactly one of these."""
    return {
        Reached.YES: and_(account.granted > 0, account.used >= account.granted),
        Reached.NO: and_(account.granted > 0, account.used < account.granted),
        Reached.NOTHING_GRANTED: or_(account.granted.is_(None), account.granted <= 0),
    }


def _followers(enterprise_id: UUID, year: int) -> Select[Any]:
    """Who followed anything in a year, whether it counts for the credit or not."""
    return select(Training.person_id).where(
        Training.enterprise_id == enterprise_id,
        known_now(Training),
        Training.followed,
        Training.ends_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
