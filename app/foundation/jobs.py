"""Work for later, in the same database: enqueued on the transaction that needs it done.

There is never a request without its job or a job without its request.  Every task may be
killed at any moment and run again; its arguments are keys of ours, never personal data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Flask
from procrastinate import (
    App,
    PsycopgConnector,
    RetryDecision,
    RetryStrategy,
    SyncPsycopgConnector,
)
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from app.foundation.database import raw, transaction

MOST_ATTEMPTS = 6


class OfAnotherRelease(Exception):
    """What is to be carried out was written by a release that knows of more than this one."""


class _Patience(RetryStrategy):
    """What another release wrote is left for a process of that one, for two hours."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, OfAnotherRelease):
            return super().get_retry_decision(exception=exception, job=job)
        return RetryDecision(retry_in={"seconds": 30}) if job.attempts < 240 else None


#: A task that fails is tried again after 2, 4, 8… seconds; then it stays failed, visibly.
PATIENT = _Patience(max_attempts=MOST_ATTEMPTS, exponential_wait=2)

#: Priority of tasks of which hundreds are enqueued at once: what one person waits for at a page
#: comes before all that are left of them.  It stays theirs when they are tried again or taken up.
AFTER_OTHERS = -10

jobs = App(
    connector=PsycopgConnector(),
    import_paths=[
        "app.attestations.jobs",
        "app.channels.api.jobs",
        "app.channels.batch.jobs",
        "app.channels.clients.jobs",
        "app.identity.jobs",
        "app.learning.batches.jobs",
        "app.learning.bringing.jobs",
        "app.learning.jobs",
        "app.learning.workers.jobs",
    ],
)


@jobs.periodic(cron="* * * * *")
@jobs.task(queueing_lock="take_up_abandoned_jobs")
async def take_up_abandoned_jobs(timestamp: int) -> None:
    """Give back to the queue what a killed worker had begun: its heartbeat has stopped.

    What has taken its worker down as often as anything is tried stays failed: it would do so
    for ever, and everybody else's work would wait.
    """
    for job in await jobs.job_manager.get_stalled_jobs():
        if job.attempts < MOST_ATTEMPTS:
            await jobs.job_manager.retry_job(job)
        else:
            await jobs.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)


#: Never opened: it writes on the connection that it is given.
_ON_THE_SESSION = JobManager(SyncPsycopgConnector())
_portal: Flask | None = None


@contextmanager
def workplace() -> Iterator[Session]:
    """What a task works in: the portal's settings, and one transaction of its own."""
    assert _portal is not None, "tasks run in the worker"
    with _portal.app_context(), transaction(_portal.extensions["engine"]) as db:
        yield db


def work(portal: Flask, url: str) -> None:
    """Carry out jobs until told to stop; SIGTERM and SIGINT let the one under way finish."""
    global _portal
    _portal = portal
    with jobs.replace_connector(PsycopgConnector(conninfo=url)):
        jobs.run_worker(concurrency=1, delete_jobs="successful")


def open_for_requests(url: str) -> None:
    """Let web requests enqueue: a synchronous connector, opened lazily."""
    jobs.connector = SyncPsycopgConnector(conninfo=url, min_size=0, max_size=1)


def enqueue(
    db: Session,
    task: Any,
    *,
    lock: str | None = None,
    priority: int | None = None,
    **arguments: Any,
) -> None:
    """Enqueue ``task`` within the session's own transaction, in a request or in a job.

    Of jobs with one ``lock`` no two run at a time.  Those of a higher ``priority`` come first;
    None is the task's own, 0 where it has none.
    """
    wanted = task.configure(connection=raw(db), lock=lock, priority=priority)
    # While the worker runs, the connector of all is an asynchronous one, and the session is not.
    wanted.job_manager = _ON_THE_SESSION
    wanted.defer(**arguments)


def enqueue_in_turn(db: Session, task: Any, *, lock: str, **arguments: Any) -> None:
    """Enqueue ``task`` so that everybody has a turn, however many jobs somebody enqueues.

    ``lock`` says whose it is.  Each one's first job is in the round that is under way, the next
    in the next round, and so on: whoever comes later with a single job is not behind all of
    another's thousand.  Rounds are counted down in the priority, from 0 where nothing waits.
    """
    rounds = raw(db).execute(
        "select max(1 - priority) filter (where lock = %s), min(-priority)"
        " from procrastinate_jobs where task_name = %s and status in ('todo', 'doing')",
        (lock, task.name),
    )
    own, under_way = rounds.fetchone() or (None, None)
    enqueue(db, task, lock=lock, priority=-max(own or 0, under_way or 0), **arguments)


def enqueue_once(db: Session, task: Any, **arguments: Any) -> None:
    """Enqueue ``task`` within the session's own transaction, unless the same is waiting already.

    One that waits is held until the transaction ends: it cannot begin before what was changed is
    there to be seen.  Two transactions that do not see each other enqueue two, which is harmless,
    while a lock on the name of the job would make one of them wait for the other.
    """
    connection = raw(db)
    waiting = connection.execute(
        "select from procrastinate_jobs where task_name = %s and status = 'todo' and args = %s"
        " for key share",
        (task.name, Jsonb(arguments)),
    )
    if waiting.fetchone() is None:
        enqueue(db, task, **arguments)


def given_up(
    db: Session, tasks: Collection[Any], name: str, keys: Collection[UUID]
) -> frozenset[UUID]:
    """Of which keys the work was tried as often as anything is, and failed.

    ``name``: the argument of the tasks that holds the key.  Nothing of what was given up waits
    or runs.
    """
    rows = raw(db).execute(
        "select args ->> %(name)s from procrastinate_jobs where task_name = any(%(tasks)s)"
        " and status in ('todo', 'doing', 'failed') and args ->> %(name)s = any(%(keys)s)"
        " group by 1 having bool_and(status = 'failed')",
        {"name": name, "tasks": [each.name for each in tasks], "keys": list(map(str, keys))},
    )
    return frozenset(UUID(key) for (key,) in rows)


def keys_given_up(db: Session, task: Any, name: str) -> frozenset[UUID]:
    """All keys of which some work of a task was given up."""
    rows = raw(db).execute(
        "select distinct args ->> %s from procrastinate_jobs where task_name = %s"
        " and status = 'failed'",
        (name, task.name),
    )
    return frozenset(UUID(key) for (key,) in rows)


def take_up(db: Session, tasks: Collection[Any], name: str, key: UUID) -> int:
    """Enqueue again, within the transaction, what was given up of a key; how many jobs that are.

    Of two that ask at once one finds nothing left to take up.
    """
    failed = (
        raw(db)
        .execute(
            "delete from procrastinate_jobs where task_name = any(%s) and status = 'failed'"
            " and args ->> %s = %s returning task_name, args, lock",
            ([each.name for each in tasks], name, str(key)),
        )
        .fetchall()
    )
    for task_name, arguments, lock in failed:
        enqueue(db, jobs.tasks[task_name], lock=lock, **arguments)
    return len(failed)
