"""Where machines sign in, and what they can read about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, g, jsonify, request

from app.channels.clients.asking import AskedTooOften, count_address
from app.channels.clients.assertions import METHOD
from app.channels.clients.server import TOKEN_PATH, MachineServer
from app.channels.clients.signing import KeysMissing
from app.channels.clients.tokens import issuer_of, published
from app.enterprises.machines.public_keys import ALGORITHMS
from app.enterprises.machines.scopes import Scope
from app.identity.access import OpensTo, opens_to
from config import Config

door = Blueprint("oauth", __name__)

#: Bytes of a request for a token: an assertion and a few words.
LARGEST = 16 * 1024


def attach(app: Flask) -> None:
    """Give the portal its token endpoint; none where an outside server gives tokens."""
    app.extensions["machines"] = MachineServer(app, _config_of(app), app.extensions["clock"])
    app.register_blueprint(door)


@door.post(TOKEN_PATH)
@opens_to(OpensTo.ASSERTION)
def token() -> Response:
    """An access token for a machine that signs who it is."""
    _here()
    request.max_content_length = LARGEST
    try:
        count_address(current_app.extensions["clock"].now())
    except AskedTooOften as error:
        return _refusal(error.error, str(error.description), error.status_code)
    if request.mimetype != "application/x-www-form-urlencoded" or request.args:
        return _refusal("invalid_request", "Send a form in the body of the request.", 400)
    try:
        answer: Response = current_app.extensions["machines"].create_token_response()
    except KeysMissing:
        return _refusal("temporarily_unavailable", "No key to sign tokens with.", 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door.after_request
def tell_what_is_left(response: Response) -> Response:
    if "allowance" in g:
        response.headers.extend(g.allowance.headers)
    return response


@door.get("/.well-known/oauth-authorization-server")
@opens_to(OpensTo.ANYONE)
def metadata() -> Response:
    """Where and how to sign in (RFC 8414)."""
    config = _here()
    place = config.public_address
    return jsonify(
        issuer=issuer_of(config),
        token_endpoint=place + TOKEN_PATH,
        jwks_uri=f"{place}/oauth/jwks",
        grant_types_supported=["client_credentials"],
        response_types_supported=[],
        token_endpoint_auth_methods_supported=[METHOD],
        token_endpoint_auth_signing_alg_values_supported=list(ALGORITHMS),
        scopes_supported=[each.value for each in Scope],
        service_documentation=f"{place}/api/v1/doc",
    )


@door.get("/oauth/jwks")
@opens_to(OpensTo.ANYONE)
def keys() -> Response:
    """The public halves of the keys that tokens are signed with."""
    try:
        return jsonify(published(_here()))
    except KeysMissing:
        return _refusal("temporarily_unavailable", "No key to sign tokens with.", 503)


def _here() -> Config:
    """The settings; 404 where machines sign in elsewhere."""
    config = _config_of(current_app)
    if config.oauth_issuer:
        abort(404)
    return config


def _config_of(app: Flask) -> Config:
    config: Config = app.config["PARCOURS"]
    return config


def _refusal(error: str, description: str, status: int) -> Response:
    said: dict[str, Any] = {"error": error, "error_description": description}
    answer = jsonify(said)
    answer.status_code = status
    return answer
