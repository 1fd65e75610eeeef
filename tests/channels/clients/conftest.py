"""Meridian, with an address that opens to machines."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.channels.clients.calling import with_an_address
from tests.house_of import House


@pytest.fixture(scope="session")
def shared_portal(shared_portal: Flask) -> Flask:
    """The portal, and an address that opens to machines: it says for whom they would act."""
    return with_an_address(shared_portal)


@pytest.fixture
def meridian(house: House) -> House:
    house.furnish()
    return house
