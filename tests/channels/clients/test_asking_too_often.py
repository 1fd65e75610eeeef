"""Tokens asked for too often: told when to come again, and nobody spends what is another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from tests.channels.clients.calling import with_an_address
from tests.channels.machines import ASSERTION_TYPE, Machine, fresh_key, machine
from tests.house_of import House


@pytest.fixture(scope="module")
def shared_portal(shared_portal: Flask) -> Flask:
    """A portal where an address may ask for thirty tokens a minute and a system three."""
    return with_an_address(shared_portal, token_calls_a_minute=30)


@pytest.fixture
def hr(house: House) -> Machine:
    """Meridian's system."""
    house.furnish()
    return machine(house)


def ask(hr: Machine, address: str, assertion: str = "a.b.c") -> tuple[int, str]:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion,
    }
    answer = hr.house.stranger().post(
        "/oauth/token", data=form, environ_overrides={"REMOTE_ADDR": address}
    )
    return answer.status_code, answer.headers["RateLimit"].partition(";t")[0]


def test_a_system_is_told_what_is_left_and_when_to_come_again(hr: Machine) -> None:
    first = hr.sign_in()
    assert first.headers["RateLimit-Policy"] == '"tokens";q=3;w=60'
    assert first.headers["RateLimit"] == '"tokens";r=2;t=60'
    assert [hr.sign_in().status_code for _ in range(2)] == [200, 200]
    refused = hr.sign_in()
    assert (refused.status_code, refused.json["error"]) == (429, "temporarily_unavailable")
    assert refused.headers["Retry-After"] == "60"
    assert refused.headers["Cache-Control"] == "no-store"
    assert machine(hr.house, key=fresh_key("other")).sign_in().status_code == 200
    hr.house.clock.at += timedelta(minutes=1)
    assert hr.sign_in().status_code == 200


def test_whoever_does_not_have_the_key_spends_nothing_of_the_system(hr: Machine) -> None:
    forged = [hr.assertion(key=fresh_key("first")) for _ in range(4)]
    assert {ask(hr, "192.0.2.7", each)[0] for each in forged} == {400}
    replayed = hr.assertion()
    assert ask(hr, "192.0.2.7", replayed) == (200, '"tokens";r=2')
    assert {ask(hr, "192.0.2.8", replayed)[0] for _ in range(4)} == {400}
    assert ask(hr, "192.0.2.8", hr.assertion()) == (200, '"tokens";r=1')


def test_an_address_is_counted_whatever_it_sends_and_others_are_not(hr: Machine) -> None:
    assert ask(hr, "2001:db8:1:2::1") == (400, '"tokens";r=29')
    assert ask(hr, "2001:db8:1:2:ffff::9") == (400, '"tokens";r=28'), "of the same subscriber"
    for _ in range(28):
        ask(hr, "2001:db8:1:2::1")
    assert ask(hr, "2001:db8:1:2::1", hr.assertion()) == (429, '"tokens";r=0')
    assert ask(hr, "2001:db8:1:3::1", hr.assertion())[0] == 200
    assert ask(hr, "::ffff:192.0.2.7") == ask(hr, "::ffff:192.0.2.8") == (400, '"tokens";r=29')
    with hr.house.engine.connect() as connection:
        assert "2001" not in str(connection.execute(text("select * from api_calls")).all())
