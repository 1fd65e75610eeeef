"""Making documents, away from the requests that ask for them, and looking after those made."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.attestations.issuing import Waiting, issue
from app.attestations.models import NEVER
from app.attestations.overtaking import compare_next
from app.attestations.queries import waiting_since
from app.attestations.runs import those_that_wait
from app.attestations.statements import Started, Waits, make_next
from app.attestations.workshop import Workshop
from app.foundation import jobs as queue

#: Documents that wait for a key are taken up again in this number at a time.
_AT_A_TIME = 200


class NotSealed(Exception):
    """A document waits, and its row says why; the job is tried again."""


def workshop() -> Workshop:
    """What the portal at work makes documents with."""
    return Workshop(
        current_app.extensions["keyring"],
        current_app.extensions["vault"],
        current_app.config["PARCOURS"].public_address,
    )


@queue.jobs.task(retry=queue.PATIENT)
def make_attestation(attestation_id: str) -> None:
    """Make one document.  Runs in the worker."""
    with queue.workplace() as db:
        now = current_app.extensions["clock"].now()
        outcome = issue(db, UUID(attestation_id), workshop=workshop(), at=now)
    if isinstance(outcome, Waiting) and outcome.problem not in NEVER:
        raise NotSealed(outcome.problem)


@queue.jobs.task(name="attestations:slice", retry=queue.PATIENT, priority=queue.AFTER_OTHERS)
def make_slice(run_id: str, slice_: int) -> None:
    """Make the letters of one slice of a run, one commit for each."""
    more: bool | Waits = True
    while more is True:
        with queue.workplace() as db:
            now = current_app.extensions["clock"].now()
            more = make_next(db, UUID(run_id), slice_, workshop=workshop(), at=now)
    if isinstance(more, Waits):
        raise NotSealed(more.problem)


def make_slices(db: Session, started: Started) -> None:
    """Have a run made: a job for each slice, in the transaction that began it."""
    for slice_ in range(started.slices):
        queue.enqueue(db, make_slice, run_id=str(started.run_id), slice_=slice_)


@queue.jobs.periodic(cron="*/10 * * * *")
@queue.jobs.task(
    name="attestations:waiting", queueing_lock="attestations:waiting", pass_context=False
)
def make_what_waits(timestamp: int) -> None:
    """Try those again whose job gave up, such as while a key had expired."""
    with queue.workplace() as db:
        before = current_app.extensions["clock"].now() - timedelta(minutes=5)
        for key in waiting_since(db, before, most=_AT_A_TIME):
            queue.enqueue_once(db, make_attestation, attestation_id=str(key))
        for run_id in those_that_wait(db, queue.keys_given_up(db, make_slice, "run_id")):
            queue.take_up(db, [make_slice], "run_id", run_id)


@queue.jobs.periodic(cron="40 1 * * *")
@queue.jobs.task(
    name="attestations:compare", queueing_lock="attestations:compare", pass_context=False
)
def compare_all(timestamp: int) -> None:
    """Find out, every night, which documents were overtaken.

    Killed half-way, the next call goes on with those that were not compared yet.
    """
    more = True
    while more:
        with queue.workplace() as db:
            more = compare_next(db, at=current_app.extensions["clock"].now()) > 0
