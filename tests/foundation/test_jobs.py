"""Work for later: written with what asks for it, and carrying keys only."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.attestations.jobs import make_attestation
from app.foundation import jobs as queue
from tests.house_of import House


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
