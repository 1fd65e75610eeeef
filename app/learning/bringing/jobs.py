"""Reading sheets, and checking and stating the rights in them, away from the requests.

A chunk is a job, and each enqueues the next in its own transaction: a job that is killed leaves
its chunk to be done again as a whole.
"""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from app.foundation import jobs as queue
from app.learning.bringing.forgetting import forget_old_sheets
from app.learning.bringing.loading import read_in
from app.learning.bringing.rights import check_rights, write_rights


@queue.jobs.task(name="history:read", retry=queue.PATIENT)
def read(sheet_id: str) -> None:
    """Read the lines of a sheet into rows.  Runs in the worker."""
    with queue.workplace() as db:
        rights = read_in(
            db,
            UUID(sheet_id),
            vault=current_app.extensions["vault"],
            at=current_app.extensions["clock"].now(),
        )
        if rights:
            queue.enqueue_once(db, check, sheet_id=sheet_id)


@queue.jobs.task(name="history:check", retry=queue.PATIENT)
def check(sheet_id: str) -> None:
    """Check the next rights of a sheet.  Runs in the worker."""
    with queue.workplace() as db:
        if check_rights(db, UUID(sheet_id), at=current_app.extensions["clock"].now()):
            queue.enqueue_once(db, check, sheet_id=sheet_id)


@queue.jobs.task(name="history:write", retry=queue.PATIENT)
def write(sheet_id: str) -> None:
    """State the next rights of a sheet.  Runs in the worker."""
    with queue.workplace() as db:
        if write_rights(db, UUID(sheet_id), at=current_app.extensions["clock"].now()):
            queue.enqueue_once(db, write, sheet_id=sheet_id)


@queue.jobs.periodic(cron="40 2 * * *")
@queue.jobs.task(name="history:forget", queueing_lock="history:forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Forget the lines of sheets that nobody needs any more.  Runs every night."""
    with queue.workplace() as db:
        forget_old_sheets(db, at=current_app.extensions["clock"].now())
