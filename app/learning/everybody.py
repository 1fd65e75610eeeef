"""Keeping the accounts of everybody: enterprise after enterprise, each batch for itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.employment.copying import workforces
from app.foundation.database import transaction
from app.learning.keeping import Kept, keep_accounts

#: Of one transaction, at most; an enterprise is never cut in two.
EMPLOYMENTS = 20_000
ENTERPRISES = 500


def keep_everybody(engine: Engine, *, year: int, since: int | None = None, at: datetime) -> Kept:
    """Keep everybody's accounts of ``year``, or those from ``since`` up to it.

    Stopped at any moment, what was kept stays kept; begun again, it is not written again.
    """
    with transaction(engine) as db:
        batches = list(_batches(db, year if since is None else since))
    kept = Kept()
    for enterprise_ids in batches:
        with transaction(engine) as db:
            kept += keep_accounts(db, enterprise_ids, year=year, since=since, at=at)
    return kept


def _batches(db: Session, since: int) -> Iterator[list[UUID]]:
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
