"""A program that calls the REST interface; every answer it gets is held to the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from werkzeug.test import TestResponse

from app.channels.api.contract import Operation, Schema, contract
from app.enterprises.machines.scopes import ClientKind, Scope
from tests.channels.machines import Machine, machine
from tests.house_of import AMINA, MERIDIAN, House

FIRST_AID = {
    "title": "First aid at work",
    "startDate": "2026-10-05",
    "endDate": "2026-10-05",
    "minutes": 456,
    "formal": True,
    "followed": True,
    "countsForCredit": True,
}
BASE = "/api/v1"
PROBLEM = "application/problem+json"


@cache
def _closed() -> dict[str, Any]:
    """The components, with nothing allowed in answers that they do not name."""
    components = deepcopy(contract().document["components"])
    for schema in components["schemas"].values():
        _close(schema)
    return components


def _close(schema: Any) -> None:
    if isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for each in schema.values():
            _close(each)


def operation_at(method: str, path: str) -> Operation | None:
    found = [
        each
        for each in contract().operations.values()
        if each.method == method
        and re.fullmatch(
            re.sub(r"\{\w+\}", "[^/]+", each.path.replace("{year}", r"\d+")), path.split("?")[0]
        )
    ]
    return found[0] if found else None


def hold_to_contract(operation: Operation | None, answer: TestResponse) -> None:
    """Fail where an answer is not one that the contract tells of."""
    if operation is None:
        schema: Any = {"$ref": "#/components/schemas/Problem"}
    else:
        responses = operation.said["responses"]
        said = contract().resolved(responses.get(str(answer.status_code), responses["default"]))
        assert answer.mimetype in said["content"], (operation.name, answer.status, answer.text)
        schema = said["content"][answer.mimetype]["schema"]
        for name in said.get("headers", {}):
            assert name in answer.headers or name == "ETag", name
    if "json" in answer.mimetype:
        faults = [
            (list(each.instance_path), each.message)
            for each in Schema(schema, _closed()).faults(answer.json)
        ]
        assert not faults, faults
    assert answer.headers["BelGov-Trace-Id"]
    assert answer.headers["Content-Language"] in {"fr", "nl", "de", "en"}


@dataclass
class Program:
    machine: Machine
    number: str = MERIDIAN
    language: str = "en"
    headers: dict[str, str] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        **sent: Any,
    ) -> TestResponse:
        """``path`` below the base, or an ``href`` from an answer."""
        if not self.headers:
            self.headers = self.machine.headers()
        path = path.removeprefix(BASE)
        wanted = {"Accept-Language": self.language} | self.headers | dict(headers or {})
        answer = self.machine.house.stranger().open(
            BASE + path, method=method, headers=wanted, **sent
        )
        hold_to_contract(operation_at(method, path), answer)
        return answer

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.call("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        return self.call("POST", path, json=json, **more)

    def put(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        return self.call("PUT", path, json=json, **more)

    def here(self, path: str) -> str:
        return f"/enterprises/{self.number}/{path}"

    def register(
        self, ssin: str = AMINA, *, headers: Mapping[str, str] | None = None, **other: Any
    ) -> TestResponse:
        body = {"ssin": ssin, "training": FIRST_AID | other}
        return self.post(self.here("trainings"), body, headers=headers)


def program(
    house: House,
    *scopes: Scope,
    enterprise: str = MERIDIAN,
    kind: ClientKind = ClientKind.EMPLOYER,
    **more: Any,
) -> Program:
    return Program(machine(house, *scopes, enterprise=enterprise, kind=kind, **more))


def codes(answer: TestResponse) -> list[str]:
    return [each.get("code", each["type"].rsplit(":", 1)[1]) for each in answer.json["issues"]]
