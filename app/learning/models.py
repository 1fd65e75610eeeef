from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Versioned

NOW_KNOWN = text("recorded_until is null")


class Training(Versioned, Base):
    """A training of one worker with one employer; a correction is a new version."""

    __tablename__ = "trainings"
    __table_args__ = (
        Index(
            "uq_trainings_now", "person_id", "training_id", unique=True, postgresql_where=NOW_KNOWN
        ),
        # The same training twice is one training, whoever is quicker.
        Index(
            "uq_trainings_once",
            "person_id",
            "enterprise_id",
            "fingerprint",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint(
            "certified or certificate_until is null", name="validity_needs_certificate"
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), primary_key=True)
    training_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"), index=True)
    fingerprint: Mapped[bytes]
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    minutes: Mapped[int]
    formal: Mapped[bool]
    followed: Mapped[bool]  # False: planned
    counts: Mapped[bool]  # for the training credit
    certified: Mapped[bool]
    certificate_until: Mapped[date | None]
    registered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    mandate_id: Mapped[UUID | None] = mapped_column(ForeignKey("mandates.mandate_id"))
    channel: Mapped[str]
