"""A job worker of the portal, as a process of its own: it can be killed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.application import create_app
from app.foundation import jobs as queue
from app.foundation.clock import FixedClock
from config import Config

HOUSE = Path(__file__).parents[2]


def start_worker(config: Config, at: datetime) -> subprocess.Popen[str]:
    """Begin to carry out what is enqueued, and wait for more; at that time by its clock."""
    module = "tests.attestations.worker_process"
    given = (config.database_url, str(config.data_dir), at.isoformat())
    return subprocess.Popen(
        [sys.executable, "-m", module, *given],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _work(database_url: str, data_dir: str, at: str) -> None:
    config = replace(Config(), database_url=database_url, data_dir=Path(data_dir))
    portal = create_app(config, clock=FixedClock(datetime.fromisoformat(at)))
    queue.work(portal, database_url)


if __name__ == "__main__":
    _work(*sys.argv[1:])
