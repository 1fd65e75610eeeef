"""How long a training day is for each worker: as the worker's account of that year counts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.employment.queries import workforce_of
from app.learning.parameters import law
from app.learning.rules.months import day_length
from app.learning.workforce import rights_of

DayLengths = dict[tuple[UUID, int], int]


def assumed_day() -> int:
    """Minutes of a day where no declaration tells the hours of a full week: the law's maximum."""
    return day_length((), law().federal).minutes


def day_lengths(
    db: Session, enterprise_id: UUID, wanted: Iterable[tuple[UUID, int]], *, today: date
) -> DayLengths:
    """Minutes of a training day by person and year, for whoever was employed in that year.

    In a handful of questions for each year, whatever the number of workers.
    """
    by_year: defaultdict[int, set[UUID]] = defaultdict(set)
    for person_id, year in wanted:
        by_year[year].add(person_id)
    found: DayLengths = {}
    for year, person_ids in by_year.items():
        employed = workforce_of(db, enterprise_id, first=date(year, 1, 1), last=date(year, 12, 31))
        theirs = {who: rows for who, rows in employed.items() if who in person_ids}
        rights = rights_of(db, enterprise_id, theirs, year, today=today) if theirs else {}
        found |= {(who, year): right.day_minutes for who, right in rights.items()}
    return found
