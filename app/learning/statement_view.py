"""The worker's own account as data: the door to :mod:`app.learning.statement_json`.

What cannot be read is refused as the guide of Belgian public services for REST has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, g, request

from app.foundation.database import session
from app.identity.access import OpensTo, opens_to, signed_in
from app.learning.accounts import accounts_known
from app.learning.looking_back import looking
from app.learning.parameters import law
from app.learning.statement_json import statement

door = Blueprint("statement", __name__)

_PROBLEM = "urn:problem-type:belgif:"
_INPUT = _PROBLEM + "input-validation:"
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@door.get("/training-credit/<uuid:enterprise_id>/statement.json")
@opens_to(OpensTo.SIGNED_IN)
def account_statement(enterprise_id: UUID) -> Response:
    """``year``: one year only; ``known``: as known at the end of a day that has passed."""
    now = current_app.extensions["clock"].now()
    seen = looking(request.args, now=now)
    issues = list(_unreadable())
    if not issues and seen.form.known.errors:
        issues = [_issue("invalidInput", "known", "This is no day that has passed.")]
    if issues:
        return _refused(400, "badRequest", "Bad Request", issues=issues)
    year = request.args.get("year", type=int)
    accounts = accounts_known(
        session(), signed_in().person_id, today=seen.today, at=seen.at, enterprise_id=enterprise_id
    )
    for account in accounts:  # one, or none
        found = statement(
            account,
            law_version=law().version,
            today=seen.today,
            known_at=seen.at or now,
            year=year,
        )
        if found["years"] or year is None:
            return _json(found, 200, "application/json")
    return _refused(404, "resourceNotFound", "Not Found", detail="There is no such account.")


def _unreadable() -> Iterator[dict[str, str]]:
    """What the address asks that this door does not know, or not in this form."""
    forms = {"year": (_YEAR, "A year has four digits."), "known": (_DAY, "Write it 2026-06-30.")}
    for name in request.args:
        if name not in forms:
            yield _issue("unknownInput", name, "Only year and known can be asked for.")
        elif len(request.args.getlist(name)) > 1:
            yield _issue("schemaViolation", name, "It can be given once.")
        elif not forms[name][0].fullmatch(request.args[name]):
            yield _issue("schemaViolation", name, forms[name][1])


def _issue(kind: str, name: str, detail: str) -> dict[str, str]:
    return {
        "type": _INPUT + kind,
        "in": "query",
        "name": name,
        "value": request.args[name],
        "detail": detail,
    }


def _refused(status: int, kind: str, title: str, **more: Any) -> Response:
    said = {
        "type": _PROBLEM + kind,
        "title": title,
        "status": status,
        "instance": f"urn:uuid:{g.request_id}",
    }
    return _json(said | more, status, "application/problem+json")


def _json(content: dict[str, Any], status: int, kind: str) -> Response:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, content_type=kind)
