"""Registering machines: who may, what for, and with which keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import ECKey
from sqlalchemy import text

from app.audit.trail import Actor
from app.employers.machines.wording import sentence
from app.enterprises.machines.ending import (
    KeyEnded,
    KeysAdded,
    MachineEnded,
    add_keys,
    end_key,
    end_machine,
)
from app.enterprises.machines.listing import machines_of
from app.enterprises.machines.public_keys import PublicKey, read_public_keys
from app.enterprises.machines.registering import (
    MachineChanged,
    MachineRegistered,
    MachineUnchanged,
    change_machine,
    register_machine,
)
from app.enterprises.machines.rules import Allowed, Wanted
from app.enterprises.machines.scopes import ClientKind, Scope
from app.enterprises.mandates import Role
from app.foundation.database import transaction
from tests.channels.machines import Machine, fresh_key
from tests.house.acting import act, codes, managing
from tests.house.matrix import client_mandate
from tests.house.posting import post
from tests.house_of import BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House

READING = Allowed(frozenset({Scope.WORKERS_READ}))


def public(key: Any) -> str:
    return json.dumps({"keys": [key.as_dict(private=False)]})


def keys(*made: Any) -> tuple[PublicKey, ...]:
    read = read_public_keys(json.dumps({"keys": [each.as_dict(private=False) for each in made]}))
    assert isinstance(read, list)
    return tuple(read)


@pytest.fixture
def bram(house: House) -> Actor:
    """Meridian's access manager."""
    house.furnish()
    house.give_mandate(BRAM, MERIDIAN, Role.ACCESS_MANAGER)
    return managing(house, BRAM, MERIDIAN)


def wanted(**other: Any) -> Wanted:
    said = {
        "name": "HR package",
        "kind": ClientKind.EMPLOYER,
        "allowed": READING,
        "keys": keys(fresh_key()),
    }
    return Wanted(**(said | other))


def test_bram_registers_a_system_and_it_signs_in(house: House, bram: Actor) -> None:
    key = fresh_key()
    outcome = act(house, register_machine, wanted(keys=keys(key)), by=bram)
    assert isinstance(outcome, MachineRegistered)
    hr = Machine(house, outcome.client_id, key)
    assert hr.sign_in().json["scope"] == "workers:read"
    [line] = machines_by(house)
    assert line.last_used_at == house.clock.now()
    # Kept public, and nothing more than that.
    with house.engine.connect() as connection:
        jwk = connection.execute(text("select jwk from api_client_keys")).scalar_one()
    assert set(jwk) == {"kty", "crv", "x", "y", "kid", "use"}


def machines_by(house: House, number: str = MERIDIAN) -> list[Any]:
    which = house.enterprise(number)
    with transaction(house.engine) as db:
        return list(machines_of(db, which))


def test_who_is_no_access_manager_registers_and_ends_nothing(house: House, bram: Actor) -> None:
    [hr] = [act(house, register_machine, wanted(), by=bram)]
    registrar = house.actor(BRAM, ELSEWHERE)
    house.give_mandate(CHLOE, ELSEWHERE, Role.ACCESS_MANAGER)
    stranger = managing(house, CHLOE, ELSEWHERE)
    borrowed = Actor(stranger.person_id, bram.enterprise_id, stranger.mandate_id)
    machine_itself = Actor(None, bram.enterprise_id, client_id=hr.client_id)
    for who in (registrar, borrowed, machine_itself, Actor(None)):
        assert codes(act(house, register_machine, wanted(), by=who)) == ["not_access_manager"]
        assert codes(act(house, end_machine, hr.client_id, by=who)) == ["not_access_manager"]
    # An access manager of another enterprise: to her there is no such machine.
    for does, more in (
        (end_machine, ()),
        (end_key, ("x",)),
        (change_machine, (READING,)),
        (add_keys, (keys(fresh_key("new")),)),
    ):
        outcome: Any = act(house, does, hr.client_id, *more, by=stranger)  # type: ignore[arg-type]
        assert codes(outcome) == ["no_such_machine"]
    assert [each.ended_at for each in machines_by(house)] == [None]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"name": "  "}, "machine_name_unreadable"),
        ({"name": "a\x00b"}, "machine_name_unreadable"),
        ({"name": "x" * 101}, "name_too_long"),
        ({"allowed": Allowed(frozenset())}, "no_scope"),
        ({"kind": ClientKind.PROVIDER}, "scope_of_another_kind"),
        ({"kind": ClientKind.OFFICE}, "no_client_chosen"),
        ({"allowed": Allowed(frozenset({Scope.WORKERS_READ}), True)}, "clients_of_an_office"),
        ({"keys": ()}, "no_keys"),
        ({"keys": keys(fresh_key("a"), fresh_key("b"), fresh_key("c"))}, "too_many_keys"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_cannot_be_registered_is_told(
    house: House, bram: Actor, other: dict[str, Any], code: str
) -> None:
    outcome = act(house, register_machine, wanted(**other), by=bram)
    assert codes(outcome) == [code]
    assert not machines_by(house)
    with house.app.test_request_context():
        assert all(sentence(each) for each in outcome.problems)  # type: ignore[union-attr]


def test_an_office_chooses_among_its_own_clients(house: House, bram: Actor) -> None:
    house.give_mandate(BRAM, NORD, Role.ACCESS_MANAGER)
    office = managing(house, BRAM, NORD)
    own = client_mandate(house, MERIDIAN, NORD)
    foreign = client_mandate(house, MERIDIAN, ELSEWHERE)
    scopes = READING.scopes
    for which, good in (({own}, True), ({foreign}, False), ({own, foreign}, False)):
        outcome = act(
            house,
            register_machine,
            wanted(kind=ClientKind.OFFICE, allowed=Allowed(scopes, clients=frozenset(which))),
            by=office,
        )
        assert codes(outcome) == ([] if good else ["no_such_client_mandate"])


def test_what_it_may_do_changes_and_the_same_again_changes_nothing(
    house: House, bram: Actor
) -> None:
    key = fresh_key()
    made = act(house, register_machine, wanted(keys=keys(key)), by=bram)
    assert isinstance(made, MachineRegistered)
    more = Allowed(frozenset({Scope.TRAININGS_WRITE}))
    assert isinstance(act(house, change_machine, made.client_id, more, by=bram), MachineChanged)
    assert isinstance(act(house, change_machine, made.client_id, more, by=bram), MachineUnchanged)
    assert Machine(house, made.client_id, key).sign_in().json["scope"] == "trainings:write"


def test_a_key_is_rotated_without_a_gap_and_an_ended_one_never_comes_back(
    house: House, bram: Actor
) -> None:
    first, second = fresh_key("first"), fresh_key("second")
    made = act(house, register_machine, wanted(keys=keys(first)), by=bram)
    assert isinstance(made, MachineRegistered)
    hr = Machine(house, made.client_id, first)
    added = act(house, add_keys, made.client_id, keys(second), by=bram)
    assert added == KeysAdded(("second",))
    for key in (first, second):
        assert hr.sign_in(hr.assertion(key=key)).status_code == 200
    third = keys(fresh_key("third"))
    assert codes(act(house, add_keys, made.client_id, third, by=bram)) == ["too_many_keys"]
    ended: Any = act(house, end_key, made.client_id, first.thumbprint(), by=bram)
    assert ended == KeyEnded("first")
    assert hr.sign_in(hr.assertion(key=first)).status_code == 400
    assert hr.sign_in(hr.assertion(key=second)).status_code == 200
    renamed = ECKey.import_key(first.as_dict(private=True) | {"kid": "renamed"})
    for again in (first, renamed):
        assert codes(act(house, add_keys, made.client_id, keys(again), by=bram)) == ["key_known"]
    with house.engine.connect() as connection:
        acts = connection.execute(
            text("select act from audit_lines where act like '%machine:key%' order by line_id")
        ).scalars()
        assert list(acts) == ["enterprise:machine:key_added", "enterprise:machine:key_ended"]


def test_an_ended_machine_stays_ended(house: House, bram: Actor) -> None:
    made = act(house, register_machine, wanted(), by=bram)
    assert isinstance(made, MachineRegistered)
    assert isinstance(act(house, end_machine, made.client_id, by=bram), MachineEnded)
    assert isinstance(act(house, end_machine, made.client_id, by=bram), MachineUnchanged)
    new = keys(fresh_key("new"))
    assert codes(act(house, add_keys, made.client_id, new, by=bram)) == ["machine_over"]
    assert codes(act(house, change_machine, made.client_id, READING, by=bram)) == ["machine_over"]


@pytest.fixture
def browser(house: House, bram: Actor) -> FlaskClient:
    return house.signed_in(BRAM)


def test_bram_does_it_all_on_the_pages(house: House, browser: FlaskClient) -> None:
    place = f"/employer/{MERIDIAN}/machines"
    assert "No system acts for you" in browser.get(place).text
    led = post(browser, f"{place}/new", {"kind": "employer"})
    assert led.location == f"{place}/new/employer"
    key = fresh_key()
    typed = {"name": "HR <package>", "scopes": "workers:read", "jwks": public(key)}
    made = post(browser, led.location, typed)
    assert made.status_code == 302
    page = browser.get(made.location).text
    assert "HR &lt;package&gt;" in page
    assert "http://localhost:8000/oauth/token" in page
    [hr] = machines_by(house)
    changed = post(browser, f"{made.location}/allowed", {"scopes": "trainings:write"})
    assert changed.status_code == 302
    second = fresh_key("second")
    assert post(browser, f"{made.location}/keys/new", {"jwks": public(second)}).status_code == 302
    end = f"{made.location}/keys/{key.thumbprint()}/end"
    assert post(browser, end, {}).status_code == 302
    machine = Machine(house, hr.client_id, second)
    assert machine.sign_in().json["scope"] == "trainings:write"
    assert post(browser, f"{made.location}/end", {}).status_code == 302
    assert machine.sign_in().status_code == 400
    assert "It opens nothing any more" in browser.get(made.location).text


def test_a_private_key_is_not_sent_back(house: House, browser: FlaskClient) -> None:
    key = fresh_key()
    typed = {"name": "HR", "scopes": "workers:read"}
    for secret in (json.dumps(key.as_dict(private=True)), key.as_pem(private=True).decode()):
        answer = post(
            browser, f"/employer/{MERIDIAN}/machines/new/employer", typed | {"jwks": secret}
        )
        assert "This is a private key" in answer.text
        assert str(key.as_dict(private=True)["d"]) not in answer.text
        assert "PRIVATE KEY" not in answer.text
    assert not machines_by(house)
