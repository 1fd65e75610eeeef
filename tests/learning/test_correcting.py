"""Correcting and cancelling trainings: nothing is lost, and nothing overwritten unseen."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.audit.trail import Actor, Channel
from app.foundation.database import transaction
from app.learning.correcting import (
    Cancellation,
    Cancelled,
    Corrected,
    Correction,
    Outcome,
    Refused,
    Unchanged,
    cancel_trainings,
    correct_trainings,
)
from app.learning.queries import trainings_of
from app.learning.registration import Registered, Registration, register_trainings
from app.learning.rules.facts import NotCounting
from app.learning.statements import TrainingVersion, trainings_known, versions_of
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House

DAY = date(2026, 9, 24)


@pytest.fixture
def furnished(house: House) -> House:
    house.furnish()
    return house


def later(house: House) -> datetime:
    """An hour passes; the instant before it did."""
    before = house.clock.at
    house.clock.at += timedelta(hours=1)
    return before


def lifting(person_id: UUID, **said: Any) -> Registration:
    told: dict[str, Any] = {
        "title": "Lifting and moving people",
        "starts_on": DAY,
        "ends_on": DAY,
        "minutes": 456,
        "formal": True,
        "followed": True,
        "counts": True,
    }
    return Registration(person_id, **(told | said))


def register(house: House, **said: Any) -> Correction:
    """Register a training of Amina; a correction that changes nothing yet, made an hour later."""
    wanted = lifting(house.person(AMINA), **said)
    with transaction(house.engine) as db:
        [outcome] = register_trainings(
            db, [wanted], by=house.actor(BRAM, MERIDIAN), via=Channel.PAGE, at=house.clock.now()
        )
    assert isinstance(outcome, Registered)
    return Correction(outcome.training_id, later(house), wanted)


def corrected(correction: Correction, **said: Any) -> Correction:
    return replace(correction, wanted=replace(correction.wanted, **said))


def correct(house: House, *said: Correction, by: Actor | None = None) -> list[Outcome]:
    actor = by or house.actor(BRAM, MERIDIAN)
    with transaction(house.engine) as db:
        return correct_trainings(db, said, by=actor, via=Channel.PAGE, at=house.clock.now())


def cancel(
    house: House, *said: Correction, reason: str = "It did not take place.", by: Actor | None = None
) -> list[Outcome]:
    actor = by or house.actor(BRAM, MERIDIAN)
    those = [Cancellation(each.person_id, each.training_id, each.seen) for each in said]
    with transaction(house.engine) as db:
        return cancel_trainings(
            db, those, reason=reason, by=actor, via=Channel.PAGE, at=house.clock.now()
        )


def known(house: House, at: datetime | None = None) -> list[TrainingVersion]:
    with transaction(house.engine) as db:
        amina, meridian = house.person(AMINA), house.enterprise(MERIDIAN)
        found = trainings_known(db, amina, at=at)
        assert found == trainings_known(db, amina, enterprise_id=meridian, at=at)
        return found


def history(house: House, training_id: UUID) -> list[TrainingVersion]:
    with transaction(house.engine) as db:
        amina, meridian = house.person(AMINA), house.enterprise(MERIDIAN)
        return versions_of(db, amina, training_id, enterprise_id=meridian)


def codes(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Refused)
    return [problem.code for problem in outcome.problems]


def test_a_length_is_corrected_and_what_was_known_before_stays_so(furnished: House) -> None:
    first = register(furnished)
    longer = replace(corrected(first, minutes=480), reason="The afternoon was longer.")
    assert correct(furnished, longer) == [Corrected(first.training_id)]
    assert [each.minutes for each in known(furnished)] == [480]
    assert [each.minutes for each in known(furnished, first.seen)] == [456]
    assert known(furnished, first.seen - timedelta(seconds=1)) == []
    bram = furnished.actor(BRAM, MERIDIAN)
    before, after = history(furnished, first.training_id)
    assert (before.minutes, before.version.recorded_until) == (456, furnished.clock.now())
    assert (after.minutes, after.version.reason) == (480, "The afternoon was longer.")
    assert (after.version.by, after.version.mandate_id, after.version.channel) == (
        bram.person_id,
        bram.mandate_id,
        "page",
    )


def test_what_was_planned_is_followed_and_that_is_a_correction(furnished: House) -> None:
    plan = register(
        furnished, followed=False, starts_on=date(2026, 11, 23), ends_on=date(2026, 11, 23)
    )
    furnished.clock.at += timedelta(days=7)
    assert correct(furnished, corrected(plan, followed=True)) == [Corrected(plan.training_id)]
    assert [each.followed for each in known(furnished)] == [True]
    assert [each.followed for each in known(furnished, plan.seen)] == [False]


def test_it_turns_out_to_be_training_leave(furnished: House) -> None:
    first = register(furnished)
    leave = corrected(first, counts=False, not_counting=NotCounting.TRAINING_LEAVE)
    assert correct(furnished, leave) == [Corrected(first.training_id)]
    [now] = known(furnished)
    assert (now.counts, now.not_counting) == (False, NotCounting.TRAINING_LEAVE)


def test_years_later_it_can_still_be_corrected(furnished: House) -> None:
    first = register(furnished)
    furnished.clock.at += timedelta(days=3 * 365)
    assert correct(furnished, corrected(first, minutes=400)) == [Corrected(first.training_id)]


def test_the_same_correction_sent_twice_is_written_once(furnished: House) -> None:
    longer = corrected(register(furnished), minutes=480)
    correct(furnished, longer)
    later(furnished)
    assert correct(furnished, longer) == [Unchanged(longer.training_id)]
    assert len(history(furnished, longer.training_id)) == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"minutes": 0}, ["no_time"]),
        (
            {"title": " ", "ends_on": date(2026, 12, 31)},
            ["title_missing", "followed_in_the_future"],
        ),
        ({"starts_on": date(2021, 9, 24)}, ["not_employed_then"]),
        ({"not_counting": NotCounting.OTHER}, ["counts_and_does_not"]),
    ],
)
def test_what_could_not_be_registered_is_no_correction(
    furnished: House, said: dict[str, Any], why: list[str]
) -> None:
    first = register(furnished)
    assert codes(correct(furnished, corrected(first, **said))[0]) == why
    assert len(history(furnished, first.training_id)) == 1


def test_a_training_cannot_be_corrected_into_one_that_is_registered(furnished: House) -> None:
    first, other = register(furnished), register(furnished, title="First aid")
    into = corrected(other, title="LIFTING and moving people")
    assert codes(correct(furnished, into)[0]) == ["registered_already"]
    assert {each.title for each in known(furnished)} == {first.wanted.title, "First aid"}
    # Nor can two become the same one together.
    both = [corrected(first, title="Posture"), corrected(other, title="posture")]
    done, refused = correct(furnished, *both)
    assert done == Corrected(first.training_id)
    assert codes(refused) == ["registered_already"]


def test_somebody_registers_the_very_same_while_it_is_corrected(furnished: House) -> None:
    first = register(furnished)
    by, at = furnished.actor(BRAM, MERIDIAN), furnished.clock.now()
    posture = replace(first.wanted, title="Posture")
    waiting = threading.Event()

    def correcting() -> list[Outcome]:
        with transaction(furnished.engine) as db:
            waiting.set()
            into = corrected(first, title="Posture")
            return correct_trainings(db, [into], by=by, via=Channel.PAGE, at=at)

    with ThreadPoolExecutor(1) as other, transaction(furnished.engine) as db:
        register_trainings(db, [posture], by=by, via=Channel.PAGE, at=at)
        running = other.submit(correcting)
        waiting.wait(10)
        while not _somebody_waits(furnished) and not running.done():
            time.sleep(0.01)
        db.commit()
        [outcome] = running.result(30)
    assert codes(outcome) == ["registered_already"]
    assert sorted(each.title for each in known(furnished)) == [first.wanted.title, "Posture"]
    [stands] = history(furnished, first.training_id)
    assert stands.version.recorded_until is None


def _somebody_waits(house: House) -> bool:
    with house.engine.connect() as connection:
        waits: bool = connection.execute(
            text(
                "select count(*) > 0 from pg_stat_activity"
                " where datname = current_database() and wait_event_type = 'Lock'"
            )
        ).scalar_one()
        return waits


def test_whoever_did_not_see_the_latest_version_does_not_overwrite_it(furnished: House) -> None:
    first = register(furnished)
    correct(furnished, corrected(first, minutes=480))
    later(furnished)
    assert codes(correct(furnished, corrected(first, minutes=300))[0]) == ["changed_meanwhile"]
    assert codes(cancel(furnished, first)[0]) == ["changed_meanwhile"]
    assert [each.minutes for each in known(furnished)] == [480]


def test_of_two_corrections_at_once_one_stands_and_the_other_is_told(furnished: House) -> None:
    first = register(furnished)
    by, at = furnished.actor(BRAM, MERIDIAN), furnished.clock.now()
    both_ready = threading.Barrier(2)

    def one(minutes: int) -> Outcome:
        with transaction(furnished.engine) as db:
            db.execute(text("select 1"))
            both_ready.wait(10)
            change = corrected(first, minutes=minutes)
            return correct_trainings(db, [change], by=by, via=Channel.PAGE, at=at)[0]

    with ThreadPoolExecutor(2) as two:
        outcomes = list(two.map(one, [300, 400]))
    [refused] = [each for each in outcomes if isinstance(each, Refused)]
    assert codes(refused) == ["changed_meanwhile"]
    assert len(history(furnished, first.training_id)) == 2


def test_the_same_training_twice_in_one_batch(furnished: House) -> None:
    first = register(furnished)
    done, refused = correct(furnished, corrected(first, minutes=300), corrected(first, minutes=400))
    assert (done, codes(refused)) == (Corrected(first.training_id), ["changed_meanwhile"])


def test_a_cancelled_training_is_known_no_more_and_its_history_is(furnished: House) -> None:
    first = register(furnished)
    assert cancel(furnished, first) == [Cancelled(first.training_id)]
    assert known(furnished) == known(furnished, furnished.clock.now()) == []
    assert [each.minutes for each in known(furnished, first.seen)] == [456]
    with transaction(furnished.engine) as db:
        assert trainings_of(db, furnished.person(AMINA)) == []
    was, last = history(furnished, first.training_id)
    assert not was.version.ended
    assert (last.version.ended, last.version.reason) == (True, "It did not take place.")
    assert last.title == was.title
    later(furnished)
    assert cancel(furnished, first) == [Unchanged(first.training_id)]
    assert codes(correct(furnished, corrected(first, minutes=1))[0]) == ["training_cancelled"]
    # It may be registered again, and is then another training.
    assert register(furnished).training_id != first.training_id


def test_cancelling_needs_a_reason(furnished: House) -> None:
    first = register(furnished)
    assert codes(cancel(furnished, first, reason="  ")[0]) == ["reason_missing"]
    assert codes(cancel(furnished, first, reason="x" * 501)[0]) == ["reason_too_long"]
    assert len(known(furnished)) == 1


def test_trainings_of_others_are_out_of_reach(furnished: House) -> None:
    furnished.give_mandate(CHLOE, ELSEWHERE)
    first = register(furnished)
    chloe = furnished.actor(CHLOE, ELSEWHERE)
    hers = corrected(first, minutes=1)
    for by, why in ((chloe, "no_such_training"), (Actor(None), "no_mandate")):
        assert codes(correct(furnished, hers, by=by)[0]) == [why]
        assert codes(cancel(furnished, first, by=by)[0]) == [why]
    unknown = replace(hers, training_id=uuid4())
    assert codes(correct(furnished, unknown)[0]) == ["no_such_training"]
    # Another worker's name does not move a training to that worker.
    moved = corrected(first, person_id=furnished.person(BRAM))
    assert codes(correct(furnished, moved)[0]) == ["no_such_training"]
    assert len(history(furnished, first.training_id)) == 1


def test_the_trail_says_what_was_changed_and_what_was_refused(furnished: House) -> None:
    first = register(furnished)
    correct(furnished, corrected(first, minutes=0), corrected(first, minutes=480))
    seen = replace(first, seen=later(furnished))
    cancel(furnished, seen)
    with furnished.engine.connect() as connection:
        lines = connection.execute(
            text(
                "select act, subject_id, details from audit_lines"
                " where act like 'worker:training:%' order by line_id"
            )
        ).all()
    assert [line.act.split(":")[2] for line in lines] == [
        "registered",
        "change_refused",
        "corrected",
        "cancelled",
    ]
    assert {line.subject_id for line in lines} == {furnished.person(AMINA)}
    assert lines[1].details == {"training_id": str(first.training_id), "problems": ["no_time"]}
