"""The contract and the portal say the same, in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.channels.api.calls import CARRIED_OUT
from app.channels.api.contract import FILE, Schema, contract
from app.channels.api.problems import Kind
from app.channels.clients import AccessRefused, Scope
from app.channels.clients.opening import Reason
from app.channels.clients.outside import OutsideUnreachable
from app.identity.access import OpensTo
from tests.channels.api.programs import BASE, FIRST_AID, Program, operation_at, program
from tests.channels.api.test_rights import everyone, one
from tests.channels.api.test_statements import statements_of_amina
from tests.channels.batch import files
from tests.house_of import AMINA, CHLOE, ELSEWHERE, MERIDIAN, House

FILE_OF_ONE = files.message(files.training("FIRST-1"))
#: What may be wrong with a piece of what is sent, by the end of its type.
ISSUES = {"schemaViolation", "unknownInput", "invalidInput", "referencedResourceNotFound"}
#: What schemas of the contract may say: the rest of OpenAPI 3.0 means something else elsewhere.
WORDS = {
    "$ref",
    "type",
    "format",
    "pattern",
    "enum",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "allOf",
    "description",
    "example",
    "default",
}


def test_every_operation_is_carried_out_at_its_address_and_no_other_is_open(app: Flask) -> None:
    operations = contract().operations
    assert set(CARRIED_OUT) == set(operations)
    open_to_machines = {
        rule.endpoint.removeprefix("api."): rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        and getattr(app.view_functions[rule.endpoint], "opens_to", None) is OpensTo.CLIENT
    }
    assert set(open_to_machines) == set(operations)
    for name, rule in open_to_machines.items():
        wanted = operations[name]
        assert rule.methods is not None
        assert rule.methods - {"HEAD"} == {wanted.method}
        assert app.view_functions[f"api.{name}"].scope == wanted.scope  # type: ignore[attr-defined]
        said = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule)
        snake = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", wanted.path)
        assert said == BASE + snake


def test_the_contract_uses_the_words_that_mean_the_same_everywhere() -> None:
    document = contract().document
    assert document["openapi"] == "3.0.3"
    for name, schema in document["components"]["schemas"].items():
        for word in _words(schema):
            assert word in WORDS, (name, word)
    for each in contract().operations.values():
        assert "default" in each.said["responses"], each.name
        assert each.said["summary"]


def _words(schema: object) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    yield from schema
    for name, inner in schema.items():
        if name == "properties":
            for each in inner.values():
                yield from _words(each)
        elif name == "allOf":
            for each in inner:
                yield from _words(each)
        elif name == "items":
            yield from _words(inner)


def test_national_numbers_stand_in_no_address_and_no_header() -> None:
    for each in contract().operations.values():
        assert "ssin" not in each.path.lower()
        assert not any("ssin" in parameter.name.lower() for parameter in each.parameters)


def test_what_may_be_sent_names_everything_and_takes_nothing_else() -> None:
    schemas = contract().document["components"]["schemas"]
    sent = [
        each.said["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        for each in contract().operations.values()
        if each.takes == "application/json"
    ]
    assert all(schemas[name]["additionalProperties"] is False for name in sent)


@pytest.mark.parametrize("name", sorted(contract().operations))
def test_examples_follow_the_contract(name: str) -> None:
    operation = contract().operations[name]
    for content in operation.said.get("requestBody", {}).get("content", {}).values():
        if "example" in content and operation.body:
            assert [each.message for each in operation.body.faults(content["example"])] == []


def test_the_contract_is_published_as_it_is_and_to_be_read(hr: Program) -> None:
    browser = hr.machine.house.stranger()
    published = browser.get(f"{BASE}/openapi.yaml")
    assert published.data == FILE.read_bytes()
    page = browser.get(f"{BASE}/doc")
    assert page.status_code == 200
    for each in contract().operations.values():
        assert f'id="{each.name}"' in page.text
    assert "<code>Retry-After</code>" in page.text


def test_every_problem_that_can_be_given_is_in_the_contract_and_no_other() -> None:
    told = set(re.findall(r"urn:problem-type:[\w:-]+", FILE.read_text()))
    issues = {each for each in told if ":input-validation:" in each}
    given = {each.type for each in Kind} | {AccessRefused(each).type for each in Reason}
    assert told - issues == given
    assert {each.rsplit(":", 1)[1] for each in issues} == ISSUES


def test_health_is_told_as_the_contract_has_it(hr: Program) -> None:
    components = contract().document["components"]
    answer = hr.machine.house.stranger().get("/health")
    assert Schema(components["schemas"]["Health"], components).holds(answer.json)
    assert "/health" in contract().document["paths"]


def test_every_answer_that_the_contract_tells_of_is_given(
    hr: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each operation with each of its answers, and every kind of problem and issue, in one tale."""
    given = [*_tale(hr, house), *_misfortunes(hr, house, monkeypatch)]
    good = {
        (operation.name, str(answer.status_code))
        for operation, answer in ((_operation(each), each) for each in given)
        if operation and answer.status_code < 400
    }
    told = {
        (each.name, code)
        for each in contract().operations.values()
        for code in each.said["responses"]
        if code.startswith("2")
    }
    assert good == told
    problems = [each.json for each in given if each.status_code >= 400]
    types = {each["type"] for each in problems}
    assert types == {each.type for each in Kind} | {AccessRefused(each).type for each in Reason}
    issues = [issue for each in problems for issue in each.get("issues", ())]
    assert {each["type"].rsplit(":", 1)[1] for each in issues} == ISSUES
    stated = {
        (each.name, code)
        for each in contract().operations.values()
        for code in each.said["responses"]
        if code in {"409", "412", "428"}
    }
    refused = {
        (operation.name, str(answer.status_code))
        for operation, answer in ((_operation(each), each) for each in given)
        if operation and answer.status_code in {409, 412, 428}
    }
    assert refused == stated


def _operation(answer: TestResponse) -> object:
    request = answer.request
    return operation_at(request.method, request.path.removeprefix(BASE))


def _tale(hr: Program, house: House) -> Iterator[TestResponse]:
    post: Callable[..., TestResponse] = hr.post
    first = hr.register()
    yield from (first, hr.register(), hr.register(title=" "))
    yield post(hr.here("trainings/batch"), {"items": [{"ssin": AMINA, "training": FIRST_AID}]})
    yield post(hr.here("trainings/query"), {"ssins": [AMINA]})
    workers = post(hr.here("workers/query"), {})
    yield from (workers, hr.get(workers.json["items"][0]["href"]))
    yield post(hr.here("accounts/query"), {"ssin": AMINA})
    yield post("/attestations/check", {"number": "PT-2026-ABCD-EFG1"})
    yield from _changing(hr, house, first.json["href"])
    yield from _stating(hr)
    yield from _sending(hr)
    yield from statements_of_amina(hr)
    yield hr.get(hr.here("changes"))
    yield hr.get(hr.here(f"workers/{house.person(AMINA)}/rights/2024"))
    yield post(f"/enterprises/{ELSEWHERE}/workers/query", {})
    yield hr.call("DELETE", hr.here("workers/query"))
    yield post(hr.here("workers/query"), {}, headers={"Accept": "text/html"})
    yield hr.call("POST", hr.here("workers/query"), data="a=b")
    yield post(hr.here("workers/query"), {"name": "x" * (4 << 20)})
    yield hr.register(headers={"Idempotency-Key": "1"})
    yield hr.register(minutes=1, headers={"Idempotency-Key": "1"})
    yield hr.register(CHLOE)
    yield hr.register(colour="red")
    yield hr.register(minutes="long")
    yield hr.get(hr.here(f"workers/{house.person(CHLOE)}"))


def _misfortunes(
    hr: Program, house: House, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestResponse]:
    """Tokens of every wrong kind, too many calls, an error of ours, and a server that is away."""
    for said in ("", "Bearer x"):
        yield hr.post(hr.here("workers/query"), {}, headers={"Authorization": said})
    yield program(house, Scope.RIGHTS_READ).register()
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as patched:
        patched.setattr("app.channels.api.resources.registering.register_trainings", None)
        yield hr.register()
    with monkeypatch.context() as patched:

        def away(*_: object, **__: object) -> None:
            raise OutsideUnreachable

        patched.setattr("app.channels.clients.opening.holder_of", away)
        yield hr.register()
    calls = house.app.config["PARCOURS"]
    house.app.config["PARCOURS"] = replace(calls, api_calls_a_minute=0)
    yield hr.register()
    house.app.config["PARCOURS"] = calls
    house.clock.at += timedelta(hours=1)
    yield hr.register()


def _changing(hr: Program, house: House, href: str) -> Iterator[TestResponse]:
    read = hr.get(href)
    match = {"If-Match": read.headers["ETag"]}
    body = {"training": FIRST_AID | {"minutes": 60}}
    house.clock.at += timedelta(minutes=1)
    yield from (read, hr.put(href, body))
    changed = hr.put(href, body, headers=match)
    yield from (changed, hr.put(href, {"training": FIRST_AID}, headers=match))
    why = {"reason": "It did not take place."}
    yield from (hr.post(f"{href}/cancel", why), hr.post(f"{href}/cancel", why, headers=match))
    house.clock.at += timedelta(minutes=1)
    match = {"If-Match": changed.headers["ETag"]}
    yield hr.post(f"{href}/cancel", why, headers=match)
    yield hr.put(href, {"training": FIRST_AID}, headers=match)
    yield hr.get(f"{href}/history")


def _stating(hr: Program) -> Iterator[TestResponse]:
    stated = hr.post(hr.here("rights/state"), {"items": [one(AMINA), everyone()]})
    yield stated
    yield from (hr.get(each["href"]) for each in stated.json["items"])
    yield hr.post(hr.here("rights/query"), {"year": 2026})
    gone = {"appliesTo": "worker", "ssin": AMINA, "year": 2025, "reason": "Never stated."}
    yield hr.post(hr.here("rights/withdraw"), {"items": [gone]})


def _sending(hr: Program) -> Iterator[TestResponse]:
    house = hr.machine.house
    sent = hr.call("POST", "/batches", data=FILE_OF_ONE, content_type="application/xml")
    yield sent
    href = sent.json["href"]
    yield from (hr.get(href), hr.get(f"{href}/results"))
    other = program(house, Scope.BATCHES_WRITE)
    yield other.call("POST", "/batches", data=FILE_OF_ONE, content_type="application/xml")
    files.run(house, UUID(sent.json["batchId"]))
    done = hr.get(href)
    assert (done.json["state"], done.json["accepted"]) == ("done", 1), done.json
    results = hr.get(done.json["results"])
    assert b"FIRST-1" in results.data
    yield from (done, results)


def test_a_file_that_is_none_or_a_strangers_is_refused(hr: Program, house: House) -> None:
    none = hr.call("POST", "/batches", data=b"<a/>", content_type="application/xml")
    assert (none.status_code, none.json["issues"][0]["in"]) == (400, "body")
    sent = hr.call("POST", "/batches", data=FILE_OF_ONE, content_type="application/xml")
    again = hr.call("POST", "/batches", data=FILE_OF_ONE, content_type="application/xml")
    assert again.json == sent.json
    other = program(house, enterprise=ELSEWHERE)
    assert other.get(sent.json["href"]).status_code == 404
    assert other.get(f"{sent.json['href']}/results").status_code == 404
    assert MERIDIAN not in other.get(sent.json["href"]).text
