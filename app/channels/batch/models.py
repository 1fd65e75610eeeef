from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, key


class BatchFile(Base):
    """A file as it was received, how far it has been carried out, and the counts of its answers.

    The sender is named by its number, which stays when two records of one enterprise become one.
    """

    __tablename__ = "batch_files"
    __table_args__ = (
        CheckConstraint("mode in ('production', 'preflight')", name="mode"),
        CheckConstraint("way in ('upload', 'rest', 'folder')", name="way"),
        CheckConstraint("state in ('refused', 'received', 'running', 'done')", name="state"),
        CheckConstraint("(state in ('refused', 'done')) = (ended_at is not null)", name="ended"),
        CheckConstraint("state <> 'refused' or broken is not null", name="refused_for_a_reason"),
        CheckConstraint("records = accepted + known + refused", name="counts"),
        CheckConstraint(
            "accepted >= 0 and known >= 0 and refused >= 0", name="counts_of_something"
        ),
        CheckConstraint("sender ~ '^[01][0-9]{9}$'", name="sender"),
        # The same file twice is one file, and a reference names one file for good.
        Index(
            "uq_batch_files_once",
            "sender",
            "mode",
            "sha256",
            unique=True,
            postgresql_where=text("state <> 'refused'"),
        ),
        Index(
            "uq_batch_files_reference",
            "sender",
            "file_reference",
            unique=True,
            postgresql_where=text("state <> 'refused' and mode = 'production'"),
        ),
        Index("ix_batch_files_sender", "sender", text("received_at desc")),
    )

    file_id: Mapped[UUID] = key()
    sender: Mapped[str]
    file_reference: Mapped[str | None]
    name: Mapped[str]
    sha256: Mapped[bytes]
    size: Mapped[int] = mapped_column(BigInteger)  # bytes, before compression
    mode: Mapped[str]
    way: Mapped[str]
    state: Mapped[str]
    language: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    mandate_id: Mapped[UUID | None] = mapped_column(ForeignKey("mandates.mandate_id"))
    client_id: Mapped[UUID | None]
    #: Bytes before the first record.
    beginning: Mapped[int]
    #: Where the next record begins.
    offset: Mapped[int] = mapped_column(BigInteger)
    line: Mapped[int]
    records: Mapped[int]
    accepted: Mapped[int]
    known: Mapped[int]
    refused: Mapped[int]
    broken: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    broken_line: Mapped[int | None]
    received_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: When the notification was put into the sender's folder, or, of a file that waits, word that
    #: a fault stopped it.
    delivered_at: Mapped[datetime | None]


class BatchFilePart(Base):
    """The file itself, in pieces of one megabyte, each compressed with zlib."""

    __tablename__ = "batch_file_parts"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("batch_files.file_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class BatchRecord(Base):
    """A reference that is used up, and which record of which file used it.

    ``scope`` is the sender's number; in a pre-flight, which uses up nothing, the key of the file.
    No foreign keys: rows come in by COPY.
    """

    __tablename__ = "batch_records"

    scope: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    file_id: Mapped[UUID]
    ordinal: Mapped[int]
    #: Of a pre-flight: the training as later records of the file find it; nobody else ever does.
    supposed_id: Mapped[UUID | None]


class BatchSupposed(Base):
    """What the records of a pre-flight would have made of a training, or of a year's right.

    Later records of the file find it done; once the file is through, it is forgotten.  No foreign
    keys: rows come in by COPY.
    """

    __tablename__ = "batch_supposed"
    __table_args__ = (Index("ix_batch_supposed_person", "file_id", "enterprise_id", "person_id"),)

    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(primary_key=True)
    #: Which training, or whose right of which year.
    subject: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None]  # None: a right of everyone
    training_id: Mapped[UUID | None]  # None: a right
    registered: Mapped[bool]  # by this very file
    years: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    prints: Mapped[list[str]] = mapped_column(ARRAY(String))  # every fingerprint, in hexadecimal
    stands: Mapped[list[Any] | None] = mapped_column(JSONB)  # as an account sees it
    versions: Mapped[list[Any]] = mapped_column(JSONB)  # as the table holds them


class BatchBalance(Base):
    """What the records of a pre-flight would do to the account of a worker for a year, in minutes.

    Without the file, and with all of it that was looked at.  No foreign keys: a pre-flight is of
    its day, and whose key is given up since is told no more.
    """

    __tablename__ = "batch_balances"

    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    left_before: Mapped[int | None]
    left_after: Mapped[int | None]
    beyond_before: Mapped[int]
    beyond_after: Mapped[int]
    day_minutes: Mapped[int]


class BatchResult(Base):
    """What became of a record of a file.  No foreign keys: rows come in by COPY.

    ``faults``: ``[[code, element, value, params], …]``; nothing here holds a national number.
    """

    __tablename__ = "batch_results"
    __table_args__ = (
        CheckConstraint("status in ('accepted', 'known', 'refused')", name="status"),
        CheckConstraint("(status = 'refused') = (faults is not null)", name="refused_for_a_reason"),
        Index(
            "ix_batch_results_refused",
            "file_id",
            "ordinal",
            postgresql_where=text("status = 'refused'"),
        ),
    )

    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int]
    record: Mapped[str]
    reference: Mapped[str | None]
    status: Mapped[str]
    faults: Mapped[list[Any] | None] = mapped_column(JSONB)
    training_id: Mapped[UUID | None]
    again: Mapped[bool]
    # Of a pre-flight: what the training would do to the account of a year, in minutes.
    year: Mapped[int | None] = mapped_column(SmallInteger)
    left_before: Mapped[int | None]
    left_after: Mapped[int | None]
    not_taken: Mapped[int | None]
