"""Killed at random moments, as real processes, and two at once: the same answers."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text

from app.channels.batch.values import State
from tests.channels.batch.file_process import start_carrying_out
from tests.channels.batch.files import answers, file, message, run, said, send, training
from tests.channels.batch.test_once import counted
from tests.house_of import AMINA, BRAM, CHLOE, House

KILLS = 50
RECORDS, REFERENCES, COURSES = 400, 350, 325


def content(reference: str) -> str:
    dice = random.Random(7)  # noqa: S311 - nobody must not guess it
    workers = (AMINA, BRAM, CHLOE)
    return message(
        *(
            training(f"R{n % REFERENCES}", dice.choice(workers), Title=f"Course {n % COURSES}")
            for n in range(RECORDS)
        ),
        reference=reference,
    )


def test_killed_again_and_again_a_file_gets_the_answers_it_gets_undisturbed(
    house: House, database_url: str
) -> None:
    house.furnish()
    undisturbed = send(house, content("A"))
    run(house, undisturbed.file_id, most=10)
    expected = [
        (each.ordinal, each.line, *said([each])) for each in answers(house, undisturbed.file_id)
    ]
    trainings = counted(house)
    with house.engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        for table in ("batch_files", "batch_file_parts", "batch_records", "batch_results"):
            connection.execute(text(f"truncate {table} cascade"))
        connection.execute(text("truncate trainings, audit_lines"))
    received = send(house, content("A"))
    process = start_carrying_out(database_url, received.file_id, kills=KILLS)
    told = process.outcome()
    assert told[0] == 0, told
    found = file(house, received.file_id)
    assert (found.state, found.records) == (State.DONE, RECORDS)
    again = [(each.ordinal, each.line, *said([each])) for each in answers(house, received.file_id)]
    assert again == expected
    assert counted(house) == trainings
    with house.engine.connect() as connection:
        told_of = (
            "select count(distinct details->>'training_id') from audit_lines"
            " where act = 'worker:training:registered'"
        )
        assert connection.execute(text(told_of)).scalar_one() == trainings


@pytest.mark.parametrize("files", [("A", "A"), ("A", "B")])
def test_two_workers_at_one_sender_carry_out_each_record_once(
    house: House, database_url: str, files: tuple[str, str]
) -> None:
    house.furnish()
    received = [send(house, content(each)).file_id for each in files]
    both = [start_carrying_out(database_url, each) for each in received]
    told = [each.outcome() for each in both]
    assert [status for status, *_said in told] == [0, 0], told
    for file_id in set(received):
        assert file(house, file_id).state is State.DONE
    references = {each.reference for each in answers(house, received[0])}
    assert counted(house, "batch_records") == len(references) == REFERENCES
    # Chloé works elsewhere: a third of the records register nothing.
    accepted = sum(file(house, each).accepted for each in set(received))
    assert counted(house) == accepted
