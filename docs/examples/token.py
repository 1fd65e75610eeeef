"""Sign in as a machine: make a key, sign who you are, get a token.

    python docs/examples/token.py key                       makes key.json, prints its public half
    python docs/examples/token.py token CLIENT_ID [SCOPE…]  prints an access token

Give the public half to an access manager, who registers the system and tells you its client ID
(docs/machines.md).  The private key stays in key.json: nobody else ever needs it.  It takes only
joserfc and requests, and the address of the portal in PARCOURS (http://localhost:8000).
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from pathlib import Path

import requests
from joserfc import jwt
from joserfc.jwk import ECKey

PORTAL = os.environ.get("PARCOURS", "http://localhost:8000")
KEY = Path(os.environ.get("PARCOURS_KEY", "key.json"))
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def make_key() -> str:
    """A new key pair, kept for its owner alone; its public half as a JWKS."""
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"})
    key.ensure_kid()
    with open(os.open(KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
    return json.dumps({"keys": [key.as_dict(private=False)]}, indent=2)


def token_for(client_id: str, scopes: list[str], portal: str = PORTAL) -> str:
    """An access token for these scopes, or for all that the system has.

    Good for ten minutes: ask for another one when it has expired, not for each call.
    """
    place = f"{portal}/.well-known/oauth-authorization-server"
    endpoint = requests.get(place, timeout=10).json()["token_endpoint"]
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
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION,
        "client_assertion": jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key, ["ES256"]),
        "scope": " ".join(scopes),
    }
    answer = requests.post(endpoint, data=form, timeout=10)
    if not answer.ok:
        raise SystemExit(f"{answer.status_code}: {answer.text.strip()}")
    return str(answer.json()["access_token"])


def main(arguments: list[str]) -> int:
    match arguments:
        case ["key"]:
            print(make_key())
        case ["token", client_id, *scopes]:
            print(token_for(client_id, scopes))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
