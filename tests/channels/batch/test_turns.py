"""Files of several senders and one worker: nobody waits for somebody else's large one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from procrastinate import PsycopgConnector
from sqlalchemy.orm import Session

from app.channels.batch import jobs
from app.channels.batch.running import run_chunk
from app.channels.batch.values import Sender, State
from app.foundation import jobs as queue
from tests.channels.batch.files import file, message, send, training
from tests.house_of import AMINA, MERIDIAN, NORD, House
from tests.threads import in_a_thread


def test_a_large_file_gives_way_and_a_small_one_of_another_sender_does_not_wait_for_its_end(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.furnish()
    large = send(house, message(*(training(f"R{n}", Title=f"Course {n}") for n in range(400))))
    own = message(training("R1", AMINA, NORD), sender=NORD)
    small, later = (
        send(house, each, Sender(NORD)) for each in (own, own.replace("GHT-1", "GHT-2"))
    )
    turns: list[UUID] = []

    def one_chunk(db: Session, file_id: UUID, **more: Any) -> bool:
        turns.append(file_id)
        return run_chunk(db, file_id, most=100, **more)

    monkeypatch.setattr(jobs, "run_chunk", one_chunk)
    monkeypatch.setattr(jobs, "SLICE", -1)
    monkeypatch.setattr(queue, "_portal", house.app)
    _work(database_url)
    assert file(house, large.file_id).state is State.DONE
    assert file(house, later.file_id, NORD).state is State.DONE
    assert file(house, large.file_id, MERIDIAN).accepted == 400
    assert turns.count(large.file_id) > 2
    assert turns[:3] == [large.file_id, small.file_id, later.file_id]


def test_many_small_files_of_one_sender_do_not_keep_the_one_of_another_waiting(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.furnish()
    many = [
        send(house, message(training(f"R{n}", Title=f"Course {n}")).replace("GHT-1", f"GHT-{n}"))
        for n in range(5)
    ]
    other = send(house, message(training("R1", AMINA, NORD), sender=NORD), Sender(NORD))
    turns: list[UUID] = []

    def noted(db: Session, file_id: UUID, **more: Any) -> bool:
        turns.append(file_id)
        return run_chunk(db, file_id, **more)

    monkeypatch.setattr(jobs, "run_chunk", noted)
    monkeypatch.setattr(queue, "_portal", house.app)
    _work(database_url)
    first, *rest = (each.file_id for each in many)
    assert turns == [first, other.file_id, *rest]


def _work(database_url: str) -> None:
    """Let a worker carry out what is enqueued."""
    with queue.jobs.replace_connector(PsycopgConnector(conninfo=database_url)):
        in_a_thread(
            lambda: queue.jobs.run_worker(
                wait=False, install_signal_handlers=False, listen_notify=False
            )
        )
