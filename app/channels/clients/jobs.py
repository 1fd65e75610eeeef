"""Housekeeping of assertions: what has expired need not be remembered."""

from __future__ import annotations

from datetime import UTC, datetime

from app.channels.clients.assertions import forget_expired
from app.foundation import jobs as queue


@queue.jobs.periodic(cron="*/10 * * * *")
@queue.jobs.task(queueing_lock="forget_assertions", pass_context=False)
def forget_assertions(timestamp: int) -> None:
    with queue.workplace() as db:
        forget_expired(db, before=datetime.fromtimestamp(timestamp, UTC))
