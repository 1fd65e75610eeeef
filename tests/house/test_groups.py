"""Tests that share something slow run in one process: a group that is not kept costs minutes."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("kept together")
def test_a_group_is_kept_together(request: pytest.FixtureRequest) -> None:
    """The scheduler knows a group by the name it has written behind the test's."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("there is one process")
    assert request.node.nodeid.endswith("@kept together")
