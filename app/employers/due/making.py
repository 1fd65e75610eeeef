"""The letter that tells a worker the balance, and the job that makes those of a run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.attestations.gathering import NotFound, gather
from app.attestations.wishes import Wish
from app.foundation import jobs as queue
from app.foundation.clock import day_of
from app.foundation.languages import speaking
from app.learning.due.notices import Run, Wanted, make_some
from certificates.attestation import Kind
from certificates.document import render


def notice_document(
    db: Session, person_id: UUID, enterprise_id: UUID, *, year: int, language: str, at: datetime
) -> bytes | None:
    """The balance notice of one worker as a PDF; None where there is no account to tell of.

    A letter of the employer: it has no number of its own and bears no seal, and what it says can
    be had sealed by the worker at any time.
    """
    wish = Wish(Kind.BALANCE_NOTICE, language, enterprise_id=enterprise_id, year=year)
    address = f"{current_app.config['PARCOURS'].public_address}/check"
    try:
        with speaking(language):
            letter = gather(db, person_id, wish, today=day_of(at), at=at, check_address=address)
            return render(letter)
    except NotFound:
        return None


def make_documents(
    db: Session, run: Run, wanted: Sequence[Wanted], *, at: datetime
) -> list[bytes | None]:
    """The letters of a chunk, each in the worker's own language."""
    return [
        notice_document(
            db, each.person_id, run.enterprise_id, year=run.year, language=each.language, at=at
        )
        for each in wanted
    ]


@queue.jobs.task(name="notices:make", retry=queue.PATIENT)
def make_notices(run_id: str) -> None:
    """Make the notices of a run, a chunk to a transaction.  Runs in the worker."""
    more = True
    while more:
        with queue.workplace() as db:
            at = current_app.extensions["clock"].now()
            more = make_some(db, UUID(run_id), partial(make_documents, at=at), at=at)
