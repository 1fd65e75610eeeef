from __future__ import annotations

import pytest

from app.foundation import jobs as queue
from tests.channels.api.programs import Program, program
from tests.house_of import House


@pytest.fixture
def hr(house: House, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The HR system of Meridian, which may do everything there; and the worker's place to work."""
    house.furnish()
    monkeypatch.setattr(queue, "_portal", house.app)
    return program(house)
