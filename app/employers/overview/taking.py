"""Lists and sums taken away as sheets: piece by piece, each with its lines in the trail first.

Access that ends, ends at once: before each piece the mandate is asked for anew.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from typing import Any, TypeVar

from flask import Response, current_app, stream_with_context
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.employers.access import acting_under
from app.employers.looking import now, today
from app.enterprises.mandates import HeldMandate, mandates_of
from app.foundation.database import transaction
from app.foundation.sheets import MEDIA_TYPES, Cell
from app.foundation.sheets.writing import Form, write_sheet

Line = TypeVar("Line")


class MandateEnded(Exception):
    """Whoever was taking something away may no more: nothing follows."""


def taken_away(
    mandate: HeldMandate,
    some: Callable[[Any], Generator[list[Line], None, None]],
    row: Callable[[Line], list[Cell]],
    *,
    header: list[str],
    form: Form,
    name: str,
    page: str,
) -> Response:
    """A sheet with a row for each line; ``some`` asks a session for lines, a piece at a time.

    ``page`` is what the trail calls it; each line tells whose data it is by ``person_id``.
    """
    by, engine = acting_under(mandate), current_app.extensions["engine"]

    def rows() -> Iterator[list[Cell]]:
        with transaction(engine) as db, closing(some(db)) as pieces:
            for lines in pieces:
                hand_out(engine, by, lines, page)
                yield from map(row, lines)

    return as_file(rows(), header=header, form=form, name=name)


def hand_out(engine: Any, by: Actor, lines: Iterable[Any], page: str) -> None:
    """Write down, in a transaction of its own, whose data goes out (:func:`note_going_out`)."""
    with transaction(engine) as db:
        note_going_out(db, by, lines, page)


def note_going_out(db: Session, by: Actor, lines: Iterable[Any], page: str) -> None:
    """Write down whose data goes out; MandateEnded where the mandate has ended meanwhile."""
    assert by.person_id is not None, "only the signed-in take anything away"
    held = {each.mandate_id for each in mandates_of(db, by.person_id, on=today())}
    if by.mandate_id not in held:
        raise MandateEnded
    seen = [
        Trace(Act.WORKER_SEEN, by, Ground.MANDATE, subject_id=each, details={"page": page})
        for each in dict.fromkeys(line.person_id for line in lines)
    ]
    record(db, seen, via=Channel.PAGE, at=now())


def as_file(rows: Iterable[list[Cell]], *, header: list[str], form: Form, name: str) -> Response:
    """The sheet as an answer that is sent while it is written."""
    pieces = write_sheet(rows, header=header, as_=form)
    answer = Response(stream_with_context(pieces), mimetype=MEDIA_TYPES[form].split(";")[0])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
