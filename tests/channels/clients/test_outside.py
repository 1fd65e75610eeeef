"""An outside authorization server that gives the tokens, in place of the portal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from app.channels.clients import outside
from config import Config, ConfigurationError
from tests.channels.clients.calling import call, problem_of, with_an_address
from tests.channels.machines import Machine, machine
from tests.house_of import MERIDIAN, NORD, House

ISSUER, AUDIENCE = "https://login.example", "https://parcours.example/api"
KEY = RSAKey.generate_key(2048, {"kid": "theirs", "use": "sig"})
LATER = RSAKey.generate_key(2048, {"kid": "later", "use": "sig"})


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[Any]]]:
    """Where their keys stand, and which."""
    keys: list[Any] = []

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(KeySet(list(keys)).as_dict(private=False)).encode())

        def log_message(self, *_: Any) -> None:
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Keys)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/jwks", keys
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def shared_portal(shared_portal: Flask, server: tuple[str, list[Any]]) -> Flask:
    """A portal where machines sign in at somebody else's."""
    address, _keys = server
    return with_an_address(
        shared_portal, oauth_issuer=ISSUER, oauth_audience=AUDIENCE, oauth_jwks_url=address
    )


@pytest.fixture
def published(server: tuple[str, list[Any]]) -> list[Any]:
    """Their keys."""
    _address, keys = server
    keys[:] = [KEY]
    return keys


@pytest.fixture
def elsewhere(house: House, published: list[Any]) -> House:
    """Meridian, where machines sign in at somebody else's."""
    outside._fetched.clear()
    house.furnish()
    return house


def token(house: House, key: Any = KEY, **other: Any) -> str:
    now = int(house.clock.now().timestamp())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "exp": now + 300,
        "client_id": "meridian-hr",
        "enterprise_number": MERIDIAN,
        "scope": "trainings:write",
    } | other
    said = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": key.kid}, said, key, ["RS256"])


@pytest.fixture
def hr(elsewhere: House) -> Machine:
    return machine(elsewhere, outside_name="meridian-hr")


def test_their_token_lets_in_the_machine_that_is_registered_here(
    elsewhere: House, hr: Machine
) -> None:
    assert call(elsewhere, token(elsewhere)).json["acts"] is True
    reading = token(elsewhere, scope="workers:read other:thing")
    assert problem_of(call(elsewhere, reading)) == (403, "missingScope")
    assert call(elsewhere, token(elsewhere, scope=["trainings:write"])).status_code == 200


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://other.example"},
        {"aud": "https://other.example/api"},
        {"aud": None},
        {"exp": None},
        {"client_id": "somebody"},
        {"client_id": None},
        {"enterprise_number": None},
        {"enterprise_number": NORD},  # a name registered by one, a token of another
        {"key": RSAKey.generate_key(2048, {"kid": "theirs"})},
        {"nbf": 9_999_999_999},
    ],
    ids=lambda each: ", ".join(each),
)
def test_any_other_token_of_theirs_opens_nothing(
    elsewhere: House, hr: Machine, other: dict[str, Any]
) -> None:
    assert problem_of(call(elsewhere, token(elsewhere, **other))) == (401, "invalidAccessToken")


def test_a_machine_that_was_ended_here_is_ended(elsewhere: House, hr: Machine) -> None:
    with elsewhere.engine.begin() as connection:
        connection.exec_driver_sql(
            "update api_clients set ended_at = created_at, ended_by = created_by"
        )
    assert problem_of(call(elsewhere, token(elsewhere))) == (401, "invalidAccessToken")


def test_a_new_key_of_theirs_is_found_and_a_made_up_one_does_not_have_us_ask_each_time(
    elsewhere: House, hr: Machine, published: list[Any], monkeypatch: Any
) -> None:
    asked = []
    fetch = outside._fetch
    monkeypatch.setattr(outside, "_fetch", lambda *said: asked.append(1) or fetch(*said))
    assert call(elsewhere, token(elsewhere)).status_code == 200
    published.append(LATER)
    for _ in range(3):
        assert call(elsewhere, token(elsewhere, key=LATER)).status_code == 401
    assert len(asked) == 1
    elsewhere.clock.at = elsewhere.clock.at.replace(minute=elsewhere.clock.at.minute + 1)
    assert call(elsewhere, token(elsewhere, key=LATER)).status_code == 200
    assert len(asked) == 2


def test_without_their_keys_nothing_is_opened_and_it_is_said_why(
    elsewhere: House, hr: Machine, monkeypatch: Any
) -> None:
    monkeypatch.setattr(outside, "PATIENCE", 0.2)
    config = replace(elsewhere.app.config["PARCOURS"], oauth_jwks_url="http://127.0.0.1:9/nowhere")
    elsewhere.app.config["PARCOURS"] = config
    answer = call(elsewhere, token(elsewhere))
    assert (answer.status_code, answer.json["type"]) == (
        503,
        "urn:problem-type:belgif:serviceUnavailable",
    )


def test_the_portals_own_door_is_shut(elsewhere: House, hr: Machine) -> None:
    browser = elsewhere.stranger()
    for path in ("/.well-known/oauth-authorization-server", "/oauth/jwks"):
        assert browser.get(path).status_code == 404
    assert hr.sign_in().status_code == 404


def test_half_a_server_is_none(config: Config) -> None:
    for half in ({"oauth_issuer": ISSUER}, {"oauth_jwks_url": "https://login.example/jwks"}):
        with pytest.raises(ConfigurationError, match="OAUTH_AUDIENCE is empty"):
            replace(config, **half).check()  # type: ignore[arg-type]
