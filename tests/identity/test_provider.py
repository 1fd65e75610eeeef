"""The portal's side of the conversation, against a provider that does not behave.

The demo provider cannot be made to lie; this one, of a hundred lines, says what a test tells it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from app.identity.provider import Provider as SignIn
from tests.house_of import AMINA

EID = "urn:be:fedict:iam:fas:Level500"
Answer = tuple[int, str, bytes]


@dataclass
class Provider:
    """Answers as a good provider would, but for what ``lies`` replaces."""

    key: RSAKey
    issuer: str = ""
    nonce: str = ""
    #: By the last part of the path: what to answer instead.
    lies: dict[str, Answer] = field(default_factory=dict)
    id_token: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    signing: RSAKey | None = None
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> Answer:
        place = path.rsplit("/", 1)[-1].split("?")[0]
        self.asked.append(place)
        if place in self.lies:
            return self.lies[place]
        made: dict[str, Callable[[], Any]] = {
            "openid-configuration": self._metadata,
            "keys": lambda: {"keys": [self.key.as_dict(private=False)]},
            "token": self._tokens,
            "userinfo": self._userinfo,
        }
        return 200, "application/json", json.dumps(made[place]()).encode()

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _tokens(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "amina",
            "aud": "parcours",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "acr": EID,
        } | self.id_token
        return {"access_token": "t", "token_type": "Bearer", "id_token": self.signed(claims)}

    def _userinfo(self) -> dict[str, Any]:
        said = {"sub": "amina", "surname": "Benali", "givenName": "Amina", "egovNRN": AMINA}
        return said | self.told

    def signed(self, claims: dict[str, Any]) -> str:
        key = self.signing or self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key)


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


@pytest.fixture(scope="module")
def foreign_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


@pytest.fixture
def provider(key: RSAKey) -> Iterator[Provider]:
    made = Provider(key)

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, content = made.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        made.issuer = f"http://localhost:{server.server_address[1]}/op"
        served = threading.Thread(target=server.serve_forever, args=(0.01,))
        served.start()
        yield made
        server.shutdown()
        served.join()


@pytest.fixture
def portal(app: Flask, provider: Provider) -> Flask:
    """The portal of all tests, which signs in at this provider for the length of one."""
    config = replace(app.config["PARCOURS"], oidc_issuer=provider.issuer)
    app.config["PARCOURS"] = config
    app.extensions["provider"] = SignIn(app, config)
    return app


@pytest.fixture
def browser(portal: Flask) -> FlaskClient:
    return portal.test_client()


def come_back(browser: FlaskClient, provider: Provider) -> TestResponse:
    """Begin a sign-in and return from the provider with a code."""
    sent = browser.get("/sign-in")
    asked = {k: v[0] for k, v in parse_qs(urlsplit(sent.location).query).items()}
    provider.nonce = asked["nonce"]
    return browser.get(f"/sign-in/callback?code=c&state={asked['state']}")


def _sessions(engine: Engine) -> int:
    with engine.connect() as connection:
        count: int = connection.execute(text("select count(*) from sign_in_sessions")).scalar_one()
        return count


def test_amina_is_signed_in_by_a_provider_that_answers_in_json(
    browser: FlaskClient, provider: Provider, engine: Engine
) -> None:
    answer = come_back(browser, provider)
    assert (answer.status_code, answer.location) == (302, "/start")
    assert _sessions(engine) == 1


def test_amina_is_signed_in_by_a_provider_that_answers_with_a_signed_token(
    browser: FlaskClient, provider: Provider, engine: Engine
) -> None:
    said = {"sub": "amina", "aud": "parcours", "egovNRN": AMINA}
    provider.lies["userinfo"] = (200, "application/jwt", provider.signed(said).encode())
    assert come_back(browser, provider).location == "/start"
    assert _sessions(engine) == 1


def test_the_portal_asks_for_a_code_with_everything_that_protects_it(browser: FlaskClient) -> None:
    sent = browser.get("/sign-in", headers={"Accept-Language": "nl"})
    asked = {k: v[0] for k, v in parse_qs(urlsplit(sent.location).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert (asked["scope"], asked["ui_locales"]) == ("openid profile egovnrn roles", "nl")
    assert asked["acr_values"] == "urn:be:fedict:iam:fas:Level450"
    assert asked["redirect_uri"] == "http://localhost:8000/sign-in/callback"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("another nonce", {"nonce": "another"}),
        ("no nonce", {"nonce": None}),
        ("another issuer", {"iss": "https://evil.example"}),
        ("for another portal", {"aud": "another"}),
        ("long over", {"exp": 1_700_000_000, "iat": 1_699_999_000}),
        ("a low level", {"acr": "urn:be:fedict:iam:fas:Level100"}),
        ("no level", {"acr": None}),
        ("about somebody else", {"sub": "chloe"}),
    ],
)
def test_an_id_token_that_is_not_right_signs_nobody_in(
    browser: FlaskClient, provider: Provider, engine: Engine, what: str, said: dict[str, Any]
) -> None:
    provider.id_token = said
    assert come_back(browser, provider).status_code == 401, what
    assert _sessions(engine) == 0


def test_an_id_token_signed_by_somebody_else_signs_nobody_in(
    browser: FlaskClient, provider: Provider, engine: Engine, foreign_key: RSAKey
) -> None:
    provider.signing = foreign_key
    assert come_back(browser, provider).status_code == 401
    assert _sessions(engine) == 0


@pytest.mark.parametrize("told", [{"sub": "chloe"}, {"egovNRN": None}, {"egovNRN": "123"}])
def test_userinfo_that_does_not_say_who_signs_nobody_in(
    browser: FlaskClient, provider: Provider, engine: Engine, told: dict[str, Any]
) -> None:
    provider.told = told
    assert come_back(browser, provider).status_code == 401
    assert _sessions(engine) == 0


@pytest.mark.parametrize("wrong", ["foreign key", "another audience", "no token at all", "no sub"])
def test_signed_userinfo_that_is_not_right_signs_nobody_in(
    browser: FlaskClient, provider: Provider, engine: Engine, foreign_key: RSAKey, wrong: str
) -> None:
    said = {"sub": "amina", "aud": "parcours", "egovNRN": AMINA}
    if wrong == "another audience":
        said["aud"] = "another"
    if wrong == "no sub":
        del said["sub"]
    token = provider.signed(said)
    if wrong == "foreign key":
        token = jwt.encode({"alg": "RS256", "kid": provider.key.kid}, said, foreign_key)
    if wrong == "no token at all":
        token = "not.a.token"
    provider.lies["userinfo"] = (200, "application/jwt", token.encode())
    assert come_back(browser, provider).status_code == 401
    assert _sessions(engine) == 0


@pytest.mark.parametrize(
    ("place", "answer", "status"),
    [
        ("token", (400, "application/json", b'{"error": "invalid_grant"}'), 401),
        ("token", (200, "application/json", b'{"access_token": "t"}'), 401),
        ("token", (500, "text/html", b"<h1>Oops</h1>"), 503),
        ("token", (200, "text/html", b"<h1>Maintenance</h1>"), 503),
        ("token", (200, "application/json", b'{"token_type": "Bearer"}'), 401),
        ("keys", (500, "text/html", b""), 503),
        ("keys", (200, "text/html", b"<h1>Maintenance</h1>"), 503),
        ("userinfo", (500, "text/html", b""), 503),
        ("userinfo", (401, "application/json", b"{}"), 503),
        ("userinfo", (200, "text/html", b"<h1>Maintenance</h1>"), 503),
        ("userinfo", (200, "application/json", b"[]"), 503),
    ],
)
def test_a_provider_that_answers_amiss_is_no_fault_of_the_person(
    browser: FlaskClient,
    provider: Provider,
    engine: Engine,
    place: str,
    answer: Answer,
    status: int,
) -> None:
    provider.lies[place] = answer
    assert come_back(browser, provider).status_code == status
    assert _sessions(engine) == 0


@pytest.mark.parametrize(
    "answer",
    [
        (500, "text/html", b""),
        (404, "text/html", b""),
        (200, "text/html", b"<h1>Maintenance</h1>"),
        (200, "application/json", b"{}"),
    ],
)
def test_a_provider_that_does_not_introduce_itself_is_said_to_be_away(
    browser: FlaskClient, provider: Provider, answer: Answer
) -> None:
    provider.lies["openid-configuration"] = answer
    assert browser.get("/sign-in").status_code == 503
