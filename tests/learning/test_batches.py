"""Registering for many: looked at first, written once, gone on with after a kill."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.audit.trail import Channel
from app.enterprises.stating import Refused
from app.foundation.database import transaction
from app.foundation.problems import problem
from app.learning.accounts import accounts_known
from app.learning.batches.asking import (
    About,
    Confirmed,
    Drafted,
    StoodSo,
    Withdrawn,
    confirm_batch,
    draft_batch,
    withdraw_batch,
)
from app.learning.batches.checking import check_chunk
from app.learning.batches.queries import Shown, batch_of, effects_of, numbers_said, rows_of
from app.learning.batches.values import (
    Batch,
    Kind,
    NewRow,
    PlainTraining,
    Row,
    State,
    Status,
    plain_training,
    registration_of,
)
from app.learning.batches.writing import write_chunk
from app.learning.rules.contents import Financing, Origin
from app.learning.rules.facts import NotCounting
from certificates.numbers import is_checked, normalised
from tests import messages as xml
from tests.furnishing import once
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House, ssin
from tests.learning.test_registration import lifting, register, trainings

NOBODY = UUID(int=0)
#: Valid, and nobody's here.
UNKNOWN = ssin("700101", 77)


@pytest.fixture
def meridian(house: House) -> House:
    """Amina and Bram at Meridian, with twenty-five full-timers: five days a year."""
    furnish_meridian(house)
    return house


@once
def furnish_meridian(house: House) -> None:
    house.furnish()
    full = [
        xml.worker(each, xml.occupation("2022-01-03"), quarter_start="2025-07-01")
        for each in (AMINA, BRAM)
    ]
    house.load(xml.dmfa("20253", *full, enterprise=MERIDIAN, made_on="2025-10-20"))
    with house.engine.begin() as connection:
        connection.exec_driver_sql("update enterprise_sizes set fte = 2500")


def one_training(**said: Any) -> PlainTraining:
    return plain_training(lifting(NOBODY, **said))


def draft(house: House, *rows: NewRow, **said: Any) -> UUID:
    about = About(Kind.ONE_TRAINING, "en", training=one_training(**said))
    with transaction(house.engine) as db:
        drafted = draft_batch(
            db,
            rows,
            about,
            vault=house.vault,
            by=house.actor(BRAM, MERIDIAN),
            via=Channel.PAGE,
            at=house.clock.now(),
        )
    assert isinstance(drafted, Drafted), drafted
    return drafted.batch_id


def check(house: House, batch_id: UUID, *, most: int = 500) -> Batch:
    more = True
    while more:
        with transaction(house.engine) as db:
            more = check_chunk(db, batch_id, at=house.clock.now(), most=most)
    return batch(house, batch_id)


def confirm(house: House, batch_id: UUID) -> object:
    with transaction(house.engine) as db:
        return confirm_batch(
            db, batch_id, by=house.actor(BRAM, MERIDIAN), via=Channel.PAGE, at=house.clock.now()
        )


def write(house: House, batch_id: UUID, *, most: int = 500) -> Batch:
    more = True
    while more:
        house.clock.at += timedelta(seconds=1)
        with transaction(house.engine) as db:
            more = write_chunk(db, batch_id, at=house.clock.now(), most=most)
    return batch(house, batch_id)


def batch(house: House, batch_id: UUID) -> Batch:
    with Session(house.engine) as db:
        found = batch_of(db, house.enterprise(MERIDIAN), batch_id)
    assert found is not None
    return found


def rows(house: House, batch_id: UUID, shown: Shown = Shown.ALL) -> list[Row]:
    with Session(house.engine) as db:
        return rows_of(db, batch_id, shown)


def hire(house: House, count: int) -> list[str]:
    """So many more workers of Meridian; their numbers."""
    numbers = [ssin("850101", n) for n in range(100, 100 + count)]
    house.load(xml.dimona(*(xml.dimona_in(each, MERIDIAN, "2022-01-03") for each in numbers)))
    return numbers


def codes(row: Row) -> list[str]:
    return [each.code for each in row.problems]


def test_bram_sees_line_by_line_what_would_happen_and_nothing_is_written(meridian: House) -> None:
    batch_id = draft(
        meridian,
        NewRow(1, ssin=AMINA),
        NewRow(2, problems=(problem("number_wrong", "worker"),)),
        NewRow(3, ssin=UNKNOWN),
        NewRow(4, ssin=CHLOE),
        NewRow(5, ssin=AMINA),
        NewRow(6, person_id=meridian.person(BRAM)),
    )
    checked = check(meridian, batch_id)
    found = rows(meridian, batch_id)
    assert checked.state is State.CHECKED
    assert [row.status for row in found] == [
        Status.READY,
        Status.REFUSED,
        Status.REFUSED,
        Status.REFUSED,
        Status.REFUSED,
        Status.READY,
    ]
    assert [codes(row) for row in found[1:5]] == [
        ["number_wrong"],
        ["not_a_worker_of_yours"],
        ["not_a_worker_of_yours"],
        ["said_before"],
    ]
    assert (checked.counts.ready, checked.counts.refused, checked.counts.total) == (2, 4, 6)
    assert trainings(meridian) == []


def test_of_a_stranger_and_of_nobody_the_batch_says_the_same(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=UNKNOWN), NewRow(2, ssin=CHLOE))
    check(meridian, batch_id)
    nobody, chloe = rows(meridian, batch_id)
    assert nobody.person_id is chloe.person_id is None
    assert nobody.problems == chloe.problems
    with Session(meridian.engine) as db:
        typed = numbers_said(db, batch_id, [1, 2], vault=meridian.vault)
    assert typed == {1: UNKNOWN, 2: CHLOE}, "whoever wrote them finds the lines again"


def test_no_national_number_is_kept_where_it_led_to_a_worker(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=AMINA))
    check(meridian, batch_id)
    with Session(meridian.engine) as db:
        assert numbers_said(db, batch_id, [1], vault=meridian.vault) == {}


def test_what_is_shown_of_a_balance_is_what_the_account_then_says(meridian: House) -> None:
    amina = meridian.person(AMINA)
    batch_id = draft(meridian, NewRow(1, person_id=amina))
    check(meridian, batch_id)
    [row] = rows(meridian, batch_id)
    assert row.effect is not None

    def left() -> int | None:
        today = date(2026, 11, 21)
        with Session(meridian.engine) as db:
            known = accounts_known(db, amina, today=today)
        account = known[0].ledger.of(2026)
        assert account is not None
        return account.left

    assert row.effect.before == left()
    assert row.effect.before is not None
    assert row.effect.before > 456
    confirm(meridian, batch_id)
    write(meridian, batch_id)
    assert row.effect.after == left() == row.effect.before - 456


def test_what_lies_beyond_the_balance_is_told(meridian: House) -> None:
    amina = meridian.person(AMINA)
    month = {"starts_on": date(2026, 1, 5), "ends_on": date(2026, 9, 24), "minutes": 60 * 400}
    batch_id = draft(meridian, NewRow(1, person_id=amina), **month)
    check(meridian, batch_id)
    [row] = rows(meridian, batch_id, Shown.BEYOND)
    assert row.effect is not None
    assert row.effect.after == 0
    assert row.effect.before is not None
    assert row.effect.not_taken == 60 * 400 - row.effect.before
    with Session(meridian.engine) as db:
        assert effects_of(db, batch_id).beyond == 1


def test_a_training_that_does_not_count_moves_no_balance(meridian: House) -> None:
    other = {"counts": False, "not_counting": NotCounting.OTHER}
    batch_id = draft(meridian, NewRow(1, ssin=AMINA), **other)
    check(meridian, batch_id)
    [row] = rows(meridian, batch_id)
    assert row.effect is not None
    assert row.effect.before == row.effect.after
    assert row.effect.not_taken == 0


def test_when_the_batch_says_written_the_kept_accounts_do_too(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=AMINA), NewRow(2, ssin=BRAM))
    check(meridian, batch_id)
    confirm(meridian, batch_id)
    with meridian.engine.begin() as connection:
        connection.execute(text("delete from procrastinate_jobs"))  # of loading declarations
    written = write(meridian, batch_id)
    assert written.state is State.WRITTEN
    with meridian.engine.connect() as connection:
        used = connection.execute(
            text(
                "select used from account_statements where year = 2026 and recorded_until is null"
                " and enterprise_id = :enterprise order by person_id"
            ),
            {"enterprise": meridian.enterprise(MERIDIAN)},
        ).scalars()
        assert list(used) == [456, 456]
        waiting = "select count(*) from procrastinate_jobs where task_name = 'accounts:keep'"
        assert connection.execute(text(waiting)).scalar_one() == 0


def test_the_same_sent_twice_is_registered_once(meridian: House) -> None:
    for expected in (Status.REGISTERED, Status.ALREADY):
        batch_id = draft(meridian, NewRow(1, ssin=AMINA))
        check(meridian, batch_id)
        confirm(meridian, batch_id)
        write(meridian, batch_id)
        [row] = rows(meridian, batch_id)
        assert row.status is expected
    assert len(trainings(meridian)) == 1


def test_confirmed_twice_it_is_written_once(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=AMINA))
    check(meridian, batch_id)
    assert confirm(meridian, batch_id) == Confirmed(batch_id)
    assert confirm(meridian, batch_id) == StoodSo(batch_id)
    with meridian.engine.connect() as connection:
        waiting = "select count(*) from procrastinate_jobs where task_name = 'batches:write'"
        assert connection.execute(text(waiting)).scalar_one() == 1
    write(meridian, batch_id)
    write(meridian, batch_id)
    assert confirm(meridian, batch_id) == StoodSo(batch_id)
    assert len(trainings(meridian)) == 1


def test_two_batches_looked_at_side_by_side_write_one_training(meridian: House) -> None:
    first, second = (draft(meridian, NewRow(1, ssin=AMINA)) for _ in range(2))
    for each in (first, second):
        assert check(meridian, each).counts.ready == 1
        confirm(meridian, each)
    assert write(meridian, second).counts.registered == 1
    assert write(meridian, first).counts.already == 1
    assert len(trainings(meridian)) == 1


def test_nothing_is_confirmed_before_it_was_looked_at(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=AMINA))
    refused = confirm(meridian, batch_id)
    assert isinstance(refused, Refused)
    assert [each.code for each in refused.problems] == ["batch_not_checked"]


def test_a_batch_of_nothing_that_can_be_registered_cannot_be_confirmed(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=CHLOE))
    check(meridian, batch_id)
    refused = confirm(meridian, batch_id)
    assert isinstance(refused, Refused)
    assert [each.code for each in refused.problems] == ["nothing_to_register"]


def test_a_mandate_that_ends_stops_the_writing_between_two_chunks(meridian: House) -> None:
    numbers = hire(meridian, 3)
    lines = [NewRow(n, ssin=each) for n, each in enumerate(numbers, start=1)]
    batch_id = draft(meridian, *lines)
    check(meridian, batch_id)
    confirm(meridian, batch_id)
    with transaction(meridian.engine) as db:
        assert write_chunk(db, batch_id, at=meridian.clock.now(), most=1)
    with meridian.engine.begin() as connection:
        connection.execute(text("update mandates set valid_until = date '2026-11-20'"))
    stopped = write(meridian, batch_id, most=1)
    assert (stopped.state, stopped.stopped_for) == (State.STOPPED, "no_mandate")
    assert (stopped.counts.registered, stopped.counts.ready) == (1, 2)
    assert len(trainings(meridian)) == 1


def test_bram_stops_what_is_being_written_and_takes_back_what_is_not(meridian: House) -> None:
    running, waiting = (draft(meridian, NewRow(1, ssin=AMINA)) for _ in range(2))
    check(meridian, running)
    confirm(meridian, running)
    ends = []
    for each in (running, waiting):
        with transaction(meridian.engine) as db:
            by = meridian.actor(BRAM, MERIDIAN)
            outcome = withdraw_batch(db, each, by=by, via=Channel.PAGE, at=meridian.clock.now())
        assert outcome == Withdrawn(each)
        check(meridian, each)
        ends.append(write(meridian, each).state)
    assert ends == [State.STOPPED, State.WITHDRAWN]
    assert trainings(meridian) == []


def test_chunks_of_one_line_come_to_what_one_chunk_comes_to(meridian: House) -> None:
    numbers = [*hire(meridian, 3), CHLOE, AMINA, AMINA]
    lines = [NewRow(n, ssin=each) for n, each in enumerate(numbers, start=1)]
    whole, cut = draft(meridian, *lines), draft(meridian, *lines)
    check(meridian, whole)
    check(meridian, cut, most=1)

    def told(batch_id: UUID) -> list[object]:
        return [(r.line, r.status, r.problems, r.effect) for r in rows(meridian, batch_id)]

    assert told(whole) == told(cut)


def test_somebody_without_a_mandate_asks_in_vain(meridian: House) -> None:
    with transaction(meridian.engine) as db:
        refused = draft_batch(
            db,
            [NewRow(1, ssin=AMINA)],
            About(Kind.ONE_TRAINING, "en", training=one_training()),
            vault=meridian.vault,
            by=meridian.actor(CHLOE, MERIDIAN),
            via=Channel.PAGE,
            at=meridian.clock.now(),
        )
    assert isinstance(refused, Refused)
    assert [each.code for each in refused.problems] == ["no_mandate"]


def test_a_batch_belongs_to_its_enterprise(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=AMINA))
    with Session(meridian.engine) as db:
        assert batch_of(db, meridian.enterprise(ELSEWHERE), batch_id) is None


def test_a_reference_notices_a_slip(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=AMINA))
    reference = batch(meridian, batch_id).reference
    assert reference.startswith("PT-2026-")
    assert is_checked(normalised(reference))


def test_the_trail_tells_of_the_batch_and_of_each_training(meridian: House) -> None:
    batch_id = draft(meridian, NewRow(1, ssin=AMINA), NewRow(2, ssin=BRAM))
    check(meridian, batch_id)
    confirm(meridian, batch_id)
    write(meridian, batch_id)
    with meridian.engine.connect() as connection:
        acts = connection.execute(
            text("select act from audit_lines where act like '%training%' order by at, act")
        ).scalars()
        assert list(acts) == [
            "enterprise:trainings:asked",
            "enterprise:trainings:confirmed",
            "enterprise:trainings:ended",
            "worker:training:registered",
            "worker:training:registered",
        ]


def test_history_counts_one_training_after_the_other(meridian: House) -> None:
    amina = meridian.person(AMINA)
    own = [
        plain_training(
            lifting(
                NOBODY,
                title=title,
                origin=Origin.FEDERAL_ACCOUNT,
                original_registered_on=date(2026, 10, 1),
            )
        )
        for title in ("One", "Two", "One")
    ]
    with transaction(meridian.engine) as db:
        drafted = draft_batch(
            db,
            [NewRow(n, person_id=amina, training=each) for n, each in enumerate(own, start=2)],
            About(Kind.HISTORY, "en", source="history.csv"),
            vault=meridian.vault,
            by=meridian.actor(BRAM, MERIDIAN),
            via=Channel.PAGE,
            at=meridian.clock.now(),
        )
    assert isinstance(drafted, Drafted)
    check(meridian, drafted.batch_id, most=1)
    one, two, again = rows(meridian, drafted.batch_id)
    assert one.effect
    assert two.effect
    assert two.effect.before == one.effect.after
    assert codes(again) == ["said_before"]
    confirm(meridian, drafted.batch_id)
    assert write(meridian, drafted.batch_id).counts.registered == 2
    first, _second = trainings(meridian)
    assert (first.origin, first.original_registered_on) == ("federal_account", date(2026, 10, 1))


def test_a_training_survives_being_kept_as_plain_data() -> None:
    wanted = lifting(
        NOBODY,
        certified=True,
        certificate_until=date(2029, 1, 1),
        counts=False,
        not_counting=NotCounting.TRAINING_LEAVE,
        field_of_learning="0913",
        internal=False,
        provider="Kapellen Training",
        provider_number=MERIDIAN,
        financing=Financing.SECTOR_FUND,
        origin=Origin.OTHER_SYSTEM,
        origin_name="Payroll",
        original_registered_on=date(2025, 1, 1),
    )
    assert registration_of(plain_training(wanted), NOBODY) == wanted


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"field_of_learning": "9999"}, "no_such_field"),
        ({"internal": True, "provider": "Somebody"}, "provider_of_internal"),
        ({"internal": False, "provider_number": MERIDIAN}, "provider_without_name"),
        ({"internal": False, "provider": "A", "provider_number": "12"}, "provider_number_wrong"),
        ({"internal": False, "provider": "A" * 201}, "name_too_long"),
    ],
)
def test_contents_that_cannot_be_are_refused(
    meridian: House, said: dict[str, Any], code: str
) -> None:
    [outcome] = register(meridian, lifting(meridian.person(AMINA), **said))
    assert isinstance(outcome, Refused)
    assert [each.code for each in outcome.problems] == [code]


def test_contents_stand_in_the_record(meridian: House) -> None:
    said = {
        "field_of_learning": "0913",
        "internal": False,
        "provider": "  Kapellen   Training ",
        "financing": Financing.EMPLOYER,
    }
    register(meridian, lifting(meridian.person(AMINA), **said))
    [row] = trainings(meridian)
    assert (row.field_of_learning, row.internal, row.provider, row.financing) == (
        "0913",
        False,
        "Kapellen Training",
        "employer",
    )
