"""Files whose carrying out failed so often that it was given up, and taking it up again.

Records that were answered stay so; the file goes on with the chunk that failed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.channels.batch.jobs import run
from app.channels.batch.values import File
from app.foundation.jobs import given_up, take_up


def given_up_among(db: Session, files: Collection[File]) -> frozenset[UUID]:
    """Those of these files that would wait for ever, in one question."""
    under_way = [each.file_id for each in files if each.waits]
    return given_up(db, [run], "file_id", under_way) if under_way else frozenset()


def take_up_file(db: Session, file: File, *, by: Actor, via: Channel, at: datetime) -> int:
    """Have what was given up of a file tried again; 0 where nothing was.

    Whoever calls has found the file among those of the sender, for which ``by`` registers.  What
    its records may do is asked anew of whoever sent it.
    """
    jobs = take_up(db, [run], "file_id", file.file_id) if file.waits else 0
    if jobs:
        details = {"what": "file", "key": str(file.file_id)}
        record(db, [Trace(Act.WORK_TAKEN_UP, by, Ground.MANDATE, details=details)], via=via, at=at)
    return jobs
