"""The pages of what a fault stopped: they say so, and offer to try again."""

from __future__ import annotations

from collections.abc import Iterator

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.house.posting import post
from tests.house.registering_pages import TRAINING
from tests.house_of import AMINA, House

Named = tuple[str, TestResponse]


def of_enterprise(house: House, browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """A batch whose check failed for good, the same while it was written, and letters."""
    place = f"/employer/{enterprise}"
    typed = TRAINING | {"title": "Stopped by a fault", "numbers": AMINA}
    batch = post(browser, f"{place}/trainings/new", typed).location
    fail(house, "batches:check")
    yield "batch whose check failed", browser.get(batch)
    with house.engine.begin() as connection:
        connection.execute(
            text("update registration_batches set state = 'writing' where batch_id = :key"),
            {"key": batch.rpartition("/")[2]},
        )
    yield "batch whose writing failed", browser.get(batch)
    yield "registered for several", browser.get(f"{place}/trainings")
    asked = post(browser, f"{place}/statements/new", {"step": "make", "of_year": "2026"})
    if asked.status_code == 302:
        fail(house, "attestations:slice")
        yield "statements that failed", browser.get(asked.location)


def fail(house: House, task: str) -> None:
    """Give up what waits of a task, as the worker does after its last attempt."""
    with house.engine.begin() as connection:
        connection.execute(
            text("update procrastinate_jobs set status = 'failed' where task_name = :task"),
            {"task": task},
        )
