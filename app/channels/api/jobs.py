"""Forgetting what was kept of calls, every hour."""

from __future__ import annotations

from flask import current_app

from app.channels.api.repeating import forget
from app.foundation.jobs import jobs, workplace


@jobs.periodic(cron="17 * * * *")
@jobs.task(queueing_lock="forget_answers")
def forget_answers(timestamp: int) -> None:
    with workplace() as db:
        forget(db, at=current_app.extensions["clock"].now())
