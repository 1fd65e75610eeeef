"""The figures of yearly accounts without their lines: for a whole workforce at a time.

What :func:`~app.learning.rules.ledger.ledger_for` tells line by line, added up.  The rights of
a contract of one employment depend on months, regimes and the band of the enterprise's size,
which many workers share: a :class:`Course` has them, and each worker's own trainings are taken
from it.  Everything else goes through the ledger itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.learning.rules.account import YearAccount
from app.learning.rules.contracts import five_years_of
from app.learning.rules.facts import Employed, EnterpriseFte, Statement
from app.learning.rules.inputs import AccountInputs
from app.learning.rules.ledger import last_year_of, ledger_for
from app.learning.rules.months import runs_of
from app.learning.rules.product import known_of, product_of
from app.learning.rules.terms import Law


class Figures(NamedTuple):
    """One year of one account, in minutes: as in :class:`YearAccount`, without its lines."""

    year: int
    opened_on: str  # as JSON writes a day
    opening: int | None
    granted: int | None
    used: int
    planned: int
    not_taken: int
    carried: int
    expired: int
    gone: int
    left: int | None
    day_minutes: int
    at_least: bool
    problem: str | None  # the code of the first one, where ``granted`` is not known


def figures_of(account: YearAccount) -> Figures:
    return Figures(
        account.year,
        account.opened_on.isoformat(),
        account.opening,
        account.granted,
        account.used,
        account.planned,
        account.not_taken,
        account.carried,
        account.expired,
        account.gone,
        account.left,
        account.day_minutes,
        account.at_least,
        account.right.problems[0].code if account.granted is None else None,
    )


def figures_for(inputs: AccountInputs, law: Law, *, until: int, today: date) -> list[Figures]:
    """The figures of every year, by way of the ledger: any account, whatever it rests on."""
    found = ledger_for(inputs, law, until=until, today=today)
    return [figures_of(each) for each in found.years]


class CourseYear(NamedTuple):
    """What a year of a contract is before any training: its right, and how it ends."""

    year: int
    granted: int | None
    day_minutes: int
    problem: str | None
    last_year: int  # until when the grant can be used
    begins: bool  # a five-year period, with nothing whatever came before
    over: bool  # and the contract goes on: what is left is carried over, or expires


@dataclass(frozen=True, slots=True)
class Course:
    """The years of contracts that are alike but for their trainings and the days of a month."""

    years: tuple[CourseYear, ...]


#: Minutes that a training took, and whether it was followed.
Taken = tuple[int, bool]


def course_of(
    employed: Employed,
    sizes: Mapping[int, EnterpriseFte],
    statements: Sequence[Statement],
    law: Law,
    *,
    until: int,
    today: date,
) -> Course | None:
    """The course of a contract of one employment; None where only the ledger can tell it.

    That is where a budget of its own runs beside the five years, and where the end is stated.
    """
    ends_on = employed.ends_on
    if employed.end is not None or (ends_on and ends_on < employed.starts_on):
        return None
    inputs = AccountInputs((employed,), (), sizes, tuple(statements))
    first = max(employed.starts_on.year, law.federal.first_year)
    ends_in = ends_on.year if ends_on else None
    years = []
    for year in range(first, min(ends_in or until, until) + 1):
        right = _figure(year, employed, sizes, law, inputs.statement_for(year))
        if right is None:
            return None
        period = five_years_of(year, employed.starts_on.year, law)
        over = date(year, 12, 31) < today or year < until
        years.append(
            CourseYear(
                year,
                *right,
                last_year_of(year, period, law),
                period is not None and period.starts_on.year == year,
                over and ends_in != year,
            )
        )
    return Course(tuple(years))


def _figure(
    year: int,
    employed: Employed,
    sizes: Mapping[int, EnterpriseFte],
    law: Law,
    statement: Statement | None,
) -> tuple[int | None, int, str | None] | None:
    """Minutes, length of a day, and the problem; None where a budget runs beside."""
    known = known_of(year, runs_of(year, (employed,)), (employed,), sizes, law, statement)
    found = product_of(known, law)
    if statement and statement.declines:
        return None, found.day.minutes, "opted_out"
    if statement and statement.minutes is not None:
        return statement.minutes, found.day.minutes, None
    if found.budgets:
        return None
    return found.minutes, found.day.minutes, found.problems[0].code if found.problems else None


def run(
    course: Course,
    opened_on: str,
    trainings: Mapping[int, Sequence[Taken]],
    *,
    since: int = 0,
) -> Iterator[Figures]:
    """The figures of a course from ``since`` on, with the trainings of one worker.

    They are by the year they ended in.
    """
    known, balance = True, 0
    for year, granted, day_minutes, problem, last_year, begins, over in course.years:
        if not known:
            known, balance = begins, 0
        opening = balance if known else None
        theirs = trainings.get(year)
        followed, planned = _sums(theirs) if theirs else (0, 0)
        if granted is None:
            known = False
            if year >= since:
                yield Figures(
                    year, opened_on, opening, None, followed, planned, 0, 0, 0, 0, None,
                    day_minutes, False, problem,
                )  # fmt: skip
            continue
        balance += granted
        used = min(followed, balance)
        balance -= used
        left, carried, expired = balance, 0, 0
        if over and last_year <= year:
            left, expired, balance = 0, balance, 0
        elif over:
            carried = balance
        if year >= since:
            yield Figures(
                year, opened_on, opening, granted, used, planned, followed - used, carried, expired,
                0, left, day_minutes, opening is None, None,
            )  # fmt: skip


def _sums(trainings: Sequence[Taken]) -> tuple[int, int]:
    """Minutes followed, and planned."""
    followed = planned = 0
    for minutes, done in trainings:
        if done:
            followed += minutes
        else:
            planned += minutes
    return followed, planned


def first_year_that_counts(law: Law) -> int:
    """Before it, neither a month worked nor a regime changes any figure."""
    budgets = (
        each.starts_on.year
        for agreement in law.agreements
        for each in agreement.entitlements
        if each.amount and each.amount.years > 1
    )
    return min(law.federal.first_year, *budgets)
