"""The one act that registers trainings: what Bram may write, and what stays behind of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from app.audit.trail import Actor, Channel
from app.enterprises.mandates import Role
from app.foundation.database import transaction
from app.learning.registration import (
    AlreadyRegistered,
    Outcome,
    Refused,
    Registered,
    Registration,
    register_trainings,
)
from app.learning.rules.facts import NotCounting
from tests import messages as xml
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House, ssin


@pytest.fixture
def furnished(house: House) -> House:
    house.furnish()
    return house


def lifting(person_id: UUID, **said: Any) -> Registration:
    told: dict[str, Any] = {
        "title": "Lifting and moving people",
        "starts_on": date(2026, 9, 24),
        "ends_on": date(2026, 9, 24),
        "minutes": 456,
        "formal": True,
        "followed": True,
        "counts": True,
    }
    return Registration(person_id, **(told | said))


def register(
    house: House, *wanted: Registration, by: Actor | None = None, db: Session | None = None
) -> list[Outcome]:
    actor = by or house.actor(BRAM, MERIDIAN)
    if db is not None:
        return register_trainings(db, wanted, by=actor, via=Channel.PAGE, at=house.clock.now())
    with transaction(house.engine) as own:
        return register_trainings(own, wanted, by=actor, via=Channel.PAGE, at=house.clock.now())


def trainings(house: House) -> list[Any]:
    with house.engine.connect() as connection:
        return list(connection.execute(text("select * from trainings order by title")))


def trail(house: House) -> list[Any]:
    with house.engine.connect() as connection:
        return list(
            connection.execute(
                text("select * from audit_lines where act like 'worker:training:%' order by 1")
            )
        )


def codes(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Refused)
    return [problem.code for problem in outcome.problems]


def test_bram_registers_a_training_of_amina(furnished: House) -> None:
    amina = furnished.person(AMINA)
    [outcome] = register(furnished, lifting(amina, title="  Lifting and\u00a0 moving people "))
    [row] = trainings(furnished)
    assert outcome == Registered(row.training_id)
    assert (row.person_id, row.enterprise_id) == (amina, furnished.enterprise(MERIDIAN))
    assert (row.title, row.minutes, row.channel) == ("Lifting and moving people", 456, "page")
    by = furnished.actor(BRAM, MERIDIAN)
    assert (row.registered_by, row.mandate_id) == (by.person_id, by.mandate_id)
    assert (row.recorded_from, row.recorded_until) == (furnished.clock.now(), None)


def test_the_trail_says_who_on_whose_behalf_on_what_ground(furnished: House) -> None:
    [outcome] = register(furnished, lifting(furnished.person(AMINA)))
    assert isinstance(outcome, Registered)
    [line] = trail(furnished)
    by = furnished.actor(BRAM, MERIDIAN)
    assert line.act == "worker:training:registered"
    assert (line.actor_id, line.enterprise_id, line.mandate_id) == (
        by.person_id,
        by.enterprise_id,
        by.mandate_id,
    )
    assert (line.subject_id, line.ground, line.channel) == (
        furnished.person(AMINA),
        "mandate",
        "page",
    )
    assert line.details == {"training_id": str(outcome.training_id)}


@pytest.mark.parametrize(
    "title",
    [
        "Lifting and moving people",
        "  LIFTING and   moving\u00a0People\n",
        "lifting AND moving people",
    ],
)
def test_the_same_training_again_is_found_and_not_written_twice(
    furnished: House, title: str
) -> None:
    amina = furnished.person(AMINA)
    [first] = register(furnished, lifting(amina))
    [again] = register(furnished, lifting(amina, title=title))
    assert isinstance(first, Registered)
    assert again == AlreadyRegistered(first.training_id)
    assert len(trainings(furnished)) == 1


def test_an_accent_typed_as_two_characters_is_the_same_accent(furnished: House) -> None:
    amina = furnished.person(AMINA)
    [first] = register(furnished, lifting(amina, title="S\u00e9curit\u00e9"))
    [again] = register(furnished, lifting(amina, title="Se\u0301curite\u0301"))
    assert isinstance(first, Registered)
    assert again == AlreadyRegistered(first.training_id)


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Lifting and moving people, part 2"},
        {"starts_on": date(2026, 9, 23)},
        {"starts_on": date(2026, 9, 25), "ends_on": date(2026, 9, 25)},
        {"minutes": 455},
    ],
)
def test_another_title_day_or_length_is_another_training(
    furnished: House, other: dict[str, Any]
) -> None:
    amina = furnished.person(AMINA)
    outcomes = register(furnished, lifting(amina), lifting(amina, **other))
    assert [type(each) for each in outcomes] == [Registered, Registered]


def test_the_same_training_of_two_people_is_two_trainings(furnished: House) -> None:
    people = [furnished.person(AMINA), furnished.person(BRAM)]
    outcomes = register(furnished, *(lifting(person) for person in people))
    assert [type(each) for each in outcomes] == [Registered, Registered]


def test_twice_in_one_batch_is_registered_once(furnished: House) -> None:
    amina = furnished.person(AMINA)
    first, second = register(
        furnished, lifting(amina), lifting(amina, title="LIFTING AND MOVING PEOPLE")
    )
    assert isinstance(first, Registered)
    assert second == AlreadyRegistered(first.training_id)
    assert len(trainings(furnished)) == 1


def test_two_at_once_end_in_one_training(furnished: House) -> None:
    amina, bram = furnished.person(AMINA), furnished.actor(BRAM, MERIDIAN)
    both_ready = threading.Barrier(2)

    def one() -> Outcome:
        with transaction(furnished.engine) as db:
            db.execute(text("select 1"))
            both_ready.wait(10)
            return register(furnished, lifting(amina), by=bram, db=db)[0]

    with ThreadPoolExecutor(2) as two:
        outcomes = [running.result(30) for running in [two.submit(one), two.submit(one)]]
    [row] = trainings(furnished)
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyRegistered", "Registered"]
    assert {each.training_id for each in outcomes if not isinstance(each, Refused)} == {
        row.training_id
    }


@pytest.mark.parametrize("parts", [3, 60])  # few, and so many that they are copied in
def test_two_batches_in_opposite_order_do_not_wait_for_each_other_for_ever(
    furnished: House, parts: int
) -> None:
    amina, bram = furnished.person(AMINA), furnished.actor(BRAM, MERIDIAN)
    batch = [lifting(amina, title=f"Lifting, part {number}") for number in range(parts)]

    def all_of(wanted: list[Registration]) -> list[Outcome]:
        return register(furnished, *wanted, by=bram)

    with ThreadPoolExecutor(2) as two, Session(furnished.engine) as somebody:
        # Somebody holds the middle one up, until each batch has written what comes before it.
        register(furnished, batch[1], by=bram, db=somebody)
        running = [two.submit(all_of, batch), two.submit(all_of, batch[::-1])]
        while _waiting(furnished.engine) < 2 and not any(each.done() for each in running):
            pass
        somebody.rollback()
        outcomes = [outcome for each in running for outcome in each.result(30)]
    assert len(trainings(furnished)) == parts
    assert sum(isinstance(outcome, Registered) for outcome in outcomes) == parts
    assert not any(isinstance(outcome, Refused) for outcome in outcomes)


def _waiting(engine: Engine) -> int:
    with engine.connect() as connection:
        waiting: int = connection.execute(
            text(
                "select count(*) from pg_stat_activity"
                " where datname = current_database() and wait_event_type = 'Lock'"
            )
        ).scalar_one()
        return waiting


def test_what_is_wrong_is_said_all_at_once_and_leaves_a_line(furnished: House) -> None:
    amina = furnished.person(AMINA)
    wrong = lifting(
        amina,
        title=" ",
        starts_on=date(2021, 12, 31),
        ends_on=date(2021, 12, 31),
        minutes=0,
        certificate_until=date(2030, 1, 1),
    )
    [outcome] = register(furnished, wrong)
    assert codes(outcome) == [
        "title_missing",
        "no_time",
        "validity_without_certificate",
        "not_employed_then",
    ]
    assert trainings(furnished) == []
    [line] = trail(furnished)
    assert (line.act, line.subject_id) == ("worker:training:refused", amina)
    assert line.details == {"problems": codes(outcome)}


def test_a_stranger_is_not_his_worker_and_that_is_all_he_learns(furnished: House) -> None:
    chloe = furnished.person(CHLOE)
    [outcome] = register(furnished, lifting(chloe, title="", minutes=0))
    assert codes(outcome) == ["not_a_worker_of_yours"]
    [nobody] = register(furnished, lifting(uuid4()))
    assert codes(nobody) == ["not_a_worker_of_yours"]
    assert trainings(furnished) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refused"),
    [
        (date(2022, 1, 2), date(2022, 1, 3), True),
        (date(2022, 1, 3), date(2022, 1, 3), False),
        (date(2026, 10, 31), date(2026, 10, 31), False),
        (date(2026, 10, 31), date(2026, 11, 1), True),
    ],
)
def test_she_must_have_been_employed_on_every_day_of_it(
    furnished: House, starts_on: date, ends_on: date, refused: bool
) -> None:
    furnished.load(
        xml.dimona(xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-10-31", made_on="2026-10-30"))
    )
    amina = furnished.person(AMINA)
    [outcome] = register(furnished, lifting(amina, starts_on=starts_on, ends_on=ends_on))
    assert isinstance(outcome, Refused) is refused
    if refused:
        assert codes(outcome) == ["not_employed_then"]


def test_nobody_registers_without_a_mandate_that_registers_here_and_today(
    furnished: House,
) -> None:
    furnished.give_mandate(CHLOE, MERIDIAN, Role.READER)
    furnished.give_mandate(CHLOE, ELSEWHERE)
    furnished.give_mandate(AMINA, MERIDIAN, Role.ACCESS_MANAGER)
    bram = furnished.actor(BRAM, MERIDIAN)
    chloe_reads = furnished.actor(CHLOE, MERIDIAN)
    chloe_elsewhere = furnished.actor(CHLOE, ELSEWHERE)
    meridian = furnished.enterprise(MERIDIAN)
    nobody_allowed = {
        "a reader": chloe_reads,
        "an access manager": furnished.actor(AMINA, MERIDIAN),
        "under a mandate of another enterprise": replace(chloe_elsewhere, enterprise_id=meridian),
        "for another enterprise": replace(bram, enterprise_id=furnished.enterprise(NORD)),
        "with somebody else's mandate": replace(chloe_reads, mandate_id=bram.mandate_id),
        "as somebody else": replace(bram, person_id=furnished.person(CHLOE)),
        "without saying which": replace(bram, mandate_id=None),
        "for nobody": replace(bram, enterprise_id=None),
        "with an invented mandate": replace(bram, mandate_id=uuid4()),
        "the operator": Actor(None, meridian, bram.mandate_id),
    }
    amina = furnished.person(AMINA)
    for who, actor in nobody_allowed.items():
        [outcome] = register(furnished, lifting(amina), by=actor)
        assert codes(outcome) == ["no_mandate"], who
    assert trainings(furnished) == []
    assert len(trail(furnished)) == len(nobody_allowed)


@pytest.mark.parametrize(
    ("days_after_its_end", "may"), [(-1, True), (0, True), (1, False), (400, False)]
)
def test_a_mandate_holds_to_its_last_day(
    furnished: House, days_after_its_end: int, may: bool
) -> None:
    today = furnished.clock.now().date()
    with furnished.engine.begin() as connection:
        connection.execute(
            text("update mandates set valid_until = :last"),
            {"last": today - timedelta(days=days_after_its_end)},
        )
    bram = Actor(
        furnished.person(BRAM), furnished.enterprise(MERIDIAN), _only_mandate(furnished.engine)
    )
    [outcome] = register(furnished, lifting(furnished.person(AMINA)), by=bram)
    assert isinstance(outcome, Registered) is may
    if not may:
        assert codes(outcome) == ["no_mandate"]


def _only_mandate(engine: Engine) -> UUID:
    with engine.connect() as connection:
        mandate: UUID = connection.execute(text("select mandate_id from mandates")).scalar_one()
        return mandate


def test_each_registration_gets_its_own_outcome_in_its_own_place(furnished: House) -> None:
    amina, bram, chloe = (furnished.person(each) for each in (AMINA, BRAM, CHLOE))
    register(furnished, lifting(bram))
    outcomes = register(
        furnished,
        lifting(amina),
        lifting(chloe),
        lifting(bram),
        lifting(amina, minutes=0),
        lifting(amina),
        lifting(amina, title="First aid"),
    )
    assert [type(each).__name__ for each in outcomes] == [
        "Registered",
        "Refused",
        "AlreadyRegistered",
        "Refused",
        "AlreadyRegistered",
        "Registered",
    ]
    lines = trail(furnished)[1:]
    assert [line.subject_id for line in lines] == [amina, chloe, bram, amina, amina, amina]


def test_of_very_many_those_that_stand_are_found_and_the_others_written(furnished: House) -> None:
    amina, bram = furnished.person(AMINA), furnished.person(BRAM)
    standing = register(furnished, *(lifting(amina, title=f"No. {n}") for n in range(0, 50, 7)))
    wanted = [lifting(each, title=f"No. {n}") for each in (bram, amina) for n in range(50)]
    outcomes = register(furnished, *wanted)
    assert [each for each in outcomes if isinstance(each, AlreadyRegistered)] == [
        AlreadyRegistered(each.training_id) for each in standing if isinstance(each, Registered)
    ]
    assert sum(isinstance(each, Registered) for each in outcomes) == 100 - len(standing)
    assert len(trainings(furnished)) == 100


def test_no_registration_at_all_is_nothing_at_all(furnished: House) -> None:
    assert register(furnished) == []
    assert trail(furnished) == []


def test_when_the_transaction_fails_neither_training_nor_line_remains(furnished: House) -> None:
    by, amina = furnished.actor(BRAM, MERIDIAN), furnished.person(AMINA)
    with Session(furnished.engine) as db:
        [outcome] = register(furnished, lifting(amina), by=by, db=db)
        assert isinstance(outcome, Registered)
        db.rollback()
    assert (trainings(furnished), trail(furnished)) == ([], [])


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_two_hundred_registrations_ask_the_database_as_often_as_forty(furnished: House) -> None:
    workers = [ssin("850101", 100 + number) for number in range(20)]
    furnished.load(xml.dimona(*(xml.dimona_in(w, MERIDIAN, "2022-01-03") for w in workers)))
    people = [furnished.person(worker) for worker in workers]
    by = furnished.actor(BRAM, MERIDIAN)
    with statements(furnished.engine) as for_one:
        register(furnished, lifting(furnished.person(AMINA), title="One"), by=by)
    # Finding Amina is the test's own affair: only what speaks of trainings is counted below.
    wanted = [lifting(person, title=f"No. {n}") for person in people for n in range(10)]
    fewer = [lifting(person, title=f"Number {n}") for person in people for n in range(2)]
    with statements(furnished.engine) as for_some:
        register(furnished, *fewer, by=by)
    with statements(furnished.engine) as for_all:
        outcomes = register(furnished, *wanted, by=by)
    assert len(outcomes) == 200
    assert all(isinstance(outcome, Registered) for outcome in outcomes)
    assert len(for_one) <= len(for_all) == len(for_some) <= 6


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({}, (True, None)),
        ({"counts": False}, (False, "other")),
        ({"counts": False, "not_counting": NotCounting.OUTSIDE_WORK}, (False, "outside_work")),
    ],
)
def test_a_training_that_does_not_count_says_why(
    furnished: House, said: dict[str, Any], kept: tuple[bool, str | None]
) -> None:
    register(furnished, lifting(furnished.person(AMINA), **said))
    [row] = trainings(furnished)
    assert (row.counts, row.not_counting) == kept


def test_a_training_cannot_count_and_have_a_reason_not_to(furnished: House) -> None:
    wrong = lifting(furnished.person(AMINA), not_counting=NotCounting.TRAINING_LEAVE)
    [outcome] = register(furnished, wrong)
    assert codes(outcome) == ["counts_and_does_not"]
