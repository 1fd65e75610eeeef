"""A job worker killed in the midst of an employer's statements: another one finishes them."""

from __future__ import annotations

import asyncio
import io
import time
import zipfile
from uuid import UUID

import pytest
from procrastinate import PsycopgConnector
from sqlalchemy import text

from app.attestations.jobs import make_slices
from app.attestations.statements import Started
from app.foundation import jobs as queue
from app.foundation.database import transaction
from certificates.checking import Finding, check_pdf
from config import Config
from tests.attestations.test_statements import progress, start, taken
from tests.attestations.worker_process import start_worker
from tests.house_of import House
from tests.learning.test_batches import hire
from tests.threads import in_a_thread

WORKERS = 4

# It stands with the slow ones, so that no two of them take the machine at once.
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def run_id(furnished: House) -> UUID:
    """Statements for four workers of Meridian, asked for and enqueued."""
    started = start(furnished, *hire(furnished, WORKERS))
    assert isinstance(started, Started)
    with transaction(furnished.engine) as db:
        make_slices(db, started)
    return started.run_id


def test_a_worker_killed_in_the_midst_leaves_nothing_half_made_and_nothing_is_made_twice(
    furnished: House, config: Config, run_id: UUID
) -> None:
    worker = start_worker(config, furnished.clock.now())
    while not made(furnished, run_id):
        assert worker.is_running, worker.outcome()
        time.sleep(0.02)
    worker.kill()
    half_way = made(furnished, run_id)
    assert 1 <= half_way < WORKERS
    assert each_once(furnished) == half_way, "what is made is whole, what is not leaves no trace"
    assert statuses(furnished) == ["doing"], "nobody has told the queue"
    in_a_thread(lambda: asyncio.run(a_minute_later(furnished, config)))
    assert statuses(furnished) == ["succeeded"]
    assert each_once(furnished) == WORKERS
    history = furnished.app.extensions["keyring"].history()
    with zipfile.ZipFile(io.BytesIO(taken(furnished, run_id))) as zipped:
        assert len(set(zipped.namelist())) == WORKERS
        for name in zipped.namelist():
            assert check_pdf(zipped.read(name), history).finding is Finding.GENUINE


def made(house: House, run_id: UUID) -> int:
    found = progress(house, run_id)
    assert found is not None
    return found.made


def each_once(house: House) -> int:
    """How many documents there are, each for one worker, numbered, made, and told in the trail."""
    with house.engine.connect() as connection:
        documents, *others = connection.execute(
            text(
                "select count(*), count(document), count(distinct number),"
                " count(distinct person_id), (select count(attestation_id) from statement_run_rows)"
                " from attestations"
            )
        ).one()
        told = connection.execute(
            text(
                "select count(*), count(distinct subject_id) from audit_lines"
                " where act = 'worker:attestation:issued'"
            )
        ).one()
    assert {*others, *told} == {documents}
    return int(documents)


def statuses(house: House) -> list[str]:
    with house.engine.connect() as connection:
        return list(
            connection.execute(
                text(
                    "select status::text from procrastinate_jobs"
                    " where task_name = 'attestations:slice'"
                )
            ).scalars()
        )


async def a_minute_later(house: House, config: Config) -> None:
    """The heart of the killed worker has not beaten for a while: another one takes over."""
    with house.engine.begin() as connection:
        connection.execute(
            text("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
        )
    with queue.jobs.replace_connector(PsycopgConnector(conninfo=config.database_url)) as jobs:
        async with jobs.open_async():
            await queue.take_up_abandoned_jobs(timestamp=0)
            await jobs.run_worker_async(
                wait=False, install_signal_handlers=False, listen_notify=False
            )
