"""Whom a token lets in, and for how long."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.application import create_app
from app.channels.clients import Scope
from app.channels.clients.assertions import forget_expired
from app.foundation.database import transaction
from app.identity.access import OpensTo, opens_to
from tests.channels.clients.calling import actor, call, forged, given, may, problem_of, sql
from tests.channels.machines import fresh_key, machine
from tests.house.posting import token_of
from tests.house.test_doors import addresses
from tests.house_of import BRAM, ELSEWHERE, MERIDIAN, NORD, House, enterprise_number


def test_meridians_machine_acts_for_meridian_and_nobody_else(meridian: House) -> None:
    hr = machine(meridian)
    assert call(meridian, hr.token(Scope.TRAININGS_WRITE)).json == {
        "acts": True,
        "scopes": ["trainings:write"],
    }
    unknown = enterprise_number("09999999")
    for number in (ELSEWHERE, NORD, unknown, "1", "x"):
        assert call(meridian, given(hr), number).json["acts"] is False


def test_nobody_comes_in_without_a_token(meridian: House) -> None:
    browser = meridian.signed_in(BRAM)
    assert problem_of(browser.get(f"/try/{MERIDIAN}")) == (401, "noAccessToken")
    for value in ("", "Bearer", "Bearer ", "Basic YTpi", "bearer\x20\x20"):
        answer = browser.post(f"/try/{MERIDIAN}", headers={"Authorization": value})
        assert problem_of(answer) == (401, "noAccessToken"), value
    # A token stands in the header, nowhere else.
    token = given(machine(meridian))
    answer = meridian.stranger().post(
        f"/try/{MERIDIAN}", query_string={"access_token": token}, data={"access_token": token}
    )
    assert problem_of(answer) == (401, "noAccessToken")


@pytest.mark.parametrize(
    "other",
    [
        {"aud": "http://localhost:8000/other"},
        {"aud": "http://localhost:8000"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"exp": None},
        {"exp": "never"},
        {"client_id": None},
        {"client_id": "x"},
        {"client_id": 7},
        {"client_id": "00000000-0000-0000-0000-000000000000"},
        {"client_kid": None},
        {"client_kid": "another"},
        {"header": {"typ": "JWT"}},
        {"header": {"typ": ""}},
        {"key": fresh_key("stranger")},
    ],
    ids=lambda each: ", ".join(each),
)
def test_a_token_of_another_kind_opens_nothing(meridian: House, other: dict[str, Any]) -> None:
    hr = machine(meridian)
    assert call(meridian, forged(hr)).status_code == 200
    assert problem_of(call(meridian, forged(hr, **other))) == (401, "invalidAccessToken")


def test_what_is_no_token_opens_nothing(meridian: House) -> None:
    hr = machine(meridian)
    good = given(hr)
    head, body, seal = good.split(".")
    for token in (
        "x",
        "..",
        f"{head}.{body}.",
        f"{head}.{body}",
        f"{head}.{body}.{seal[:-4]}AAAA",
        f"eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{body}.",
        hr.assertion(),  # what a machine signs with its own key is no token
        "a" * 100_000,
    ):
        assert problem_of(call(meridian, token)) == (401, "invalidAccessToken"), token[:50]


def test_a_token_is_good_for_minutes(meridian: House) -> None:
    token = given(machine(meridian))
    meridian.clock.at += timedelta(minutes=9, seconds=59)
    assert call(meridian, token).status_code == 200
    meridian.clock.at += timedelta(seconds=1)
    assert problem_of(call(meridian, token)) == (401, "expiredAccessToken")


def test_a_scope_must_be_in_the_token_and_still_be_granted(meridian: House) -> None:
    hr = machine(meridian)
    answer = call(meridian, given(hr, Scope.WORKERS_READ))
    assert problem_of(answer) == (403, "missingScope")
    assert 'scope="trainings:write"' in answer.headers["WWW-Authenticate"]
    token = given(hr)
    sql(meridian, "update api_clients set scopes = '{workers:read}'")
    assert problem_of(call(meridian, token)) == (403, "missingScope")


@pytest.mark.parametrize(
    "ending",
    [
        "update api_clients set ended_at = created_at, ended_by = created_by",
        "update api_client_keys set ended_at = added_at, ended_by = added_by",
    ],
    ids=["machine", "key"],
)
def test_what_was_ended_opens_nothing_from_the_next_call_on(meridian: House, ending: str) -> None:
    hr = machine(meridian)
    token, by = given(hr), actor(meridian, hr)
    assert call(meridian, token).json["acts"]
    sql(meridian, ending)
    assert problem_of(call(meridian, token)) == (401, "invalidAccessToken")
    if "api_clients " in ending:
        assert not may(meridian, by), "nor does a batch that is under way go on"


def test_of_two_that_come_with_one_assertion_one_gets_in(meridian: House) -> None:
    """Two processes at once, each with its own connections."""
    hr = machine(meridian)
    config = meridian.app.config["PARCOURS"]
    doors = [create_app(config, clock=meridian.clock) for _ in range(2)]
    start = threading.Barrier(8)
    for _round in range(3):
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": hr.assertion(),
        }
        answers: list[int] = []

        def sign_in(door: Flask, form: dict[str, str], answers: list[int]) -> None:
            start.wait()
            answers.append(door.test_client().post("/oauth/token", data=form).status_code)

        threads = [
            threading.Thread(target=sign_in, args=(doors[number % 2], form, answers))
            for number in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [200] + [400] * 7
    for door in doors:
        door.extensions["engine"].dispose()


def test_expired_assertions_are_forgotten_and_stay_refused(meridian: House) -> None:
    hr = machine(meridian)
    assertion = hr.assertion()
    assert hr.sign_in(assertion).status_code == 200
    meridian.clock.at += timedelta(seconds=89)
    forget(meridian)
    assert hr.sign_in(assertion).json["error_description"] == "The assertion was used before."
    meridian.clock.at += timedelta(seconds=60)
    forget(meridian)
    with meridian.engine.connect() as connection:
        assert connection.execute(text("select count(*) from api_assertions")).scalar_one() == 0
    assert hr.sign_in(assertion).json["error_description"] == "The assertion has expired."


def forget(house: House) -> None:
    with transaction(house.engine) as db:
        forget_expired(db, before=house.clock.now())


def test_last_use_is_noted_to_the_minute_and_waits_for_nobody(meridian: House) -> None:
    hr = machine(meridian)
    token = given(hr)
    begun = meridian.clock.now()
    assert call(meridian, token).status_code == 200
    meridian.clock.at += timedelta(seconds=59)
    assert call(meridian, token).status_code == 200
    with meridian.engine.begin() as connection:
        used = connection.execute(text("select last_used_at from api_clients for update"))
        assert used.scalar_one() == begun
        meridian.clock.at += timedelta(seconds=1)
        assert call(meridian, token).status_code == 200, "somebody else holds the row"


def test_a_view_that_opens_to_machines_says_which_scope() -> None:
    for whom, scope in ((OpensTo.CLIENT, None), (OpensTo.MANDATE, "trainings:write")):
        with pytest.raises(ValueError, match="names a scope"):
            opens_to(whom, scope=scope)


def test_no_browser_can_be_made_to_act_as_a_machine(house: House) -> None:
    """Whoever is signed in on a page, and holds a form token, opens nothing here by that."""
    house.furnish()
    browser = house.signed_in(BRAM)
    token = token_of(browser.get("/attestations"))
    doors = list(addresses(house.app, OpensTo.CLIENT))
    assert doors
    for method, path in doors:
        answer = browser.open(path, method=method, data={"csrf_token": token})
        assert answer.status_code == 401, path
