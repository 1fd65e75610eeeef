"""The workforce as a list: a page of it, everybody of it, and what it comes to."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, cast, func, select, true
from sqlalchemy.orm import Session

from app.enterprises.parameters import first_end_still_open
from app.learning.workers.behind import Standing, standing_of
from app.learning.workers.matching import matching
from app.learning.workers.wanted import Order, Wanted, Who

#: Lines on one page.
PAGE = 50
#: Lines fetched at a time where all are wanted.
_CHUNK = 1_000
_LINE = (
    *("person_id", "surname", "given_names", "employment_id", "starts_on", "ends_on"),
    *("joint_committee", "part_time", "hours_worked", "hours_full_time"),
    *("opening", "granted", "used", "planned", "left_over", "day_minutes", "at_least"),
)


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A worker with the employment of the line and the account of the year; minutes.

    ``used`` None: the account is not worked out yet.  ``left`` None besides: the right is not
    known.  Weekly hours in hundredths.
    """

    person_id: UUID
    surname: str | None
    given_names: str | None
    employment_id: UUID
    starts_on: date
    ends_on: date | None
    joint_committee: str | None
    part_time: bool | None
    hours_worked: int | None
    hours_full_time: int | None
    opening: int | None
    granted: int | None
    used: int | None
    planned: int | None
    left: int | None
    day_minutes: int | None
    at_least: bool | None

    @property
    def name(self) -> str | None:
        """First name first; None while no register has named the person."""
        parts = [part for part in (self.given_names, self.surname) if part]
        return " ".join(parts) or None

    @property
    def worked_out(self) -> bool:
        return self.used is not None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many they are, and what their accounts come to; minutes.

    ``left`` is of those ``known``: the others' right is not.
    """

    people: int
    known: int
    granted: int
    used: int
    planned: int
    left: int

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.people + other.people,
            self.known + other.known,
            self.granted + other.granted,
            self.used + other.used,
            self.planned + other.planned,
            self.left + other.left,
        )

    def __sub__(self, other: Totals) -> Totals:
        return Totals(
            self.people - other.people,
            self.known - other.known,
            self.granted - other.granted,
            self.used - other.used,
            self.planned - other.planned,
            self.left - other.left,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list.

    ``totals`` are of everybody who answers to the filter, ``listed`` of those whom the
    enterprise may see still: of the others it has the sums and no more.
    """

    lines: list[WorkerLine]
    page: int
    pages: int
    totals: Totals
    listed: Totals
    standing: Standing


def workers_on_page(
    db: Session,
    enterprise_id: UUID,
    wanted: Wanted,
    *,
    order: Order = Order.NAME,
    falling: bool = False,
    page: int = 1,
    today: date,
) -> Found:
    """A page of those wanted; the last one where there are not so many."""
    standing = standing_for(db, enterprise_id, wanted, today=today)
    rows = matching(enterprise_id, wanted, standing, today=today)
    apart = wanted.who is Who.YEAR
    found = _page(db, rows, order, falling, page, apart)
    pages = max(-(-found.listed.people // PAGE), 1)
    if page > pages:
        page = pages
        found = _page(db, rows, order, falling, page, apart)
    return Found(found.lines, page, pages, found.totals, found.listed, standing)


def standing_for(db: Session, enterprise_id: UUID, wanted: Wanted, *, today: date) -> Standing:
    """How the kept accounts stand that a list needs."""
    first, last = wanted.days(today=today, still_open_from=first_end_still_open(today))
    return standing_of(db, enterprise_id, wanted.year, first=first, last=last, today=today)


def people_matching(db: Session, enterprise_id: UUID, wanted: Wanted, *, today: date) -> list[UUID]:
    """Everybody who is listed under the filter, by name."""
    standing = standing_for(db, enterprise_id, wanted, today=today)
    rows = matching(enterprise_id, wanted, standing, today=today)
    chosen = select(rows.c.person_id).where(rows.c.open).order_by(*in_order(rows, Order.NAME))
    return list(db.execute(chosen).scalars())


def everybody_matching(
    db: Session, enterprise_id: UUID, wanted: Wanted, *, order: Order, falling: bool, today: date
) -> Generator[list[WorkerLine], None, None]:
    """Everybody listed under the filter, some at a time."""
    standing = standing_for(db, enterprise_id, wanted, today=today)
    rows = matching(enterprise_id, wanted, standing, today=today)
    chosen = (
        select(*(rows.c[name] for name in _LINE))
        .where(rows.c.open)
        .order_by(*in_order(rows, order, falling))
    )
    with db.execute(chosen, execution_options={"yield_per": _CHUNK}) as found:
        for some in found.partitions():
            yield [WorkerLine(*row) for row in some]


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[WorkerLine]
    totals: Totals
    listed: Totals


def _page(db: Session, rows: Any, order: Order, falling: bool, page: int, apart: bool) -> _Page:
    """The lines and the sums in one statement, which goes through everybody once.

    ``apart``: some of them are not listed, so that those listed have sums of their own.
    """
    everybody = select(rows).cte("everybody")
    sums = select(
        *sums_of(everybody, true()), *(sums_of(everybody, everybody.c.open) if apart else ())
    ).subquery()
    lines = (
        select(*(everybody.c[name] for name in (*_LINE, "folded")))
        .where(everybody.c.open)
        .order_by(*in_order(everybody, order, falling))
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .subquery("lines")
    )
    question = (
        select(*sums.c, *(lines.c[name] for name in _LINE))
        .select_from(sums)
        .outerjoin(lines, true())
        .order_by(*in_order(lines, order, falling))
    )
    found = db.execute(question).all()
    fields = len(sums.c)
    return _Page(
        [WorkerLine(*row[fields:]) for row in found if row[fields] is not None],
        Totals(*found[0][:6]),
        Totals(*found[0][fields - 6 : fields]),
    )


def sums_of(rows: Any, those: ColumnElement[bool]) -> list[ColumnElement[Any]]:
    """The columns of :class:`Totals` over those of the rows."""

    def summed(column: Any) -> ColumnElement[Any]:
        return func.coalesce(cast(func.sum(column).filter(those), BigInteger), 0)

    return [
        func.count().filter(those),
        func.count(rows.c.left_over).filter(those),
        summed(rows.c.granted),
        summed(rows.c.used),
        summed(rows.c.planned),
        summed(rows.c.left_over),
    ]


def in_order(rows: Any, order: Order, falling: bool = False) -> list[ColumnElement[Any]]:
    """By what is asked for, what is not known last; then by name."""
    days = {
        Order.LEFT: rows.c.left_over,
        Order.USED: rows.c.used,
        Order.GRANTED: rows.c.granted,
    }
    if order in days:
        # A day is not equally long for everybody; the list shows days.
        by: Any = days[order] * 1_000 / func.nullif(rows.c.day_minutes, 0)
    else:
        by = {
            Order.NAME: rows.c.folded,
            Order.SINCE: rows.c.starts_on,
            Order.ENDS: rows.c.ends_on,
        }[order]
    first = (by.desc() if falling else by.asc()).nulls_last()
    names = [] if order is Order.NAME else [rows.c.folded.asc().nulls_last()]
    return [first, *names, rows.c.person_id]
