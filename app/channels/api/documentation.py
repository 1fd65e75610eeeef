"""The contract as pages show it: chapters of operations, each with what it takes and gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from app.channels.api.contract import Contract, Operation

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One name of an object; ``path`` leads to it."""

    path: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An operation to be read."""

    operation: Operation
    summary: str
    description: str
    parameters: list[Field]
    sent: list[Field]
    example: str
    given: list[tuple[str, str, list[Field]]]  # status, what it means, and what it says
    leads_to: list[Operation]  # with what its answer says


@dataclass(frozen=True, slots=True)
class Chapter:
    name: str
    description: str
    operations: list[Shown]


#: Answers of every operation: what is wrong is said once, in a section of its own.
_OF_ALL = {"default", "429"}


def problem_fields(contract: Contract) -> list[Field]:
    """What a problem says."""
    return list(_fields(contract, {"$ref": "#/components/schemas/Problem"}))


def chapters(contract: Contract) -> list[Chapter]:
    """By tag, in the order of the contract; what is at another address is none of them."""
    return [
        Chapter(
            tag["name"],
            tag["description"],
            [_shown(contract, each) for each in _tagged(contract, tag["name"])],
        )
        for tag in contract.document["tags"]
    ]


def _tagged(contract: Contract, tag: str) -> Iterator[Operation]:
    return (each for each in contract.operations.values() if each.tag == tag)


def _shown(contract: Contract, operation: Operation) -> Shown:
    said = operation.said
    path = contract.document["paths"][operation.path]
    parameters = [
        contract.resolved(each)
        for each in [*path.get("parameters", ()), *said.get("parameters", ())]
    ]
    content = said.get("requestBody", {}).get("content", {})
    sent: Plain = next(iter(content.values()), {})
    example = sent.get("example")
    return Shown(
        operation,
        said["summary"],
        said.get("description", ""),
        [_parameter(contract, each) for each in parameters],
        list(_fields(contract, sent.get("schema", {}))),
        json.dumps(example, indent=2, ensure_ascii=False) if example else "",
        [
            (code, *_given(contract, contract.resolved(answer)))
            for code, answer in said["responses"].items()
            if code not in _OF_ALL
        ],
        list(_leads_to(contract, operation)),
    )


def _leads_to(contract: Contract, operation: Operation) -> Iterator[Operation]:
    links = [each.get("links", {}) for each in operation.said["responses"].values()]
    found = [contract.resolved(link)["operationId"] for each in links for link in each.values()]
    return (contract.operations[each] for each in dict.fromkeys(found))


def _parameter(contract: Contract, said: Plain) -> Field:
    schema = contract.resolved(said["schema"])
    words = said.get("description", "")
    return Field(
        f"{said['name']} ({said['in']})", _kind(schema), said.get("required", False), words
    )


def _given(contract: Contract, answer: Plain) -> tuple[str, list[Field]]:
    media, content = next(iter(answer["content"].items()))
    if media == "application/problem+json":
        return answer["description"], []
    return answer["description"], list(_fields(contract, content["schema"]))


def _fields(contract: Contract, schema: Plain, before: str = "") -> Iterator[Field]:
    """Every name below a schema, each under the one that it belongs to."""
    schema = contract.resolved(schema)
    if schema.get("type") == "array":
        yield from _fields(contract, schema["items"], f"{before}[]")
        return
    needed = schema.get("required", ())
    for name, given in schema.get("properties", {}).items():
        inner = contract.resolved(given)
        for also in inner.get("allOf", ()):
            inner = contract.resolved(also) | {"description": inner.get("description", "")}
        path = f"{before}.{name}" if before else name
        yield Field(path, _kind(inner), name in needed, inner.get("description", ""))
        yield from _fields(contract, inner, path)


def _kind(schema: Plain) -> str:
    if "enum" in schema:
        return " | ".join(schema["enum"])
    kind: str = schema.get("format") or schema.get("type", "")
    return kind


_CODE = re.compile(r"`([^`]+)`")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


def paragraphs(text: str) -> list[Markup]:
    """The little of Markdown that the contract uses: paragraphs, code and strong words."""
    # As plain text: marked-up text would escape what is put into it.
    found = [str(escape(" ".join(each.split()))) for each in text.split("\n\n")]
    return [
        Markup(_STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", each)))  # noqa: S704
        for each in found
        if each
    ]
