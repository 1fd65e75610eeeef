from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base


class ApiAnswer(Base):
    """The answer to a call that named itself with a key, for whoever sends it again.

    The row is begun in the transaction of the call and gets its answer there: nobody ever sees
    one without.  Forgotten after a day.  No foreign key: a machine may be changed meanwhile.
    """

    __tablename__ = "api_answers"
    __table_args__ = (CheckConstraint("(status is null) = (body is null)", name="answered_whole"),)

    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]  # of the call: operation, address, version seen and body
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    headers: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    body: Mapped[str | None]  # no national number stands in an answer that is kept


class ApiCalls(Base):
    """How often a machine called within a minute, or somebody asked for tokens.

    Lost when the database fails: it may be.
    """

    __tablename__ = "api_calls"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    client_id: Mapped[UUID] = mapped_column(primary_key=True)  # or a key made of an address
    minute: Mapped[int] = mapped_column(BigInteger, primary_key=True)  # since 1970
    calls: Mapped[int]
