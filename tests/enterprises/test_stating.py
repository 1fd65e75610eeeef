"""An employer states another size: what then counts, what stays beside it, who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.audit.trail import Actor, Channel
from app.enterprises.identifying import SameEnterprise
from app.enterprises.mandates import Role
from app.enterprises.queries import SizeOrigin, size_for, size_history, sizes_known
from app.enterprises.rules import LARGEST_SIZE, problems_of_reason
from app.enterprises.seen import NOTHING_STOOD, overtaken, seen_read, seen_written
from app.enterprises.stating import (
    NothingStated,
    Outcome,
    Refused,
    SizeStatement,
    Stated,
    StatedAlready,
    Withdrawn,
    state_sizes,
    withdraw_size,
)
from app.foundation.database import transaction
from app.sources.merging import merge_enterprises
from tests import messages as xml
from tests.furnishing import once
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House

REASON = "The agency workers of last year were declared by the agency."


@pytest.fixture
def measured(house: House) -> House:
    """Meridian declared one full-timer in one reference quarter of 2026."""
    furnish_measured(house)
    return house


@once
def furnish_measured(house: House) -> None:
    house.furnish()
    worker = xml.worker(AMINA, xml.occupation("2022-01-03"), quarter_start="2025-04-01")
    house.load(xml.dmfa("20252", worker, enterprise=MERIDIAN))
    later(house)


def later(house: House) -> None:
    house.clock.at += timedelta(hours=1)


def state(house: House, *said: SizeStatement, by: Actor | None = None) -> list[Outcome]:
    actor = by or house.actor(BRAM, MERIDIAN)
    with transaction(house.engine) as db:
        return state_sizes(db, said, by=actor, via=Channel.PAGE, at=house.clock.now())


def withdraw(house: House, first_year: int = 2026, reason: str = "A mistake.") -> Outcome:
    by = house.actor(BRAM, MERIDIAN)
    with transaction(house.engine) as db:
        return withdraw_size(
            db, first_year, reason=reason, by=by, via=Channel.PAGE, at=house.clock.now()
        )


def size(house: House, year: int = 2026) -> Any:
    with transaction(house.engine) as db:
        return size_for(db, house.enterprise(MERIDIAN), year).get(house.enterprise(MERIDIAN))


def codes(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Refused)
    return [problem.code for problem in outcome.problems]


def test_the_size_that_is_stated_counts_and_the_one_measured_stays_beside_it(
    measured: House,
) -> None:
    assert (size(measured).fte, size(measured).origin) == (100, SizeOrigin.MEASURED)
    assert size(measured).declared == ((20252, 100),)
    [outcome] = state(measured, SizeStatement(2026, 2150, f"  {REASON} "))
    assert isinstance(outcome, Stated)
    now = size(measured)
    assert (now.fte, now.origin, now.reason) == (2150, SizeOrigin.STATED, REASON)
    assert now.stated_at == measured.clock.now()
    assert (now.computed.fte, now.computed.quarters) == (100, (20252,))
    assert size(measured, 2027) == now
    assert size(measured, 2028) is None


def test_a_size_may_be_stated_where_none_could_be_measured(measured: House) -> None:
    state(measured, SizeStatement(2024, 900, REASON))
    assert (size(measured, 2025).fte, size(measured, 2025).computed) == (900, None)


def test_the_same_said_twice_is_written_once(measured: House) -> None:
    [first] = state(measured, SizeStatement(2026, 2150, REASON))
    later(measured)
    again, twin = state(
        measured, SizeStatement(2026, 2150, REASON + " "), SizeStatement(2026, 2150, REASON)
    )
    assert isinstance(first, Stated)
    assert again == twin == StatedAlready(first.statement_id)
    with transaction(measured.engine) as db:
        history = size_history(db, measured.enterprise(MERIDIAN), 2026)
    assert [version.origin for version in history] == [SizeOrigin.MEASURED, SizeOrigin.STATED]


def test_two_sizes_for_the_same_years_in_one_batch_contradict_each_other(measured: House) -> None:
    first, second = state(
        measured, SizeStatement(2026, 2150, REASON), SizeStatement(2026, 2250, REASON)
    )
    assert isinstance(first, Stated)
    assert codes(second) == ["stated_twice"]


def test_every_version_stays_with_who_when_how_and_why(measured: House) -> None:
    bram = measured.actor(BRAM, MERIDIAN)
    state(measured, SizeStatement(2026, 2150, REASON))
    stated_at = measured.clock.now()
    later(measured)
    state(measured, SizeStatement(2026, 1950, "Counted again."))
    later(measured)
    assert isinstance(withdraw(measured), Withdrawn)
    with transaction(measured.engine) as db:
        meridian = measured.enterprise(MERIDIAN)
        versions = [v for v in size_history(db, meridian, 2026) if v.origin is SizeOrigin.STATED]
        then = sizes_known(db, meridian, at=stated_at)[2026]
        at_the_end = sizes_known(db, meridian, at=measured.clock.now())[2026]
        before = sizes_known(db, meridian, at=stated_at - timedelta(seconds=1))[2026]
    assert [(v.fte, v.withdrawn, v.reason) for v in versions] == [
        (2150, False, REASON),
        (1950, False, "Counted again."),
        (1950, True, "A mistake."),
    ]
    assert {(v.stated_by, v.mandate_id, v.channel) for v in versions} == {
        (bram.person_id, bram.mandate_id, "page")
    }
    assert (before.fte, then.fte, at_the_end.fte) == (100, 2150, 100)
    assert size(measured).origin is SizeOrigin.MEASURED


def test_nothing_is_withdrawn_twice_nor_without_a_reason(measured: House) -> None:
    assert withdraw(measured) == NothingStated()
    state(measured, SizeStatement(2026, 2150, REASON))
    later(measured)
    assert codes(withdraw(measured, reason=" ")) == ["reason_missing"]
    assert isinstance(withdraw(measured), Withdrawn)
    later(measured)
    assert withdraw(measured) == NothingStated()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (SizeStatement(2025, 100, REASON), ["no_such_period"]),
        (SizeStatement(2020, 100, REASON), ["no_such_period"]),
        (SizeStatement(2030, 100, REASON), ["no_such_period"]),
        (SizeStatement(2026, -1, REASON), ["size_impossible"]),
        (SizeStatement(2026, LARGEST_SIZE + 1, REASON), ["size_impossible"]),
        (SizeStatement(2026, 100, " \n"), ["reason_missing"]),
        (SizeStatement(10**12, 10**12, "x" * 501), ["no_such_period", "size_impossible",
                                                    "reason_too_long"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_all_at_once(
    measured: House, wrong: SizeStatement, why: list[str]
) -> None:
    assert codes(state(measured, wrong)[0]) == why
    assert size(measured).origin is SizeOrigin.MEASURED


def test_a_reason_must_be_readable() -> None:
    assert [p.code for p in problems_of_reason("a\0b")] == ["reason_unreadable"]
    assert problems_of_reason(None, needed=False) == []


def test_only_a_registrar_of_that_enterprise_states_its_size(measured: House) -> None:
    measured.give_mandate(CHLOE, MERIDIAN, Role.READER)
    measured.give_mandate(CHLOE, ELSEWHERE)
    meridian = measured.enterprise(MERIDIAN)
    elsewhere = measured.actor(CHLOE, ELSEWHERE)
    for by in (
        measured.actor(CHLOE, MERIDIAN),
        Actor(elsewhere.person_id, meridian, elsewhere.mandate_id),
        Actor(None),
        Actor(uuid4(), meridian, uuid4()),
    ):
        assert codes(state(measured, SizeStatement(2026, 2150, REASON), by=by)[0]) == ["no_mandate"]
    assert size(measured).origin is SizeOrigin.MEASURED


def test_each_statement_leaves_a_line_and_so_does_a_refusal(measured: House) -> None:
    state(measured, SizeStatement(2026, 2150, REASON), SizeStatement(2025, 1, REASON))
    later(measured)
    withdraw(measured)
    with measured.engine.connect() as connection:
        lines = connection.execute(
            text(
                "select act, details from audit_lines where act like 'enterprise:size:%' order by 1"
            )
        ).all()
    assert [line.act.split(":")[2] for line in lines] == ["refused", "stated", "withdrawn"]
    assert lines[0].details == {"first_year": 2025, "problems": ["no_such_period"]}
    assert lines[1].details["statement_id"] == lines[2].details["statement_id"]


def test_an_enterprise_known_by_two_keys_keeps_one_statement_in_force(measured: House) -> None:
    measured.give_mandate(BRAM, NORD)
    state(measured, SizeStatement(2026, 2150, REASON), SizeStatement(2024, 900, REASON))
    state(measured, SizeStatement(2026, 400, REASON), by=measured.actor(BRAM, NORD))
    later(measured)
    kept, given_up = measured.enterprise(NORD), measured.enterprise(MERIDIAN)
    with transaction(measured.engine) as db:
        merge_enterprises(db, SameEnterprise(kept, given_up), at=measured.clock.now())
        known = sizes_known(db, kept)
        assert {year: each.fte for year, each in known.items()} == {2024: 900, 2026: 400}
        assert len([v for v in size_history(db, kept, 2026) if v.reason]) == 2


def test_a_size_stated_meanwhile_is_not_overwritten_by_who_did_not_read_it(
    measured: House,
) -> None:
    [first] = state(measured, SizeStatement(2026, 1850, REASON, seen=NOTHING_STOOD))
    assert isinstance(first, Stated)
    stood = measured.clock.now()
    later(measured)
    [late] = state(measured, SizeStatement(2026, 1200, REASON, seen=NOTHING_STOOD))
    assert codes(late) == ["changed_meanwhile"]
    [read] = state(measured, SizeStatement(2026, 1200, REASON, seen=stood))
    assert isinstance(read, Stated)
    later(measured)
    with transaction(measured.engine) as db:
        by = measured.actor(BRAM, MERIDIAN)
        unread = withdraw_size(
            db, 2026, reason=REASON, by=by, via=Channel.PAGE, at=measured.clock.now(), seen=stood
        )
    assert codes(unread) == ["changed_meanwhile"]
    assert isinstance(withdraw(measured), Withdrawn), "a batch looks at nothing and is not checked"


def test_what_was_seen_is_read_as_it_was_written_and_nothing_else_was_ever_seen() -> None:
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    assert seen_read(seen_written(at)) == at
    assert seen_read(seen_written(None)) == NOTHING_STOOD
    assert seen_read(None) is None
    for odd in ("", "soon", "2026-11-21", "9999-12-31T23:59:59"):
        assert overtaken(seen_read(odd), None, at)
        assert overtaken(seen_read(odd), {"recorded_from": at - timedelta(days=1)}, at)
