"""Offices that act for clients: proposed, confirmed, used, ended."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update

from app.enterprises.client_mandates import (
    Confirmed,
    MandateOver,
    Proposed,
    ProposedAlready,
    Unchanged,
    confirm_client_mandate,
    end_client_mandate,
    propose_client_mandate,
)
from app.enterprises.ended import ended_lately
from app.enterprises.ending import Ended, end_role
from app.enterprises.giving import Given, Giving, use_client_mandates
from app.enterprises.mandates import Role, may_register, registrars_of
from app.enterprises.models import ClientMandate
from app.foundation.clock import day_of
from app.foundation.database import transaction
from tests.house.acting import act, codes, managing
from tests.house_of import CHLOE, ELSEWHERE, MERIDIAN, NORD, House, enterprise_number, ssin

#: Dina manages the access of the client, Meridian; Omar of the office, Nord; Lieve is its clerk.
DINA, OMAR, LIEVE = ssin("800101", 2), ssin("810101", 3), ssin("850606", 4)
QUARTER = date(2026, 10, 1)


@pytest.fixture
def office(house: House) -> House:
    house.furnish()
    house.give_mandate(DINA, MERIDIAN, Role.ACCESS_MANAGER)
    house.give_mandate(OMAR, NORD, Role.ACCESS_MANAGER)
    return house


def propose(house: House, begins: date = QUARTER) -> UUID:
    dina = managing(house, DINA, MERIDIAN)
    proposed = act(house, propose_client_mandate, NORD, begins, by=dina)
    assert isinstance(proposed, Proposed)
    return proposed.client_mandate_id


def agree(house: House, begins: date = QUARTER) -> UUID:
    key = propose(house, begins)
    omar = managing(house, OMAR, NORD)
    assert isinstance(act(house, confirm_client_mandate, key, by=omar), Confirmed)
    return key


def let_lieve(house: House, key: UUID, role: Role = Role.REGISTRAR) -> object:
    giving = Giving(house.person(LIEVE), "Lieve", role, day_of(house.clock.now()))
    omar = managing(house, OMAR, NORD)
    [outcome] = act(house, use_client_mandates, giving, [key], by=omar)
    return outcome


def acts(house: House) -> bool:
    """Whether Lieve may register for Meridian now."""
    lieve = house.actor(LIEVE, MERIDIAN)
    with transaction(house.engine) as db:
        return may_register(db, lieve, on=day_of(house.clock.now()))


def test_proposed_confirmed_and_given_a_clerk_registers_for_the_client(office: House) -> None:
    key = agree(office)
    assert isinstance(let_lieve(office, key), Given)
    assert acts(office)
    with transaction(office.engine) as db:
        actors = registrars_of(db, office.enterprise(MERIDIAN), on=date(2026, 11, 21))
    assert [each.person_id for each in actors][-1] == office.person(LIEVE)


def test_the_same_office_is_asked_once(office: House) -> None:
    key = propose(office)
    dina = managing(office, DINA, MERIDIAN)
    again = act(office, propose_client_mandate, NORD, QUARTER, by=dina)
    assert again == ProposedAlready(key)


def test_before_the_office_has_confirmed_nobody_of_it_acts(office: House) -> None:
    key = propose(office)
    assert codes(let_lieve(office, key)) == ["no_such_client_mandate"]
    assert not acts(office)


def test_the_client_cannot_confirm_for_its_office(office: House) -> None:
    key = propose(office)
    dina = managing(office, DINA, MERIDIAN)
    refused = act(office, confirm_client_mandate, key, by=dina)
    assert codes(refused) == ["no_such_client_mandate"]


def test_before_its_quarter_a_mandate_opens_nothing(office: House) -> None:
    key = agree(office, date(2027, 1, 1))
    assert isinstance(let_lieve(office, key), Given)
    assert not acts(office)
    office.clock.at = office.clock.at.replace(year=2027, month=1, day=1)
    assert acts(office)


@pytest.mark.parametrize(("who", "enterprise"), [(DINA, MERIDIAN), (OMAR, NORD)])
def test_either_side_ends_it_at_once(office: House, who: str, enterprise: str) -> None:
    key = agree(office)
    let_lieve(office, key)
    lieve = office.actor(LIEVE, MERIDIAN)
    by = managing(office, who, enterprise)
    assert isinstance(act(office, end_client_mandate, key, by=by), MandateOver)
    with transaction(office.engine) as db:
        assert not may_register(db, lieve, on=day_of(office.clock.now()))
    assert isinstance(act(office, end_client_mandate, key, by=by), Unchanged)
    today = day_of(office.clock.now())
    with transaction(office.engine) as db:
        [told] = ended_lately(db, office.person(LIEVE), on=today)
    assert (told.enterprise_number, told.ended_on, told.with_office) == (MERIDIAN, today, True)
    with transaction(office.engine) as db:
        db.execute(update(ClientMandate).values(valid_from=date(2027, 1, 1)))
        assert ended_lately(db, office.person(LIEVE), on=today) == [], "it had not begun"
        db.rollback()
    again = act(office, confirm_client_mandate, key, by=managing(office, OMAR, NORD))
    assert codes(again) == ["client_mandate_over"]


def test_an_office_that_declines_can_be_asked_again(office: House) -> None:
    key = propose(office)
    act(office, end_client_mandate, key, by=managing(office, OMAR, NORD))
    assert propose(office) != key
    with office.engine.connect() as connection:
        done = connection.execute(
            text("select act from audit_lines where act like '%client_mandate%' order by line_id")
        ).scalars()
        said = [each.rpartition(":")[2] for each in done]
    assert said == ["proposed", "declined", "proposed"]


def test_the_office_decides_which_of_its_people_act_and_the_client_does_not(office: House) -> None:
    key = agree(office)
    given = let_lieve(office, key)
    assert isinstance(given, Given)
    dina, omar = managing(office, DINA, MERIDIAN), managing(office, OMAR, NORD)
    assert codes(act(office, end_role, given.mandate_id, by=dina)) == ["no_such_mandate"]
    assert isinstance(act(office, end_role, given.mandate_id, by=omar), Ended)
    assert not acts(office)


def test_an_office_gives_no_access_managers_role_for_a_client(office: House) -> None:
    key = agree(office)
    assert codes(let_lieve(office, key, Role.ACCESS_MANAGER)) == ["role_not_of_an_office"]


def test_another_office_uses_nothing_of_it_and_ends_nothing(office: House) -> None:
    key = agree(office)
    office.give_mandate(CHLOE, ELSEWHERE, Role.ACCESS_MANAGER)
    chloe = managing(office, CHLOE, ELSEWHERE)
    giving = Giving(office.person(LIEVE), None, Role.READER, date(2026, 11, 21))
    [refused] = act(office, use_client_mandates, giving, [key], by=chloe)
    assert codes(refused) == ["no_such_client_mandate"]
    for does in (confirm_client_mandate, end_client_mandate):
        assert codes(act(office, does, key, by=chloe)) == ["no_such_client_mandate"]
        assert codes(act(office, does, uuid4(), by=chloe)) == ["no_such_client_mandate"]


@pytest.mark.parametrize(
    ("number", "begins", "why"),
    [
        (NORD, date(2026, 7, 1), "no_such_quarter"),
        (NORD, date(2026, 11, 1), "no_such_quarter"),
        (MERIDIAN, QUARTER, "office_is_client"),
        (enterprise_number("09999999"), QUARTER, "office_unknown"),
    ],
)
def test_what_cannot_be_proposed_is_refused(
    office: House, number: str, begins: date, why: str
) -> None:
    dina = managing(office, DINA, MERIDIAN)
    assert codes(act(office, propose_client_mandate, number, begins, by=dina)) == [why]
