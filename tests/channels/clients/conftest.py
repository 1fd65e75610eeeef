"""Meridian, with an address that opens to machines."""

from __future__ import annotations

import pytest

from tests.channels.clients.calling import open_address
from tests.house_of import House


@pytest.fixture
def meridian(house: House) -> House:
    """Meridian, and an address that opens to machines: it says for whom they would act."""
    house.furnish()
    house.rebuild()
    open_address(house.app)
    return house
