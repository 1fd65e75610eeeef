"""Settings: defaults that work, what is refused, and production without demonstration."""

from __future__ import annotations

import base64
from dataclasses import fields, replace
from pathlib import Path

import pytest

from config import DEMO_KEY, DEMO_SECRET, Config, ConfigurationError

KEY = base64.b64encode(bytes(range(32))).decode()
SECRET = "a secret of one's own, long enough to be one"
#: What somebody who runs a real service sets.
REAL = {
    "PRODUCTION": "true",
    "DATABASE_URL": "postgresql://parcours@database.example/parcours",
    "PUBLIC_ADDRESS": "https://parcours.example",
    "SECRET_KEY": SECRET,
    "SSIN_HASH_KEY": KEY,
    "SSIN_ENCRYPTION_KEYS": KEY,
    "OIDC_ISSUER": "https://fas.example/fas/oauth2",
    "OIDC_CLIENT_SECRET": SECRET,
}


def test_without_any_setting_the_portal_starts() -> None:
    assert Config.from_env({}) == Config()


def test_a_real_service_starts() -> None:
    assert Config.from_env(REAL).production


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", DEMO_SECRET),
        ("OIDC_CLIENT_SECRET", DEMO_SECRET),
        ("SSIN_HASH_KEY", DEMO_KEY),
        ("SSIN_ENCRYPTION_KEYS", DEMO_KEY),
        ("PUBLIC_ADDRESS", "http://localhost:8000"),
        ("OIDC_ISSUER", "http://localhost:8001/fas/oauth2"),
        ("DEMO", "true"),
        ("DATABASE_URL", ""),
    ],
)
def test_production_refuses_what_was_meant_for_the_demonstration(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Config.from_env(REAL | {name: value})


@pytest.mark.parametrize("address", ["mysql://me:secret@x/y", "somewhere", "postgresql:x"])
def test_another_kind_of_database_is_refused_without_telling_its_password(address: str) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL must begin with") as refused:
        Config.from_env({"DATABASE_URL": address})
    assert "secret" not in str(refused.value)


def test_every_value_that_would_be_a_danger_in_production_is_refused_at_once() -> None:
    with pytest.raises(ConfigurationError) as refused:
        Config.from_env({"PRODUCTION": "true"})
    for name in REAL.keys() - {"PRODUCTION"}:
        assert name in str(refused.value)


@pytest.mark.parametrize("each", fields(Config), ids=lambda each: each.name)
def test_every_setting_is_read_under_its_own_name_as_what_it_is(each) -> None:  # type: ignore[no-untyped-def]
    text = {bool: str(not each.default).lower(), int: "7", Path: "elsewhere"}.get(
        type(each.default), KEY if "ssin" in each.name else SECRET
    )
    environ = {each.name.upper(): text}
    if each.name == "database_url":
        environ = {"DATABASE_URL": REAL["DATABASE_URL"]}
    if each.name.startswith("oauth_"):
        # An outside server is named whole or not at all.
        whole = ("OAUTH_ISSUER", "OAUTH_AUDIENCE", "OAUTH_JWKS_URL")
        environ = dict.fromkeys(whole, text) | environ
    if each.name == "production":
        environ = REAL
    value = getattr(Config.from_env(environ), each.name)
    assert type(value) in {type(each.default), type(Path())}
    assert value != each.default


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(
            (name, text)
            for name in ("PRODUCTION", "DEMO")
            for text in ("yes", "1", "", "on", " true")
        ),
        *(
            (name, text)
            for name in ("PORT", "WORKERS", "SESSION_MINUTES")
            for text in ("", "8,5", "ten")
        ),
        ("SECRET_KEY", "short"),
        ("SSIN_HASH_KEY", "not base64"),
        ("SSIN_HASH_KEY", base64.b64encode(b"too short").decode()),
        ("SSIN_ENCRYPTION_KEYS", f"{KEY},"),
        ("SSIN_ENCRYPTION_KEYS", ""),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Config.from_env({name: text})


def test_a_refusal_does_not_repeat_a_secret() -> None:
    with pytest.raises(ConfigurationError) as refused:
        Config.from_env({"SECRET_KEY": "hunter2", "SSIN_HASH_KEY": "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(AttributeError):
        Config().port = 9  # type: ignore[misc]
    assert replace(Config(), port=9).port == 9
