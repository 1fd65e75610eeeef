"""Our public keys, for whoever checks documents without us.

``/keys/history.json`` is all that checking needs, with the term of every key that ever was ours;
the same keys as a JSON Web Key Set and as certificates are for other people's tools.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, current_app

from app.attestations.keys import Keyring
from app.identity.access import OpensTo, opens_to
from certificates.history import History, jwks, pem_of, write_history
from certificates.sealers import SealProblem

door = Blueprint("keys", __name__, url_prefix="/keys")


def published() -> History:
    """The history of keys; without one to read, the request ends as one that cannot be answered
    now."""
    keyring: Keyring = current_app.extensions["keyring"]
    try:
        return keyring.history()
    except SealProblem:
        abort(503)


@door.get("/history.json")
@opens_to(OpensTo.ANYONE)
def history() -> Response:
    return _for_everybody(Response(write_history(published()), mimetype="application/json"))


@door.get("/jwks.json")
@opens_to(OpensTo.ANYONE)
def key_set() -> Response:
    content = json.dumps(jwks(published()), indent=1)
    return _for_everybody(Response(content, mimetype="application/jwk-set+json"))


@door.get("/<key>.pem")
@opens_to(OpensTo.ANYONE)
def certificate(key: str) -> Response:
    """A sealing certificate and its chain, by its SHA-256 in hexadecimal."""
    found = next((each for each in published().seals if each.fingerprint.hex() == key), None)
    if found is None:
        abort(404)
    return _for_everybody(Response(pem_of(found), mimetype="application/x-pem-file"))


def _for_everybody(answer: Response) -> Response:
    """Scripts of other sites may read it too: it is public, and the same for all."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
