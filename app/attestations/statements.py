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

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.attestations.asking import Refused
from app.attestations.issuing import NOT_FOUND, Waiting, issue
from app.attestations.models import Attestation, StatementRun, StatementRunRow
from app.attestations.numbering import new_number
from app.attestations.wishes import Wish
from app.attestations.workshop import Workshop
from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.employment.queries import stretches_with
from app.enterprises.mandates import mandates_of
from app.enterprises.parameters import is_open
from app.foundation.clock import day_of
from app.foundation.languages import FIRST, LANGUAGES
from app.foundation.problems import problem
from app.identity.queries import names_of
from certificates.attestation import LAYOUT_VERSION, Kind

#: What an employer may have made for its workers.
LETTERS_TO_WORKERS = (Kind.ACCOUNT_STATEMENT, Kind.BALANCE_NOTICE)
#: Documents of one job.
SLICE = 50


@dataclass(frozen=True, slots=True)
class Started:
    """The run, and how many slices there are to make; the caller enqueues each."""

    run_id: UUID
    slices: int


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

    Whoever does not work there, and has not lately, is left out as if never named.
    """
    if not _may(db, by, enterprise_id, at):
        return Refused((problem("no_mandate"),))
    if kind not in LETTERS_TO_WORKERS:
        return Refused((problem("kind_unknown", "kind"),))
    workers = _theirs(db, enterprise_id, person_ids, day_of(at))
    if not workers:
        return Refused((problem("nobody_chosen", "workers"),))
    run_id = db.execute(
        insert(StatementRun)
        .values(
            enterprise_id=enterprise_id,
            kind=kind.value,
            year=year,
            asked_by=by.person_id,
            mandate_id=by.mandate_id,
            asked_at=at,
        )
        .returning(StatementRun.run_id)
    ).scalar_one()
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
    details = {"run_id": str(run_id), "kind": kind.value, "workers": len(rows)}
    record(db, [Trace(Act.STATEMENTS_ASKED, by, Ground.MANDATE, details=details)], via=via, at=at)
    return Started(run_id, (len(rows) + SLICE - 1) // SLICE)


def make_next(db: Session, run_id: UUID, slice_: int, *, workshop: Workshop, at: datetime) -> bool:
    """Make the next document of a slice; False when there is none left, or the run has stopped.

    NotMade when it could not be sealed: nothing is kept then, and the job is tried again.
    """
    run = db.execute(select(StatementRun).where(StatementRun.run_id == run_id)).scalar_one()
    if run.stopped_at is not None:
        return False
    by = Actor(run.asked_by, run.enterprise_id, run.mandate_id)
    if not _may(db, by, run.enterprise_id, at):
        stop(db, run_id, by=by, via=Channel.JOB, at=at)
        return False
    row = db.execute(
        select(StatementRunRow)
        .where(
            StatementRunRow.run_id == run_id,
            StatementRunRow.slice == slice_,
            StatementRunRow.attestation_id.is_(None),
            StatementRunRow.problem.is_(None),
        )
        .order_by(StatementRunRow.person_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if row is None:
        return False
    wish = Wish(Kind(run.kind), row.language, enterprise_id=run.enterprise_id, year=run.year)
    with db.begin_nested() as attempt:
        key = _ask(db, row.person_id, wish, by, at)
        outcome = issue(db, key, workshop=workshop, at=at)
        if isinstance(outcome, Waiting):
            attempt.rollback()
    if isinstance(outcome, Waiting) and outcome.problem != NOT_FOUND:
        raise NotMade(outcome.problem)
    missing = isinstance(outcome, Waiting)
    values = {"problem": NOT_FOUND} if missing else {"attestation_id": key}
    db.execute(
        update(StatementRunRow)
        .where(StatementRunRow.run_id == run_id, StatementRunRow.person_id == row.person_id)
        .values(**values)
    )
    return True


class NotMade(Exception):
    """A document could not be sealed; the argument is the code of the reason."""


def letter_to(
    db: Session,
    person_id: UUID,
    wish: Wish,
    *,
    by: Actor,
    at: datetime,
) -> UUID | Refused:
    """Ask for one letter about one worker; the caller enqueues its making."""
    if by.enterprise_id is None or not _may(db, by, by.enterprise_id, at):
        return Refused((problem("no_mandate"),))
    if wish.kind not in LETTERS_TO_WORKERS or wish.enterprise_id != by.enterprise_id:
        return Refused((problem("kind_unknown", "kind"),))
    if not _theirs(db, by.enterprise_id, [person_id], day_of(at)):
        return Refused((problem("nobody_chosen", "workers"),))
    return _ask(db, person_id, wish, by, at)


def receipt_for(
    db: Session, batch_id: UUID, *, language: str, by: Actor, at: datetime
) -> UUID | Refused:
    """The receipt of a batch: the one kept already, or a new one that the caller has made."""
    if by.enterprise_id is None or not _may(db, by, by.enterprise_id, at):
        return Refused((problem("no_mandate"),))
    wish = Wish(Kind.RECEIPT, language, batch_id=batch_id)
    known = db.execute(
        select(Attestation.attestation_id).where(
            Attestation.enterprise_id == by.enterprise_id,
            Attestation.kind == Kind.RECEIPT.value,
            Attestation.language == language,
            Attestation.options == wish.options(),
        )
    ).scalars()
    return next(iter(known), None) or _ask(db, None, wish, by, at)


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


def _ask(db: Session, person_id: UUID | None, wish: Wish, by: Actor, at: datetime) -> UUID:
    number = new_number(day_of(at).year)
    key: UUID = db.execute(
        insert(Attestation)
        .values(
            person_id=person_id,
            enterprise_id=by.enterprise_id,
            number=number,
            kind=wish.kind.value,
            layout_version=LAYOUT_VERSION,
            language=wish.language,
            options=wish.options(),
            asked_by=by.person_id,
            mandate_id=by.mandate_id,
            asked_at=at,
        )
        .returning(Attestation.attestation_id)
    ).scalar_one()
    details = {"number": number, "kind": wish.kind.value, "language": wish.language}
    trace = Trace(Act.ATTESTATION_ASKED, by, Ground.MANDATE, person_id, details)
    record(db, [trace], via=Channel.JOB if person_id else Channel.PAGE, at=at)
    return key


def _may(db: Session, by: Actor, enterprise_id: UUID, at: datetime) -> bool:
    """Whether the mandate acted under is in force today, in whatever role."""
    if by.person_id is None or by.enterprise_id != enterprise_id:
        return False
    held = mandates_of(db, by.person_id, on=day_of(at))
    return any(
        each.mandate_id == by.mandate_id and each.enterprise_id == enterprise_id for each in held
    )


def _theirs(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID], today: date
) -> list[UUID]:
    """Those to whom the employer still has access; in the order in which they were named."""
    stretches = stretches_with(db, enterprise_id, person_ids)
    return [
        person_id
        for person_id in dict.fromkeys(person_ids)
        if is_open(stretches.get(person_id, ()), today)
    ]


def _language(known: str | None) -> str:
    return known if known in LANGUAGES else FIRST
