from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, key


class RegistrationBatch(Base):
    """What somebody asked to have registered for many, and how far it is.

    The counts are those of its rows, by status; they change in the transaction that changes
    the rows, so that a page need not count.
    """

    __tablename__ = "registration_batches"
    __table_args__ = (
        CheckConstraint("kind in ('one_training', 'history')", name="kind"),
        CheckConstraint(
            "state in ('checking', 'checked', 'writing', 'written', 'stopped', 'withdrawn')",
            name="state",
        ),
        CheckConstraint("(kind = 'one_training') = (training is not null)", name="one_training"),
        CheckConstraint(
            "waiting >= 0 and ready >= 0 and refused >= 0 and already >= 0 and registered >= 0",
            name="counts",
        ),
        CheckConstraint(
            "(state in ('written', 'stopped', 'withdrawn')) = (ended_at is not null)",
            name="ended",
        ),
        CheckConstraint("(state = 'stopped') = (stopped_for is not null)", name="stopped_for"),
        Index("ix_registration_batches_enterprise", "enterprise_id", text("created_at desc")),
    )

    batch_id: Mapped[UUID] = key()
    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    mandate_id: Mapped[UUID | None] = mapped_column(ForeignKey("mandates.mandate_id"))
    channel: Mapped[str]
    language: Mapped[str]
    training: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    source: Mapped[str | None]  # name of the file
    waiting: Mapped[int]
    ready: Mapped[int]
    refused: Mapped[int]
    already: Mapped[int]
    registered: Mapped[int]
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    confirmed_under: Mapped[UUID | None] = mapped_column(ForeignKey("mandates.mandate_id"))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    stopped_for: Mapped[str | None]


class RegistrationRow(Base):
    """One line of a batch.  No foreign keys but to its batch: rows come in by COPY.

    The national number stands here only where it led to nobody the enterprise may see, sealed,
    so that whoever wrote it can find the line again.
    """

    __tablename__ = "registration_rows"
    __table_args__ = (
        CheckConstraint(
            "status in ('waiting', 'ready', 'refused', 'already', 'registered')", name="status"
        ),
        CheckConstraint("(ssin_sealed is null) = (ssin_hash is null)", name="number"),
        CheckConstraint(
            "training_id is not null or status not in ('already', 'registered')", name="training_id"
        ),
        Index("ix_registration_rows_status", "batch_id", "status", "line"),
        Index("ix_registration_rows_person", "person_id", "batch_id"),
    )

    batch_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration_batches.batch_id"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str]
    person_id: Mapped[UUID | None]
    ssin_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    ssin_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    training: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    problems: Mapped[list[Any] | None] = mapped_column(JSONB)
    said: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    # What the training does to the account of the year it ends in; minutes.
    year: Mapped[int | None] = mapped_column(SmallInteger)
    left_before: Mapped[int | None]
    left_after: Mapped[int | None]
    not_taken: Mapped[int | None]
    day_minutes: Mapped[int | None]
    training_id: Mapped[UUID | None]
