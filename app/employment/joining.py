"""Keeping employments in step with the declarations they are derived from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from app.employment.rules.dimona import Declared
from app.employment.rules.joining import Line, Span, Stretch, employments_from
from app.foundation.database import raw

Found = TypeVar("Found")

#: Persons whose declarations are held in memory at a time.
CHUNK = 2_000


class Worker(NamedTuple):
    """Somebody, as a worker of one employer."""

    enterprise_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class _Known:
    """An employment as it stands, and what it says."""

    employment_id: UUID
    starts_on: date
    ends_on: date | None
    content: tuple[Any, ...]


def _known(employment_id: UUID, *content: Any) -> _Known:
    return _Known(employment_id, content[0], content[1], content)


def join_employments(db: Session, workers: Iterable[Worker], *, at: datetime) -> int:
    """Derive the employments of these workers again, each with the one employer named.

    Writes new versions only where something changed; returns how many.
    """
    last_quarters: dict[UUID, int] = {}
    written = 0
    remaining = iter(workers)
    while chunk := list(islice(remaining, CHUNK)):
        employers = {worker.enterprise_id for worker in chunk} - last_quarters.keys()
        last_quarters |= _last_quarters(db, employers)
        written += _join_chunk(db, chunk, last_quarters, at)
    return written


def _join_chunk(
    db: Session, workers: list[Worker], last_quarters: dict[UUID, int], at: datetime
) -> int:
    dimonas = _theirs(db, _DECLARATIONS, workers, Declared)
    lines = _theirs(db, _LINES, workers, Line)
    known = _theirs(db, _EMPLOYMENTS, workers, _known)
    closed: list[tuple[UUID, UUID]] = []
    opened: list[tuple[Any, ...]] = []
    for place, (enterprise_id, person) in enumerate(workers, 1):
        stretches = employments_from(
            dimonas.get(place, ()),
            lines.get(place, ()),
            last_quarter=last_quarters.get(enterprise_id),
        )
        before = known.get(place, [])
        for key, old, new in _pairs(before, stretches):
            content = _content(new) if new else None
            if old and content == old.content:
                continue
            if old:
                closed.append((person, key))
            if new and content:
                opened.append((person, key, at, enterprise_id, *content))
    _write(db, closed, opened, at)
    return len(opened) + len(closed)


def _pairs(
    before: list[_Known], after: list[Stretch]
) -> Iterator[tuple[UUID, _Known | None, Stretch | None]]:
    """Which employment of before is which of after: an employment keeps its key for good.

    One that did not change is itself; then the same start is the same employment; failing
    that, the first that overlaps.  The surest matches are made for all before the less sure.
    """
    left, matched = list(before), dict[int, _Known]()
    for same in (_unchanged, _begins_together, _overlap):
        for index, stretch in enumerate(after):
            if index not in matched and (
                match := next((known for known in left if same(known, stretch)), None)
            ):
                matched[index] = match
                left.remove(match)
    for index, stretch in enumerate(after):
        known = matched.get(index)
        yield (known.employment_id if known else uuid4()), known, stretch
    for gone in left:
        yield gone.employment_id, gone, None


def _unchanged(known: _Known, stretch: Stretch) -> bool:
    return known.content == _content(stretch)


def _begins_together(known: _Known, stretch: Stretch) -> bool:
    return known.starts_on == stretch.starts_on


def _overlap(known: _Known, stretch: Stretch) -> bool:
    return known.starts_on <= (stretch.ends_on or date.max) and stretch.starts_on <= (
        known.ends_on or date.max
    )


def _content(stretch: Stretch) -> tuple[Any, ...]:
    last = stretch.regimes[-1] if stretch.regimes else None
    return (
        stretch.starts_on,
        stretch.ends_on,
        stretch.worker_type,
        stretch.joint_committee,
        last.part_time if last else None,
        last.hours_worked if last else None,
        last.hours_full_time if last else None,
        [_span_row(span) for span in stretch.regimes],
        list(stretch.sources),
        stretch.declared_until,
        stretch.declared_at,
    )


def _span_row(span: Span) -> list[Any]:
    return [
        span.starts_on.isoformat(),
        span.ends_on.isoformat() if span.ends_on else None,
        span.hours_worked,
        span.hours_full_time,
        span.part_time,
        span.days_per_week,
        span.joint_committee,
    ]


def span_of(row: Sequence[Any]) -> Span:
    """The inverse of how a regime is stored in ``employments.regimes``."""
    starts_on, ends_on, *terms = row
    return Span(
        date.fromisoformat(starts_on), date.fromisoformat(ends_on) if ends_on else None, *terms
    )


def _last_quarters(db: Session, enterprise_ids: Collection[UUID]) -> dict[UUID, int]:
    """The last quarter that each of these has declared; nothing of one that declared none."""
    rows = raw(db).execute(
        "select enterprise_id, max(quarter) from quarter_declarations"
        " where enterprise_id = any(%s) and recorded_until is null group by 1",
        (list(enterprise_ids),),
    )
    return dict(rows.fetchall())


#: Those asked about; ``place`` says whose a row is, counted from 1.
_ASKED = (
    "unnest(%(enterprises)s::uuid[], %(persons)s::uuid[]) with ordinality"
    " as asked (enterprise_id, person_id, place)"
)
_DECLARATIONS = """
    select place, act, declared_at, period_number, starts_on, ends_on, worker_type,
           joint_committee, fingerprint
    from {} join dimona_declarations using (enterprise_id, person_id)
"""
_LINES = """
    select place, quarter, starts_on, ends_on, part_time, hours_worked, hours_full_time,
           days_per_week, joint_committee, is_work, declared_at
    from {} join occupation_lines using (enterprise_id, person_id)
    where recorded_until is null
"""
_EMPLOYMENTS = """
    select place, employment_id, starts_on, ends_on, worker_type, joint_committee, part_time,
           hours_worked, hours_full_time, regimes, sources, declared_until, declared_at
    from {} join employments using (enterprise_id, person_id)
    where recorded_until is null
    order by starts_on, ends_on, employment_id
"""


def _theirs(
    db: Session, query: str, workers: Sequence[Worker], made: Callable[..., Found]
) -> dict[int, list[Found]]:
    """What ``made`` makes of the rows of a query, by the place of the worker they are about."""
    rows = raw(db).execute(
        query.format(_ASKED),
        {
            "enterprises": [worker.enterprise_id for worker in workers],
            "persons": [worker.person_id for worker in workers],
        },
    )
    found: dict[int, list[Found]] = defaultdict(list)
    for place, *content in rows:
        found[place].append(made(*content))
    return found


_GONE = "unnest(%(persons)s::uuid[], %(keys)s::uuid[]) as gone (person_id, employment_id)"
_IS_GONE = (
    "e.person_id = gone.person_id and e.employment_id = gone.employment_id"
    " and e.recorded_until is null"
)


def _write(
    db: Session, closed: list[tuple[UUID, UUID]], opened: list[tuple[Any, ...]], at: datetime
) -> None:
    connection = raw(db)
    if closed:
        gone = {"at": at, "persons": [c[0] for c in closed], "keys": [c[1] for c in closed]}
        # A version opened by an earlier part of the same message was never known: it goes.
        for change in (
            "delete from employments as e using {} where e.recorded_from = %(at)s and {}",
            "update employments as e set recorded_until = %(at)s from {} where {}",
        ):
            connection.execute(change.format(_GONE, _IS_GONE), gone)
    if not opened:
        return
    columns = (
        "person_id, employment_id, recorded_from, enterprise_id, starts_on, ends_on, worker_type,"
        " joint_committee, part_time, hours_worked, hours_full_time, regimes, sources,"
        " declared_until, declared_at"
    )
    with connection.cursor().copy(f"copy employments ({columns}) from stdin") as copy:
        for row in opened:
            # The names of sources as PostgreSQL writes an array: they are ours and plain.
            regimes, sources, *rest = row[11:]
            copy.write_row((*row[:11], Jsonb(regimes), f"{{{','.join(sources)}}}", *rest))
