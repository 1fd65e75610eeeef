"""What is gathered for an account: everything of hers, nothing of anybody else's, as known then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.audit.trail import Channel
from app.enterprises.stating import SizeStatement, state_sizes
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.learning.accounts import KnownAccount, accounts_known
from app.learning.stating import (
    EndReason,
    EndStatement,
    RightKind,
    RightStatement,
    state_ends,
    state_rights,
)
from tests import messages as xml
from tests.furnishing import once
from tests.house.lives import register
from tests.house.test_questions_to_the_database import counted
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, NORD, House

MEASURED = ("20234", "20241", "20242", "20243", "20254")


@pytest.fixture
def furnished(house: House) -> House:
    """Meridian has declared its quarters, with Amina full-time in each."""
    furnish_quarters(house)
    return house


@once
def furnish_quarters(house: House) -> None:
    house.furnish()
    for quarter in MEASURED:
        month = int(quarter[4]) * 3 - 2
        line = xml.occupation("2022-01-03")
        worker = xml.worker(AMINA, line, quarter_start=f"{quarter[:4]}-{month:02d}-01")
        house.load(xml.dmfa(quarter, worker, enterprise=MERIDIAN))
    house.clock.at += timedelta(hours=1)


def state(house: House, act: Callable[..., Any], said: Any) -> None:
    with transaction(house.engine) as db:
        act(
            db,
            [said],
            by=house.actor(BRAM, MERIDIAN),
            via=Channel.PAGE,
            at=house.clock.now(),
        )
    house.clock.at += timedelta(hours=1)


def accounts(house: House, number: str = AMINA, **asked: Any) -> list[KnownAccount]:
    today = asked.pop("today", day_of(house.clock.now()))
    with transaction(house.engine) as db:
        return accounts_known(db, house.person(number), today=today, **asked)


def large(house: House) -> None:
    """Meridian states 30 full-time equivalents for 2024 and for 2026."""
    for first_year in (2024, 2026):
        state(house, state_sizes, SizeStatement(first_year, 3000, "Counted with our branch."))


def test_amina_has_an_account_with_each_employer_of_hers(furnished: House) -> None:
    furnished.load(xml.dimona(xml.dimona_in(AMINA, NORD, "2025-03-01")))
    assert {each.enterprise_id for each in accounts(furnished)} == {
        furnished.enterprise(MERIDIAN),
        furnished.enterprise(NORD),
    }


def test_an_employer_she_left_before_the_law_has_no_account(furnished: House) -> None:
    furnished.load(xml.dimona(xml.dimona_in(AMINA, NORD, "2019-03-01", "2022-06-30")))
    [account] = accounts(furnished)
    assert account.employer == "Meridian Care nv"


def test_what_was_left_of_earlier_years_opens_this_one(furnished: House) -> None:
    large(furnished)
    [account] = accounts(furnished)
    years = {each.year: each for each in account.ledger.years}
    assert years[2026].opening == years[2025].carried > 0


def test_all_that_the_employer_states_is_gathered(furnished: House) -> None:
    large(furnished)
    person = furnished.person(AMINA)
    state(
        furnished,
        state_rights,
        RightStatement(2026, RightKind.STATED, "Our own plan.", person, minutes=2400),
    )
    [account] = accounts(furnished)
    [job] = account.employments
    state(
        furnished,
        state_ends,
        EndStatement(person, job.employment_id, EndReason.RESIGNATION),
    )
    [account] = accounts(furnished)
    this_year = account.ledger.of(2026)
    assert this_year
    assert this_year.granted == 2400
    assert account.ends[job.employment_id].end_reason is EndReason.RESIGNATION
    assert account.inputs.employments[0].end


def test_the_trainings_of_the_lines_can_be_looked_up(furnished: House) -> None:
    large(furnished)
    training = register(furnished, AMINA, "Lifting and moving", followed=True)
    [account] = accounts(furnished)
    references = [line.reference for line in account.ledger.years[-1].lines if line.reference]
    assert references == [str(training)]
    assert account.trainings[references[0]].title == "Lifting and moving"


def test_an_account_can_be_asked_as_it_was_known_before(furnished: House) -> None:
    before = furnished.clock.now()
    furnished.clock.at += timedelta(hours=1)
    large(furnished)
    register(furnished, AMINA, "Lifting and moving", followed=True)
    [then] = accounts(furnished, at=before)
    [now] = accounts(furnished)
    assert not then.trainings
    assert len(now.trainings) == 1
    assert then.inputs.sizes != now.inputs.sizes


def test_nothing_was_known_before_the_first_declaration(furnished: House) -> None:
    assert accounts(furnished, at=datetime.fromisoformat("2020-01-01T00:00:00+00:00")) == []


def test_one_employer_is_shown_only_its_own_account(furnished: House) -> None:
    furnished.load(xml.dimona(xml.dimona_in(AMINA, NORD, "2025-03-01")))
    [account] = accounts(furnished, enterprise_id=furnished.enterprise(NORD))
    assert account.employer == "Atelier Nord scrl"
    assert accounts(furnished, CHLOE, enterprise_id=furnished.enterprise(NORD)) == []


@pytest.mark.parametrize("asked", [{}, {"at": datetime.fromisoformat("2026-11-21T12:00+00:00")}])
def test_gathering_costs_five_questions(furnished: House, asked: dict[str, Any]) -> None:
    person, today = furnished.person(AMINA), date(2026, 11, 21)
    with transaction(furnished.engine) as db, counted(furnished.engine) as sent:
        accounts_known(db, person, today=today, **asked)
    assert len(sent) == 5
