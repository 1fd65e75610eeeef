"""A pre-flight says what the file would do, however long the file is."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.channels.batch.balances import WorkerBalance, balances_of, totals_of, workers_over
from app.channels.batch.models import BatchBalance
from app.channels.batch.running import run_chunk
from app.channels.batch.values import Result
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.learning.accounts import accounts_known
from tests import messages as xml
from tests.channels.batch.files import (
    about,
    answers,
    correction,
    file,
    message,
    run,
    said,
    send,
    training,
)
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House

RECORDS = 1_250
WHY = {"Reason": "So agreed"}


def a_night(dice: random.Random, together: int) -> list[str]:
    """Records of every kind, so few different ones that many meet another far away.

    So many of a kind stand next to each other: those are carried out together.
    """
    records: list[str] = []
    kind = 0
    for number in range(RECORDS):
        kind = kind if number % together else dice.randrange(20)
        reference, worker = f"R{number}", dice.choice((AMINA, AMINA, BRAM))
        earlier = f"R{dice.randrange(max(number, 1))}"
        year = str(dice.choice((2025, 2026)))
        match kind:
            case 0 | 1:
                content = {"Title": f"Course {dice.randrange(400)}", "Minutes": "60"}
                records.append(correction(reference, earlier, worker, **content))
            case 2 | 3:
                named = {"OriginalReference": earlier}
                records.append(about("CancelTraining", reference, worker, **named, **WHY))
            case 4:
                who = dice.choice((worker, None))
                amount = {"Minutes": "2280"} if who else {"Days": str(dice.randrange(3, 6))}
                records.append(about("StateRight", reference, who, Year=year, **amount, **WHY))
            case 5:
                what = dice.choice(("OptOut", "WithdrawRight"))
                records.append(about(what, reference, worker, Year=year, **WHY))
            case 6 if records:
                records.append(dice.choice(records))
            case 7:
                records.append(training(earlier, worker, Title="Another record"))
            case 8:
                records.append(training(reference, dice.choice((CHLOE, worker)), Title=None))
            case _:
                content = {"Title": f"Course {dice.randrange(400)}", "Minutes": "60"}
                records.append(training(reference, worker, **content))
    return records


def looked_at(house: House, *records: str, most: int = 1_000, **of_head: str) -> UUID:
    sent = send(house, message(*records, Mode="preflight", **of_head))
    run(house, sent.file_id, most=most)
    return sent.file_id


def outcomes(results: list[Result]) -> list[tuple[Any, ...]]:
    return [(each.ordinal, each.status, each.faults, each.again) for each in results]


def counted(house: House, table: str) -> int:
    with house.engine.connect() as connection:
        found: int = connection.execute(text(f"select count(*) from {table}")).scalar_one()  # noqa: S608
    return found


def test_a_preflight_answers_record_for_record_as_the_file_does(house: House) -> None:
    house.furnish()
    records = a_night(random.Random(6), together=30)  # noqa: S311
    foretold = looked_at(house, *records, most=500)
    assert [counted(house, each) for each in ("trainings", "stated_rights")] == [0, 0]
    sent = send(house, message(*records))
    run(house, sent.file_id, most=500)
    results = answers(house, sent.file_id)
    assert outcomes(answers(house, foretold)) == outcomes(results)
    assert len({fault.code for each in results for fault in each.faults}) > 4
    assert file(house, foretold).known > 200
    assert not [each for each in answers(house, foretold) if each.training_id]
    assert [counted(house, each) for each in ("batch_supposed",)] == [0]


def test_the_same_training_a_thousand_records_later_is_known_and_can_be_corrected(
    house: House,
) -> None:
    house.furnish()
    between = [training(f"B{n}", Title=f"Course {n}") for n in range(12)]
    foretold = looked_at(
        house,
        training("R1"),
        *between,
        training("R2"),
        correction("R3", "R1", Title="Second aid"),
        *[each.replace("B", "C") for each in between[:3]],
        training("R4"),
        about("CancelTraining", "R5", OriginalReference="R2", **WHY),
        most=4,
    )
    assert said(answers(house, foretold))[-7:] == [
        *("known", "accepted", "known", "known", "known", "accepted", "accepted")
    ]


def test_three_trainings_of_amina_far_apart_count_one_after_the_other(house: House) -> None:
    house.furnish()
    state_right(house, "2000")
    trainings = [training(f"R{n}", Title=f"Course {n}", Minutes="800") for n in range(3)]
    between = [training(f"B{n}", BRAM, Title=f"Course {n}", Minutes="1") for n in range(8)]
    foretold = looked_at(
        house, trainings[0], *between[:4], trainings[1], *between[4:], trainings[2], most=2
    )
    effects = [
        each.effect for each in answers(house, foretold) if each.reference in {"R0", "R1", "R2"}
    ]
    assert [(each.before, each.after, each.not_taken) for each in effects if each] == [
        (2000, 1200, 0),
        (1200, 400, 0),
        (400, 0, 400),
    ]
    with transaction(house.engine) as db:
        amina = house.person(AMINA)
        here = [house.enterprise(MERIDIAN)]
        day = day_of(house.clock.now())
        [hers] = [
            each for each in balances_of(db, foretold, here, today=day) if each.person_id == amina
        ]
        [over] = balances_of(db, foretold, here, today=day, over=True)
        [year] = totals_of(db, foretold, here, today=day)
        assert totals_of(db, foretold, [house.enterprise(NORD)], today=day) == []
    assert (hers.year, hers.before, hers.after, hers.beyond) == (2026, 2000, 0, 400)
    assert over == hers
    assert (year.year, year.workers, year.over, year.beyond) == (2026, 1, 1, 400)


def test_a_balance_told_is_the_one_that_the_file_leads_to_however_it_is_cut(
    house: House,
) -> None:
    """With corrections, cancellations and rights, of one worker and of everyone."""
    house.furnish()
    state_right(house, "2000")
    state_right(house, "1500", BRAM)
    records = [
        about("StateRight", "A1", AMINA, Year="2026", Minutes="2280", **WHY),
        about("StateRight", "A2", BRAM, Year="2025", Minutes="900", **WHY),
        *a_night(random.Random(7), together=4)[:24],  # noqa: S311
        about("StateRight", "A3", None, Year="2026", Days="3", **WHY),
        about("StateRight", "A4", None, Year="2025", Days="4", **WHY),
    ]
    at_once = told_of(house, looked_at(house, *records))
    assert {each.person_id for each in at_once} == {house.person(AMINA), house.person(BRAM)}
    small = send(house, message(*records, Mode="preflight", reference="SMALL"))
    run_dying(house, small.file_id, most=4)
    assert told_of(house, small.file_id) == at_once
    sent = send(house, message(*records))
    run(house, sent.file_id)
    for each in at_once:
        assert (each.after, each.beyond) == left_of(house, each.person_id, each.year)


@pytest.mark.parametrize("most", [1, 1_000])
def test_what_a_file_takes_back_itself_changes_no_balance(house: House, most: int) -> None:
    house.furnish()
    state_right(house, "1000")
    cancelled = about("CancelTraining", "R3", OriginalReference="R1", **WHY)
    records = training("R1", Minutes="60"), training("R2", BRAM, Title="x"), cancelled
    assert told_of(house, looked_at(house, *records, most=most)) == []


def test_nothing_is_reckoned_of_those_who_left_too_long_ago(house: House) -> None:
    house.furnish()
    state_right(house, "1000")
    everyones = about("StateRight", "R1", None, Year="2026", Days="5", **WHY)
    amina, here = house.person(AMINA), [house.enterprise(MERIDIAN)]
    foretold = looked_at(house, training("R0"), everyones, most=1)
    with transaction(house.engine) as db:
        day = day_of(house.clock.now())
        assert amina in {each.person_id for each in balances_of(db, foretold, here, today=day)}
        gone = "update employments set ends_on = '2026-06-30' where person_id = :amina"
        db.execute(text(gone), {"amina": amina})
        assert amina not in {each.person_id for each in balances_of(db, foretold, here, today=day)}
        assert totals_of(db, foretold, here, today=day) == []
    seen = seen_in_files(house)
    again = looked_at(house, everyones, reference="LATER")
    with transaction(house.engine) as db:
        kept = db.execute(select(BatchBalance.person_id).where(BatchBalance.file_id == again))
        assert amina not in set(kept.scalars())
    assert seen_in_files(house)[amina] == seen[amina]


def test_whoever_is_asked_about_sees_it_but_for_strangers_of_whom_nothing_is_told(
    house: House,
) -> None:
    house.furnish()
    too_early = {"StartDate": "2010-03-03", "EndDate": "2010-03-03"}
    looked_at(house, training("R1", **too_early), training("R2", CHLOE))
    assert seen_in_files(house) == {house.person(AMINA): 1}


def test_whoever_works_for_two_clients_counts_as_a_worker_of_each(house: House) -> None:
    house.furnish()
    house.load(xml.dimona(xml.dimona_in(AMINA, ELSEWHERE, "2022-01-03")))
    both, foretold = [house.enterprise(MERIDIAN), house.enterprise(ELSEWHERE)], uuid4()
    with transaction(house.engine) as db:
        for here in both:
            worker = {"file_id": foretold, "enterprise_id": here, "person_id": house.person(AMINA)}
            said = {"year": 2026, "beyond_before": 0, "beyond_after": 60, "day_minutes": 456}
            db.add(BatchBalance(**worker, **said))
        db.flush()
        [year] = totals_of(db, foretold, both, today=day_of(house.clock.now()))
        assert workers_over(db, foretold, both, today=day_of(house.clock.now())) == 2
    assert (year.workers, year.known, year.over) == (2, 0, 2)


def run_dying(house: House, file_id: UUID, *, most: int) -> None:
    """What the job worker does, killed once at the end of every chunk: nothing of it stays."""
    more = True
    while more:
        house.clock.at += timedelta(seconds=1)
        for killed in (True, False):
            with house.engine.connect() as connection, Session(connection) as db:
                at = house.clock.now()
                more = run_chunk(db, file_id, vault=house.vault, at=at, most=most)
                db.rollback() if killed else db.commit()


def told_of(house: House, foretold: UUID) -> list[WorkerBalance]:
    with transaction(house.engine) as db:
        return balances_of(
            db, foretold, [house.enterprise(MERIDIAN)], today=day_of(house.clock.now())
        )


def seen_in_files(house: House) -> dict[UUID, int]:
    """How many lines each worker has that somebody looked, with a file."""
    seen = (
        "select subject_id, count(*) as number from audit_lines where act = 'worker:record:seen'"
        " and channel = 'batch' group by 1"
    )
    with house.engine.connect() as connection:
        return {row.subject_id: row.number for row in connection.execute(text(seen))}


def state_right(house: House, minutes: str, worker: str = AMINA, year: str = "2026") -> None:
    record = about("StateRight", f"S-{year}-{minutes}", worker, Year=year, Minutes=minutes, **WHY)
    run(house, send(house, message(record, reference=f"RIGHTS-{year}-{minutes}")).file_id)


def left_of(house: House, person_id: UUID, year: int) -> tuple[int | None, int]:
    """What is left of the year now, and what lies beyond it, as the worker's page reckons it."""
    with transaction(house.engine) as db:
        [account] = accounts_known(
            db,
            person_id,
            today=day_of(house.clock.now()),
            at=None,
            enterprise_id=house.enterprise(MERIDIAN),
        )
    [found] = [each for each in account.ledger.years if each.year == year]
    return found.left, found.not_taken
