"""Housekeeping of choices, once a night."""

from __future__ import annotations

from datetime import UTC, datetime

from app.foundation import jobs as queue
from app.foundation.clock import day_of
from app.learning.workers.choosing import forget_choices


@queue.jobs.periodic(cron="25 3 * * *")
@queue.jobs.task(queueing_lock="forget_choices", pass_context=False)
def forget_what_was_chosen(timestamp: int) -> None:
    """Who was ticked in a list yesterday is nobody's affair today."""
    with queue.workplace() as db:
        forget_choices(db, before=day_of(datetime.fromtimestamp(timestamp, UTC)))
