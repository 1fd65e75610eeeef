"""The door: every operation of the contract at its address, and the contract itself."""

from __future__ import annotations

import re

from flask import Blueprint, Flask, Response, g, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
)

from app.channels.api import resources as resources  # each says which operation it carries out
from app.channels.api.calls import view_of
from app.channels.api.contract import FILE, contract
from app.channels.api.documentation import chapters, paragraphs, problem_fields
from app.channels.api.problems import Kind, Refusal, answered, problem_answer
from app.channels.clients import AccessRefused
from app.foundation.database import session
from app.foundation.languages import language
from app.foundation.logging import log
from app.identity.access import OpensTo, opens_to

door = Blueprint("api", __name__, url_prefix=contract().base)
_PLACES = {
    "enterpriseNumber": "<enterprise_number>",
    "workerId": "<uuid:worker_id>",
    "trainingId": "<uuid:training_id>",
    "batchId": "<uuid:batch_id>",
    "runId": "<uuid:run_id>",
    "year": "<int(min=2000, max=2199):year>",
}
_TRACE = "BelGov-Trace-Id"


def _operations() -> None:
    for operation in contract().operations.values():
        place = re.sub(r"\{(\w+)\}", lambda found: _PLACES[found[1]], operation.path)
        view = opens_to(OpensTo.CLIENT, scope=operation.scope)(view_of(contract(), operation))
        door.add_url_rule(
            place,
            operation.name,
            view,
            methods=[operation.method],
            provide_automatic_options=False,
        )


_operations()


@door.get("/openapi.yaml")
@opens_to(OpensTo.ANYONE)
def published() -> Response:
    return Response(FILE.read_bytes(), content_type="application/yaml; charset=utf-8")


@door.get("/doc")
@opens_to(OpensTo.ANYONE)
def documentation() -> str:
    """The contract, to be read."""
    return render_template(
        "api/documentation.html",
        contract=contract().document,
        chapters=chapters(contract()),
        problems=problem_fields(contract()),
        paragraphs=paragraphs,
    )


@door.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    return answered(refusal)


@door.errorhandler(AccessRefused)
def shut(refused: AccessRefused) -> Response:
    more = {"requiredScopes": [refused.scope]} if refused.scope else {}
    headers = {"WWW-Authenticate": refused.challenge}
    title = str(refused.description)
    return problem_answer(refused.type, refused.code or 401, title, headers, **more)


@door.errorhandler(HTTPException)
def unexpected(error: HTTPException) -> Response:
    """What Flask itself refuses."""
    if isinstance(error, RequestEntityTooLarge):
        return answered(Refusal(Kind.TOO_LARGE, _("Send less at a time.")))
    kinds = {404: Kind.NOT_FOUND, 503: Kind.UNAVAILABLE}
    return answered(Refusal(kinds.get(error.code or 400, Kind.BAD_REQUEST)))


@door.errorhandler(Exception)
def broken(error: Exception) -> Response:
    """Nothing of what was begun stays; what happened is in the log, and in no answer."""
    if "db" in g:
        session().rollback()
    log.error("unexpected", exc_info=error)
    return answered(Refusal(Kind.BROKEN))


@door.after_request
def describe(response: Response) -> Response:
    """What every answer says of itself."""
    response.headers.setdefault("Content-Language", language())
    response.vary.add("Accept-Language")
    response.headers[_TRACE] = g.get("request_id", "")
    related = request.headers.get(_TRACE)
    if related and re.fullmatch(r"[0-9A-Za-z-]{1,36}", related):
        response.headers["BelGov-Related-Trace-Id"] = related
    if "allowance" in g:
        response.headers.extend(g.allowance.headers)
    return response


def elsewhere() -> Response | None:
    """What the contract does not have: another method of an address, or no address at all.

    Asked before any request, for it has no rule: nobody knows all methods, and what one rule for
    all addresses would have to match.
    """
    base, wrong = f"{contract().base}/", request.routing_exception
    if not isinstance(wrong, NotFound | MethodNotAllowed) or not request.path.startswith(base):
        return None
    allowed = contract().allowed_at(f"/{request.path.removeprefix(base)}")
    if allowed and request.method not in allowed:
        refusal = Refusal(Kind.METHOD, headers={"Allow": ", ".join(allowed)})
    else:
        refusal = Refusal(Kind.NOT_FOUND)
    return describe(answered(refusal))


def attach(app: Flask) -> None:
    """Open the door.  Nothing behind it reads a cookie: no form of another site can be forged."""
    app.before_request(elsewhere)
    app.register_blueprint(door)
    app.extensions["csrf"].exempt(door)
