"""Doing at once what the job worker would do later."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from app.foundation import jobs as queue
from tests.house_of import House


def open_workplace(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give jobs the portal of this test to work in."""
    monkeypatch.setattr(queue, "_portal", house.app)


def carry_out(house: House, *names: str, most: int = 1_000) -> list[str]:
    """Carry out what waits, and what that enqueues; the names of what was done, in order.

    With names only those tasks, the others stay.
    """
    done: list[str] = []
    while len(done) < most and (job := _next(house, names)):
        name, arguments = job
        queue.jobs.tasks[name](**arguments)
        done.append(name)
    return done


def _next(house: House, names: Collection[str]) -> tuple[str, dict[str, object]] | None:
    with house.engine.begin() as connection:
        row = connection.exec_driver_sql(
            "delete from procrastinate_jobs where id = (select min(id) from procrastinate_jobs"
            " where status = 'todo' and (%(all)s or task_name = any(%(names)s)))"
            " returning task_name, args",
            {"all": not names, "names": list(names)},
        ).first()
    return (row.task_name, row.args) if row else None
