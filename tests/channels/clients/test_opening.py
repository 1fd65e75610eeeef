"""Whom a token lets in, and for whom a machine then acts."""

from __future__ import annotations

import secrets
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask, jsonify
from joserfc import jwt
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.application import create_app
from app.audit.trail import Actor, Channel
from app.channels.clients import ClientKind, Scope, acting_for, client_of_request
from app.channels.clients.assertions import forget_expired
from app.channels.clients.signing import token_keys
from app.channels.clients.tokens import issue
from app.enterprises.mandates import may_register
from app.foundation.clock import day_of
from app.foundation.database import session, transaction
from app.identity.access import OpensTo, opens_to
from app.learning.registration import Refused, Registered, Registration, register_trainings
from tests.channels.machines import Machine, fresh_key, machine
from tests.house.matrix import client_mandate
from tests.house.posting import token_of
from tests.house.test_doors import addresses
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House, enterprise_number


@pytest.fixture
def meridian(house: House) -> House:
    """Meridian, and an address that opens to machines: it says for whom they would act."""
    house.furnish()
    open_address(house.app)
    return house


def open_address(app: Flask) -> None:
    @opens_to(OpensTo.CLIENT, scope=Scope.TRAININGS_WRITE)
    def write(enterprise_number: str) -> object:
        client = client_of_request()
        actor = acting_for(session(), client, enterprise_number)
        return jsonify(acts=actor is not None, scopes=sorted(client.scopes))

    app.add_url_rule("/try/<enterprise_number>", "try_write", write, methods=["GET", "POST"])


def call(house: House, token: str, number: str = MERIDIAN) -> TestResponse:
    return house.stranger().post(f"/try/{number}", headers={"Authorization": f"Bearer {token}"})


def given(a_machine: Machine, *scopes: Scope) -> str:
    house = a_machine.house
    config = house.app.config["PARCOURS"]
    scopes = scopes or (Scope.TRAININGS_WRITE,)
    return issue(
        a_machine.client_id,
        a_machine.key.kid or "",
        list(scopes),
        config=config,
        at=house.clock.now(),
    )


def forged(a_machine: Machine, *, key: Any = None, header: Any = None, **other: Any) -> str:
    """A token as this house signs them, but for what is said here; None leaves a claim out."""
    house = a_machine.house
    now = int(house.clock.now().timestamp())
    claims = {
        "iss": "http://localhost:8000",
        "aud": "http://localhost:8000/api",
        "sub": str(a_machine.client_id),
        "client_id": str(a_machine.client_id),
        "client_kid": a_machine.key.kid,
        "scope": "trainings:write",
        "iat": now,
        "exp": now + 600,
        "jti": secrets.token_urlsafe(8),
    } | other
    claims = {name: value for name, value in claims.items() if value is not None}
    key = key or token_keys(house.app.config["PARCOURS"]).keys[0]
    header = {"alg": "ES256", "kid": key.kid, "typ": "at+jwt"} | (header or {})
    return jwt.encode(header, claims, key, ["ES256"])


def problem_of(answer: TestResponse) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    assert answer.headers.get("WWW-Authenticate", "").startswith("Bearer")
    return answer.status_code, answer.json["type"].rpartition(":")[2]


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
    ids=str,
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


def sql(house: House, statement: str) -> None:
    with house.engine.begin() as connection:
        connection.execute(text(statement))


def actor(house: House, which: Machine, number: str = MERIDIAN) -> Actor:
    return Actor(None, house.enterprise(number), client_id=which.client_id)


def may(house: House, by: Actor) -> bool:
    with transaction(house.engine) as db:
        return may_register(db, by, on=day_of(house.clock.now()))


@pytest.mark.parametrize("every", [True, False], ids=["every client", "chosen"])
def test_an_offices_machine_acts_under_a_mandate_in_force_alone(
    meridian: House, every: bool
) -> None:
    chosen = [] if every else [MERIDIAN]
    payroll = machine(
        meridian, enterprise=NORD, kind=ClientKind.OFFICE, every_client=every, chosen=chosen
    )
    by, token = actor(meridian, payroll), given(payroll)

    def acts() -> tuple[bool, bool]:
        return call(meridian, token).json["acts"], may(meridian, by)

    assert acts() == (False, False)
    client_mandate(meridian, MERIDIAN, NORD)
    assert acts() == (True, True)
    for change in (
        "confirmed_at = null, confirmed_by = null",
        "valid_from = date '2027-01-01'",
        "office_id = client_id, client_id = office_id",
        "ended_at = proposed_at, ended_by = proposed_by, ended_for = client_id",
    ):
        sql(meridian, f"update client_mandates set {change}")  # noqa: S608
        assert acts() == (False, False), change
        sql(meridian, "delete from client_mandates")
        client_mandate(meridian, MERIDIAN, NORD)
        assert acts() == (True, True)
    # A mandate of another client opens that one to whom acts for all, and to nobody else.
    client_mandate(meridian, ELSEWHERE, NORD)
    assert call(meridian, token, ELSEWHERE).json["acts"] is every
    assert not call(meridian, token, NORD).json["acts"], "not for the office itself"


def test_a_machine_that_only_reads_changes_nothing(meridian: House) -> None:
    reader = machine(meridian, Scope.WORKERS_READ, Scope.ACCOUNTS_READ)
    assert not may(meridian, actor(meridian, reader))
    writer = machine(meridian, Scope.RIGHTS_WRITE, key=fresh_key("b"))
    assert may(meridian, actor(meridian, writer))


def lesson(house: House, worker: str, provider: str | None) -> Registration:
    return Registration(
        house.person(worker),
        "First aid",
        date(2026, 9, 1),
        date(2026, 9, 1),
        240,
        True,
        True,
        True,
        internal=False,
        provider="Nord",
        provider_number=provider,
    )


def test_a_provider_registers_what_it_gave_and_nothing_else(meridian: House) -> None:
    school = machine(meridian, Scope.TRAININGS_WRITE, enterprise=NORD, kind=ClientKind.PROVIDER)
    by = actor(meridian, school)
    assert call(meridian, given(school)).json["acts"]
    assert not may(meridian, by), "rights, corrections and files are not its affair"
    asked = [
        lesson(meridian, AMINA, NORD),
        lesson(meridian, BRAM, ELSEWHERE),
        lesson(meridian, BRAM, None),
        lesson(meridian, CHLOE, NORD),
    ]
    with transaction(meridian.engine) as db:
        first, *others = register_trainings(
            db, asked, by=by, via=Channel.API, at=meridian.clock.now()
        )
    assert isinstance(first, Registered)
    why = [each.problems[0].code for each in others if isinstance(each, Refused)]
    assert why == ["not_given_by_you", "not_given_by_you", "not_a_worker_of_yours"]
    with meridian.engine.connect() as connection:
        rows = connection.execute(
            text("select ground, client_id from audit_lines where act like 'worker:training%'")
        )
        assert {tuple(row) for row in rows} == {("training_given", school.client_id)}
    sql(meridian, "update api_clients set ended_at = created_at, ended_by = created_by")
    with transaction(meridian.engine) as db:
        [after] = register_trainings(
            db, [lesson(meridian, BRAM, NORD)], by=by, via=Channel.API, at=meridian.clock.now()
        )
    assert isinstance(after, Refused)


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
