from __future__ import annotations

from uuid import UUID

import pytest

from app.foundation import jobs as queue
from tests.attestations.asked import list_trainings
from tests.house_of import House


@pytest.fixture
def at_work(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """An empty house, and the job worker's place to work in."""
    monkeypatch.setattr(queue, "_portal", house.app)
    return house


@pytest.fixture
def furnished(at_work: House) -> House:
    """Amina, Bram and Chloé at work, and the job worker's place to work in."""
    at_work.furnish()
    return at_work


@pytest.fixture
def listed(at_work: House) -> UUID:
    """The house furnished, and the list of Amina's trainings made in French: there are none yet."""
    return list_trainings(at_work)
