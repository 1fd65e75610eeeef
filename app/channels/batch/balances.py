"""What a pre-flight would do to balances, kept worker by worker, and asked again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from app.channels.batch.models import BatchBalance
from app.employment.closing import access_ends
from app.employment.known import EMPLOYMENTS_KNOWN
from app.foundation.database import raw
from app.learning.batches.balances import Balance, Reached

#: Workers fetched at a time.
TOGETHER = 1_000
_MORE_BEYOND = BatchBalance.beyond_after > BatchBalance.beyond_before


@dataclass(frozen=True, slots=True)
class YearTotals:
    """What a pre-flight would do to the balances of a year, added up, in minutes.

    ``known``: workers whose balance is known before and after; only of those is what was and
    would be left added up.  ``over``: workers of whom more would be taken than is left.
    """

    year: int
    workers: int
    known: int
    before: int
    after: int
    over: int
    beyond: int


@dataclass(frozen=True, slots=True)
class WorkerBalance:
    """What a pre-flight would do to one worker's balance of a year, in minutes.

    None is not known.  ``beyond``: what it takes more than is left.
    """

    enterprise_id: UUID
    person_id: UUID
    year: int
    before: int | None
    after: int | None
    beyond: int
    day_minutes: int

    @property
    def place(self) -> tuple[UUID, UUID, int]:
        return self.enterprise_id, self.person_id, self.year


def years_told(
    db: Session, file_id: UUID, enterprise_id: UUID, people: Collection[UUID]
) -> dict[UUID, set[int]]:
    """The years of which these workers' balances are told already."""
    found: dict[UUID, set[int]] = {}
    rows = db.execute(
        select(BatchBalance.person_id, BatchBalance.year).where(
            BatchBalance.file_id == file_id,
            BatchBalance.enterprise_id == enterprise_id,
            BatchBalance.person_id == func.any(list(people)),
        )
    )
    for person_id, year in rows:
        found.setdefault(person_id, set()).add(year)
    return found


def keep_balances(
    db: Session,
    file_id: UUID,
    enterprise_id: UUID,
    *,
    before: Iterable[Reached],
    after: Iterable[Reached],
) -> None:
    """Keep what is reached.  ``before``: what is without the file, of years not told yet.

    One that nothing happened to so far is kept too, for later records may change what is left of
    an earlier year: :func:`drop_unchanged`.
    """
    without: dict[tuple[UUID, int], Balance] = {
        (each.person_id, year): balance
        for each in before
        for year, balance in each.balances.items()
    }
    rows = []
    for each in after:
        for year, now in each.balances.items():
            # Of a year that was told already, what was without the file stands there.
            stood = without.get((each.person_id, year), now)
            left, beyond = (stood.left, now.left), (stood.beyond, now.beyond)
            rows.append((each.person_id, year, *left, *beyond, now.day_minutes))
    if not rows:
        return
    raw(db).execute(
        """
        insert into batch_balances (file_id, enterprise_id, person_id, year, left_before,
            left_after, beyond_before, beyond_after, day_minutes)
        select %s, %s, now.* from unnest(%s::uuid[], %s::int[], %s::int[], %s::int[], %s::int[],
            %s::int[], %s::int[]) as now
        on conflict (file_id, enterprise_id, person_id, year) do update set
            left_after = excluded.left_after, beyond_after = excluded.beyond_after,
            day_minutes = excluded.day_minutes
        """,
        (file_id, enterprise_id, *map(list, zip(*rows, strict=True))),
    )


def drop_unchanged(db: Session, file_id: UUID) -> None:
    """Forget the balances that a pre-flight changes nothing of, now that all of it is tried."""
    row = BatchBalance
    db.execute(
        delete(row).where(
            row.file_id == file_id,
            row.left_before.is_not_distinct_from(row.left_after),
            row.beyond_before == row.beyond_after,
        )
    )


def totals_of(
    db: Session, file_id: UUID, enterprise_ids: Collection[UUID], *, today: date
) -> list[YearTotals]:
    """A line for each year, of the workers of these enterprises; the oldest first.

    Who works for two of them has two balances, and counts as a worker of each.
    """
    balance = BatchBalance
    known = balance.left_before.is_not(None) & balance.left_after.is_not(None)
    rows = db.execute(
        select(
            balance.year,
            func.count(),
            func.count().filter(known),
            func.sum(balance.left_before).filter(known),
            func.sum(balance.left_after).filter(known),
            func.count().filter(_MORE_BEYOND),
            func.sum(balance.beyond_after - balance.beyond_before).filter(_MORE_BEYOND),
        )
        .where(*_of(file_id, enterprise_ids, today))
        .group_by(balance.year)
        .order_by(balance.year)
    )
    return [YearTotals(*(int(each or 0) for each in row)) for row in rows]


def workers_over(
    db: Session, file_id: UUID, enterprise_ids: Collection[UUID], *, today: date
) -> int:
    """How many workers of these enterprises more would be taken of than is left."""
    worker = tuple_(BatchBalance.enterprise_id, BatchBalance.person_id)
    return db.execute(
        select(func.count(worker.distinct())).where(
            *_of(file_id, enterprise_ids, today), _MORE_BEYOND
        )
    ).scalar_one()


def balances_of(
    db: Session,
    file_id: UUID,
    enterprise_ids: Collection[UUID],
    *,
    today: date,
    over: bool = False,
    after: tuple[UUID, UUID, int] | None = None,
    most: int = TOGETHER,
) -> list[WorkerBalance]:
    """The balances of workers of these enterprises that come after a place, in one order.

    Of those alone whom the enterprises may look at ``today``.  ``over``: only where more would be
    taken than is left.
    """
    row = BatchBalance
    place = row.enterprise_id, row.person_id, row.year
    those = [*_of(file_id, enterprise_ids, today)]
    if over:
        those.append(_MORE_BEYOND)
    if after:
        those.append(tuple_(*place) > tuple_(*after))
    rows = db.execute(
        select(
            *place,
            row.left_before,
            row.left_after,
            row.beyond_after - row.beyond_before,
            row.day_minutes,
        )
        .where(*those)
        .order_by(*place)
        .limit(most)
    )
    return [WorkerBalance(*each) for each in rows]


def all_balances(
    db: Session, file_id: UUID, enterprise_ids: Collection[UUID], *, today: date
) -> Iterator[list[WorkerBalance]]:
    """All of them, some in memory at a time."""
    after = None
    while found := balances_of(db, file_id, enterprise_ids, today=today, after=after):
        yield found
        after = found[-1].place


def _of(
    file_id: UUID, enterprise_ids: Collection[UUID], today: date
) -> tuple[ColumnElement[bool], ...]:
    """Of these enterprises, and of whom they may look at today: sums tell no more than lists."""
    employed = EMPLOYMENTS_KNOWN.c
    return (
        BatchBalance.file_id == file_id,
        BatchBalance.enterprise_id == func.any(list(enterprise_ids)),
        exists().where(
            employed.enterprise_id == BatchBalance.enterprise_id,
            employed.person_id == BatchBalance.person_id,
            or_(employed.ends_on.is_(None), access_ends(employed.ends_on) >= today),
        ),
    )
