"""Both tables grow with trainings and have no foreign keys, for the reason that
``app.employment.models`` gives: what they name was looked up in the transaction that writes it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base


class CheckedRegistration(Base):
    """A version of a training, made by others, that somebody looked at for the enterprise."""

    __tablename__ = "checked_registrations"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    training_id: Mapped[UUID] = mapped_column(primary_key=True)
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)  # which version
    enterprise_id: Mapped[UUID] = mapped_column(index=True)
    checked_by: Mapped[UUID | None]
    mandate_id: Mapped[UUID | None]
    channel: Mapped[str]
    checked_at: Mapped[datetime]


class RealPair(Base):
    """Two trainings that look like one, and are two, as somebody decided."""

    __tablename__ = "real_pairs"
    __table_args__ = (CheckConstraint("one_id < other_id", name="in_one_order"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    one_id: Mapped[UUID] = mapped_column(primary_key=True)
    other_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(index=True)
    decided_by: Mapped[UUID | None]
    mandate_id: Mapped[UUID | None]
    channel: Mapped[str]
    decided_at: Mapped[datetime]
