"""A worker that carries out a file, as a process of its own: it can be killed."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import create_engine

from app import tables
from app.channels.batch.running import run_chunk
from app.foundation.database import driver_url, transaction
from app.identity.national_numbers import Vault
from config import Config

HOUSE = Path(__file__).parents[3]


def start_carrying_out(database_url: str, file_id: UUID, *, round_: int) -> subprocess.Popen[str]:
    """Begin to carry out a file, some records at a time; not waited for."""
    module = "tests.channels.batch.file_process"
    return subprocess.Popen(
        [sys.executable, "-m", module, database_url, str(file_id), str(round_)],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _carry_out(database_url: str, file_id: UUID, round_: int) -> None:
    assert tables.metadata, "foreign keys lead to the tables of other rooms"
    config = Config()
    vault = Vault(config.hash_key, config.encryption_keys)
    engine = create_engine(driver_url(database_url))
    at = datetime(2026, 11, 21, 12, tzinfo=UTC) + timedelta(minutes=round_)
    more = True
    while more:
        at += timedelta(milliseconds=1)
        with transaction(engine) as db:
            more = run_chunk(db, file_id, vault=vault, at=at, most=20)
    engine.dispose()


if __name__ == "__main__":
    _carry_out(sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3]))
