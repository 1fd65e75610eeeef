"""The portal's side of the conversation, step by step, and the people it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import TestResponse

ISSUER = "http://localhost:8001/fas/oauth2"
CALLBACK = "http://localhost:8000/sign-in/callback"
VERIFIER = "a-verifier-long-enough-to-be-one-0123456789"


def national_number(first_nine: str) -> str:
    """Eleven digits with the right check number; 999 as counter is never given to anybody."""
    return f"{first_nine}{97 - int(first_nine) % 97:02}"


AMINA = national_number("820514999")
BRAM = national_number("750301999")
PEOPLE: dict[str, Any] = {
    "people": [
        {
            "ssin": AMINA,
            "surname": "Benali",
            "given_names": "Amina",
            "language": "fr",
            "description": {
                "fr": "Aide-soignante",
                "nl": "Zorgkundige",
                "de": "Pflegehelferin",
                "en": "Nurse’s aide",
            },
        },
        {
            "ssin": BRAM,
            "surname": "Peeters",
            "given_names": "Bram",
            "language": "nl",
            "mail": "bram@example.org",
            "description": {},
        },
    ]
}


@dataclass
class HandClock:
    """Stands still until it is moved."""

    now: float = 1_750_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Portal:
    """The client's side of the flow, each step on its own so that a test can get it wrong."""

    browser: FlaskClient
    secret: str
    request: dict[str, str] = field(
        default_factory=lambda: {
            "response_type": "code",
            "client_id": "parcours",
            "redirect_uri": CALLBACK,
            "scope": "openid profile egovnrn",
            "state": "the state",
            "nonce": "the nonce",
            "code_challenge": create_s256_code_challenge(VERIFIER),
            "code_challenge_method": "S256",
        }
    )

    def address(self, **changes: str | None) -> str:
        """The authorisation request as an address; None leaves a parameter out."""
        asked = {name: value for name, value in (self.request | changes).items() if value}
        return f"{ISSUER}/authorize?{urlencode(asked)}"

    def page(self, **changes: str | None) -> TestResponse:
        return self.browser.get(self.address(**changes))

    def choose(
        self, person: str = "Amina Benali", key: str = "EID", **changes: str | None
    ) -> TestResponse:
        """Pick somebody on the list by name, as the page offers them."""
        before = self.page(**changes).text.split(f">{person}</label>")[0]
        value = before.rsplit('value="', 1)[1].split('"')[0]
        return self.browser.post(self.address(**changes), data={"person": value, "key": key})

    def type_number(self, ssin: str, **changes: str) -> TestResponse:
        names = {"surname": "Maes", "given_names": "Dirk"}
        form = {"person": "someone-else", "ssin": ssin, "key": "EID"} | names | changes
        return self.browser.post(self.address(), data=form)

    def code(self, **changes: str | None) -> str:
        return answer_of(self.choose(**changes))["code"]

    def exchange(self, code: str, *, secret: str | None = None, **changes: str) -> TestResponse:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        return self.browser.post(
            f"{ISSUER}/access_token",
            data=form | changes,
            auth=("parcours", self.secret if secret is None else secret),
        )

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        tokens: dict[str, Any] = self.exchange(self.code(**changes)).json
        return tokens

    def userinfo(self, access_token: str) -> TestResponse:
        bearer = {"Authorization": f"Bearer {access_token}"}
        return self.browser.get(f"{ISSUER}/userinfo", headers=bearer)

    def read(self, token: str) -> jwt.Token:
        """Header and claims of a token, its signature verified against the published keys."""
        keys = KeySet.import_key_set(self.browser.get(f"{ISSUER}/connect/jwk_uri").json)
        return jwt.decode(token, keys, algorithms=["RS256"])


def answer_of(response: TestResponse) -> dict[str, str]:
    """What the redirect back to the portal says; fails when it leads elsewhere."""
    assert response.location.split("?")[0] == CALLBACK
    return dict(parse_qsl(urlsplit(response.location).query))
