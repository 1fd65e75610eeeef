"""What every call goes through: token, contract, count, key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.channels.api.repeating import forget
from app.enterprises.machines.scopes import ClientKind, Scope
from app.foundation.database import transaction
from tests.channels.api.programs import FIRST_AID, Program, codes, program
from tests.house_of import AMINA, BRAM, MERIDIAN, NORD, House


def test_without_a_token_or_its_scope_nothing_opens(hr: Program, house: House) -> None:
    reader = program(house, Scope.TRAININGS_READ)
    refused = [
        hr.call("POST", hr.here("workers/query"), json={}, headers={"Authorization": ""}),
        hr.call("POST", hr.here("workers/query"), json={}, headers={"Authorization": "Bearer x"}),
        reader.register(),
    ]
    house.clock.at += timedelta(hours=1)
    refused.append(hr.register())
    said = [(each.status_code, each.json["type"].rsplit(":", 1)[1]) for each in refused]
    assert said == [
        (401, "noAccessToken"),
        (401, "invalidAccessToken"),
        (403, "missingScope"),
        (401, "expiredAccessToken"),
    ]
    assert refused[2].json["requiredScopes"] == ["trainings:write"]
    assert "WWW-Authenticate" in refused[0].headers


def test_what_the_contract_does_not_name_is_refused_by_name(hr: Program) -> None:
    body = {"ssin": AMINA, "training": FIRST_AID | {"colour": "red"}, "more": 1}
    answer = hr.post(hr.here("trainings"), body)
    assert answer.status_code == 400
    assert {(each["type"].rsplit(":", 1)[1], each["name"]) for each in answer.json["issues"]} == {
        ("unknownInput", "more"),
        ("unknownInput", "training.colour"),
    }
    query = hr.post(hr.here("workers/query?colour=red&page=0"), {})
    assert [(each["in"], each["name"]) for each in query.json["issues"]] == [
        ("query", "colour"),
        ("query", "page"),
    ]
    assert hr.post(hr.here("workers/query"), {}, headers={"X-Colour": "red"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"ssin": AMINA}, "training"),
        ({"ssin": AMINA, "training": FIRST_AID | {"minutes": 1.5}}, "training.minutes"),
        ({"ssin": AMINA, "training": FIRST_AID | {"minutes": None}}, "training.minutes"),
        (
            {"ssin": AMINA, "training": FIRST_AID | {"startDate": "2026-02-30"}},
            "training.startDate",
        ),
        (
            {"ssin": AMINA, "training": FIRST_AID | {"endDate": "0000-01-01"}},
            "training.endDate",
        ),
        ({"ssin": int(AMINA), "training": FIRST_AID}, "ssin"),
        ([], ""),
    ],
)
def test_what_has_another_form_is_named(hr: Program, body: object, name: str) -> None:
    answer = hr.post(hr.here("trainings"), body)
    assert answer.status_code == 400
    assert [each["name"] for each in answer.json["issues"]] == [name]
    assert AMINA not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"ssins": ["1"], "ssins": ["2"]}',
        b'{"name": "\\ud800"}',
        b'{"name": "\\u0000"}',
        b"[" * 100_000,
        b'{"page": NaN}',
        b'{"page": 1e999}',
    ],
)
def test_what_is_no_json_is_refused(hr: Program, body: bytes) -> None:
    sent = {"data": body, "content_type": "application/json"}
    assert hr.call("POST", hr.here("workers/query"), **sent).status_code == 400


def test_what_no_text_can_hold_is_named_where_it_stands(hr: Program) -> None:
    body = b'{"ssins": ["\\u0000"], "who": {"\\ud800": 1}, "name": "a\\ud800"}'
    sent = {"data": body, "content_type": "application/json"}
    answer = hr.call("POST", hr.here("workers/query"), **sent)
    assert [each["name"] for each in answer.json["issues"]] == ["ssins[0]", "who", "name"]


@pytest.mark.parametrize("method", ["TRACE", "QUERY", "FOO", "PATCH"])
def test_a_method_that_nobody_knows_is_not_allowed_as_a_problem(hr: Program, method: str) -> None:
    answer = hr.call(method, hr.here("workers/query"))
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert answer.headers["Allow"] == "POST"
    nowhere = hr.call(method, "/batches/%0A/results")
    assert (nowhere.status_code, nowhere.mimetype) == (404, "application/problem+json")


def test_other_media_methods_and_addresses_are_refused_as_problems(hr: Program) -> None:
    here = hr.here("workers/query")
    form = hr.call("POST", here, data={"a": "b"})
    xml = hr.post(here, {}, headers={"Accept": "application/xml"})
    big = hr.post(here, {"name": "x" * (4 << 20)})
    method = hr.call("DELETE", here)
    nowhere = hr.get("/nowhere")
    found = [each.status_code for each in (form, xml, big, method, nowhere)]
    assert found == [415, 406, 413, 405, 404]
    assert method.headers["Allow"] == "POST"
    assert {each.mimetype for each in (form, xml, big, method, nowhere)} == {
        "application/problem+json"
    }


def test_a_named_call_sent_again_gets_its_answer_and_does_nothing(hr: Program) -> None:
    key = {"Idempotency-Key": "0001"}
    first = hr.register(headers=key)
    again = hr.register(headers=key)
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Location"] == first.headers["Location"]
    other = hr.register(BRAM, headers=key)
    assert other.status_code == 422
    refused = hr.register(title=" ", headers={"Idempotency-Key": "0002"})
    assert hr.register(title=" ", headers={"Idempotency-Key": "0002"}).json == refused.json


def test_keys_of_two_machines_are_two_keys(hr: Program, house: House) -> None:
    key = {"Idempotency-Key": "0001"}
    assert hr.register(headers=key).status_code == 201
    assert program(house).register(BRAM, headers=key).status_code == 201


def test_a_key_is_forgotten_after_a_day(hr: Program, house: House) -> None:
    key = {"Idempotency-Key": "0001"}
    hr.register(headers=key)
    house.clock.at += timedelta(hours=25)
    hr.headers = {}
    assert hr.register(headers=key).status_code == 200
    with transaction(house.engine) as db:
        forget(db, at=house.clock.now() + timedelta(hours=25))
    with house.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from api_answers").scalar_one() == 0
        assert connection.exec_driver_sql("select count(*) from api_calls").scalar_one() == 0


def test_the_same_named_call_twice_at_once_is_done_once(hr: Program) -> None:
    hr.headers = hr.machine.headers()
    both, answers = Barrier(2), []

    def send() -> None:
        both.wait()
        answers.append(hr.register(headers={"Idempotency-Key": "0001"}))

    senders = [Thread(target=send) for _ in range(2)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json == answers[1].json


def test_who_calls_too_often_is_told_when_to_come_again(hr: Program, house: House) -> None:
    house.app.config["PARCOURS"] = replace(house.app.config["PARCOURS"], api_calls_a_minute=2)
    left = [hr.post(hr.here("workers/query"), {}).headers["RateLimit"] for _ in range(2)]
    assert left == ['"calls";r=1;t=60', '"calls";r=0;t=60']
    refused = hr.post(hr.here("workers/query"), {})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert program(house).post(hr.here("workers/query"), {}).status_code == 200
    house.clock.at += timedelta(minutes=1)
    assert hr.post(hr.here("workers/query"), {}).status_code == 200


def test_an_error_of_ours_tells_nothing_and_writes_nothing(
    hr: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("app.channels.api.resources.registering.register_trainings", fail)
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = hr.register(headers={"Idempotency-Key": "0001"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    monkeypatch.undo()
    assert hr.register(headers={"Idempotency-Key": "0001"}).status_code == 201


def test_a_provider_registers_and_reads_nothing(hr: Program, house: House) -> None:
    provider = program(house, Scope.TRAININGS_WRITE, enterprise=NORD, kind=ClientKind.PROVIDER)
    given = {"internal": False, "name": "Atelier Nord scrl", "enterpriseNumber": NORD}
    assert provider.register(provider=given).status_code == 201
    href = hr.post(hr.here("trainings/query"), {"ssins": [AMINA]}).json["items"][0]["href"]
    assert provider.get(href).status_code == 403
    assert codes(provider.register("91070700899")) == ["number_wrong"]
    match = {"If-Match": hr.get(href).headers["ETag"]}
    assert provider.put(href, {"training": FIRST_AID}, headers=match).status_code in {403, 404}


def test_the_trace_is_ours_and_names_theirs(hr: Program) -> None:
    answer = hr.post(hr.here("workers/query"), {}, headers={"BelGov-Trace-Id": "abc-1"})
    assert answer.headers["BelGov-Related-Trace-Id"] == "abc-1"
    assert answer.headers["BelGov-Trace-Id"] == answer.headers["X-Request-Id"]
    assert MERIDIAN in hr.here("")
