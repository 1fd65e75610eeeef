"""Questions about attestations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attestations.models import Attestation


@dataclass(frozen=True, slots=True)
class AttestationRow:
    attestation_id: UUID
    number: str
    kind: str
    language: str
    asked_at: datetime
    issued_at: datetime | None


_ROWS = select(
    Attestation.attestation_id,
    Attestation.number,
    Attestation.kind,
    Attestation.language,
    Attestation.asked_at,
    Attestation.issued_at,
)


def attestations_of(db: Session, person_id: UUID) -> list[AttestationRow]:
    """The attestations of a person, newest first."""
    rows = db.execute(
        _ROWS.where(Attestation.person_id == person_id).order_by(Attestation.asked_at.desc())
    )
    return [AttestationRow(*row) for row in rows]


def attestation_of(db: Session, person_id: UUID, key: UUID) -> AttestationRow | None:
    """One attestation, if it is this person's."""
    row = db.execute(
        _ROWS.where(Attestation.person_id == person_id, Attestation.attestation_id == key)
    ).one_or_none()
    return AttestationRow(*row) if row else None


def document_of(db: Session, key: UUID) -> bytes | None:
    """The document, once it is issued.  Ask attestation_of first whose it is."""
    return db.execute(
        select(Attestation.document).where(Attestation.attestation_id == key)
    ).scalar_one()


def language_of(db: Session, key: UUID) -> str:
    return db.execute(
        select(Attestation.language).where(Attestation.attestation_id == key)
    ).scalar_one()
