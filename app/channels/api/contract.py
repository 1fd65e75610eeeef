"""The contract, read once: its operations, and whether what is sent follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema_rs import Draft4Validator, ValidationError

FILE = Path(__file__).with_name("openapi.yaml")
JSON = "application/json"
METHODS = ("get", "post", "put", "delete")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Plain = dict[str, Any]


def _is_day(text: str) -> bool:
    """A day that can be counted with: the year nought is one of RFC 3339, and of no calendar."""
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


class Schema:
    """A schema of the contract; ``faults`` is empty for what follows it."""

    def __init__(self, schema: Plain, components: Plain) -> None:
        # As OpenAPI 3.0 has it, but for the words of it that the contract does not use.
        self._validator = Draft4Validator(
            schema | {"components": components}, validate_formats=True, formats={"date": _is_day}
        )

    def faults(self, value: Any) -> Iterator[ValidationError]:
        return self._validator.iter_errors(value)

    def holds(self, value: Any) -> bool:
        return bool(self._validator.is_valid(value))


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str  # path, query or header
    required: bool
    whole: bool  # a whole number
    schema: Schema
    default: Any

    def read(self, text: str) -> Any:
        """The value, or the text itself where it is no whole number: the schema refuses it."""
        return int(text) if self.whole and _WHOLE.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address, and what it takes."""

    name: str
    method: str  # in capitals
    path: str  # with its places in braces
    tag: str
    scope: str
    parameters: tuple[Parameter, ...]
    #: Media type of the body; None where there is none.
    takes: str | None
    body: Schema | None
    gives: str
    said: Plain = field(repr=False)  # as the contract has it

    def of(self, place: str) -> dict[str, Parameter]:
        return {each.name: each for each in self.parameters if each.place == place}

    @property
    def repeatable(self) -> bool:
        """Whether a key makes a repeated call harmless."""
        return "Idempotency-Key" in self.of("header")


@dataclass(frozen=True, slots=True)
class Contract:
    document: Plain
    operations: Mapping[str, Operation]

    @property
    def base(self) -> str:
        base: str = self.document["servers"][0]["url"]
        return base

    def allowed_at(self, path: str) -> list[str]:
        """The methods of an address, below the base; none where there is no such address."""
        return sorted(
            each.method for each in self.operations.values() if _pattern(each.path).fullmatch(path)
        )

    def resolved(self, node: Any) -> Any:
        """What a reference refers to; anything else as it is."""
        while isinstance(node, dict) and "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node


@cache
def _pattern(path: str) -> re.Pattern[str]:
    def place(found: re.Match[str]) -> str:
        if found[1] == "year":
            return "[0-9]{4}"
        return "[0-9a-f-]{36}" if found[1].endswith("Id") else "[^/]+"

    return re.compile(re.sub(r"\{(\w+)\}", place, path))


@cache
def contract() -> Contract:
    """The contract of this version of the portal."""
    document: Plain = yaml.safe_load(FILE.read_text("utf-8"))
    found = Contract(document, {})
    operations = {each.name: each for each in _operations(found)}
    return Contract(document, operations)


def _operations(within: Contract) -> Iterator[Operation]:
    components = within.document["components"]
    for path, item in within.document["paths"].items():
        if "servers" in item:
            continue  # at another address, and of another room
        for method in METHODS:
            if method in item:
                yield _operation(within, path, method, item, components)


def _operation(
    within: Contract, path: str, method: str, item: Plain, components: Plain
) -> Operation:
    said = item[method]
    [[scope]] = [each["oauth"] for each in said["security"]]
    content = said.get("requestBody", {}).get("content", {})
    takes = next(iter(content), None)
    is_json = takes == JSON
    good = next(each for code, each in said["responses"].items() if code.startswith("2"))
    return Operation(
        name=said["operationId"],
        method=method.upper(),
        path=path,
        tag=said["tags"][0],
        scope=scope,
        parameters=tuple(
            _parameter(within.resolved(each), components)
            for each in [*item.get("parameters", ()), *said.get("parameters", ())]
        ),
        takes=takes,
        body=Schema(content[takes]["schema"], components) if takes and is_json else None,
        gives=next(iter(within.resolved(good)["content"])),
        said=said,
    )


def _parameter(said: Plain, components: Plain) -> Parameter:
    schema = said["schema"]
    return Parameter(
        name=said["name"],
        place=said["in"],
        required=said.get("required", False),
        whole=schema.get("type") == "integer",
        schema=Schema(schema, components),
        default=schema.get("default"),
    )
