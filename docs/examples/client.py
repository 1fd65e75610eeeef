"""A program that registers a training by the REST interface of Parcours, and follows changes.

Run it against ``make run``, with a machine that an access manager has registered for the
enterprise (its page *Machines*) and the private key that belongs to it::

    python docs/examples/client.py key         # makes key.pem, shows the public key to paste
    python docs/examples/client.py CLIENT_ID 0400000148 82051400206

It needs the packages requests and joserfc.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import requests
from joserfc import jwt
from joserfc.jwk import ECKey

PORTAL = "http://localhost:8000"
KEY = Path("key.pem")
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#: Seconds; a call that takes longer is given up and may be sent again.
PATIENCE = 30


class Parcours:
    """Signs in when it must, and sends again what may be sent again."""

    def __init__(self, client_id: str, key: ECKey, portal: str = PORTAL) -> None:
        self._client_id = client_id
        self._key = key
        self._portal = portal
        self._token = ""
        self._until = 0.0

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """The answer.  A call that was not answered, or came too often, is sent again.

        What writes has an Idempotency-Key, which stays the same: it is done once.
        """
        if method == "POST" and not path.endswith("/query"):
            headers.setdefault("Idempotency-Key", secrets.token_urlsafe(16))
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        for wait in (1, 2, 4, None):
            try:
                answer = requests.request(
                    method,
                    self._portal + address,
                    json=body,
                    headers=headers | {"Authorization": f"Bearer {self._signed_in()}"},
                    timeout=PATIENCE,
                )
            except requests.ConnectionError:
                if wait is None:
                    raise
                time.sleep(wait)
                continue
            if answer.status_code not in {429, 503} or wait is None:
                return answer
            time.sleep(int(answer.headers.get("Retry-After", wait)))
        raise AssertionError("the last round returns or raises")

    def _signed_in(self) -> str:
        if time.time() > self._until - 30:
            answer = requests.post(
                f"{self._portal}/oauth/token",
                data={
                    "grant_type": "client_credentials",
                    "client_assertion_type": JWT_BEARER,
                    "client_assertion": self._assertion(),
                },
                timeout=PATIENCE,
            )
            answer.raise_for_status()
            given = answer.json()
            self._token = given["access_token"]
            self._until = time.time() + given["expires_in"]
        return self._token

    def _assertion(self) -> str:
        """Who we are, signed: good for a minute, and once."""
        now = int(time.time())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": f"{self._portal}/oauth/token",
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_urlsafe(16),
        }
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, self._key)


def make_key() -> None:
    """A key of our own: the private half stays here, the public half goes to the page."""
    key = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)
    KEY.touch(mode=0o600)
    KEY.write_bytes(key.as_pem(private=True))
    print(json.dumps({"keys": [key.as_dict(private=False)]}, indent=2))


def read_key() -> ECKey:
    key = ECKey.import_key(KEY.read_text("ascii"))
    key.ensure_kid()
    return key


def main(client_id: str, enterprise: str, ssin: str) -> None:
    parcours = Parcours(client_id, read_key())
    today = date.today().isoformat()  # noqa: DTZ011 -- the day where the program runs
    training = {
        "title": "Fire drill",
        "startDate": today,
        "endDate": today,
        "minutes": 60,
        "formal": False,
        "followed": True,
        "countsForCredit": True,
    }
    here = f"/enterprises/{enterprise}"
    answer = parcours.call("POST", f"{here}/trainings", {"ssin": ssin, "training": training})
    if not answer.ok:
        show(answer.json())
        return
    href = answer.json()["href"]
    print(answer.json()["outcome"], href)

    etag = parcours.call("GET", href).headers["ETag"]
    corrected = {"training": training | {"minutes": 90}, "reason": "It took longer."}
    # Somebody else may have changed it since we read it: then this is refused, 412.
    show(parcours.call("PUT", href, corrected, **{"If-Match": etag}).json())

    path: str | None = f"{here}/changes"
    while path:
        page = parcours.call("GET", path).json()
        for each in page["items"]:
            print(each["at"], each["change"], each["href"])
        path = page.get("next")
    print("go on later with after =", page["after"])


def show(answer: Any) -> None:
    print(json.dumps(answer, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    if sys.argv[1:] == ["key"]:
        make_key()
    else:
        main(*sys.argv[1:4])
