"""How a machine signs in: what proves who it is, and everything that does not."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import text

from app.enterprises.machines.scopes import Scope
from tests.channels.machines import TOKEN_URL, Machine, fresh_key, machine
from tests.house_of import House


@pytest.fixture
def hr(house: House) -> Machine:
    """Meridian's system for its people."""
    house.furnish()
    return machine(house)


def refused(hr: Machine, assertion: str, **form: str) -> str:
    """Why nothing was given."""
    answer = hr.sign_in(assertion, **form)
    assert answer.status_code in {400, 401}, answer.text
    assert "access_token" not in answer.json
    return str(answer.json["error"])


def change(house: House, statement: str, **values: Any) -> None:
    with house.engine.begin() as connection:
        connection.execute(text(statement), values)


def b64(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def test_a_machine_that_signs_who_it_is_gets_a_token_of_minutes(hr: Machine) -> None:
    answer = hr.sign_in(scope="trainings:write workers:read")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    given = answer.json
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 600)
    assert given["scope"] == "trainings:write workers:read"
    assert "refresh_token" not in given
    [said] = [jws.extract_compact(given["access_token"].encode())]
    assert said.headers()["typ"] == "at+jwt"


def test_a_machine_that_asks_for_nothing_gets_what_it_has(house: House) -> None:
    house.furnish()
    reader = machine(house, Scope.WORKERS_READ, Scope.TRAININGS_READ)
    assert reader.sign_in().json["scope"] == "trainings:read workers:read"


@pytest.mark.parametrize("audience", [TOKEN_URL, "http://localhost:8000", [TOKEN_URL]])
def test_an_assertion_is_for_this_endpoint_or_its_issuer(hr: Machine, audience: Any) -> None:
    assert hr.sign_in(hr.assertion(aud=audience)).status_code == 200


@pytest.mark.parametrize("alg", ["RS256", "PS256"])
def test_a_machine_may_sign_with_rsa(house: House, alg: str) -> None:
    house.furnish()
    older = machine(house, key=RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}))
    assert older.sign_in(older.assertion(alg=alg)).status_code == 200


def test_an_assertion_is_taken_once(hr: Machine) -> None:
    assertion = hr.assertion()
    assert hr.sign_in(assertion).status_code == 200
    assert refused(hr, assertion) == "invalid_client"
    hr.house.clock.at += timedelta(seconds=85)
    assert refused(hr, assertion) == "invalid_client"
    with hr.house.engine.connect() as connection:
        acts = connection.execute(
            text("select act from audit_lines where act like '%machine%' order by at, line_id")
        ).scalars()
        assert list(acts) == [
            "enterprise:machine:signed_in",
            "enterprise:machine:not_signed_in",
            "enterprise:machine:not_signed_in",
        ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "https://elsewhere.example/oauth/token"},
        {"aud": [TOKEN_URL, "https://elsewhere.example/oauth/token"]},
        {"aud": None},
        {"aud": {"a": 1}},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"jti": "x" * 201},
        {"iss": "somebody"},
        {"iss": None},
        {"sub": None},
        {"sub": ["a"]},
        {"sub": "00000000-0000-0000-0000-000000000000"},
        {"iat": "yesterday"},
        {"nbf": float("nan")},
    ],
    ids=str,
)
def test_what_an_assertion_must_say_is_not_left_out_or_made_up(
    hr: Machine, wrong: dict[str, Any]
) -> None:
    assert refused(hr, hr.assertion(**wrong)) == "invalid_client"


def test_an_assertion_is_good_now_and_for_five_minutes_at_most(hr: Machine) -> None:
    now = int(hr.house.clock.now().timestamp())
    for times in (
        {"exp": now - 31, "iat": now - 90},
        {"exp": now + 331},
        {"exp": now + 60, "iat": now + 31},
        {"exp": now + 60, "nbf": now + 31},
    ):
        assert refused(hr, hr.assertion(**times)) == "invalid_client", times
    assert hr.sign_in(hr.assertion(exp=now + 300)).status_code == 200


def test_only_a_signature_with_its_own_key_counts(hr: Machine) -> None:
    other = fresh_key("first")
    assert refused(hr, hr.assertion(key=other)) == "invalid_client"
    unknown = fresh_key("unknown")
    assert refused(hr, hr.assertion(key=unknown)) == "invalid_client"
    # Whoever sends a key along proves nothing with it.
    header = {"alg": "ES256", "kid": "first", "jwk": other.as_dict(private=False)}
    assert refused(hr, jwt.encode(header, hr.claims(), other, ["ES256"])) == "invalid_client"


def test_no_signature_is_none(hr: Machine) -> None:
    for alg in ("none", "None", "NONE", ""):
        unsigned = f"{b64({'alg': alg, 'kid': 'first'})}.{b64(hr.claims())}."
        assert refused(hr, unsigned) == "invalid_client"
    assert refused(hr, f"{b64({'kid': 'first'})}.{b64(hr.claims())}.") == "invalid_client"


def test_a_public_key_is_no_shared_secret(hr: Machine) -> None:
    """The old trick: HMAC, with the public key that everybody knows as its secret."""
    public = hr.key.as_dict(private=False)
    for secret in (
        hr.key.as_pem(private=False),
        json.dumps(public).encode(),
        base64.urlsafe_b64decode(str(public["x"]) + "="),
    ):
        for alg, digest in (("HS256", "sha256"), ("HS512", "sha512")):
            signed = f"{b64({'alg': alg, 'kid': 'first'})}.{b64(hr.claims())}"
            seal = hmac.digest(secret, signed.encode(), digest)
            forged = f"{signed}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"
            assert refused(hr, forged) == "invalid_client"


def test_another_curve_or_hash_is_refused(hr: Machine) -> None:
    wide = ECKey.generate_key("P-384", {"kid": "first"})
    assert refused(hr, hr.assertion(key=wide, alg="ES384")) == "invalid_client"


def test_one_machine_does_not_sign_for_another(hr: Machine) -> None:
    other = machine(hr.house, key=fresh_key("second"))
    claims = hr.claims()
    for kid in ("first", "second"):
        forged = jwt.encode({"alg": "ES256", "kid": kid}, claims, other.key, ["ES256"])
        assert refused(hr, forged) == "invalid_client"


def test_two_keys_are_good_at_once_and_an_ended_one_no_more(hr: Machine) -> None:
    second = fresh_key("second")
    change(
        hr.house,
        "insert into api_client_keys select client_id, 'second', cast(:jwk as jsonb), 't',"
        " added_by, added_at from api_client_keys",
        jwk=json.dumps(second.as_dict(private=False)),
    )
    assert hr.sign_in(hr.assertion()).status_code == 200
    assert hr.sign_in(hr.assertion(key=second)).status_code == 200
    change(
        hr.house,
        "update api_client_keys set ended_at = added_at, ended_by = added_by where kid = 'first'",
    )
    assert refused(hr, hr.assertion()) == "invalid_client"
    assert hr.sign_in(hr.assertion(key=second)).status_code == 200


def test_a_machine_without_a_key_does_not_sign_in(hr: Machine) -> None:
    change(hr.house, "delete from api_client_keys")
    assert refused(hr, hr.assertion()) == "invalid_client"


def test_an_ended_machine_does_not_sign_in(hr: Machine) -> None:
    change(hr.house, "update api_clients set ended_at = created_at, ended_by = created_by")
    assert refused(hr, hr.assertion()) == "invalid_client"


def test_a_scope_that_was_not_granted_is_refused_and_written_down(house: House) -> None:
    house.furnish()
    reader = machine(house, Scope.WORKERS_READ)
    for scope in ("trainings:write", "workers:read trainings:write", "made:up"):
        assert refused(reader, reader.assertion(), scope=scope) == "invalid_scope"
    with house.engine.connect() as connection:
        lines = connection.execute(
            text("select details from audit_lines where act = 'enterprise:machine:not_signed_in'")
        ).scalars()
        assert {line["problems"][0] for line in lines} == {"scope_not_granted"}


def test_nothing_shared_and_no_other_way_signs_in(hr: Machine) -> None:
    browser, assertion = hr.house.stranger(), hr.assertion()
    good = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
    }
    for form in (
        {},
        {"grant_type": "client_credentials"},
        {"grant_type": "client_credentials", "client_id": str(hr.client_id)},
        good | {"grant_type": "password"},
        good | {"grant_type": 'x"é\\'},
        good | {"client_secret": "s3cret"},
        good | {"client_assertion_type": "urn:other"},
        good | {"client_assertion": "a.b.c"},
        good | {"client_assertion": "é\x00\ud7ff"},
        good | {"client_assertion": "x" * 9000},
        good | {"client_assertion": [assertion, assertion]},
        good | {"client_assertion": f"{b64({'alg': 'ES256'})}.{_nested()}.AAAA"},
        good | {"client_assertion": f"{b64({'alg': ['ES256'], 'kid': {}})}.{b64({})}.AAAA"},
        good | {"client_assertion": f"{b64({'alg': 'ES256', 'kid': 'é'})}.{b64({})}.AAAA"},
    ):
        answer = browser.post("/oauth/token", data=form)
        assert answer.status_code in {400, 401}, form
        assert answer.json["error"], form
    basic = {"Authorization": "Basic !!"}
    assert browser.post("/oauth/token", data=good, headers=basic).status_code in {400, 401}
    assert browser.post("/oauth/token", json=good).status_code == 400
    assert browser.post("/oauth/token", query_string=good).status_code == 400
    assert browser.post("/oauth/token", data=good | {"x": "y" * 20_000}).status_code == 413
    assert browser.get("/oauth/token").status_code == 405
    assert browser.post("/oauth/token", data=good).status_code == 200, "it was not used up"


def _nested() -> str:
    return base64.urlsafe_b64encode(b"[" * 5000).rstrip(b"=").decode()


def test_what_a_machine_needs_to_know_is_published(hr: Machine) -> None:
    browser = hr.house.stranger()
    said = browser.get("/.well-known/oauth-authorization-server").json
    assert said["token_endpoint"] == TOKEN_URL
    assert said["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert said["jwks_uri"] == "http://localhost:8000/oauth/jwks"
    [key] = browser.get("/oauth/jwks").json["keys"]
    assert "d" not in key
    assert jwt.decode(hr.token(), ECKey.import_key(key), ["ES256"]).claims["aud"] == (
        "http://localhost:8000/api"
    )
