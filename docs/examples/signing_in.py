"""Sign in as a machine: make a key, sign who you are, get a token.

    python docs/examples/signing_in.py key                     makes key.json, shows its public half
    python docs/examples/signing_in.py token CLIENT_ID [SCOPE…]  shows an access token

Give the public half to an access manager, who registers the system and tells you its client ID
(docs/machines.md).  The private key stays in key.json, or in the file that PARCOURS_KEY names:
nobody else ever needs it.  PARCOURS is the address of the portal, http://localhost:8000 where it
is not set.  It takes only joserfc and requests.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from joserfc import jwt
from joserfc.jwk import ECKey

PORTAL = os.environ.get("PARCOURS", "http://localhost:8000")
KEY = Path(os.environ.get("PARCOURS_KEY", "key.json"))
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#: Seconds; a call that takes longer is given up and may be sent again.
PATIENCE = 30


@dataclass(frozen=True)
class Token:
    text: str
    until: float  # seconds since 1970


def make_key() -> str:
    """A new key pair, kept for its owner alone; its public half as a JWKS."""
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
    with open(os.open(KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
    return json.dumps({"keys": [key.as_dict(private=False)]}, indent=2)


def get_token(client_id: str, scopes: list[str] | None = None) -> Token:
    """An access token for these scopes, or for all that the system has.

    It lasts ten minutes: ask for another one when it has expired, not for each call.
    """
    endpoint = _token_endpoint()
    while True:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": _assertion(client_id, endpoint),
            "scope": " ".join(scopes or []),
        }
        answer = requests.post(endpoint, data=form, timeout=PATIENCE)
        if answer.status_code not in {429, 503}:
            break
        time.sleep(int(answer.headers.get("Retry-After", 5)))
    if not answer.ok:
        raise SystemExit(f"{answer.status_code}: {answer.text.strip()}")
    given = answer.json()
    return Token(given["access_token"], time.time() + given["expires_in"])


def _token_endpoint() -> str:
    said: dict[str, Any] = requests.get(
        f"{PORTAL}/.well-known/oauth-authorization-server", timeout=PATIENCE
    ).json()
    return str(said["token_endpoint"])


def _assertion(client_id: str, endpoint: str) -> str:
    """Who we are, signed: good for a minute, and once."""
    key = ECKey.import_key(json.loads(KEY.read_text()))
    now = int(time.time())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": endpoint,
        "iat": now,
        "exp": now + 60,
        "jti": secrets.token_urlsafe(16),  # taken once: a new one each time
    }
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key, ["ES256"])


def main(arguments: list[str]) -> int:
    match arguments:
        case ["key"]:
            print(make_key())
        case ["token", client_id, *scopes]:
            print(get_token(client_id, scopes).text)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
