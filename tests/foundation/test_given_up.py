"""Work that fails for good says so, and can be taken up again."""

from __future__ import annotations

import asyncio
import json
from uuid import UUID, uuid4

import pytest
from procrastinate import PsycopgConnector
from procrastinate.jobs import Job
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.foundation import jobs as queue
from app.learning.batches.values import registration_of
from config import Config
from tests.foundation.failing import work_until_given_up
from tests.house_of import House
from tests.threads import in_a_thread

ROOF, WALL = uuid4(), uuid4()
_broken = True
_done: list[str] = []


@queue.jobs.task(name="tests:broken", retry=queue.PATIENT)
def work_at(what: str) -> None:
    """Fail as long as something is broken."""
    if _broken:
        raise RuntimeError("broken")
    _done.append(what)


def _given_up(db: Session) -> frozenset[UUID]:
    return queue.given_up(db, [work_at], "what", [ROOF, WALL])


def test_what_failed_for_good_is_known_and_is_done_once_taken_up_again(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_portal", house.app)
    with Session(house.engine) as db:
        queue.enqueue(db, work_at, what=str(ROOF))
        db.commit()
        assert not _given_up(db)
    work_until_given_up(house.engine, database_url)
    with Session(house.engine) as db:
        assert _given_up(db) == {ROOF}
        assert queue.take_up(db, [work_at], "what", ROOF) == 1
        assert queue.take_up(db, [work_at], "what", ROOF) == 0
        assert not _given_up(db)
        db.commit()
    monkeypatch.setitem(globals(), "_broken", False)
    work_until_given_up(house.engine, database_url)
    assert _done == [str(ROOF)]


def test_what_a_newer_release_wrote_is_left_for_it_for_a_while() -> None:
    def again(exception: Exception, attempts: int) -> bool:
        job = Job(id=1, queue="", lock=None, queueing_lock=None, task_name="", attempts=attempts)
        return queue.PATIENT.get_retry_decision(exception=exception, job=job) is not None

    newer, fault = queue.OfAnotherRelease("a training says mood"), RuntimeError("broken")
    assert [again(newer, each) for each in (0, queue.MOST_ATTEMPTS, 240)] == [True, True, False]
    assert [again(fault, each) for each in (0, queue.MOST_ATTEMPTS)] == [True, False]
    with pytest.raises(queue.OfAnotherRelease, match="mood"):
        registration_of({"title": "First aid", "mood": "good"}, ROOF)


def test_work_that_takes_its_worker_down_every_time_is_given_up(
    house: House, config: Config
) -> None:
    insert = text(
        "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts)"
        " values ('default', 'tests:broken', :args, 'doing', :attempts)"
    )
    with house.engine.begin() as connection:
        connection.execute(
            insert, {"attempts": queue.MOST_ATTEMPTS, "args": json.dumps({"what": str(WALL)})}
        )

    async def a_minute_later() -> None:
        with queue.jobs.replace_connector(PsycopgConnector(conninfo=config.database_url)):
            async with queue.jobs.open_async():
                await queue.take_up_abandoned_jobs(timestamp=0)

    in_a_thread(lambda: asyncio.run(a_minute_later()))
    with Session(house.engine) as db:
        assert _given_up(db) == {WALL}
