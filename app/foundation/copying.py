"""Very many rows: read as a stream of plain values, written as the lines that COPY takes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from app.foundation.database import raw

#: Rows fetched at a time.
CHUNK = 5_000
#: Lines sent at a time.
_SENT = 200
#: How COPY writes an absent value.
ABSENT = r"\N"
_KNOWN = {
    False: "recorded_until is null",
    True: "recorded_from <= %(at)s and (recorded_until is null or recorded_until > %(at)s)",
}


def streamed(db: Session, name: str, query: str, **values: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as they stood when it was asked, some thousands in memory at a time.

    ``{known}`` in the query stands for the versions in force at ``at``, or now; ``{those}`` for
    a further condition where ``persons`` are named.  ``name`` tells streams of one transaction
    apart.
    """
    known = _KNOWN[values.get("at") is not None]
    those = "and person_id = any(%(persons)s)" if values.get("persons") is not None else ""
    # All of it will be read: a plan that is quick with the first rows would be the wrong one.
    raw(db).execute("set local cursor_tuple_fraction = 1")
    stream = raw(db).cursor(name)
    stream.execute(query.format(known=known, those=those), values)
    return _rows(stream)


def _rows(stream: Any) -> Iterator[tuple[Any, ...]]:
    with stream:
        while rows := stream.fetchmany(CHUNK):
            yield from rows


def copy_in(db: Session, table: str, columns: str, lines: Iterable[str]) -> None:
    """Write rows; each line is as COPY takes it, without the line break at its end.

    Some are sent while the next are made: the database has begun before the last is there.
    """
    left = iter(lines)
    with raw(db).cursor().copy(f"copy {table} ({columns}) from stdin") as copy:
        while some := list(islice(left, _SENT)):
            copy.write("\n".join([*some, ""]))


def copied(value: Any) -> str:
    """A value as COPY takes it; a text holds no tab or line break of its own."""
    if value is None:
        return ABSENT
    if isinstance(value, str):
        return copied_text(value)
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return str(value)


def copied_text(text: str) -> str:
    """A text as COPY takes it; it holds no tab or line break of its own."""
    return text.replace("\\", "\\\\") if "\\" in text else text


@contextmanager
def without_cycle_collection() -> Iterator[None]:
    """Spare the search for cycles among very many values that have none.

    They are trees and go when they are done with; looking through all of them again and again
    took a sixth of the time of loading a message.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
