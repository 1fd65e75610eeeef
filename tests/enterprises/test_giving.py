"""Giving people their roles and ending them."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.enterprises.ending import Ended, NothingToEnd, end_role
from app.enterprises.giving import (
    Given,
    GivenAlready,
    Giving,
    give_role,
    name_access_manager,
)
from app.enterprises.mandates import Role, may_register
from app.enterprises.representing import EnterpriseKnown, Representative, register_enterprise
from app.foundation.clock import day_of
from app.foundation.database import transaction
from tests.house.acting import act, codes, managing
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House, enterprise_number, ssin

DINA = ssin("800101", 2)
TODAY = date(2026, 11, 21)
UNKNOWN = enterprise_number("04000077")


@pytest.fixture
def managed(house: House) -> House:
    """Dina manages the access of Meridian; Bram registers there."""
    house.furnish()
    house.give_mandate(DINA, MERIDIAN, Role.ACCESS_MANAGER)
    return house


def giving(house: House, to: str, role: Role = Role.READER, **more: date) -> Giving:
    return Giving(house.person(to), "As I know them", role, more.pop("valid_from", TODAY), **more)


def test_an_access_manager_gives_a_role_and_it_is_there_once(managed: House) -> None:
    dina = managing(managed, DINA, MERIDIAN)
    first = act(managed, give_role, giving(managed, AMINA), by=dina)
    assert isinstance(first, Given)
    again = act(managed, give_role, giving(managed, AMINA), by=dina)
    assert again == GivenAlready(first.mandate_id)
    assert managed.actor(AMINA, MERIDIAN).mandate_id == first.mandate_id


def test_a_role_until_a_day_can_be_given_again_from_the_next(managed: House) -> None:
    dina = managing(managed, DINA, MERIDIAN)
    until = giving(managed, AMINA, valid_until=date(2026, 12, 31))
    assert isinstance(act(managed, give_role, until, by=dina), Given)
    for days, outcome in (
        ({"valid_from": date(2026, 12, 31)}, GivenAlready),
        ({"valid_from": date(2027, 1, 1)}, Given),
    ):
        assert isinstance(act(managed, give_role, giving(managed, AMINA, **days), by=dina), outcome)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"valid_from": date(2026, 11, 20)}, "role_in_the_past"),
        ({"valid_from": date(2029, 1, 1)}, "role_too_far"),
        ({"valid_until": date(2026, 11, 20)}, "role_ends_first"),
    ],
)
def test_days_that_cannot_be_are_refused(managed: House, days: dict[str, date], why: str) -> None:
    dina = managing(managed, DINA, MERIDIAN)
    assert codes(act(managed, give_role, giving(managed, AMINA, **days), by=dina)) == [why]


def test_nobody_else_gives_or_ends_a_role(managed: House) -> None:
    managed.give_mandate(CHLOE, ELSEWHERE, Role.ACCESS_MANAGER)
    brams = managed.actor(BRAM, MERIDIAN)
    for by in (brams, managing(managed, AMINA, MERIDIAN)):
        assert codes(act(managed, give_role, giving(managed, AMINA), by=by)) == [
            "not_access_manager"
        ]
        assert codes(act(managed, end_role, brams.mandate_id, by=by)) == ["not_access_manager"]
    chloe = managing(managed, CHLOE, ELSEWHERE)
    assert codes(act(managed, end_role, brams.mandate_id, by=chloe)) == ["no_such_mandate"]
    assert codes(act(managed, end_role, uuid4(), by=chloe)) == ["no_such_mandate"]
    assert managed.actor(BRAM, MERIDIAN).mandate_id == brams.mandate_id


def test_a_role_that_is_ended_is_over_at_once_and_only_once(managed: House) -> None:
    dina, bram = managing(managed, DINA, MERIDIAN), managed.actor(BRAM, MERIDIAN)
    assert isinstance(act(managed, end_role, bram.mandate_id, by=dina), Ended)
    with transaction(managed.engine) as db:
        # A batch that goes on with its next chunk asks this again.
        assert not may_register(db, bram, on=day_of(managed.clock.now()))
        assert may_register(db, bram, on=date(2026, 11, 20)), "what was done stays as it was"
    assert isinstance(act(managed, end_role, bram.mandate_id, by=dina), NothingToEnd)
    with managed.engine.connect() as connection:
        [ended] = connection.execute(
            text("select details from audit_lines where act = 'enterprise:mandate:ended'")
        )
    assert ended[0] == {"mandate_id": str(bram.mandate_id), "role": "registrar"}


def test_the_last_access_manager_goes_only_when_that_is_known(managed: House) -> None:
    dina = managing(managed, DINA, MERIDIAN)
    assert codes(act(managed, end_role, dina.mandate_id, by=dina)) == ["last_access_manager"]
    second = giving(managed, CHLOE, Role.ACCESS_MANAGER)
    assert isinstance(act(managed, give_role, second, by=dina), Given)
    assert isinstance(act(managed, end_role, dina.mandate_id, by=dina), Ended)
    chloe = managing(managed, CHLOE, MERIDIAN)
    over = act(managed, end_role, chloe.mandate_id, by=chloe, knowing_it_is_the_last=True)
    assert isinstance(over, Ended)


def representing(house: House, number: str) -> Representative:
    known = None if number == UNKNOWN else house.enterprise(number)
    return Representative(house.person(CHLOE), number, known)


def test_the_legal_representative_names_access_managers_and_nothing_else(managed: House) -> None:
    hers = representing(managed, ELSEWHERE)
    named = giving(managed, AMINA, Role.ACCESS_MANAGER)
    assert isinstance(act(managed, name_access_manager, named, by=hers), Given)
    assert managing(managed, AMINA, ELSEWHERE).mandate_id
    registrar = giving(managed, AMINA, Role.REGISTRAR)
    refused = act(managed, name_access_manager, registrar, by=hers)
    assert codes(refused) == ["only_access_managers"]


def test_an_unknown_enterprise_is_registered_with_its_nsso_number_once(managed: House) -> None:
    chloe = representing(managed, UNKNOWN)
    first = act(managed, register_enterprise, 197, by=chloe)
    again = act(managed, register_enterprise, 197, by=chloe)
    assert isinstance(first, EnterpriseKnown)
    assert again == EnterpriseKnown(first.enterprise_id, written=False)


def test_nobody_takes_the_nsso_number_of_another_enterprise(managed: House) -> None:
    with managed.engine.begin() as connection:
        connection.execute(
            text("update enterprises set nsso_number = 197 where enterprise_number = :number"),
            {"number": MERIDIAN},
        )
    taken = act(managed, register_enterprise, 197, by=representing(managed, UNKNOWN))
    assert codes(taken) == ["nsso_number_taken"]
    other = act(managed, register_enterprise, 294, by=representing(managed, MERIDIAN))
    assert codes(other) == ["nsso_number_differs"]
