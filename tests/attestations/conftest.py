from __future__ import annotations

import pytest

from app.foundation import jobs as queue
from tests.house_of import House


@pytest.fixture
def furnished(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Amina, Bram and Chloé at work, and the job worker's place to work in."""
    house.furnish()
    monkeypatch.setattr(queue, "_portal", house.app)
    return house
