"""A worker that carries out a file, as a process of its own: it can be killed."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app import tables
from app.channels.batch.running import run_chunk
from app.foundation.database import driver_url, transaction
from app.identity.national_numbers import Vault
from config import Config
from tests.forked import Forked


def start_carrying_out(database_url: str, file_id: UUID, *, kills: int = 0) -> Forked:
    """Begin to carry out a file, some records at a time; not waited for.

    ``kills``: so many workers in turn are killed at it, and then one is let be.
    """
    return Forked(_be_killed, database_url, file_id, kills)


def _carry_out(engine: Engine, file_id: UUID, round_: int, told: int) -> None:
    """Write a byte to ``told`` after each chunk, and one before the first."""
    at = datetime(2026, 11, 21, 12, tzinfo=UTC) + timedelta(minutes=round_)
    more = True
    while more:
        os.write(told, b".")
        at += timedelta(milliseconds=1)
        with transaction(engine) as db:
            more = _run_chunk(db, file_id, at)
    engine.dispose()


def _run_chunk(db: Session, file_id: UUID, at: datetime) -> bool:
    assert tables.metadata, "foreign keys lead to the tables of other rooms"
    config = Config()
    vault = Vault(config.hash_key, config.encryption_keys)
    return run_chunk(db, file_id, vault=vault, at=at, most=10)


def _rehearse(engine: Engine, file_id: UUID) -> None:
    """Carry a chunk out and take it back.

    Putting the statements together takes ten times as long as a chunk.  Those who are forked have
    them, and are killed amid what they write.
    """
    with Session(engine) as db:
        _run_chunk(db, file_id, datetime(2026, 11, 21, 12, tzinfo=UTC))
        db.rollback()
    engine.dispose()  # a connection is nobody's but the process that opened it


def _kill_one(engine: Engine, file_id: UUID, round_: int, dice: random.Random) -> None:
    """A process that is killed at any moment of its first chunks."""
    heard, told = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(heard)
        _carry_out(engine, file_id, round_, told)
        os._exit(0)
    os.close(told)
    for _ in range(dice.choice((1, 1, 2))):
        os.read(heard, 1)  # nothing comes once everything is done
    time.sleep(dice.random() / 100)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(heard)


def _be_killed(database_url: str, file_id: UUID, kills: int) -> None:
    dice = random.Random(11)  # noqa: S311 - nobody must not guess it
    engine = create_engine(driver_url(database_url))
    if kills:
        _rehearse(engine, file_id)
    for round_ in range(kills):
        _kill_one(engine, file_id, round_, dice)
    _carry_out(engine, file_id, kills, sys.stderr.fileno())
