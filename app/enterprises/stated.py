"""What an employer states itself: the columns that every such fact has beside its own.

A statement is versioned.  A changed one closes the version in force and opens the next.  One
that is withdrawn closes it too and leaves a last row that says who withdrew it and why; the
record of that row ends on the instant on which it begins, so that it is never among what is
known, now or then, and always in the history.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Versioned, key


def never_known(column: str) -> CheckConstraint:
    """A row marked in ``column`` is history only: its period of record is empty."""
    return CheckConstraint(
        f"not {column} or (recorded_until is not null and recorded_until = recorded_from)",
        name=f"{column}_is_never_known",
    )


class Stated(Versioned):
    """Who stated a fact, or withdrew it, under which mandate, through which channel, and when."""

    statement_id: Mapped[UUID] = key()
    recorded_from: Mapped[datetime]
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    withdrawn: Mapped[bool] = mapped_column(server_default=false())
    # Without a person and a mandate: a system of the enterprise, or of its office.
    stated_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    mandate_id: Mapped[UUID | None] = mapped_column(ForeignKey("mandates.mandate_id"))
    channel: Mapped[str]
