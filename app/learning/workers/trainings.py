"""The trainings of a year with one enterprise: listed, and added up by what they are."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Subquery, case, cast, func, select, true
from sqlalchemy.orm import Session

from app.employment.workforce import still_open
from app.enterprises.parameters import first_end_still_open
from app.foundation.knowing import known_now
from app.identity.queries import CALLED
from app.learning.models import Training

#: Lines on one page.
PAGE = 50
_CHUNK = 1_000
#: Under what a training is counted that does not say who gave it, or in which field.
NOT_SAID = "none"
GIVERS = ("internal", "provider", NOT_SAID)


@dataclass(frozen=True, slots=True)
class TrainingsWanted:
    """A filter over the trainings that end in a year; None lets every training through.

    ``giver``: one of ``GIVERS``.  ``field``: a broad field of learning, two digits, or
    ``NOT_SAID``.
    """

    year: int
    month: int | None = None
    followed: bool | None = None
    formal: bool | None = None
    giver: str | None = None
    field: str | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which one may end."""
        if self.month is None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        first = date(self.year, self.month, 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """One training of one worker; minutes."""

    person_id: UUID
    surname: str | None
    given_names: str | None
    training_id: UUID
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    followed: bool
    formal: bool
    counts: bool
    giver: str
    field: str

    @property
    def name(self) -> str | None:
        """First name first; None while no register has named the person."""
        parts = [part for part in (self.given_names, self.surname) if part]
        return " ".join(parts) or None


@dataclass(frozen=True, slots=True)
class TrainingSum:
    """How many trainings, and their minutes together."""

    trainings: int = 0
    minutes: int = 0

    def __add__(self, other: TrainingSum) -> TrainingSum:
        return TrainingSum(self.trainings + other.trainings, self.minutes + other.minutes)

    def __sub__(self, other: TrainingSum) -> TrainingSum:
        return TrainingSum(self.trainings - other.trainings, self.minutes - other.minutes)


@dataclass(frozen=True, slots=True)
class FoundTrainings:
    """A page of them; ``total`` of all, ``listed`` of those of people whom one may see still."""

    lines: list[TrainingLine]
    page: int
    pages: int
    total: TrainingSum
    listed: TrainingSum


_GIVER = case(
    (Training.internal.is_(True), "internal"),
    (Training.internal.is_(False), "provider"),
    else_=NOT_SAID,
).label("giver")
_FIELD = func.coalesce(func.left(Training.field_of_learning, 2), NOT_SAID).label("field")
_LINE = (
    *("person_id", "surname", "given_names", "training_id", "title", "starts_on", "ends_on"),
    *("minutes", "followed", "formal", "counts", "giver", "field"),
)


def _matching(enterprise_id: UUID, wanted: TrainingsWanted, today: date) -> Subquery:
    opened = still_open(enterprise_id, since=first_end_still_open(today))
    rows = (
        select(
            Training.person_id,
            CALLED.c.surname,
            CALLED.c.given_names,
            CALLED.c.folded,
            Training.training_id,
            Training.title,
            Training.starts_on,
            Training.ends_on,
            Training.minutes,
            Training.followed,
            Training.formal,
            Training.counts,
            _GIVER,
            _FIELD,
            Training.person_id.in_(opened).label("open"),
        )
        .outerjoin(CALLED, CALLED.c.person_id == Training.person_id)
        .where(
            Training.enterprise_id == enterprise_id,
            known_now(Training),
            Training.ends_on.between(*wanted.days),
        )
    )
    for column, value in (
        (Training.followed, wanted.followed),
        (Training.formal, wanted.formal),
        (_GIVER.element, wanted.giver),
        (_FIELD.element, wanted.field),
    ):
        if value is not None:
            rows = rows.where(column == value)
    return rows.subquery("matching")


def trainings_on_page(
    db: Session, enterprise_id: UUID, wanted: TrainingsWanted, *, page: int = 1, today: date
) -> FoundTrainings:
    """A page of those wanted, newest first; the last one where there are not so many."""
    rows = _matching(enterprise_id, wanted, today)
    total, listed = _sums(db, rows)
    pages = max(-(-listed.trainings // PAGE), 1)
    page = min(page, pages)
    lines = db.execute(_in_order(rows).limit(PAGE).offset((page - 1) * PAGE))
    return FoundTrainings([TrainingLine(*row) for row in lines], page, pages, total, listed)


def all_trainings(
    db: Session, enterprise_id: UUID, wanted: TrainingsWanted, *, today: date
) -> Generator[list[TrainingLine], None, None]:
    """All those listed, some at a time."""
    rows = _in_order(_matching(enterprise_id, wanted, today))
    with db.execute(rows, execution_options={"yield_per": _CHUNK}) as found:
        for some in found.partitions():
            yield [TrainingLine(*row) for row in some]


def _in_order(rows: Subquery) -> Any:
    return (
        select(*(rows.c[name] for name in _LINE))
        .where(rows.c.open)
        .order_by(rows.c.ends_on.desc(), rows.c.folded.nulls_last(), rows.c.training_id)
    )


def _sums(db: Session, rows: Subquery) -> tuple[TrainingSum, TrainingSum]:
    def summed(those: ColumnElement[bool]) -> list[ColumnElement[Any]]:
        minutes = cast(func.sum(rows.c.minutes).filter(those), BigInteger)
        return [func.count().filter(those), func.coalesce(minutes, 0)]

    row = db.execute(select(*summed(true()), *summed(rows.c.open)).select_from(rows)).one()
    return TrainingSum(*row[:2]), TrainingSum(*row[2:])


#: A group of trainings: the month, followed or planned, formal, giver, field.
Group = tuple[int, bool, bool, str, str]


def trainings_added_up(db: Session, enterprise_id: UUID, year: int) -> dict[Group, TrainingSum]:
    """The trainings that end in a year, by everything a dashboard tells apart.

    A few hundred groups at most, whatever the number of trainings: whoever wants one thing told
    apart adds up the others.
    """
    first, last = TrainingsWanted(year).days
    flat = (
        select(
            Training.ends_on, Training.followed, Training.formal, _GIVER, _FIELD, Training.minutes
        )
        .where(
            Training.enterprise_id == enterprise_id,
            known_now(Training),
            Training.ends_on.between(first, last),
        )
        .subquery()
    )
    told = (
        func.extract("month", flat.c.ends_on),
        flat.c.followed,
        flat.c.formal,
        flat.c.giver,
        flat.c.field,
    )
    found = db.execute(
        select(*told, func.count(), cast(func.sum(flat.c.minutes), BigInteger)).group_by(*told)
    )
    return {(int(row[0]), *row[1:5]): TrainingSum(*row[5:]) for row in found}
