"""Whether a document still says what is known: found out when somebody asks, and every night.

A document is held beside the same facts gathered anew, as seen from the day it was made but with
what is known by now.  So it is overtaken by what was declared, corrected or withdrawn since, and
never by a day that passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.attestations.comparing import facts_of, parts_changed
from app.attestations.gathering import NotFound, gather
from app.attestations.models import Attestation
from app.attestations.telling import tell_watchers
from app.attestations.wishes import Wish
from app.foundation.clock import BRUSSELS, day_of
from app.foundation.jobs import enqueue_once
from app.foundation.languages import speaking

#: Documents compared in one transaction.
CHUNK = 50
#: Compared so lately a document is not compared again, however many check it.
LATELY = timedelta(minutes=2)
_COLUMNS = (
    Attestation.attestation_id,
    Attestation.person_id,
    Attestation.kind,
    Attestation.language,
    Attestation.options,
    Attestation.facts,
    Attestation.as_known_on,
    Attestation.issued_at,
    Attestation.withdrawn_at,
    Attestation.overtaken_at,
    Attestation.compared_at,
)


def compare(db: Session, attestation_id: UUID, *, at: datetime, again: bool = False) -> None:
    """Hold one document beside what is known, and note when it was overtaken, or is no more.

    Not where that was done a moment ago, unless ``again``.
    """
    row = db.execute(
        select(*_COLUMNS).where(Attestation.attestation_id == attestation_id)
    ).one_or_none()
    if row is None or row.issued_at is None or row.withdrawn_at is not None:
        return
    if again or row.compared_at is None or not row.compared_at <= at < row.compared_at + LATELY:
        _compare(db, row, at)


def compare_next(db: Session, *, at: datetime) -> int:
    """Compare the documents that nobody compared today, some of them; how many there were.

    Two that compare at once take different ones.
    """
    rows = db.execute(
        select(*_COLUMNS)
        .where(
            Attestation.compared_at < datetime.combine(day_of(at), time(), BRUSSELS),
            Attestation.withdrawn_at.is_(None),
            Attestation.overtaken_at.is_(None),
        )
        .order_by(Attestation.compared_at)
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        _compare(db, row, at)
    return len(rows)


def _compare(db: Session, row: Any, at: datetime) -> None:
    parts = _parts_overtaken(db, row, at)
    overtaken: Mapping[str, Any] = {}
    if parts and row.overtaken_at is None:
        overtaken = {"overtaken_at": at, "overtaken_parts": list(parts)}
        enqueue_once(db, tell_watchers, attestation_id=str(row.attestation_id))
    elif parts:
        overtaken = {"overtaken_parts": list(parts)}
    elif row.overtaken_at is not None:
        # What overtook it was itself put right.
        overtaken = {"overtaken_at": None, "overtaken_parts": None}
    db.execute(
        update(Attestation)
        .where(Attestation.attestation_id == row.attestation_id)
        .values(compared_at=at, **overtaken)
    )


def _parts_overtaken(db: Session, row: Any, at: datetime) -> tuple[str, ...]:
    facts = row.facts
    if row.person_id is None or row.as_known_on is None or "sections" not in facts:
        return ()  # a receipt, or a document from before facts were kept in this form
    wish = Wish.of(row.kind, row.language, row.options)
    try:
        with speaking(row.language):
            now = gather(db, row.person_id, wish, today=row.as_known_on, at=at, check_address="")
    except NotFound:
        return (str(facts["sections"][0]["section"]),)
    return parts_changed(facts, facts_of(now))
