"""What a checker may learn of a document: that it exists, and whether it is still current.

Never whose it is, and never what is known now instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attestations.models import Attestation
from app.attestations.numbering import written
from app.attestations.overtaking import compare


@dataclass(frozen=True, slots=True)
class Status:
    """An issued document.

    ``overtaken_parts`` are names of sections (``certificates.sections.SECTIONS``), ``holder`` or
    ``employer``: the parts of the document that no longer say what is known.
    """

    attestation_id: UUID
    number: str
    kind: str
    language: str
    issued_at: datetime
    withdrawn_at: datetime | None
    overtaken_at: datetime | None
    overtaken_parts: tuple[str, ...]

    @property
    def current(self) -> bool:
        return self.withdrawn_at is None and self.overtaken_at is None


def status_of(db: Session, which: str | bytes, *, at: datetime) -> Status | None:
    """The document with this number, as typed, or with this SHA-256; None when there is none.

    It is compared with what is known before the answer, and that is kept.
    """
    those = (
        Attestation.number == written(which)
        if isinstance(which, str)
        else Attestation.sha256 == which
    )
    key = (
        db.execute(
            select(Attestation.attestation_id).where(those, Attestation.issued_at.is_not(None))
        )
        .scalars()
        .first()
    )
    if key is None:
        return None
    compare(db, key, at=at)
    row = db.execute(
        select(
            Attestation.attestation_id,
            Attestation.number,
            Attestation.kind,
            Attestation.language,
            Attestation.issued_at,
            Attestation.withdrawn_at,
            Attestation.overtaken_at,
            Attestation.overtaken_parts,
        ).where(Attestation.attestation_id == key)
    ).one()
    found: dict[str, Any] = row._asdict()
    return Status(**found | {"overtaken_parts": tuple(row.overtaken_parts or ())})
