"""A worker that writes batches, as a process of its own: it can be killed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import create_engine

from app import tables
from app.foundation.database import driver_url, transaction
from app.learning.batches.writing import write_chunk
from tests.forked import Forked


def start_writing(database_url: str, batch_id: UUID) -> Forked:
    """Begin to write a batch, ten lines at a time; not waited for."""
    return Forked(_write, database_url, batch_id)


def _write(database_url: str, batch_id: UUID) -> None:
    assert tables.metadata, "foreign keys lead to the tables of other rooms"
    engine = create_engine(driver_url(database_url))
    more = True
    while more:
        with transaction(engine) as db:
            more = write_chunk(db, batch_id, at=datetime(2026, 11, 21, 12, tzinfo=UTC), most=10)
    engine.dispose()
