"""A provider in this process, its clock in the test's hand, and a portal that talks to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey
from portal_side import CALLBACK, ISSUER, PEOPLE, HandClock, Portal

from app.demo.provider import ProviderSettings, create_provider


@pytest.fixture(scope="session")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.json"
    path.write_text(json.dumps(PEOPLE))
    return path


@pytest.fixture
def settings(key: RSAKey, clock: HandClock, people: Path) -> ProviderSettings:
    return ProviderSettings(
        issuer=ISSUER,
        client_id="parcours",
        client_secret="the secret",
        redirect_uris=(CALLBACK,),
        key=key,
        people=people,
        clock=clock,
    )


@pytest.fixture
def portal(settings: ProviderSettings) -> Iterator[Portal]:
    app = create_provider(settings)
    app.testing = True
    with app.test_client() as browser:
        yield Portal(browser, settings.client_secret)
