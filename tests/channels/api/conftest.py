from __future__ import annotations

import pytest

from tests.channels.api.programs import Program, program
from tests.house_of import House


@pytest.fixture
def hr(house: House) -> Program:
    """The HR system of Meridian, which may do everything there."""
    house.furnish()
    return program(house)
