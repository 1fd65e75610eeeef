"""What Meridian states of its workers' rights and of the end of their employments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, text

from app.audit.trail import Actor, Channel
from app.employment.queries import employments_known, employments_of
from app.enterprises.identifying import SameEnterprise
from app.enterprises.mandates import Role
from app.enterprises.seen import NOTHING_STOOD
from app.foundation.database import transaction
from app.learning.rules.stating import MOST_DAYS, MOST_MINUTES
from app.learning.statements import (
    EndVersion,
    RightVersion,
    end_history,
    ends_known,
    ends_with_known,
    right_history,
    rights_known,
    rights_of_year_known,
)
from app.learning.stating import (
    EndReason,
    EndStatement,
    EndWithdrawal,
    NothingStated,
    Outcome,
    Refused,
    RightKind,
    RightStatement,
    RightWithdrawal,
    Stated,
    StatedAlready,
    Withdrawn,
    state_ends,
    state_rights,
    withdraw_ends,
    withdraw_rights,
)
from app.sources.merging import merge_enterprises
from tests import messages as xml
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House, ssin

REASON = "The agreement of our enterprise grants more."
FORMER = ssin("824514", 3)  # Amina's BIS number


@pytest.fixture
def furnished(house: House) -> House:
    house.furnish()
    later(house)
    return house


def later(house: House) -> datetime:
    """An hour passes; the instant before it did."""
    before = house.clock.at
    house.clock.at += timedelta(hours=1)
    return before


def act(
    house: House, does: Callable[..., list[Outcome]], *said: Any, by: Actor | None = None
) -> list[Outcome]:
    actor = by or house.actor(BRAM, MERIDIAN)
    with transaction(house.engine) as db:
        return does(db, said, by=actor, via=Channel.PAGE, at=house.clock.now())


def opt_out(person_id: UUID | None = None, year: int = 2026) -> RightStatement:
    return RightStatement(year, RightKind.OPT_OUT, REASON, person_id)


def six_days(year: int = 2026) -> RightStatement:
    return RightStatement(year, RightKind.STATED, REASON, days=600, agreement="182.345/CO/330")


def hours(person_id: UUID, number: int = 40, year: int = 2026) -> RightStatement:
    return RightStatement(year, RightKind.STATED, REASON, person_id, minutes=60 * number)


def rights(house: House, of: str = AMINA, at: datetime | None = None) -> list[RightVersion]:
    with transaction(house.engine) as db:
        person, meridian = house.person(of), house.enterprise(MERIDIAN)
        found = rights_known(db, person, enterprise_id=meridian, at=at)
        assert found == rights_known(db, person, at=at)
        return found


def codes(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Refused)
    return [problem.code for problem in outcome.problems]


def test_what_holds_for_everyone_holds_beside_what_holds_for_amina(furnished: House) -> None:
    amina = furnished.person(AMINA)
    outcomes = act(furnished, state_rights, six_days(), hours(amina), opt_out(amina, 2025))
    assert [type(each) for each in outcomes] == [Stated, Stated, Stated]
    hers = {(r.year, r.person_id): (r.kind, r.minutes, r.days) for r in rights(furnished)}
    assert hers == {
        (2025, amina): (RightKind.OPT_OUT, None, None),
        (2026, amina): (RightKind.STATED, 2400, None),
        (2026, None): (RightKind.STATED, None, 600),
    }
    [for_bram] = rights(furnished, BRAM)
    assert (for_bram.person_id, for_bram.agreement) == (None, "182.345/CO/330")
    with transaction(furnished.engine) as db:
        of_all = rights_of_year_known(db, furnished.enterprise(MERIDIAN), 2026, at=None)
    assert [each.person_id for each in of_all] == [None, amina]


def test_the_same_said_twice_is_written_once(furnished: House) -> None:
    first = act(furnished, state_rights, six_days(), opt_out(furnished.person(AMINA)))
    later(furnished)
    again = act(furnished, state_rights, six_days(), opt_out(furnished.person(AMINA)))
    assert again == [StatedAlready(each.statement_id) for each in first if isinstance(each, Stated)]
    assert len(rights(furnished)) == 2


def test_an_opt_out_then_a_right_then_none_of_it_and_all_of_it_stays_visible(
    furnished: House,
) -> None:
    bram, meridian = furnished.actor(BRAM, MERIDIAN), furnished.enterprise(MERIDIAN)
    act(furnished, state_rights, opt_out())
    opted_out = later(furnished)
    act(furnished, state_rights, six_days())
    stated = later(furnished)
    [gone] = act(furnished, withdraw_rights, RightWithdrawal(2026, "No agreement after all."))
    assert isinstance(gone, Withdrawn)
    assert rights(furnished) == []
    assert [r.kind for r in rights(furnished, at=opted_out)] == [RightKind.OPT_OUT]
    assert [r.days for r in rights(furnished, at=stated)] == [600]
    assert rights(furnished, at=furnished.clock.now()) == []
    with transaction(furnished.engine) as db:
        history = right_history(db, meridian, 2026)
        assert right_history(db, meridian, 2026, bram.person_id) == []
    assert [(r.kind, r.days, r.version.ended, r.version.reason) for r in history] == [
        (RightKind.OPT_OUT, None, False, REASON),
        (RightKind.STATED, 600, False, REASON),
        (RightKind.STATED, 600, True, "No agreement after all."),
    ]
    assert {(r.version.by, r.version.mandate_id, r.version.channel) for r in history} == {
        (bram.person_id, bram.mandate_id, "page")
    }
    later(furnished)
    again = act(furnished, withdraw_rights, RightWithdrawal(2026, "Again."))
    assert again == [NothingStated()]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"year": 2022}, "no_such_year"),
        ({"year": 2028}, "no_such_year"),
        ({"days": None}, "right_missing"),
        ({"days": -1}, "right_impossible"),
        ({"days": MOST_DAYS + 1}, "right_impossible"),
        ({"minutes": 60}, "right_in_another_unit"),
        ({"kind": RightKind.OPT_OUT}, "right_of_an_opt_out"),
        ({"agreement": "x" * 41}, "agreement_unreadable"),
        ({"agreement": "182;345"}, "agreement_unreadable"),
        ({"reason": " "}, "reason_missing"),
    ],
)
def test_what_cannot_be_said_of_everyone(furnished: House, said: dict[str, Any], why: str) -> None:
    told = {"year": 2026, "kind": RightKind.STATED, "reason": REASON, "days": 600} | said
    assert codes(act(furnished, state_rights, RightStatement(**told))[0]) == [why]
    assert rights(furnished) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"minutes": None}, "right_missing"),
        ({"minutes": MOST_MINUTES + 1}, "right_impossible"),
        ({"days": 100}, "right_in_another_unit"),
    ],
)
def test_what_cannot_be_said_of_one_worker(
    furnished: House, said: dict[str, Any], why: str
) -> None:
    told = {"year": 2026, "kind": RightKind.STATED, "reason": REASON, "minutes": 60} | said
    told["person_id"] = furnished.person(AMINA)
    assert codes(act(furnished, state_rights, RightStatement(**told))[0]) == [why]


def test_a_stranger_is_not_his_worker_and_that_is_all_he_learns(furnished: House) -> None:
    for stranger in (furnished.person(CHLOE), uuid4()):
        wrong = RightStatement(1999, RightKind.STATED, "", stranger)
        assert codes(act(furnished, state_rights, wrong)[0]) == ["not_a_worker_of_yours"]


def test_she_must_have_been_employed_in_that_year(furnished: House) -> None:
    end = xml.dimona_update(AMINA, MERIDIAN, ends_on="2024-10-31", made_on="2024-10-30")
    furnished.load(xml.dimona(end))
    furnished.load(xml.dimona(xml.dimona_in(AMINA, MERIDIAN, "2026-02-02")))
    amina = furnished.person(AMINA)
    hers, between = act(furnished, state_rights, hours(amina, year=2024), hours(amina, year=2025))
    assert isinstance(hers, Stated)
    assert codes(between) == ["not_employed_that_year"]


def test_thirty_days_after_she_left_nothing_more_is_stated_about_her(furnished: House) -> None:
    amina = furnished.person(AMINA)
    end = xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-10-22", made_on="2026-10-20")
    furnished.load(xml.dimona(end))
    [on_the_last_day] = act(furnished, state_rights, hours(amina))
    assert isinstance(on_the_last_day, Stated)
    furnished.clock.at += timedelta(days=1)
    [a_day_later] = act(furnished, state_rights, hours(amina))
    assert codes(a_day_later) == ["access_closed"]


def test_nobody_states_without_a_mandate_that_registers_here(furnished: House) -> None:
    furnished.give_mandate(CHLOE, MERIDIAN, Role.READER)
    furnished.give_mandate(CHLOE, ELSEWHERE)
    amina, meridian = furnished.person(AMINA), furnished.enterprise(MERIDIAN)
    elsewhere = furnished.actor(CHLOE, ELSEWHERE)
    end = EndStatement(amina, job(furnished), EndReason.RESIGNATION)
    for by in (
        furnished.actor(CHLOE, MERIDIAN),
        Actor(elsewhere.person_id, meridian, elsewhere.mandate_id),
        Actor(None),
    ):
        for does, what in ((state_rights, opt_out()), (state_ends, end)):
            assert codes(act(furnished, does, what, by=by)[0]) == ["no_mandate"]
    # Under a mandate of her own enterprise she reaches neither Amina nor her employment.
    for does, what in ((state_rights, hours(amina)), (state_ends, end)):
        assert codes(act(furnished, does, what, by=elsewhere)[0]) == ["not_a_worker_of_yours"]
    assert rights(furnished) == []


def test_the_trail_has_a_line_for_each_and_names_the_worker(furnished: House) -> None:
    amina = furnished.person(AMINA)
    act(furnished, state_rights, opt_out(), hours(amina), hours(furnished.person(CHLOE)))
    act(furnished, state_ends, EndStatement(amina, job(furnished), EndReason.NOTICE))
    with furnished.engine.connect() as connection:
        lines = connection.execute(
            text(
                "select act, subject_id, details from audit_lines"
                " where act like 'worker:right:%' or act like 'worker:end:%' order by line_id"
            )
        ).all()
    assert [(line.act, line.subject_id) for line in lines] == [
        ("worker:right:stated", None),
        ("worker:right:stated", amina),
        ("worker:right:refused", furnished.person(CHLOE)),
        ("worker:end:stated", amina),
    ]
    assert lines[2].details == {"year": 2026, "problems": ["not_a_worker_of_yours"]}
    assert lines[3].details["employment_id"] == str(job(furnished))


def job(house: House, of: str = AMINA) -> UUID:
    with transaction(house.engine) as db:
        [employment] = employments_of(db, house.person(of))
        return employment.employment_id


def ends(house: House, at: datetime | None = None) -> dict[UUID, EndVersion]:
    with transaction(house.engine) as db:
        return ends_known(db, house.person(AMINA), at=at)


def test_how_it_ends_is_stated_corrected_and_withdrawn(furnished: House) -> None:
    amina, hers = furnished.person(AMINA), job(furnished)
    notice = EndStatement(amina, hers, EndReason.NOTICE, date(2026, 11, 2))
    [first] = act(furnished, state_ends, notice)
    given = later(furnished)
    assert isinstance(first, Stated)
    assert act(furnished, state_ends, notice) == [StatedAlready(first.statement_id)]
    act(furnished, state_ends, EndStatement(amina, hers, EndReason.MUTUAL_AGREEMENT))
    agreed = later(furnished)
    assert {k: (e.end_reason, e.notice_from) for k, e in ends(furnished).items()} == {
        hers: (EndReason.MUTUAL_AGREEMENT, None)
    }
    assert isinstance(
        act(furnished, withdraw_ends, EndWithdrawal(amina, hers, "She stays."))[0], Withdrawn
    )
    assert ends(furnished) == {}
    assert ends(furnished, given)[hers].notice_from == date(2026, 11, 2)
    assert ends(furnished, agreed)[hers].end_reason is EndReason.MUTUAL_AGREEMENT
    with transaction(furnished.engine) as db:
        history = end_history(db, amina, hers)
        assert ends_with_known(db, furnished.enterprise(MERIDIAN), at=agreed).keys() == {hers}
    assert [(e.end_reason, e.version.ended) for e in history] == [
        (EndReason.NOTICE, False),
        (EndReason.MUTUAL_AGREEMENT, False),
        (EndReason.MUTUAL_AGREEMENT, True),
    ]


@pytest.mark.parametrize(
    ("end_reason", "notice_from", "why"),
    [
        (EndReason.INDEMNITY, date(2026, 9, 1), "end_without_notice"),
        (EndReason.NOTICE, date(2022, 1, 2), "notice_before_employment"),
        (EndReason.RESIGNATION, date(2026, 11, 1), "notice_after_end"),
    ],
)
def test_a_notice_lies_within_the_employment_and_belongs_to_an_end_that_has_one(
    furnished: House, end_reason: EndReason, notice_from: date, why: str
) -> None:
    end = xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-10-31", made_on="2026-10-30")
    furnished.load(xml.dimona(end))
    wrong = EndStatement(furnished.person(AMINA), job(furnished), end_reason, notice_from)
    assert codes(act(furnished, state_ends, wrong)[0]) == [why]
    assert ends(furnished) == {}


def test_what_was_stated_follows_amina_under_her_new_number(furnished: House) -> None:
    furnished.load(xml.dimona(xml.dimona_in(FORMER, MERIDIAN, "2022-01-03")))
    former, hers = furnished.person(FORMER), job(furnished, FORMER)
    act(
        furnished,
        state_rights,
        hours(former, 30),
        hours(former, 20, 2025),
        hours(furnished.person(AMINA)),
    )
    act(furnished, state_ends, EndStatement(former, hers, EndReason.RESIGNATION))
    later(furnished)
    furnished.load(xml.persons(xml.person(AMINA, "Benali", "Amina", replaces=FORMER)))
    amina = furnished.person(AMINA)
    assert {(r.year, r.person_id): r.minutes for r in rights(furnished)} == {
        (2025, amina): 20 * 60,
        (2026, amina): 40 * 60,
    }
    # Two employments turned out to be one: the end is told of the one that is left.
    assert ends(furnished).keys() == {job(furnished)}
    with transaction(furnished.engine) as db:
        assert len(right_history(db, furnished.enterprise(MERIDIAN), 2026, amina)) == 2


def test_what_two_keys_of_one_enterprise_stated_is_in_force_once(furnished: House) -> None:
    furnished.load(xml.dimona(xml.dimona_in(AMINA, NORD, "2024-01-01")))
    furnished.give_mandate(BRAM, NORD)
    amina, nord = furnished.person(AMINA), furnished.actor(BRAM, NORD)
    act(furnished, state_rights, six_days(), hours(amina, 30), six_days(2025))
    act(furnished, state_rights, opt_out(), hours(amina, 10), by=nord)
    later(furnished)
    kept, given_up = furnished.enterprise(MERIDIAN), furnished.enterprise(NORD)
    with transaction(furnished.engine) as db:
        merge_enterprises(db, SameEnterprise(kept, given_up), at=furnished.clock.now())
    found = {(r.year, r.person_id): (r.days, r.minutes) for r in rights(furnished)}
    assert found == {
        (2025, None): (600, None),
        (2026, None): (600, None),
        (2026, amina): (None, 1800),
    }


def test_employments_are_told_as_they_were_known(furnished: House) -> None:
    before = later(furnished)
    end = xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-10-31", made_on="2026-10-30")
    furnished.load(xml.dimona(end))
    amina, meridian = furnished.person(AMINA), furnished.enterprise(MERIDIAN)
    with transaction(furnished.engine) as db:

        def ended(at: datetime | None) -> list[date | None]:
            both = [
                employments_known(db, amina, at=at),
                employments_known(db, amina, enterprise_id=meridian, at=at),
            ]
            assert both[0] == both[1]
            return [row.ends_on for row in both[0]]

        assert ended(before) == [None]
        assert ended(None) == ended(furnished.clock.now()) == [date(2026, 10, 31)]
        assert ended(datetime(2020, 1, 1, tzinfo=before.tzinfo)) == []


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(house.engine, "before_cursor_execute", note)
    yield said
    event.remove(house.engine, "before_cursor_execute", note)


def test_a_whole_workforce_is_stated_in_as_many_questions_as_one_worker(furnished: House) -> None:
    workers = [ssin("850101", 100 + number) for number in range(30)]
    furnished.load(xml.dimona(*(xml.dimona_in(w, MERIDIAN, "2022-01-03") for w in workers)))
    people, by = [furnished.person(w) for w in workers], furnished.actor(BRAM, MERIDIAN)
    amina = furnished.person(AMINA)
    with statements(furnished) as for_one:
        act(furnished, state_rights, hours(amina, year=2025), by=by)
    with statements(furnished) as for_all:
        outcomes = act(furnished, state_rights, *(hours(each) for each in people), by=by)
    assert all(isinstance(each, Stated) for each in outcomes)
    # The trail takes many lines at once as a copy, which is no question.
    assert len(for_all) <= len(for_one) <= 6
    with transaction(furnished.engine) as db:
        of_all = rights_of_year_known(db, furnished.enterprise(MERIDIAN), 2026, at=None)
    assert len(of_all) == 30


def test_a_right_stated_meanwhile_is_not_overwritten_by_who_did_not_read_it(
    furnished: House,
) -> None:
    amina, stood = furnished.person(AMINA), furnished.clock.now()
    [first] = act(furnished, state_rights, replace(hours(amina), seen=NOTHING_STOOD))
    assert isinstance(first, Stated)
    later(furnished)
    [late] = act(furnished, state_rights, replace(hours(amina, 50), seen=NOTHING_STOOD))
    assert codes(late) == ["changed_meanwhile"]
    [read] = act(furnished, state_rights, replace(hours(amina, 50), seen=stood))
    assert isinstance(read, Stated)
    later(furnished)
    unread = RightWithdrawal(2026, REASON, amina, seen=stood)
    [late] = act(furnished, withdraw_rights, unread)
    assert codes(late) == ["changed_meanwhile"]
    [unchecked] = act(furnished, withdraw_rights, replace(unread, seen=None))
    assert isinstance(unchecked, Withdrawn)


def test_an_end_stated_meanwhile_is_not_overwritten_by_who_did_not_read_it(
    furnished: House,
) -> None:
    amina, stood = furnished.person(AMINA), furnished.clock.now()
    resigned = EndStatement(amina, job(furnished), EndReason.RESIGNATION, seen=NOTHING_STOOD)
    act(furnished, state_ends, resigned)
    later(furnished)
    dismissed = replace(resigned, end_reason=EndReason.INDEMNITY)
    [late] = act(furnished, state_ends, dismissed)
    assert codes(late) == ["changed_meanwhile"]
    [read] = act(furnished, state_ends, replace(dismissed, seen=stood))
    assert isinstance(read, Stated)
    later(furnished)
    [late] = act(furnished, withdraw_ends, EndWithdrawal(amina, job(furnished), REASON, seen=stood))
    assert codes(late) == ["changed_meanwhile"]
