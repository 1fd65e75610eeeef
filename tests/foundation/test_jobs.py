"""Work for later: written with what asks for it, and carrying keys only."""

from __future__ import annotations

import pytest
from procrastinate import PsycopgConnector
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.attestations.jobs import make_attestation
from app.foundation import jobs as queue
from tests.house_of import House
from tests.threads import in_a_thread


def test_a_job_is_there_when_its_transaction_is_and_not_before(house: House) -> None:
    with Session(house.engine) as db, Session(house.engine) as another:
        queue.enqueue(db, make_attestation, attestation_id="key")
        waiting = text("select count(*) from procrastinate_jobs")
        assert another.execute(waiting).scalar_one() == 0
        db.commit()
        assert another.execute(waiting).scalar_one() == 1


def test_a_task_outside_the_worker_says_where_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "_portal", None)
    with pytest.raises(AssertionError, match="in the worker"), queue.workplace():
        pass


@queue.jobs.task(name="tests:chain")
def chain(left: int) -> None:
    """Enqueue itself so many times more, each time in its own transaction."""
    with queue.workplace() as db:
        if left:
            queue.enqueue_once(db, chain, left=left - 1)


@queue.jobs.task(name="tests:turns")
def take_turns(left: int) -> None:
    """The same, of jobs of which no two run at a time."""
    with queue.workplace() as db:
        if left:
            queue.enqueue(db, take_turns, lock="tests", left=left - 1)


def test_a_job_enqueues_the_next_while_the_worker_runs(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_portal", house.app)
    with Session(house.engine) as db:
        queue.enqueue(db, chain, left=2)
        queue.enqueue(db, take_turns, lock="tests", left=2)
        db.commit()
    with queue.jobs.replace_connector(PsycopgConnector(conninfo=database_url)):
        # A thread of its own: a browser in this process may have a loop of events running.
        in_a_thread(lambda: queue.jobs.run_worker(wait=False, install_signal_handlers=False))
    with Session(house.engine) as db:
        done = text("select status::text from procrastinate_jobs where task_name like 'tests:%'")
        assert list(db.execute(done).scalars()) == ["succeeded"] * 6
