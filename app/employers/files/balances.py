"""What a pre-flight would do to balances, as the page and a sheet tell it.

A file may be of many clients: told is only what is of those that whoever looks may act for, and
only of workers whom they may look at today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Response, current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.channels.batch.balances import (
    WorkerBalance,
    YearTotals,
    all_balances,
    balances_of,
    totals_of,
    workers_over,
)
from app.channels.batch.values import File
from app.employers.access import acting_under
from app.employers.looking import now, today
from app.employers.overview.taking import as_file, hand_out
from app.employment.closing import open_to
from app.enterprises.mandates import HeldMandate, mandates_of
from app.foundation.database import session, transaction
from app.foundation.sheets import Cell
from app.identity.access import signed_in
from app.identity.queries import names_of

#: Workers that a page names; the sheet has all of them.
ON_A_PAGE = 50
#: As the trail calls it.
PAGE = "pre-flight of a file"


@dataclass(frozen=True, slots=True)
class Line:
    """One worker's balance of a year, with names; ``held``: what lets it be looked at."""

    held: HeldMandate
    name: str | None
    balance: WorkerBalance

    @property
    def person_id(self) -> UUID:
        return self.balance.person_id


@dataclass(frozen=True, slots=True)
class Told:
    """What the page tells: the sums, and some of those of whom more is taken than is left."""

    totals: list[YearTotals]
    over: list[Line]
    workers_over: int

    @property
    def there_are_more(self) -> bool:
        return len(self.over) < sum(each.over for each in self.totals)


def told_on_page(mandate: HeldMandate, file: File) -> Told:
    """The balances of a pre-flight that is done, each worker with a line in the trail."""
    db, held = session(), held_from(mandate)
    found = balances_of(db, file.file_id, held.keys(), today=today(), over=True, most=ON_A_PAGE)
    lines = [
        line
        for key, mandate_there in held.items()
        for line in _lines(db, mandate_there, [each for each in found if each.enterprise_id == key])
    ]
    traces = [
        Trace(
            Act.WORKER_SEEN,
            acting_under(each.held),
            Ground.MANDATE,
            subject_id=each.person_id,
            details={"page": PAGE},
        )
        for each in lines
    ]
    record(db, traces, via=Channel.PAGE, at=now())
    return Told(
        totals_of(db, file.file_id, held.keys(), today=today()),
        lines,
        workers_over(db, file.file_id, held.keys(), today=today()),
    )


def sheet_of(mandate: HeldMandate, file: File) -> Response:
    """Every balance that would change, as CSV; lines in the trail first, piece by piece."""
    held, engine, day = held_from(mandate), current_app.extensions["engine"], today()
    acting: dict[UUID, Actor] = {key: acting_under(each) for key, each in held.items()}

    def rows() -> Iterator[list[Cell]]:
        with transaction(engine) as db:
            for key, each in held.items():
                for found in all_balances(db, file.file_id, [key], today=day):
                    lines = _lines(db, each, found)
                    hand_out(engine, acting[key], lines, PAGE)
                    yield from map(_cells, lines)

    header = [
        *(_("Enterprise number"), _("Worker"), _("Year"), _("Left before, in minutes")),
        *(_("Left after, in minutes"), _("Beyond it, in minutes")),
    ]
    return as_file(rows(), header=header, form="csv", name=f"balances-{file.file_id}")


def held_from(mandate: HeldMandate) -> dict[UUID, HeldMandate]:
    """The mandates for the sender and for those acted for from there, by enterprise."""
    person = signed_in().person_id
    theirs = [
        each
        for each in mandates_of(session(), person, on=today())
        if each.office_number == mandate.enterprise_number
    ]
    return {each.enterprise_id: each for each in [*theirs, mandate]}


def _lines(db: Session, held: HeldMandate, found: Sequence[WorkerBalance]) -> list[Line]:
    """With their names, of those whom the enterprise may look at."""
    if not found:
        return []
    people = {each.person_id for each in found}
    seen = open_to(db, held.enterprise_id, people, today=today())
    names = names_of(db, seen)
    return [
        Line(held, names[each.person_id].full, each) for each in found if each.person_id in seen
    ]


def _cells(line: Line) -> list[Cell]:
    told = line.balance
    return [
        *(line.held.enterprise_number, line.name, told.year),
        *(told.before, told.after, told.beyond),
    ]
