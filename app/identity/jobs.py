"""Housekeeping of sessions, once a night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.foundation import jobs as queue
from app.identity.sessions import forget_old_sessions

#: Ended sessions stay for a week, so that somebody can still look into a complaint.
KEPT = timedelta(days=7)


@queue.jobs.periodic(cron="15 3 * * *")
@queue.jobs.task(queueing_lock="forget_old_sessions", pass_context=False)
def forget_sessions(timestamp: int) -> None:
    with queue.workplace() as db:
        forget_old_sessions(db, before=datetime.fromtimestamp(timestamp, UTC) - KEPT)
