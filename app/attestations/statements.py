"""Letters of an employer about many workers at once: statements of accounts, balance notices.

Asking writes the run, its rows and its jobs in one transaction.  Each job makes one slice of the
rows, a document and a commit at a time, and may be killed and run again; several workers share
the slices among them.  A mandate that ends stops the run: it is asked anew before every document.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.attestations.asking import Refused
from app.attestations.letters import (
    LETTERS_TO_WORKERS,
    NotMade,
    make_letter,
    may_have_made,
    still_theirs,
)
from app.attestations.models import NEVER, NOT_FOUND, StatementRun, StatementRunRow
from app.attestations.wishes import Wish
from app.attestations.workshop import Workshop
from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.foundation.clock import day_of
from app.foundation.languages import FIRST, LANGUAGES
from app.foundation.problems import problem
from app.identity.queries import names_of
from certificates.attestation import Kind

#: Documents of one job.
SLICE = 50
#: Class of the advisory lock on which those who ask for letters of one enterprise take turns.
_TURN = 7_261_009


@dataclass(frozen=True, slots=True)
class Started:
    """The run, and how many slices there are to make; the caller enqueues each.

    None of a run that was under way already.
    """

    run_id: UUID
    slices: int


@dataclass(frozen=True, slots=True)
class Waits:
    """A document could not be sealed; ``problem`` is a code of :mod:`certificates.sealers`."""

    problem: str


def make_statements(
    db: Session,
    enterprise_id: UUID,
    person_ids: Collection[UUID],
    *,
    kind: Kind,
    year: int,
    by: Actor,
    via: Channel,
    at: datetime,
) -> Started | Refused:
    """Have letters made for workers of an enterprise, each in the worker's language.

    Whoever does not work there, and has not lately, is left out as if never named.  Where the
    same letters are being made for the same workers, that run is the answer: asking a hundred
    times makes no more work than asking once.
    """
    if by.enterprise_id != enterprise_id or not may_have_made(db, by, kind, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    if kind not in LETTERS_TO_WORKERS:
        return Refused((problem("kind_unknown", "kind"),))
    workers = still_theirs(db, enterprise_id, person_ids, day_of(at))
    if not workers:
        return Refused((problem("nobody_chosen", "workers"),))
    # Two that ask at once take turns, so that the second finds what the first has begun.
    db.execute(select(func.pg_advisory_xact_lock(_TURN, func.hashtext(str(enterprise_id)))))
    run_id, slices = _under_way(db, enterprise_id, kind, year, workers, day_of(at)), 0
    if run_id is None:
        run_id = _begin(db, enterprise_id, kind, year, by, at)
        slices = _write_rows(db, run_id, workers)
    details = {"run_id": str(run_id), "kind": kind.value, "workers": len(workers)}
    record(db, [Trace(Act.STATEMENTS_ASKED, by, Ground.MANDATE, details=details)], via=via, at=at)
    return Started(run_id, slices)


def _under_way(
    db: Session, enterprise_id: UUID, kind: Kind, year: int, workers: Collection[UUID], today: date
) -> UUID | None:
    """The run of these letters for exactly these workers that is not through yet.

    A run is made for whoever asked, and stops where they may no more: such a one is none.
    """
    run, row = StatementRun, StatementRunRow
    to_make = row.attestation_id.is_(None) & (row.problem.is_(None) | row.problem.not_in(NEVER))
    theirs = row.person_id.in_(select(func.unnest(list(workers))))
    found = db.execute(
        select(run.run_id, run.asked_by, run.mandate_id, run.client_id)
        .join(row, row.run_id == run.run_id)
        .where(
            run.enterprise_id == enterprise_id,
            run.kind == kind.value,
            run.year == year,
            run.stopped_at.is_(None),
        )
        .group_by(run.run_id)
        .having(
            func.count() == len(workers),
            func.bool_and(theirs),
            func.bool_or(to_make),
        )
        .order_by(run.run_id)
    )
    for run_id, asked_by, mandate_id, client_id in found:
        who = Actor(asked_by, enterprise_id, mandate_id, client_id=client_id)
        if may_have_made(db, who, kind, on=today):
            return run_id
    return None


def _begin(
    db: Session, enterprise_id: UUID, kind: Kind, year: int, by: Actor, at: datetime
) -> UUID:
    run_id: UUID = db.execute(
        insert(StatementRun)
        .values(
            enterprise_id=enterprise_id,
            kind=kind.value,
            year=year,
            asked_by=by.person_id,
            mandate_id=by.mandate_id,
            client_id=by.client_id,
            asked_at=at,
        )
        .returning(StatementRun.run_id)
    ).scalar_one()
    return run_id


def _write_rows(db: Session, run_id: UUID, workers: Collection[UUID]) -> int:
    """A row for each worker; how many slices they make."""
    names = names_of(db, workers)
    rows = [
        {
            "run_id": run_id,
            "person_id": person_id,
            "slice": place // SLICE,
            "language": _language(names[person_id].language),
        }
        for place, person_id in enumerate(workers)
    ]
    db.execute(insert(StatementRunRow), rows)
    return (len(rows) + SLICE - 1) // SLICE


def make_next(
    db: Session, run_id: UUID, slice_: int, *, workshop: Workshop, at: datetime
) -> bool | Waits:
    """Make the next document of a slice; False when there is none left, or the run has stopped.

    Waits when it could not be sealed: the row says why, nothing else is kept, and the job is
    tried again.
    """
    run = db.execute(select(StatementRun).where(StatementRun.run_id == run_id)).scalar_one()
    if run.stopped_at is not None:
        return False
    by = Actor(run.asked_by, run.enterprise_id, run.mandate_id, client_id=run.client_id)
    if not may_have_made(db, by, Kind(run.kind), on=day_of(at)):
        stop(db, run_id, by=by, via=Channel.JOB, at=at)
        return False
    row = _next_row(db, run_id, slice_)
    if row is None:
        return _any_left(db, run_id, slice_)
    wish = Wish(Kind(run.kind), row.language, enterprise_id=run.enterprise_id, year=run.year)
    key, hindrance = None, None
    try:
        key = make_letter(db, row.person_id, wish, by=by, workshop=workshop, at=at)
    except NotMade as not_made:
        hindrance = str(not_made)
    db.execute(
        update(StatementRunRow)
        .where(StatementRunRow.run_id == run_id, StatementRunRow.person_id == row.person_id)
        .values(attestation_id=key, problem=None if key else hindrance or NOT_FOUND)
    )
    return True if hindrance is None or hindrance in NEVER else Waits(hindrance)


def _next_row(db: Session, run_id: UUID, slice_: int) -> StatementRunRow | None:
    """One that was not tried yet; then one that waits.

    Whoever else works at the slice, as one that is being killed, is waited for.
    """
    for waits in (False, True):
        row = db.execute(
            select(StatementRunRow)
            .where(*_to_make(run_id, slice_, waits=waits))
            .order_by(StatementRunRow.person_id)
            .limit(1)
            .with_for_update()
        ).scalar_one_or_none()
        if row is not None:
            return row
    return None


def _any_left(db: Session, run_id: UUID, slice_: int) -> bool:
    """Whether there is one to make after all: the one that was waited for has been made since."""
    fresh, waiting = (
        select(StatementRunRow.run_id).where(*_to_make(run_id, slice_, waits=waits)).exists()
        for waits in (False, True)
    )
    return bool(db.execute(select(fresh | waiting)).scalar_one())


def _to_make(run_id: UUID, slice_: int, *, waits: bool) -> tuple[ColumnElement[bool], ...]:
    """Of a slice, those that were not tried yet, or those that wait."""
    problem_ = StatementRunRow.problem
    return (
        StatementRunRow.run_id == run_id,
        StatementRunRow.slice == slice_,
        StatementRunRow.attestation_id.is_(None),
        problem_.not_in(NEVER) if waits else problem_.is_(None),
    )


def stop(db: Session, run_id: UUID, *, by: Actor, via: Channel, at: datetime) -> bool:
    """Make no more of a run; what is made stays.  False when it had stopped before."""
    stopped = db.execute(
        update(StatementRun)
        .where(
            StatementRun.run_id == run_id,
            StatementRun.enterprise_id == by.enterprise_id,
            StatementRun.stopped_at.is_(None),
        )
        .values(stopped_at=at)
        .returning(StatementRun.run_id)
    ).scalar_one_or_none()
    if stopped is None:
        return False
    details = {"run_id": str(run_id)}
    record(db, [Trace(Act.STATEMENTS_STOPPED, by, Ground.MANDATE, details=details)], via=via, at=at)
    return True


def _language(known: str | None) -> str:
    return known if known in LANGUAGES else FIRST
