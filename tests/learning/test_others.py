"""What others registered for Meridian's workers: found, marked as looked at, and decided about."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.audit.trail import Actor, Channel
from app.enterprises.mandates import Role
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.learning.correcting import Correction, as_registered, correct_trainings
from app.learning.others import pairs as found_pairs
from app.learning.others import queries
from app.learning.others.checking import Checked, SeenVersion, UpTo, check_registrations
from app.learning.others.deciding import (
    BothReal,
    Decision,
    KeptOne,
    Outcome,
    SeenTraining,
    decide,
)
from app.learning.others.effects import effects_of
from app.learning.others.pairs import Pair, likely_pairs
from app.learning.others.queries import (
    OthersLine,
    OthersWanted,
    Whose,
    counted,
    registered_by_others,
)
from app.learning.queries import trainings_of
from app.learning.rules.contents import Origin
from app.learning.statements import TRAININGS_WITH
from tests.house.acting import codes
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House
from tests.learning.by_others import let_the_office_in, registered


@pytest.fixture
def meridian(house: House) -> House:
    house.furnish()
    return house


@pytest.fixture
def office(meridian: House) -> Actor:
    return let_the_office_in(meridian)


def waiting(house: House, wanted: OthersWanted = OthersWanted()) -> list[OthersLine]:  # noqa: B008
    today, enterprise = day_of(house.clock.now()), house.enterprise(MERIDIAN)
    with transaction(house.engine) as db:
        return registered_by_others(db, enterprise, wanted, today=today)


def pairs(house: House) -> list[Pair]:
    with transaction(house.engine) as db:
        today = day_of(house.clock.now())
        return likely_pairs(db, house.enterprise(MERIDIAN), today=today)


def check(house: House, those: Any, by: Actor | None = None) -> Checked | Refused:
    house.clock.at += timedelta(seconds=1)
    by = by or house.actor(BRAM, MERIDIAN)
    with transaction(house.engine) as db:
        return check_registrations(db, those, by=by, via=Channel.PAGE, at=house.clock.now())


def decisions(house: House, decided: Sequence[Decision], by: Actor | None = None) -> list[Outcome]:
    house.clock.at += timedelta(seconds=1)
    by = by or house.actor(BRAM, MERIDIAN)
    with transaction(house.engine) as db:
        return decide(db, decided, by=by, via=Channel.PAGE, at=house.clock.now())


def about(pair: Pair, kept: UUID | None, reason: str = "The same as the one kept") -> Decision:
    one, other = (SeenTraining(each.training_id, each.seen) for each in (pair.one, pair.other))
    return Decision(pair.person_id, one, other, kept, reason if kept else "")


def standing(house: House, who: str = AMINA) -> set[UUID]:
    with transaction(house.engine) as db:
        return {each.training_id for each in trainings_of(db, house.person(who))}


def lines(house: House, act: str) -> list[dict[str, Any]]:
    with house.engine.connect() as connection:
        found = connection.execute(
            text("select details from audit_lines where act = :act order by at, line_id"),
            {"act": act},
        )
        return list(found.scalars())


# Who others are.


def test_what_bram_registers_on_his_pages_is_nobody_elses(meridian: House) -> None:
    registered(meridian)
    registered(meridian, title="From a sheet", origin=Origin.SHEET)
    assert waiting(meridian) == []


def test_what_came_from_others_waits_to_be_looked_at(meridian: House, office: Actor) -> None:
    nord = meridian.enterprise(NORD)
    system = Actor(None, meridian.enterprise(MERIDIAN), sender_id=nord)
    by_office = registered(meridian, office)
    in_a_file = registered(meridian, via=Channel.BATCH, title="In a file")
    by_system = registered(meridian, system, via=Channel.BATCH, title="From the office's system")
    brought = registered(
        meridian, title="Long ago", origin=Origin.FEDERAL_ACCOUNT, starts_on=date(2023, 5, 4)
    )
    found = {each.training_id: (each.maker_id, each.way) for each in waiting(meridian)}
    assert found == {
        by_office: (nord, "page"),
        in_a_file: (None, "batch"),
        by_system: (nord, "batch"),
        brought: (None, "history"),
    }
    assert {each.training_id for each in waiting(meridian, OthersWanted(nord))} == {
        by_office,
        by_system,
    }
    assert [each.training_id for each in waiting(meridian, OthersWanted(nord, "page"))] == [
        by_office
    ]
    own = waiting(meridian, OthersWanted(Whose.OWN))
    assert {each.training_id for each in own} == {in_a_file, brought}
    assert waiting(meridian, OthersWanted(Whose.NOBODY)) == []


def test_a_training_that_the_office_corrects_waits_once_more(
    meridian: House, office: Actor
) -> None:
    registered(meridian)
    amina = meridian.person(AMINA)
    meridian.clock.at += timedelta(seconds=1)
    with transaction(meridian.engine) as db:
        [stands] = TRAININGS_WITH.ask(db, person=amina, enterprise=meridian.enterprise(MERIDIAN))
        wanted = replace(as_registered(stands), title="Otherwise")
        correction = Correction(stands.training_id, stands.recorded_from, wanted)
        correct_trainings(db, [correction], by=office, via=Channel.PAGE, at=meridian.clock.now())
    assert [each.title for each in waiting(meridian)] == ["Otherwise"]


def test_nobody_sees_what_concerns_those_who_left_long_ago(meridian: House, office: Actor) -> None:
    registered(meridian)
    registered(meridian, office, title="Lifting people")
    assert waiting(meridian)
    assert pairs(meridian)
    with meridian.engine.begin() as connection:
        connection.execute(
            text("update employments set ends_on = '2026-10-01' where person_id = :amina"),
            {"amina": meridian.person(AMINA)},
        )
    assert waiting(meridian) == []
    assert pairs(meridian) == []
    assert check(meridian, UpTo(OthersWanted(), meridian.clock.now())) == Checked(0)


def test_another_enterprise_sees_nothing_of_it(meridian: House, office: Actor) -> None:
    registered(meridian)
    registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    meridian.give_mandate(CHLOE, ELSEWHERE)
    chloe = meridian.actor(CHLOE, ELSEWHERE)
    with transaction(meridian.engine) as db:
        today = day_of(meridian.clock.now())
        elsewhere = meridian.enterprise(ELSEWHERE)
        assert likely_pairs(db, elsewhere, today=today) == []
        assert registered_by_others(db, elsewhere, OthersWanted(), today=today) == []
    assert check(meridian, UpTo(OthersWanted(), meridian.clock.now()), chloe) == Checked(0)
    [outcome] = decisions(meridian, [about(pair, pair.one.training_id)], chloe)
    assert codes(outcome) == ["changed_meanwhile"]
    assert len(standing(meridian)) == 2


# Looking at it.


def test_what_was_looked_at_does_not_come_back_until_others_change_it(
    meridian: House, office: Actor
) -> None:
    registered(meridian, office)
    [line] = waiting(meridian)
    seen = SeenVersion(line.person_id, line.training_id, line.seen)
    assert check(meridian, [seen]) == Checked(1)
    assert waiting(meridian) == []
    assert check(meridian, [seen]) == Checked(0), "it was marked already"
    assert lines(meridian, "enterprise:others:checked") == [{"trainings": 1}, {"trainings": 0}]


def test_a_version_that_nobody_saw_is_not_marked(meridian: House, office: Actor) -> None:
    registered(meridian, office)
    [line] = waiting(meridian)
    earlier = line.seen - timedelta(seconds=1)
    assert check(meridian, [SeenVersion(line.person_id, line.training_id, earlier)]) == Checked(0)
    assert check(meridian, [SeenVersion(uuid4(), line.training_id, line.seen)]) == Checked(0)
    assert len(waiting(meridian)) == 1


def test_all_is_what_the_filter_showed_and_not_what_came_since(
    meridian: House, office: Actor
) -> None:
    registered(meridian, office)
    registered(meridian, via=Channel.BATCH, title="In a file")
    shown_at = meridian.clock.now()
    registered(meridian, office, title="A moment later")
    from_office = OthersWanted(meridian.enterprise(NORD))
    assert check(meridian, UpTo(from_office, shown_at)) == Checked(1)
    assert {each.title for each in waiting(meridian)} == {"In a file", "A moment later"}


def test_an_office_does_not_check_what_it_registered_itself(meridian: House, office: Actor) -> None:
    registered(meridian, office)
    registered(meridian, via=Channel.BATCH, title="In a file")
    assert check(meridian, UpTo(OthersWanted(), meridian.clock.now()), office) == Checked(1)
    [left] = waiting(meridian)
    assert left.maker_id == meridian.enterprise(NORD)


@pytest.mark.parametrize("role", [Role.READER, Role.ACCESS_MANAGER])
def test_who_does_not_register_marks_and_decides_nothing(
    meridian: House, office: Actor, role: Role
) -> None:
    registered(meridian)
    registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    meridian.give_mandate(CHLOE, MERIDIAN, role)
    chloe = meridian.actor(CHLOE, MERIDIAN)
    everything = UpTo(OthersWanted(), meridian.clock.now())
    assert codes(check(meridian, everything, chloe)) == ["no_mandate"]
    for kept in (pair.one.training_id, None):
        [outcome] = decisions(meridian, [about(pair, kept)], chloe)
        assert codes(outcome) == ["no_mandate"]
    assert len(pairs(meridian)) == 1
    assert lines(meridian, "enterprise:others:check_refused") == [{"problems": ["no_mandate"]}]
    assert len(lines(meridian, "worker:pair:refused")) == 2


# Likely duplicates.


def test_the_own_registration_stands_first(meridian: House, office: Actor) -> None:
    theirs = registered(meridian, office, title="Lifting people")
    own = registered(meridian)
    registered(
        meridian,
        office,
        title="Something else",
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 1),
    )
    [pair] = pairs(meridian)
    assert (pair.one.training_id, pair.other.training_id) == (own, theirs)


def test_two_of_brams_own_are_his_affair(meridian: House) -> None:
    registered(meridian)
    registered(meridian, title="Lifting people")
    assert pairs(meridian) == []


def test_two_by_others_are_one_pair(meridian: House, office: Actor) -> None:
    older = registered(meridian, office)
    newer = registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    assert (pair.one.training_id, pair.other.training_id) == (older, newer)


def test_each_choice_tells_what_it_does_to_the_balance(meridian: House, office: Actor) -> None:
    with meridian.engine.begin() as connection:
        connection.exec_driver_sql("update enterprise_sizes set fte = 2500")
    registered(meridian)
    registered(meridian, office, title="Lifting people", minutes=228)
    # No room for both is what makes them likely one.
    registered(meridian, office, title="Ergonomics", minutes=456)
    found = pairs(meridian)
    with transaction(meridian.engine) as db:
        effects = effects_of(
            db, meridian.enterprise(MERIDIAN), found, today=day_of(meridian.clock.now())
        )
    for pair, each in zip(found, effects, strict=True):
        if each.keep_one and each.keep_one.before is not None and each.keep_one.after is not None:
            assert each.keep_one.after - each.keep_one.before == pair.other.minutes
    assert len(effects) == len(found)


def test_keeping_one_cancels_the_other_and_says_why(meridian: House, office: Actor) -> None:
    own, theirs = registered(meridian), registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    [outcome] = decisions(meridian, [about(pair, own, "The same as “Lifting”, which is kept")])
    assert outcome == KeptOne(own, theirs)
    assert standing(meridian) == {own}
    assert pairs(meridian) == waiting(meridian) == []
    with meridian.engine.connect() as connection:
        reasons = connection.execute(text("select reason from trainings where cancelled"))
        assert list(reasons.scalars()) == ["The same as “Lifting”, which is kept"]
    both = sorted([str(own), str(theirs)])
    assert lines(meridian, "worker:pair:decided") == [{"training_ids": both, "kept": str(own)}]
    assert lines(meridian, "worker:training:cancelled") == [{"training_id": str(theirs)}]


def test_what_the_office_registered_may_be_the_one_that_is_kept(
    meridian: House, office: Actor
) -> None:
    registered(meridian)
    theirs = registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    decisions(meridian, [about(pair, theirs)])
    assert standing(meridian) == {theirs}
    assert waiting(meridian) == [], "whoever decided has looked at it"


def test_both_being_real_is_remembered(meridian: House, office: Actor) -> None:
    registered(meridian)
    registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    assert decisions(meridian, [about(pair, None)]) == [BothReal()]
    assert pairs(meridian) == waiting(meridian) == []
    assert len(standing(meridian)) == 2
    assert decisions(meridian, [about(pair, None)]) == [BothReal()], "said again"
    [outcome] = decisions(meridian, [about(pair, pair.one.training_id)])
    assert codes(outcome) == ["changed_meanwhile"], "somebody decided otherwise"
    assert len(standing(meridian)) == 2


def test_nothing_is_cancelled_without_a_reason(meridian: House, office: Actor) -> None:
    registered(meridian)
    registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    [outcome] = decisions(meridian, [about(pair, pair.one.training_id, " ")])
    assert codes(outcome) == ["reason_missing"]
    assert len(standing(meridian)) == 2


def test_of_three_that_are_one_never_all_are_cancelled(meridian: House, office: Actor) -> None:
    own = registered(meridian)
    registered(meridian, office, title="Lifting people")
    registered(meridian, office, title="Moving people")
    found = pairs(meridian)
    assert len(found) == 3
    round_about = [
        about(each, (each.one if number % 2 else each.other).training_id)
        for number, each in enumerate(found)
    ]
    for each in (round_about, [about(pair, pair.other.training_id) for pair in found]):
        decisions(meridian, each)
        assert standing(meridian)
    assert own is not None


def test_a_decision_about_something_else_is_none(meridian: House, office: Actor) -> None:
    registered(meridian)
    registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    stranger = replace(about(pair, pair.one.training_id), person_id=meridian.person(CHLOE))
    third = about(pair, uuid4())
    itself = replace(about(pair, pair.one.training_id), other=SeenTraining(*pair.one[:2]))
    outcomes = decisions(meridian, [stranger, third, itself])
    assert [codes(each) for each in outcomes] == [
        ["changed_meanwhile"],
        ["no_such_training"],
        ["no_such_training"],
    ]
    assert len(standing(meridian)) == 2


def test_of_two_who_decide_at_once_one_decides_and_the_other_is_told(
    meridian: House, office: Actor
) -> None:
    """Bram keeps the one and Lieve the other: whoever waits finds it decided."""
    own, theirs = registered(meridian), registered(meridian, office, title="Lifting people")
    [pair] = pairs(meridian)
    meridian.clock.at += timedelta(seconds=1)
    told: list[list[Outcome]] = []

    def keep(kept: UUID, by: Actor) -> list[Outcome]:
        with transaction(meridian.engine) as db:
            db.execute(text("set local lock_timeout = '20s'"))
            return decide(db, [about(pair, kept)], by=by, via=Channel.PAGE, at=meridian.clock.now())

    bram = meridian.actor(BRAM, MERIDIAN)
    with ThreadPoolExecutor(1) as another:
        with transaction(meridian.engine) as db:
            told.append(
                decide(db, [about(pair, own)], by=bram, via=Channel.PAGE, at=meridian.clock.now())
            )
            waits = another.submit(keep, theirs, office)
            while not _somebody_waits(meridian):
                time.sleep(0.01)
        told.append(waits.result(timeout=30))
    assert told[0] == [KeptOne(own, theirs)]
    assert codes(told[1][0]) == ["changed_meanwhile"]
    assert standing(meridian) == {own}


def _somebody_waits(house: House) -> bool:
    with house.engine.connect() as connection:
        waits = text(
            "select count(*) from pg_stat_activity"
            " where wait_event_type = 'Lock' and datname = current_database()"
        )
        return bool(connection.execute(waits).scalar_one())


def test_of_very_many_that_wait_only_some_more_than_a_thousand_are_counted(
    meridian: House, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Lifting", "First aid", "Fire drill", "Reading a plan"):
        registered(meridian, office, title=title)
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    assert [each.title for each in waiting(meridian)] == [
        "Reading a plan",
        "Fire drill",
        "First aid",
    ]
    # Whether they are among the newest trainings or not.
    monkeypatch.setattr(queries, "LOOKED_THROUGH", 1)
    assert [each.title for each in waiting(meridian)] == [
        "Reading a plan",
        "Fire drill",
        "First aid",
    ]
    [count] = counted(waiting(meridian))
    assert (count.maker, count.way, count.number) == ("Atelier Nord scrl", "page", 3)


def test_a_pair_is_found_once_however_far_apart_its_two_were_registered(
    meridian: House, office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    march, april = date(2026, 3, 2), date(2026, 4, 2)
    first = registered(meridian, office)
    registered(meridian, office, title="First aid", starts_on=march, ends_on=march)
    registered(meridian, office, title="Fire drill", starts_on=april, ends_on=april)
    again = registered(meridian, office, title="Lifting and moving", minutes=450)
    monkeypatch.setattr(found_pairs, "_FURTHER", (1, 2, None))
    [pair] = pairs(meridian)
    assert {pair.one.training_id, pair.other.training_id} == {first, again}
    # Once there are enough, older ones wait until these are decided.
    registered(meridian, office, title="First aid 2", starts_on=march, ends_on=march)
    assert len(pairs(meridian)) == 2
    monkeypatch.setattr(found_pairs, "ENOUGH", 1)
    assert len(pairs(meridian)) == 1
