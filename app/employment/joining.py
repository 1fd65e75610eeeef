"""Keeping employments in step with the declarations they are derived from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from app.employment.rules.dimona import Declared
from app.employment.rules.joining import Line, Span, Stretch, employments_from
from app.foundation.calendar import Quarter
from app.foundation.database import raw

#: Persons whose declarations are held in memory at a time.
CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class _Known:
    """An employment as it stands, and what it says."""

    employment_id: UUID
    starts_on: date
    ends_on: date | None
    content: tuple[Any, ...]


def join_employments(
    db: Session, enterprise_id: UUID, person_ids: Sequence[UUID], *, at: datetime
) -> int:
    """Derive the employments of these persons with this enterprise again.

    Writes new versions only where something changed; returns how many.
    """
    last_quarter = _last_quarter(db, enterprise_id)
    written = 0
    remaining = iter(person_ids)
    while chunk := list(islice(remaining, CHUNK)):
        written += _join_chunk(db, enterprise_id, chunk, last_quarter, at)
    return written


def _join_chunk(
    db: Session, enterprise_id: UUID, persons: list[UUID], last_quarter: int | None, at: datetime
) -> int:
    where = {"enterprise": enterprise_id, "persons": persons}
    dimonas = _declarations(db, where)
    lines = _lines(db, where)
    known = _known(db, where)
    closed: list[tuple[UUID, UUID]] = []
    opened: list[tuple[Any, ...]] = []
    for person in persons:
        stretches = employments_from(
            dimonas.get(person, ()), lines.get(person, ()), last_quarter=last_quarter
        )
        before = known.get(person, [])
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


def _last_quarter(db: Session, enterprise_id: UUID) -> int | None:
    row = raw(db).execute(
        "select max(quarter) from quarter_declarations"
        " where enterprise_id = %s and recorded_until is null",
        (enterprise_id,),
    )
    last: int | None = (row.fetchone() or (None,))[0]
    return last


def _declarations(db: Session, where: dict[str, Any]) -> dict[UUID, list[Declared]]:
    found: dict[UUID, list[Declared]] = defaultdict(list)
    rows = raw(db).execute(
        """
        select person_id, act, declared_at, period_number, starts_on, ends_on, worker_type,
               joint_committee, fingerprint
        from dimona_declarations
        where enterprise_id = %(enterprise)s and person_id = any(%(persons)s)
        """,
        where,
    )
    for person, *content in rows:
        found[person].append(Declared(*content))
    return found


def _lines(db: Session, where: dict[str, Any]) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = defaultdict(list)
    rows = raw(db).execute(
        """
        select person_id, quarter, starts_on, ends_on, part_time, hours_worked, hours_full_time,
               days_per_week, joint_committee, is_work, declared_at
        from occupation_lines
        where enterprise_id = %(enterprise)s and person_id = any(%(persons)s)
          and recorded_until is null
        """,
        where,
    )
    for person, *content in rows:
        found[person].append(Line(*content))
    return found


def _known(db: Session, where: dict[str, Any]) -> dict[UUID, list[_Known]]:
    found: dict[UUID, list[_Known]] = defaultdict(list)
    rows = raw(db).execute(
        """
        select person_id, employment_id, starts_on, ends_on, worker_type, joint_committee,
               part_time, hours_worked, hours_full_time, regimes, sources, declared_until,
               declared_at
        from employments
        where enterprise_id = %(enterprise)s and person_id = any(%(persons)s)
          and recorded_until is null
        order by starts_on, ends_on, employment_id
        """,
        where,
    )
    for person, key, *content in rows:
        found[person].append(_Known(key, content[0], content[1], tuple(content)))
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


def last_quarter_declared(db: Session, enterprise_id: UUID) -> Quarter | None:
    key = _last_quarter(db, enterprise_id)
    return Quarter.from_key(key) if key else None
