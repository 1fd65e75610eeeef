"""Files whose carrying out failed so often that it was given up, and taking it up again.

Records that were answered stay so; the file goes on with the chunk that failed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.taking_up import Work
from app.audit.trail import Actor, Channel
from app.channels.batch.jobs import run
from app.channels.batch.values import File

_WORK = Work("file", (run,), "file_id")


def given_up_among(db: Session, files: Collection[File]) -> frozenset[UUID]:
    """Those of these files that would wait for ever, in one question."""
    return _WORK.given_up_among(db, [each.file_id for each in files if each.waits])


def take_up_file(db: Session, file: File, *, by: Actor, via: Channel, at: datetime) -> int:
    """Have what was given up of a file tried again; 0 where nothing was.

    Whoever calls has found the file among those of the sender, for which ``by`` registers.  What
    its records may do is asked anew of whoever sent it.
    """
    return _WORK.take_up(db, file.file_id, by=by, via=via, at=at) if file.waits else 0
