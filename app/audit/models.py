from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, key

#: The lines that say that something was changed for an enterprise.
CHANGES = (
    "act in ('worker:training:registered', 'worker:training:corrected',"
    " 'worker:training:cancelled', 'worker:right:stated', 'worker:right:withdrawn')"
)


class AuditLine(Base):
    """One line of the trail.  No foreign keys: the trail outlives what it speaks of."""

    __tablename__ = "audit_lines"
    __table_args__ = (
        Index("ix_audit_lines_subject", "subject_id", "at"),
        Index("ix_audit_lines_enterprise", "enterprise_id", "at"),
        Index(
            "ix_audit_lines_changes",
            "enterprise_id",
            "transaction",
            "line_id",
            postgresql_where=text(CHANGES),
        ),
    )

    line_id: Mapped[UUID] = key()
    at: Mapped[datetime]
    act: Mapped[str]
    actor_id: Mapped[UUID | None]
    enterprise_id: Mapped[UUID | None]  # on whose behalf
    mandate_id: Mapped[UUID | None]
    client_id: Mapped[UUID | None]  # the machine that acted
    sender_id: Mapped[UUID | None]  # the enterprise whose system acted, where no person did
    subject_id: Mapped[UUID | None]  # whose data
    channel: Mapped[str]
    ground: Mapped[str]
    request_id: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    #: Which transaction wrote it: an order in which nothing comes before what was read already.
    transaction: Mapped[int] = mapped_column(
        BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint")
    )
