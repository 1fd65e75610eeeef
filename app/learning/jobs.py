"""Keeping accounts again once something they rest on has changed, away from who changed it.

Whoever changes something enqueues it in the same transaction (:func:`keep_later`).  A job may
be killed and run again at any moment: it keeps all or nothing, and keeping twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.foundation import jobs as queue
from app.foundation.clock import day_of
from app.learning.everybody import keep_everybody
from app.learning.gathering import workers_with_stated_ends
from app.learning.keeping import keep_accounts
from app.learning.parameters import law

#: Of more persons than this, the accounts of the whole enterprise are kept again.
FEW = 50


def keep_later(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID] | None = None
) -> None:
    """Have the accounts with an enterprise kept again: of everybody, or of these persons.

    Several changes within a transaction, and several before the job has begun, give one job.
    """
    if person_ids is not None and not person_ids:
        return
    few = sorted(map(str, person_ids)) if person_ids and len(person_ids) <= FEW else None
    queue.enqueue_once(db, keep, enterprise_id=str(enterprise_id), person_ids=few)


@queue.jobs.task(name="accounts:keep", retry=queue.PATIENT)
def keep(enterprise_id: str, person_ids: list[str] | None) -> None:
    """Keep the accounts of all years with one enterprise.  Runs in the worker."""
    with queue.workplace() as db:
        at = current_app.extensions["clock"].now()
        keep_accounts(
            db,
            [UUID(enterprise_id)],
            person_ids=None if person_ids is None else [UUID(each) for each in person_ids],
            year=day_of(at).year,
            since=law().federal.first_year,
            at=at,
        )


@queue.jobs.periodic(cron="20 0 * * *")
@queue.jobs.task(
    name="accounts:day", queueing_lock="accounts:day", retry=queue.PATIENT, pass_context=False
)
def keep_what_the_day_changes(timestamp: int) -> None:
    """On the first day of a year everybody's accounts, as a year ends and another begins.

    On any other day those of whom an end is stated: a balance is lost on the day after it.
    """
    with queue.workplace() as db:
        at = current_app.extensions["clock"].now()
        today, since = day_of(at), law().federal.first_year
        if (today.month, today.day) == (1, 1):
            engine = db.get_bind()
            assert isinstance(engine, Engine)
            keep_everybody(engine, year=today.year, since=since, at=at)
            return
        for enterprise_id, person_ids in workers_with_stated_ends(db).items():
            keep_accounts(
                db, [enterprise_id], person_ids=person_ids, year=today.year, since=since, at=at
            )
