from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, key


class ApiClient(Base):
    """A machine, the enterprise it belongs to, and what it may do until it is ended."""

    __tablename__ = "api_clients"
    __table_args__ = (
        CheckConstraint("kind in ('employer', 'office', 'provider')", name="kind"),
        CheckConstraint(
            "(ended_at is null) = (ended_by is null)",
            name="ended_by_somebody",
        ),
        CheckConstraint("not every_client or kind = 'office'", name="every_client_of_an_office"),
        Index(
            "uq_api_clients_outside_name",
            "outside_name",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )

    client_id: Mapped[UUID] = key()
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String))
    #: Of an office: for all its clients, those to come too; else for those chosen.
    every_client: Mapped[bool] = mapped_column(server_default=false())
    #: How an outside authorization server calls it; none where it signs in with us.
    outside_name: Mapped[str | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    created_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    ended_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]  # to the minute


class ApiClientEnterprise(Base):
    """A client of the office that one of its machines was chosen to act for.

    It opens nothing by itself: only with a client mandate in force.
    """

    __tablename__ = "api_client_enterprises"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("api_clients.client_id"), primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(
        ForeignKey("enterprises.enterprise_id"), primary_key=True, index=True
    )


class ApiClientKey(Base):
    """A public key of a machine.  One that was ended stays, so that it never comes back."""

    __tablename__ = "api_client_keys"
    __table_args__ = (
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended_by_somebody"),
    )

    client_id: Mapped[UUID] = mapped_column(ForeignKey("api_clients.client_id"), primary_key=True)
    kid: Mapped[str] = mapped_column(primary_key=True)
    jwk: Mapped[dict[str, Any]] = mapped_column(JSONB)  # public members only
    thumbprint: Mapped[str]  # RFC 7638, SHA-256
    added_by: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    added_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    ended_at: Mapped[datetime | None]
