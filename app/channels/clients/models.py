from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base


class ApiAssertion(Base):
    """An assertion that a machine has signed in with: it never does so again.

    Rows are forgotten once the assertion has expired.  No foreign key: writing one must not
    wait for anybody who changes the machine.
    """

    __tablename__ = "api_assertions"

    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    jti: Mapped[bytes] = mapped_column(primary_key=True)  # SHA-256 of what the machine calls it
    expires_at: Mapped[datetime] = mapped_column(index=True)
