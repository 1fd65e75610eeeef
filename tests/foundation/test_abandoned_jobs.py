"""A worker that is killed leaves nothing undone."""

from __future__ import annotations

import asyncio

from procrastinate import PsycopgConnector
from sqlalchemy import Engine, text

from app.foundation import jobs as queue
from config import Config
from tests.threads import in_a_thread


def test_what_a_killed_worker_had_begun_is_taken_up_again(config: Config, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into procrastinate_jobs (queue_name, task_name, args, status, attempts)"
                " values ('default', 'app.attestations.jobs.make_attestation', '{}', 'doing', 1)"
            )
        )

    async def a_minute_later() -> None:
        with queue.jobs.replace_connector(PsycopgConnector(conninfo=config.database_url)):
            async with queue.jobs.open_async():
                await queue.take_up_abandoned_jobs(timestamp=0)

    in_a_thread(lambda: asyncio.run(a_minute_later()))
    with engine.connect() as connection:
        assert connection.execute(text("select status from procrastinate_jobs")).scalar() == "todo"
