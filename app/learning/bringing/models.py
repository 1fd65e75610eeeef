from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, key


class BroughtSheet(Base):
    """What somebody brought, and how far it is; its lines stand sealed in ``brought_lines``."""

    __tablename__ = "brought_sheets"
    __table_args__ = (
        CheckConstraint("what in ('trainings', 'rights')", name="what"),
        CheckConstraint("origin in ('federal_account', 'other_system')", name="origin"),
        CheckConstraint(
            "(origin = 'other_system') = (origin_name is not null)", name="origin_name"
        ),
        CheckConstraint(
            "state in ('brought', 'reading', 'read', 'writing', 'written', 'stopped', 'withdrawn')",
            name="state",
        ),
        CheckConstraint(
            "waiting >= 0 and ready >= 0 and refused >= 0 and already >= 0 and stated >= 0",
            name="counts",
        ),
        Index("ix_brought_sheets_enterprise", "enterprise_id", text("brought_at desc")),
    )

    sheet_id: Mapped[UUID] = key()
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    what: Mapped[str]
    origin: Mapped[str]
    origin_name: Mapped[str | None]  # of the other system
    filename: Mapped[str]
    header: Mapped[list[str]] = mapped_column(JSONB)
    lines: Mapped[int]
    state: Mapped[str]
    language: Mapped[str]
    brought_by: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    brought_at: Mapped[datetime]
    # Who said what the columns are: the reading acts for them, under their mandate.
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str | None]  # why rights are stated; the workers read it
    mapped_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    mapped_under: Mapped[UUID | None] = mapped_column(ForeignKey("mandates.mandate_id"))
    batch_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration_batches.batch_id"), index=True
    )
    # Rows of rights, by what became of them.
    waiting: Mapped[int] = mapped_column(server_default=text("0"))
    ready: Mapped[int] = mapped_column(server_default=text("0"))
    refused: Mapped[int] = mapped_column(server_default=text("0"))
    already: Mapped[int] = mapped_column(server_default=text("0"))
    stated: Mapped[int] = mapped_column(server_default=text("0"))
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    confirmed_under: Mapped[UUID | None] = mapped_column(ForeignKey("mandates.mandate_id"))
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    problem: Mapped[str | None]  # the code of why it stopped, or could not be read


class BroughtLines(Base):
    """Some hundreds of lines of a sheet in a row, sealed; gone once the sheet is loaded."""

    __tablename__ = "brought_lines"

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("brought_sheets.sheet_id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True)  # place of the first of them, from 0
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class BroughtRight(Base):
    """The right of one worker and year as a line of a sheet says it.

    No foreign keys but to its sheet: rows come in by COPY.  Without a person where its number
    is not known or cannot be read; the number itself is not kept.
    """

    __tablename__ = "brought_rights"
    __table_args__ = (
        CheckConstraint(
            "status in ('waiting', 'ready', 'refused', 'already', 'stated')", name="status"
        ),
        Index("ix_brought_rights_status", "sheet_id", "status", "line"),
        Index("ix_brought_rights_person_id", "person_id"),
    )

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("brought_sheets.sheet_id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str]
    person_id: Mapped[UUID | None]
    year: Mapped[int | None] = mapped_column(SmallInteger)
    minutes: Mapped[int | None]
    agreement: Mapped[str | None]
    problems: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    # What the right of the year was when it was checked, in minutes, and since when it was stated.
    before: Mapped[int | None]
    day_minutes: Mapped[int | None]
    seen: Mapped[datetime | None]


class RememberedColumns(Base):
    """What the columns of a kind of sheet are, for the next sheet with the same columns."""

    __tablename__ = "remembered_columns"
    __table_args__ = (
        Index("uq_remembered_columns_once", "enterprise_id", "what", "signature", unique=True),
        Index("ix_remembered_columns_office", "office_id", "what", "signature"),
        CheckConstraint("what in ('trainings', 'rights')", name="what"),
    )

    mapping_id: Mapped[UUID] = key()
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    # The office from which it was said: it may use it for its other clients.
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    what: Mapped[str]
    signature: Mapped[bytes] = mapped_column(LargeBinary)  # of the names of the columns
    header: Mapped[list[str]] = mapped_column(JSONB)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    remembered_by: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    remembered_at: Mapped[datetime]
