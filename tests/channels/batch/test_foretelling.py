"""A pre-flight says what the file would do, however long the file is."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.channels.batch.balances import balances_of, totals_of
from app.channels.batch.values import Result
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.learning.accounts import accounts_known
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
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, NORD, House

RECORDS = 2_500
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
    records = a_night(random.Random(5), together=60)  # noqa: S311
    foretold = looked_at(house, *records)
    assert [counted(house, each) for each in ("trainings", "stated_rights")] == [0, 0]
    sent = send(house, message(*records))
    run(house, sent.file_id)
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
        [hers] = [each for each in balances_of(db, foretold, here) if each.person_id == amina]
        [over] = balances_of(db, foretold, here, over=True)
        [year] = totals_of(db, foretold, here)
        assert totals_of(db, foretold, [house.enterprise(NORD)]) == []
    assert (hers.year, hers.before, hers.after, hers.beyond) == (2026, 2000, 0, 400)
    assert over == hers
    assert (year.year, year.workers, year.over, year.beyond) == (2026, 1, 1, 400)


def test_a_balance_told_is_the_one_that_the_file_leads_to(house: House) -> None:
    """With corrections, cancellations and rights, of one worker and of everyone."""
    house.furnish()
    records = a_night(random.Random(7), together=8)[:250]  # noqa: S311
    foretold = looked_at(house, *records, most=40)
    with transaction(house.engine) as db:
        told = balances_of(db, foretold, [house.enterprise(MERIDIAN)])
    sent = send(house, message(*records))
    run(house, sent.file_id)
    assert told
    for each in told:
        assert (each.after, each.beyond) == left_of(house, each.person_id, each.year)


def state_right(house: House, minutes: str) -> None:
    record = about("StateRight", "S1", Year="2026", Minutes=minutes, **WHY)
    run(house, send(house, message(record, reference="RIGHTS-1")).file_id)


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
