"""Checking and writing batches, away from the requests that ask for them.

A chunk is a job, and each enqueues the next in its own transaction: other work has its turn in
between, and a job that is killed leaves its chunk to be done again as a whole.
"""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from app.foundation import jobs as queue
from app.learning.batches.checking import check_chunk
from app.learning.batches.writing import write_chunk


@queue.jobs.task(name="batches:check", retry=queue.PATIENT)
def check(batch_id: str) -> None:
    """Check the next rows of a batch.  Runs in the worker."""
    with queue.workplace() as db:
        if check_chunk(db, UUID(batch_id), at=current_app.extensions["clock"].now()):
            queue.enqueue_once(db, check, batch_id=batch_id)


@queue.jobs.task(name="batches:write", retry=queue.PATIENT)
def write(batch_id: str) -> None:
    """Register the next rows of a batch.  Runs in the worker."""
    with queue.workplace() as db:
        if write_chunk(db, UUID(batch_id), at=current_app.extensions["clock"].now()):
            queue.enqueue_once(db, write, batch_id=batch_id)
