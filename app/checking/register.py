"""Asking the register how a document stands, and counting that it was asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.attestations.checks import How, count_check
from app.attestations.status import status_of
from app.checking.states import UNLISTED, Standing, standing


def standing_of(db: Session, which: str | bytes, how: How, *, at: datetime) -> Standing:
    """How the document with this number, or with this SHA-256, stands; the check is counted."""
    found = status_of(db, which, at=at)
    if found is None:
        return UNLISTED
    count_check(db, found.attestation_id, how, at=at)
    return standing(
        number=found.number,
        kind=found.kind,
        issued_at=found.issued_at,
        withdrawn_at=found.withdrawn_at,
        overtaken_at=found.overtaken_at,
        overtaken_parts=found.overtaken_parts,
    )
