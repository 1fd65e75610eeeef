"""Accounts are kept once, again when something they rest on changed, and never lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.foundation import jobs as queue
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.learning import everybody
from app.learning.accounts import accounts_known
from app.learning.jobs import keep_later, keep_what_the_day_changes
from app.learning.keeping import Kept, keep_accounts
from app.learning.parameters import law
from app.learning.rules.figures import figures_for
from app.learning.rules.inputs import from_json, to_json
from app.learning.stating import (
    EndReason,
    EndStatement,
    RightKind,
    RightStatement,
    SizeStatement,
    state_ends,
    state_rights,
    state_sizes,
)
from benchmarks.workforce import furnish
from tests import messages as xml
from tests.furnishing import once
from tests.house.lives import register
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, NORD, House
from tests.learning.kept import (
    do_what_waits,
    forget_what_waits,
    keep_all,
    kept_now,
    shown,
    state,
    stored,
    waiting,
)

DAY = 456  # minutes of a day of 7 h 36


@pytest.fixture
def furnished(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Amina has worked full-time for Meridian since 2022; it has fifty full-timers."""
    monkeypatch.setattr(queue, "_portal", house.app)
    furnish_stated(house)
    return house


@once
def furnish_stated(house: House) -> None:
    house.furnish()
    house.load(quarter())
    for first_year in (2022, 2024, 2026):
        state(house, state_sizes, SizeStatement(first_year, 5000, "Counted at our desks."))
    forget_what_waits(house)
    house.clock.at += timedelta(hours=1)


def quarter(
    hours: int | None = None, made_on: str = "2026-10-20", since: str = "2022-01-03"
) -> str:
    line = xml.occupation(since, part_time=hours is not None, hours=hours, joint_committee="999.99")
    worker = xml.worker(AMINA, line, quarter_start="2026-07-01")
    return xml.dmfa("20263", worker, enterprise=MERIDIAN, made_on=made_on)


def test_aminas_accounts_are_kept_as_her_pages_show_them(furnished: House) -> None:
    register(furnished, AMINA, "First aid", followed=True)
    kept = keep_all(furnished)
    assert kept.new == len(stored(furnished)) > 4
    assert kept_now(furnished) == shown(furnished)
    [this_year] = [each for each in kept_now(furnished) if each.year == 2026]
    assert (this_year.granted, this_year.used) == (5 * DAY, DAY)


def test_keeping_again_writes_nothing(furnished: House) -> None:
    first = keep_all(furnished)
    furnished.clock.at += timedelta(days=1)
    assert keep_all(furnished) == Kept(same=first.new)
    assert len(stored(furnished)) == first.new


def test_a_training_makes_a_new_version_and_leaves_what_was_known(furnished: House) -> None:
    keep_all(furnished)
    before, then = kept_now(furnished), furnished.clock.now()
    furnished.clock.at += timedelta(hours=1)
    register(furnished, AMINA, "First aid", followed=True)
    do_what_waits(furnished)
    assert [each.left for each in kept_now(furnished)][-1] == before[-1].left - DAY  # type: ignore[operator]
    assert kept_now(furnished)[:-1] == before[:-1], "other years are not touched"
    assert kept_now(furnished, at=then) == before == shown(furnished, at=then)


def test_a_correction_never_changes_what_was_known_before_it(furnished: House) -> None:
    keep_all(furnished)
    before, then = kept_now(furnished), furnished.clock.now()
    furnished.clock.at += timedelta(days=3)
    furnished.load(quarter(hours=1900, made_on="2026-11-22"))
    do_what_waits(furnished)
    assert kept_now(furnished) == shown(furnished) != before
    assert kept_now(furnished, at=then) == before == shown(furnished, at=then)


def test_what_happens_in_a_later_year_does_not_write_earlier_years_again(furnished: House) -> None:
    keep_all(furnished)
    furnished.clock.at += timedelta(days=3)
    furnished.load(xml.dimona(xml.dimona_out(AMINA, MERIDIAN, "2026-11-15", made_on="2026-11-23")))
    do_what_waits(furnished)
    amina = furnished.person(AMINA)
    years = [each.figures.year for each in stored(furnished) if each.person_id == amina]
    assert years == [2023, 2024, 2025, 2026, 2026]


def test_an_employment_that_never_was_leaves_no_account_in_force(furnished: House) -> None:
    furnished.load(xml.dimona(xml.dimona_in(CHLOE, NORD, "2026-02-02", made_on="2026-02-02")))
    keep_all(furnished)
    furnished.clock.at += timedelta(days=1)
    at = furnished.clock.now() - timedelta(hours=1)
    furnished.load(xml.dimona(xml.dimona_cancel(CHLOE, NORD, made_on="2026-02-03")))
    do_what_waits(furnished)
    assert kept_now(furnished, CHLOE) == shown(furnished, CHLOE)
    assert len(kept_now(furnished, CHLOE, at=at)) == len(kept_now(furnished, CHLOE)) + 1


def test_many_changes_of_one_enterprise_wait_as_one_job(furnished: House) -> None:
    meridian, amina = furnished.enterprise(MERIDIAN), furnished.person(AMINA)
    with transaction(furnished.engine) as db:
        for _ in range(3):
            keep_later(db, meridian)
            keep_later(db, meridian, [amina])
    with transaction(furnished.engine) as db:
        keep_later(db, meridian)
        keep_later(db, meridian, [])
    assert [each["person_ids"] for each in waiting(furnished)] == [None, [str(amina)]]


def test_a_job_that_waits_does_not_begin_before_the_change_can_be_seen(furnished: House) -> None:
    meridian = furnished.enterprise(MERIDIAN)
    fetch = text("select id from procrastinate_jobs where status = 'todo' for update skip locked")
    with transaction(furnished.engine) as db:
        keep_later(db, meridian)
    with Session(furnished.engine) as changing, furnished.engine.begin() as worker:
        keep_later(changing, meridian)
        assert worker.execute(fetch).all() == []
        changing.commit()
        assert len(worker.execute(fetch).all()) == 1


def test_a_change_that_is_rolled_back_leaves_no_job(furnished: House) -> None:
    with Session(furnished.engine) as db:
        keep_later(db, furnished.enterprise(MERIDIAN))
        db.rollback()
    assert waiting(furnished) == []


def test_everything_that_an_account_rests_on_has_it_kept_again(furnished: House) -> None:
    keep_all(furnished)
    opted_out = RightStatement(2026, RightKind.OPT_OUT, "We grant days of our own.")
    changes = [
        lambda: furnished.load(quarter(hours=1900, made_on="2026-11-22")),
        lambda: furnished.load(
            xml.dimona(xml.dimona_out(AMINA, MERIDIAN, "2026-11-10", made_on="2026-11-22"))
        ),
        lambda: register(furnished, AMINA, "First aid", followed=True),
        lambda: state(furnished, state_sizes, SizeStatement(2026, 1500, "Two branches closed.")),
        lambda: state(furnished, state_ends, end_of(furnished)),
        lambda: state(furnished, state_rights, opted_out),
    ]
    for change in changes:
        before = kept_now(furnished)
        furnished.clock.at += timedelta(hours=2)
        change()
        do_what_waits(furnished)
        assert kept_now(furnished) == shown(furnished) != before


def end_of(house: House) -> EndStatement:
    with transaction(house.engine) as db:
        [account] = accounts_known(db, house.person(AMINA), today=day_of(house.clock.now()))
    return EndStatement(
        house.person(AMINA), account.employments[0].employment_id, EndReason.RESIGNATION
    )


def test_a_balance_is_lost_on_the_day_after_the_end_without_anybody_doing_anything(
    furnished: House,
) -> None:
    furnished.load(xml.dimona(xml.dimona_out(AMINA, MERIDIAN, "2026-11-22", made_on="2026-11-20")))
    state(furnished, state_ends, end_of(furnished))
    do_what_waits(furnished)
    assert kept_now(furnished)[-1].gone == 0
    furnished.clock.at += timedelta(days=2)
    keep_what_the_day_changes(0)
    assert kept_now(furnished)[-1].gone > 0
    assert kept_now(furnished) == shown(furnished)


def test_on_new_years_day_everybody_has_an_account_of_the_new_year(furnished: House) -> None:
    keep_all(furnished)
    furnished.clock.at = furnished.clock.at.replace(year=2027, month=1, day=1)
    keep_what_the_day_changes(0)
    old, new = kept_now(furnished)[-2:]
    assert (old.year, new.year) == (2026, 2027)
    assert old.carried == new.opening
    assert kept_now(furnished, BRAM)[-1].year == 2027


def test_a_year_that_has_not_begun_is_not_kept(furnished: House) -> None:
    with pytest.raises(ValueError, match="not begun"), transaction(furnished.engine) as db:
        keep_accounts(db, [furnished.enterprise(MERIDIAN)], year=2027, at=furnished.clock.now())


def test_who_turns_out_to_be_amina_brings_accounts_along(furnished: House) -> None:
    keep_all(furnished)
    furnished.clock.at += timedelta(hours=1)
    furnished.load(xml.persons(xml.person(AMINA, "Benali", "Amina", replaces=CHLOE)))
    do_what_waits(furnished)
    assert kept_now(furnished) == shown(furnished)
    with furnished.engine.connect() as connection:
        [people] = connection.execute(
            text("select count(distinct person_id) from account_statements")
        ).one()
    assert people == 2, "Amina and Bram"


@pytest.mark.parametrize("seed", [41, 42, 43])
def test_whole_workforces_have_the_accounts_that_the_ledger_gives_each(
    house: House, database_url: str, seed: int
) -> None:
    furnish(database_url, seed)
    keep_all(house)
    today = day_of(house.clock.now())
    kept = stored(house)
    assert len(kept) > seed
    for each in kept:
        inputs = from_json(json.loads(each.inputs))
        assert each.figures in figures_for(inputs, law(), until=each.figures.year, today=today)
        if each.figures.year == today.year:
            with transaction(house.engine) as db:
                [account] = accounts_known(db, each.person_id, today=today)
            assert to_json(account.inputs) == to_json(inputs)


def test_another_process_that_keeps_half_of_them_keeps_them_alike(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(database_url, 60)
    one = keep_all(house)
    kept = stored(house)
    with house.engine.begin() as connection:
        connection.execute(text("truncate account_statements"))
    monkeypatch.setattr(everybody, "EMPLOYMENTS", 10)
    monkeypatch.setattr(everybody, "MANY", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert keep_all(house) == one
    assert stored(house) == kept
