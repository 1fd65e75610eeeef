"""Keeping the accounts of everybody: enterprise after enterprise, each batch for itself."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from uuid import UUID

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.employment.copying import workforces
from app.foundation.copying import without_cycle_collection
from app.foundation.database import transaction
from app.learning.keeping import Kept, keep_accounts, keep_law

#: Of one transaction, at most; an enterprise is never cut in two.
EMPLOYMENTS = 5_000
ENTERPRISES = 500
#: From so many batches on, a second process is worth the second that it takes to start.
MANY = 6

Batch = Sequence[UUID]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which years are to be kept, and when."""

    year: int
    since: int | None
    at: datetime


def keep_everybody(engine: Engine, *, year: int, since: int | None = None, at: datetime) -> Kept:
    """Keep everybody's accounts of ``year``, or those from ``since`` up to it.

    Stopped at any moment, what was kept stays kept; begun again, it is not written again.
    """
    asked = _Asked(year, since, at)
    with transaction(engine) as db:
        keep_law(db, at=at)
        batches = list(_batches(db, year if since is None else since))
    if len(batches) < MANY or (os.cpu_count() or 1) < 2:
        return _keep(engine, batches, asked)
    return _keep_with_another(engine, batches, asked)


def _keep(engine: Engine, batches: Sequence[Batch], asked: _Asked) -> Kept:
    kept = Kept()
    with without_cycle_collection():
        for enterprise_ids in batches:
            with transaction(engine) as db:
                kept += keep_accounts(
                    db, enterprise_ids, year=asked.year, since=asked.since, at=asked.at
                )
    return kept


def _keep_with_another(engine: Engine, batches: Sequence[Batch], asked: _Asked) -> Kept:
    """Leave every second batch to another process, which has them all from the beginning.

    It ends by itself whatever becomes of this one, and what it keeps is what would be kept.
    """
    spawning = multiprocessing.get_context("spawn")
    told, telling = spawning.Pipe(duplex=False)
    address = engine.url.render_as_string(hide_password=False)
    other = spawning.Process(target=_keep_there, args=(address, batches[1::2], asked, telling))
    other.start()
    telling.close()
    kept = _keep(engine, batches[::2], asked)
    try:
        theirs: Kept = told.recv()
    except EOFError:
        raise RuntimeError("the other process ended before it had kept its accounts") from None
    finally:
        other.join()
    return kept + theirs


def _keep_there(address: str, batches: Sequence[Batch], asked: _Asked, telling: Connection) -> None:
    engine = create_engine(address, hide_parameters=True)
    telling.send(_keep(engine, batches, asked))


def _batches(db: Session, since: int) -> Iterator[Batch]:
    batch: list[UUID] = []
    employments = 0
    for enterprise_id, count in workforces(db, since=since):
        if batch and (employments + count > EMPLOYMENTS or len(batch) == ENTERPRISES):
            yield batch
            batch, employments = [], 0
        batch.append(enterprise_id)
        employments += count
    if batch:
        yield batch
