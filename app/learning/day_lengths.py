"""How long a training day is for each worker, and trainings said in days worked out in minutes.

A day is as long as the worker's account of that year counts it: the full-time week of the
enterprise by its days, as declared for this worker, or else the law's maximum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import employments_among
from app.learning.accounts import inputs_from
from app.learning.contents import Registration
from app.learning.parameters import law
from app.learning.rules.months import DayLength, day_counted, day_length, minutes_of_days
from app.learning.rules.registering import problems_of_days

#: The training day of a person in a year, where it can be counted with.
DayLengths = Mapping[tuple[UUID, int], DayLength]


def day_minutes_of(person_id: UUID | None, year: int | None, lengths: DayLengths) -> int:
    """Minutes of a day of somebody in a year; the law's maximum where nothing can be counted."""
    day = lengths.get((person_id, year)) if person_id and year else None
    return (day or day_length((), law().federal)).minutes


def day_lengths(
    db: Session, enterprise_id: UUID, wanted: Collection[tuple[UUID, int]]
) -> DayLengths:
    """How long a training day is by person and year, where it can be counted with.

    In one question, whatever the number of workers.
    """
    employed = employments_among(db, enterprise_id, {who for who, _year in wanted})
    facts = {who: inputs_from(rows, (), {}, (), {}).employments for who, rows in employed.items()}
    return {
        (who, year): day
        for who, year in wanted
        if who in facts and (day := day_counted(year, facts[who], law().federal))
    }


def days_in(wanted: Iterable[Registration]) -> set[tuple[UUID, int]]:
    """Of those that are said in days, the workers and the years they end in."""
    return {(each.person_id, each.ends_on.year) for each in wanted if each.days is not None}


def lasting(wanted: Registration, day: DayLength | None) -> Registration:
    """A training said in days as one of minutes.

    As it was said where nobody knows how long a day is (None), or the days are wrong: it is then
    refused for that (:func:`app.learning.contents.problems_beside`).
    """
    days = wanted.days
    if days is None or day is None:
        return wanted
    if problems_of_days(days, wanted.starts_on, wanted.ends_on):
        return wanted
    return replace(wanted, minutes=minutes_of_days(days, day.minutes), days=None)


def in_minutes(
    db: Session, enterprise_id: UUID | None, wanted: Sequence[Registration]
) -> Sequence[Registration]:
    """All of them, in their order, those that are said in days worked out for their workers."""
    asked = days_in(wanted)
    if not asked or enterprise_id is None:
        return wanted
    lengths = day_lengths(db, enterprise_id, asked)
    return [lasting(each, lengths.get((each.person_id, each.ends_on.year))) for each in wanted]
