from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, key


class Message(Base):
    """A message as it came.  Its hash says whether we have it already."""

    __tablename__ = "messages"
    __table_args__ = (CheckConstraint("state in ('received', 'read', 'refused')", name="state"),)

    message_id: Mapped[UUID] = key()
    sha256: Mapped[bytes] = mapped_column(unique=True)
    file_name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)  # bytes, before compression
    received_at: Mapped[datetime]
    state: Mapped[str]
    kind: Mapped[str | None]  # root element, once known
    read_at: Mapped[datetime | None]
    taken: Mapped[int | None]
    refused: Mapped[int | None]


class MessagePart(Base):
    """The message itself, in pieces of one megabyte, each compressed with zlib."""

    __tablename__ = "message_parts"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.message_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class Refusal(Base):
    """Why a record, or a whole message, was not taken.  Never holds a national number."""

    __tablename__ = "message_refusals"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.message_id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int | None]
    element: Mapped[str]
    code: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)
