"""Runs of letters whose making failed so often that it was given up, and taking it up again.

What is made of them is kept, and the slices go on with those that are missing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.attestations.asking import Refused
from app.attestations.jobs import make_slice
from app.attestations.letters import may_have_made
from app.attestations.runs import Progress
from app.audit.taking_up import Work
from app.audit.trail import Actor, Channel
from app.foundation.clock import day_of
from app.foundation.problems import problem
from certificates.attestation import Kind

_WORK = Work("statements", (make_slice,), "run_id")


def given_up_among(db: Session, runs: Collection[Progress]) -> frozenset[UUID]:
    """Those of these runs that would wait for ever, in one question.

    Those that wait for a key are taken up by themselves.
    """
    under_way = [each.run_id for each in runs if each.under_way and each.waits is None]
    return _WORK.given_up_among(db, under_way)


def take_up_run(
    db: Session, run: Progress, *, by: Actor, via: Channel, at: datetime
) -> int | Refused:
    """Have what was given up of a run tried again; how many of its slices that are.

    Whoever calls has found the run among those of the enterprise acted for.
    """
    if not may_have_made(db, by, Kind(run.kind), on=day_of(at)):
        return Refused((problem("no_mandate"),))
    return _WORK.take_up(db, run.run_id, by=by, via=via, at=at) if run.under_way else 0
