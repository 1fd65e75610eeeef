"""What is wrong with a call, as RFC 9457 and the guide of Belgian public services have it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from flask import Response, g

from app.foundation.problems import Problem
from app.learning.wording import sentence

MEDIA = "application/problem+json"
_STANDARD = "urn:problem-type:belgif:"
_OURS = "urn:problem-type:parcours:"
_ISSUE = _STANDARD + "input-validation:"
Issue = dict[str, Any]


class Kind(Enum):
    """Every kind of problem: the end of its type, status and title.

    Those of the guide have its name in front; the guide has none for the last ones.
    """

    BAD_REQUEST = (_STANDARD + "badRequest", 400, "Bad Request")
    MISSING_PERMISSION = (_STANDARD + "missingPermission", 403, "Missing Permission")
    NOT_FOUND = (_STANDARD + "resourceNotFound", 404, "Resource Not Found")
    TOO_LARGE = (_STANDARD + "payloadTooLarge", 413, "Payload Too Large")
    TOO_MANY = (_STANDARD + "tooManyRequests", 429, "Too Many Requests")
    BROKEN = (_STANDARD + "internalServerError", 500, "Internal Server Error")
    UNAVAILABLE = (_STANDARD + "serviceUnavailable", 503, "Service Unavailable")
    METHOD = (_OURS + "methodNotAllowed", 405, "Method Not Allowed")
    NOT_ACCEPTABLE = (_OURS + "notAcceptable", 406, "Not Acceptable")
    CANCELLED = (_OURS + "trainingCancelled", 409, "Training Cancelled")
    NOT_DONE = (_OURS + "batchNotDone", 409, "Batch Not Done")
    SENT_BEFORE = (_OURS + "batchSentBefore", 409, "Batch Sent Before")
    NOT_MADE = (_OURS + "statementsNotMade", 409, "Statements Not Made")
    CHANGED = (_OURS + "preconditionFailed", 412, "Precondition Failed")
    MEDIA_TYPE = (_OURS + "unsupportedMediaType", 415, "Unsupported Media Type")
    KEY_REUSED = (_OURS + "idempotencyKeyReused", 422, "Idempotency Key Reused")
    UNCONDITIONAL = (_OURS + "preconditionRequired", 428, "Precondition Required")

    def __init__(self, type_: str, status: int, title: str) -> None:
        self.type = type_
        self.status = status
        self.title = title


@dataclass
class Refusal(Exception):
    """Ends a call with a problem; what was written until then stays, as in every refusal."""

    kind: Kind
    detail: str | None = None
    issues: list[Issue] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)


def answered(refusal: Refusal) -> Response:
    more: dict[str, Any] = {"detail": refusal.detail} if refusal.detail else {}
    if refusal.issues:
        more["issues"] = refusal.issues
    kind = refusal.kind
    return problem_answer(kind.type, kind.status, kind.title, refusal.headers, **more)


def problem_answer(
    type_: str, status: int, title: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    said = {
        "type": type_,
        "title": title,
        "status": status,
        "instance": f"urn:uuid:{g.request_id}",
        **more,
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, headers=dict(headers or {}), content_type=MEDIA)


#: Fields of rules that have another name here; a field that is not among them has none.
_NAMES = {
    "worker": "ssin",
    "title": "training.title",
    "starts_on": "training.startDate",
    "ends_on": "training.endDate",
    "minutes": "training.minutes",
    "counts": "training.notCountingReason",
    "certificate_until": "training.certificate.validUntil",
    "field_of_learning": "training.fieldOfLearning",
    "provider": "training.provider.name",
    "provider_number": "training.provider.enterpriseNumber",
    "reason": "reason",
}
#: The same of what is stated of rights.
RIGHTS = {
    "worker": "ssin",
    "year": "year",
    "minutes": "minutes",
    "days": "days",
    "agreement": "agreement",
    "reason": "reason",
}
_REFERRED = frozenset({"not_a_worker_of_yours", "access_closed"})


def issues_of(
    problems: Iterable[Problem], *, before: str = "", names: Mapping[str, str] = _NAMES
) -> list[Issue]:
    """What the rules refuse; ``before`` leads to the item that it is about."""
    return [_issue(each, before, names) for each in problems]


def _issue(found: Problem, before: str, names: Mapping[str, str]) -> Issue:
    kind = "referencedResourceNotFound" if found.code in _REFERRED else "invalidInput"
    issue: Issue = {"type": _ISSUE + kind, "code": found.code, "detail": sentence(found)}
    name = names.get(found.field or "")
    if name:
        issue |= {"in": "body", "name": before + name}
    if params := {_camel(name): _plain(value) for name, value in found.named.items()}:
        issue["params"] = params
    return issue


def input_issue(kind: str, place: str, name: str, detail: str, **value: Any) -> Issue:
    """Something sent that does not follow the contract; ``value`` where it may be repeated."""
    return {"type": _ISSUE + kind, "in": place, "name": name, "detail": detail, **value}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
