"""The accounts of the demo population: needs no browser, but the people of the journeys."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.foundation.database import driver_url, transaction
from app.learning.replaying import replay_all

# The population takes longer to invent than all of its accounts to work out: it is shared.
pytestmark = pytest.mark.xdist_group("browser")


def test_every_account_that_was_kept_comes_out_as_it_was_kept(populated: tuple[str, Path]) -> None:
    address, _people = populated
    engine = create_engine(driver_url(address))
    with transaction(engine) as db:
        found = replay_all(db)
    engine.dispose()
    assert found.count > 200
    assert found.differences == []
