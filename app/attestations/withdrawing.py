"""Taking an attestation back: it stays kept, and whoever checks it is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.attestations.models import Attestation
from app.attestations.telling import tell_watchers
from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.foundation.jobs import enqueue_once


def take_back(
    db: Session, person_id: UUID, attestation_id: UUID, *, by: Actor, via: Channel, at: datetime
) -> bool:
    """Take one of a person's own documents back, for good.

    False when there is none, or it was taken back before: nothing is changed then.
    """
    number = db.execute(
        update(Attestation)
        .where(
            Attestation.attestation_id == attestation_id,
            Attestation.person_id == person_id,
            Attestation.enterprise_id.is_(None),
            Attestation.issued_at.is_not(None),
            Attestation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
        .returning(Attestation.number)
    ).scalar_one_or_none()
    if number is None:
        return False
    enqueue_once(db, tell_watchers, attestation_id=str(attestation_id))
    trace = Trace(
        Act.ATTESTATION_WITHDRAWN,
        by,
        Ground.OWN_DATA,
        subject_id=person_id,
        details={"number": number},
    )
    record(db, [trace], via=via, at=at)
    return True
