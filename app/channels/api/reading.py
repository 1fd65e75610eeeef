"""Reading a call as the contract has it; what does not follow it is named, every piece of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from flask import Request
from flask_babel import gettext as _
from jsonschema_rs import ValidationError, ValidationErrorKind

from app.channels.api.contract import JSON, Operation, Parameter
from app.channels.api.problems import Issue, Kind, Refusal, input_issue

#: Bytes of a body: a thousand trainings with long titles in every field.
LARGEST = 4 << 20
#: Of what is wrong with one call; whoever has more has another kind of trouble.
MOST_ISSUES = 100
#: Values longer than that are not repeated.
_LONGEST_VALUE = 100
#: Beyond it, not every whole number can be written with a point.
_EXACT = 1 << 53
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
#: What is in these is never repeated.
_SECRET = ("ssin", "ssins")


def read_query(operation: Operation, request: Request) -> dict[str, Any]:
    """The values of the address, by their names; Refusal for those that the contract has not."""
    known = operation.of("query")
    issues: list[Issue] = []
    for name in request.args:
        if name not in known:
            issues.append(
                input_issue("unknownInput", "query", name, _("There is no such parameter."))
            )
    found = {name: each.default for name, each in known.items() if each.default is not None}
    for name, each in known.items():
        sent = request.args.getlist(name)
        if len(sent) > 1:
            issues.append(input_issue("schemaViolation", "query", name, _("It can be said once.")))
        elif sent:
            found[name] = each.read(sent[0])
            issues += _parameter_issues(each, found[name])
    _refuse(issues)
    return found


def read_headers(operation: Operation, request: Request) -> dict[str, str]:
    """The headers that the contract names; others are let be."""
    known = operation.of("header")
    found = {name: request.headers[name] for name in known if name in request.headers}
    issues: list[Issue] = []
    for name, value in found.items():
        issues += _parameter_issues(known[name], value)
    _refuse(issues)
    return found


def _parameter_issues(parameter: Parameter, value: Any) -> list[Issue]:
    return [
        input_issue("schemaViolation", parameter.place, parameter.name, fault.message)
        for fault in parameter.schema.faults(value)
    ]


def read_body(operation: Operation, request: Request) -> Any:
    """The JSON of the body; None for an operation that takes none."""
    if operation.takes is None:
        return None
    if request.mimetype != operation.takes:
        raise Refusal(Kind.MEDIA_TYPE, _("Send it as %(type)s.", type=operation.takes))
    if operation.takes != JSON or operation.body is None:
        return None  # read as a stream, by whom it concerns
    request.max_content_length = LARGEST
    value = _json(request.get_data(cache=True))
    issues: list[Issue] = []
    for fault in operation.body.faults(value):
        issues += _body_issues(fault)
        if len(issues) >= MOST_ISSUES:
            break
    _refuse(issues[:MOST_ISSUES])
    return value


def _refuse(issues: list[Issue]) -> None:
    if issues:
        raise Refusal(Kind.BAD_REQUEST, issues=issues)


def _json(body: bytes) -> Any:
    try:
        text = body.decode("utf-8")
        value = json.loads(
            text,
            parse_float=_number,
            parse_constant=_no_number,
            object_pairs_hook=_said_once,
        )
        unwritable = list(_unwritable(value, [])) if "\\u" in text else []
    except (ValueError, RecursionError):
        raise Refusal(
            Kind.BAD_REQUEST,
            _("The body is no JSON, or says a name twice."),
        ) from None
    detail = _("It holds a character that no text can hold.")
    _refuse(
        [input_issue("invalidInput", "body", name, detail) for name in unwritable[:MOST_ISSUES]]
    )
    return value


def _number(text: str) -> int | float:
    """Sixty is 60.0 too; what is not whole is for the schema to refuse."""
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def _no_number(text: str) -> None:
    raise ValueError(text)


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _unwritable(value: Any, path: list[str | int]) -> Iterator[str]:
    """Where something stands that no text can hold: half of a pair, or the letter nought.

    A name of that kind is not repeated: it is told as the object it stands in.
    """
    if isinstance(value, str):
        if _UNWRITABLE.search(value):
            yield _named(path)
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _unwritable(each, [*path, at])
    elif isinstance(value, dict):
        for name, each in value.items():
            if _UNWRITABLE.search(name):
                yield _named(path)
            else:
                yield from _unwritable(each, [*path, name])


def _body_issues(fault: ValidationError) -> list[Issue]:
    where = list(fault.instance_path)
    kind = fault.kind
    if isinstance(kind, ValidationErrorKind.AdditionalProperties):
        return [
            input_issue("unknownInput", "body", _named([*where, name]), _("There is no such name."))
            for name in kind.unexpected
        ]
    if isinstance(kind, ValidationErrorKind.Required):
        name = _named([*where, kind.property])
        return [input_issue("schemaViolation", "body", name, _("It is missing."))]
    if any(part in _SECRET for part in where):
        detail = _("A national number is eleven digits, as text.")
        return [input_issue("schemaViolation", "body", _named(where), detail)]
    sent = _repeatable(fault.instance)
    return [input_issue("schemaViolation", "body", _named(where), _short(fault.message), **sent)]


def _named(path: list[str | int]) -> str:
    """As ``items[3].training.title``; the whole body has an empty name."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")[:200]


def _repeatable(value: Any) -> dict[str, Any]:
    plain = isinstance(value, bool | int) or (
        isinstance(value, str) and len(value) <= _LONGEST_VALUE and not _like_a_number(value)
    )
    return {"value": value} if plain else {}


def _like_a_number(text: str) -> bool:
    """Whether a national number may stand where none belongs."""
    return sum(letter.isdigit() for letter in text) >= 11


def _short(message: str) -> str:
    """What the validator says of a rule; never with a value in it that may not be repeated."""
    return message if len(message) <= 200 and not _like_a_number(message) else _("It does not fit.")
