"""Work that fails until it is given up, without waiting for the pauses between its attempts."""

from __future__ import annotations

import asyncio

from procrastinate import PsycopgConnector
from sqlalchemy import Engine

from app.foundation import jobs as queue
from tests.threads import in_a_thread


def work_until_given_up(engine: Engine, url: str) -> None:
    """Let a worker carry out what waits, and what is to be tried again later, until nothing is.

    The pauses pass at once; everything else is the worker's own doing.
    """
    # A thread of its own: a browser in this process may have a loop of events running.
    in_a_thread(lambda: asyncio.run(_work(engine, url)))


async def _work(engine: Engine, url: str) -> None:
    # What a worker opens serves those that come after it too.  One connection for all it does at
    # a time would not: a worker that ends while it waits for a second one takes a second longer.
    connector = PsycopgConnector(conninfo=url)
    with queue.jobs.replace_connector(connector) as jobs:
        async with jobs.open_async():
            while _let_pauses_pass(engine):
                await jobs.run_worker_async(
                    wait=False,
                    install_signal_handlers=False,
                    listen_notify=False,
                    delete_jobs="successful",
                )


def _let_pauses_pass(engine: Engine) -> bool:
    """Whether anything waits."""
    with engine.begin() as connection:
        waiting = connection.exec_driver_sql(
            "update procrastinate_jobs set scheduled_at = null where status = 'todo'"
        )
        return waiting.rowcount > 0
