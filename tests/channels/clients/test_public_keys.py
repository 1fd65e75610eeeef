"""Public keys as people paste them, and everything that is none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from app.employers.machines.wording import sentence
from app.enterprises.machines.public_keys import read_public_keys
from app.foundation.problems import Problem
from tests.channels.machines import fresh_key
from tests.house_of import House


def public(key: Any) -> str:
    return json.dumps({"keys": [key.as_dict(private=False)]})


RSA = RSAKey.generate_key(2048, {"kid": "rsa"})


@pytest.mark.parametrize(
    "pasted",
    [
        public(fresh_key()),
        json.dumps(fresh_key().as_dict(private=False)),
        fresh_key().as_pem(private=False).decode(),
        RSA.as_pem(private=False).decode(),
        json.dumps(RSA.as_dict(private=False) | {"alg": "PS256", "x5c": ["MII"]}),
    ],
    ids=["set", "JWK", "PEM", "PEM of RSA", "JWK with a certificate"],
)
def test_a_public_key_is_read_in_the_forms_people_have_it(pasted: str) -> None:
    read = read_public_keys(pasted)
    assert isinstance(read, list)
    assert not {"d", "p", "q", "x5c"} & read[0].jwk.keys()


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        (json.dumps(fresh_key().as_dict(private=True)), "private_key"),
        (json.dumps({"keys": [RSA.as_dict(private=True)]}), "private_key"),
        (fresh_key().as_pem(private=True).decode(), "private_key"),
        (json.dumps(OctKey.generate_key(256).as_dict(private=True)), "private_key"),
        ("", "no_keys"),
        ('{"keys": []}', "no_keys"),
        ("my key", "keys_unreadable"),
        ("[" * 5000, "keys_unreadable"),
        ("[]", "keys_unreadable"),
        ('{"keys": 1}', "keys_unreadable"),
        ('{"keys": ["a"]}', "keys_unreadable"),
        ('{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}', "keys_unreadable"),
        ('{"kty": "EC", "crv": "P-256"}', "keys_unreadable"),
        ('{"kty": ["EC"]}', "key_of_another_kind"),
        (public(ECKey.generate_key("P-384")), "key_of_another_kind"),
        (json.dumps(fresh_key().as_dict(private=False) | {"use": "enc"}), "key_of_another_kind"),
        (json.dumps(fresh_key().as_dict(private=False) | {"alg": "HS256"}), "key_of_another_kind"),
        (json.dumps(fresh_key().as_dict(private=False) | {"alg": "RS256"}), "key_of_another_kind"),
        (json.dumps(fresh_key().as_dict(private=False) | {"kid": 7}), "key_name_wrong"),
        (json.dumps(fresh_key().as_dict(private=False) | {"kid": "a\x00"}), "key_name_wrong"),
        (json.dumps({"kty": "RSA", "e": "AQAB", "n": "v" * 171}), "key_length"),
        ("x" * 20_001, "keys_too_large"),
    ],
    ids=range(22),
)
def test_what_is_no_public_key_is_refused_with_its_reason(
    house: House, pasted: str, code: str
) -> None:
    read = read_public_keys(pasted)
    assert isinstance(read, Problem)
    assert (read.code, read.field) == (code, "jwks")
    with house.app.test_request_context():
        assert sentence(read)


def test_two_keys_of_one_name_are_refused() -> None:
    read = read_public_keys(
        json.dumps({"keys": [fresh_key().as_dict(private=False) for _ in range(2)]})
    )
    assert isinstance(read, Problem)
    assert read.code == "same_name_twice"
