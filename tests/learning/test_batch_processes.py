"""Workers that write batches as processes: killed at any moment, and two at once."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from sqlalchemy import text

from app.learning.batches.queries import Shown
from app.learning.batches.values import NewRow, State
from tests.house_of import House
from tests.learning.batch_process import start_writing
from tests.learning.test_batches import batch, check, confirm, draft, hire, rows

WORKERS = 200


@pytest.fixture
def many(house: House) -> list[str]:
    house.furnish()
    return hire(house, WORKERS)


def confirmed(house: House, numbers: list[str]) -> UUID:
    batch_id = draft(house, *[NewRow(n, ssin=each) for n, each in enumerate(numbers, start=1)])
    assert check(house, batch_id).counts.ready == len(numbers)
    confirm(house, batch_id)
    return batch_id


def written_once(house: House) -> None:
    """Each worker has the training, the kept account that says so, and one line in the trail."""
    with house.engine.connect() as connection:
        for question in (
            "select count(*), count(distinct person_id) from trainings",
            "select count(*), count(distinct person_id) from account_statements"
            " where recorded_until is null and year = 2026 and used + not_taken = 456",
            "select count(*), count(distinct subject_id) from audit_lines"
            " where act = 'worker:training:registered'",
        ):
            assert connection.execute(text(question)).one() == (WORKERS, WORKERS), question
        ends = "select count(*) from audit_lines where act = 'enterprise:trainings:ended'"
        assert connection.execute(text(ends)).scalar_one() == 1


def test_a_worker_killed_again_and_again_writes_everything_once(
    house: House, many: list[str], database_url: str
) -> None:
    batch_id = confirmed(house, many)
    chance = random.Random(11)  # noqa: S311 - nobody must not guess it
    for _ in range(3):
        before = batch(house, batch_id).counts.registered
        process = start_writing(database_url, batch_id)
        # It is at work once a chunk is there; from then on, any moment will do.
        aim = before + chance.randrange(10, 60)
        while process.is_running:
            if batch(house, batch_id).counts.registered >= aim:
                break
        process.kill()
    half_way = batch(house, batch_id)
    assert half_way.state is State.WRITING
    assert 0 < half_way.counts.registered < WORKERS
    process = start_writing(database_url, batch_id)
    told = process.outcome()
    assert told[0] == 0, told
    done = batch(house, batch_id)
    assert (done.state, done.counts.registered) == (State.WRITTEN, WORKERS)
    assert len(rows(house, batch_id, Shown.REGISTERED)) == WORKERS
    written_once(house)


def test_two_workers_at_one_batch_write_it_once(
    house: House, many: list[str], database_url: str
) -> None:
    batch_id = confirmed(house, many)
    both = [start_writing(database_url, batch_id) for _ in range(2)]
    told = [each.outcome() for each in both]
    assert [status for status, *_said in told] == [0, 0], told
    assert batch(house, batch_id).counts.registered == WORKERS
    written_once(house)
