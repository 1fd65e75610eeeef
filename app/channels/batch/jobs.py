"""Carrying out files away from whoever sends them, a chunk in a transaction.

Files of one sender take turns; a file of any size gives way to other jobs after a slice of time,
and whoever sends many has one of them carried out in each round: neither a large file nor a
thousand little ones hold up the others.
"""

from __future__ import annotations

import time
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.channels.batch.ahead import Reading
from app.channels.batch.running import run_chunk
from app.foundation import jobs as queue

#: Seconds after which a file lets other jobs have their turn.
SLICE = 10


@queue.jobs.task(name="files:run", retry=queue.PATIENT)
def run(file_id: str, sender: str) -> None:
    """Carry out the next chunks of a file.  Runs in the worker."""
    until = time.monotonic() + SLICE
    more = True
    with Reading(ahead=True) as reading:
        while more:
            with queue.workplace() as db:
                more = run_chunk(
                    db,
                    UUID(file_id),
                    vault=current_app.extensions["vault"],
                    at=current_app.extensions["clock"].now(),
                    reading=reading,
                )
                if more and time.monotonic() > until:
                    enqueue_run(db, UUID(file_id), sender)
                    more = False


def enqueue_run(db: Session, file_id: UUID, sender: str) -> None:
    """Enqueue the job within the transaction; jobs of one sender run one after the other."""
    lock = f"files:{sender}"
    queue.enqueue_in_turn(db, run, lock=lock, file_id=str(file_id), sender=sender)
