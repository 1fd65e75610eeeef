"""Links of the contract: what an answer says is what the next call needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from operator import getitem
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from app.channels.api.contract import contract
from tests.channels.api.programs import FIRST_AID, Program
from tests.channels.api.test_rights import everyone
from tests.channels.batch import files
from tests.house_of import AMINA

Plain = dict[str, Any]
WHY = "It did not take place."
#: What a program says beside what a link gives it.
BESIDE: dict[str, Plain] = {
    "registerTraining": {"training": FIRST_AID},
    "cancelTraining": {"reason": WHY},
}
#: The calls that nothing leads to.
FIRST: dict[str, Any] = {
    "registerTrainings": {"items": [{"ssin": AMINA, "training": FIRST_AID}]},  # and cancel it
    "queryWorkers": {},
    "stateRights": {"items": [everyone()]},
    "withdrawRights": {"items": [{"appliesTo": "everyone", "year": 2026, "reason": WHY}]},
    "getChanges": None,
    "sendBatch": files.message(files.training("FIRST-1")),
    "makeStatements": {"appliesTo": "everyone", "year": 2026},
}
#: Documents take seconds to make; whether they are there is the affair of another test.
NOT_FOLLOWED = {"getStatements documents"}


@dataclass
class Made:
    """A call and its answer."""

    operation: str
    path: dict[str, str]
    body: Any
    answer: TestResponse


@dataclass
class Walk:
    hr: Program
    followed: list[str] = field(default_factory=list)

    def go(self, name: str, path: dict[str, str], body: Any, headers: dict[str, str]) -> Made:
        operation = contract().operations[name]
        where = operation.path.format(**path)
        query = [each for each in operation.of("query") if each in headers]
        if query:
            where += "?" + "&".join(f"{each}={headers.pop(each)}" for each in query)
        as_json = operation.takes == "application/json"
        kind = operation.takes if operation.takes and not as_json else None
        sent = {"json": body} if as_json else {"data": body, "content_type": kind}
        self.hr.machine.house.clock.at += timedelta(seconds=1)
        answer = self.hr.call(operation.method, where, headers=headers, **sent)
        assert answer.status_code < 300, (name, answer.text)
        return Made(name, path, body, answer)

    def on_from(self, made: Made) -> None:
        """Follow every link of an answer that was not followed from such a call before."""
        for name, link in links_of(made.operation, str(made.answer.status_code)):
            said = f"{made.operation} {name}"
            if said in self.followed or said in NOT_FOLLOWED:
                continue
            self.followed.append(said)
            if link["operationId"] == "getBatchResults":
                files.run(self.hr.machine.house, UUID(made.path["batchId"]))
            given = {each: value(of, made) for each, of in link.get("parameters", {}).items()}
            target = contract().operations[link["operationId"]]
            assert given.keys() <= {each.name for each in target.parameters}, said
            path = {each: given.pop(each) for each in target.of("path")}
            body = value(link.get("requestBody"), made)
            beside = BESIDE.get(target.name, {})
            self.on_from(self.go(target.name, path, (body or {}) | beside or None, given))


def links_of(operation: str, status: str) -> Iterator[tuple[str, Plain]]:
    responses = contract().operations[operation].said["responses"]
    for name, link in responses[status].get("links", {}).items():
        yield name, contract().resolved(link)


def value(said: Any, made: Made) -> Any:
    """What a runtime expression of OpenAPI stands for, wherever in a body it stands."""
    if isinstance(said, dict):
        return {name: value(each, made) for name, each in said.items()}
    if isinstance(said, list):
        return [value(each, made) for each in said]
    if not isinstance(said, str):
        return said
    source, _hash, pointer = said.partition("#/")
    match source.split("."):
        case ["$request", "path", name]:
            return made.path[name]
        case ["$response", "header", name]:
            return made.answer.headers[name]
        case [whose, "body"]:
            body = made.body if whose == "$request" else made.answer.json
            keys = (int(each) if each.isdecimal() else each for each in pointer.split("/"))
            return reduce(getitem, keys, body)
    raise AssertionError(said)


def test_every_link_leads_to_a_call_that_is_answered(hr: Program) -> None:
    walk = Walk(hr)
    for name, body in FIRST.items():
        needed = contract().operations[name].of("path")
        here = {"enterpriseNumber": hr.number} if needed else {}
        walk.on_from(walk.go(name, here, body, {}))
    told = {
        f"{name} {link}"
        for name, operation in contract().operations.items()
        for status in operation.said["responses"]
        for link, _ in links_of(name, status)
    }
    assert set(walk.followed) == told - NOT_FOLLOWED
