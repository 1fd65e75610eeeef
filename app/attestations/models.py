from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, key


class Attestation(Base):
    """A document that was asked for and, once made, is kept byte for byte."""

    __tablename__ = "attestations"
    __table_args__ = (
        CheckConstraint("language in ('fr', 'nl', 'de', 'en')", name="language"),
        CheckConstraint(
            "(issued_at is null) = (document is null) and (document is null) = (sha256 is null)",
            name="issued_with_its_document",
        ),
    )

    attestation_id: Mapped[UUID] = key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    layout_version: Mapped[int]
    language: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    asked_at: Mapped[datetime]
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # what the document says, as data
    issued_at: Mapped[datetime | None]
    document: Mapped[bytes | None]
    sha256: Mapped[bytes | None]
