from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from app.enterprises.stated import Stated, never_known
from app.foundation.database import Base


class TaskPutAside(Stated, Base):
    """A task that somebody put aside: until a day, or, without one, this occurrence for good."""

    __tablename__ = "tasks_put_aside"
    __table_args__ = (
        Index(
            "uq_tasks_put_aside_now",
            "enterprise_id",
            "task",
            "period",
            unique=True,
            postgresql_where=text("recorded_until is null"),
        ),
        never_known("withdrawn"),
    )

    task: Mapped[str]  # a code of app.learning.due.rules
    period: Mapped[str]  # which occurrence: a year, or the day of the newest it concerns
    until: Mapped[date | None]
    reason: Mapped[str]
