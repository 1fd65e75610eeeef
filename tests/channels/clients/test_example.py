"""The example that the documentation shows works against the portal."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from joserfc.jwk import ECKey

from app.foundation.clock import SystemClock
from docs.examples import token as example
from tests.channels.machines import machine
from tests.house_of import House


class _Answer:
    """What the portal answered, as the example's library would have it."""

    def __init__(self, answer: Any) -> None:
        self.ok, self.status_code = answer.status_code < 400, answer.status_code
        self.text = answer.text
        self.json = lambda: answer.json


@pytest.fixture
def portal(house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    house.clock.at = SystemClock().now()
    here = len("http://localhost:8000")
    browser = house.stranger()
    requests = ModuleType("requests")
    requests.get = lambda place, **_: _Answer(browser.get(place[here:]))  # type: ignore[attr-defined]
    requests.post = lambda place, data, **_: _Answer(browser.post(place[here:], data=data))  # type: ignore[attr-defined]
    monkeypatch.setattr(example, "requests", requests)
    monkeypatch.setattr(example, "KEY", tmp_path / "key.json")
    return requests


def test_the_example_makes_a_key_and_gets_a_token(house: House, portal: ModuleType) -> None:
    house.furnish()
    public = json.loads(example.make_key())
    assert "d" not in public["keys"][0]
    assert (example.KEY.stat().st_mode & 0o777) == 0o600
    key = ECKey.import_key(json.loads(example.KEY.read_text()))
    hr = machine(house, key=key)
    assert example.token_for(str(hr.client_id), ["workers:read"]).count(".") == 2
    with pytest.raises(SystemExit, match="invalid_scope"):
        example.token_for(str(hr.client_id), ["made:up"])


def test_a_key_is_not_made_over_another_one(portal: ModuleType) -> None:
    example.make_key()
    with pytest.raises(FileExistsError):
        example.make_key()
