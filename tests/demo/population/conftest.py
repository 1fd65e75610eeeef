"""One small population for all tests of this folder."""

from __future__ import annotations

import pytest
from written_population import Written, write


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Ninety workers: enough for every enterprise of the personas to have its real size."""
    return write(tmp_path_factory.mktemp("population"), workers=90, seed=7)
