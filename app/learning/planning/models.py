from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.enterprises.stated import Stated, never_known
from app.foundation.database import Base


class TrainingPlan(Stated, Base):
    """One version of an enterprise's training plan for a year.

    A draft has neither number nor day of adoption.  The version on which a deposit is noted
    repeats the one that was deposited.
    """

    __tablename__ = "training_plans"
    __table_args__ = (
        Index(
            "uq_training_plans_now",
            "enterprise_id",
            "year",
            unique=True,
            postgresql_where=text("recorded_until is null"),
        ),
        Index("ix_training_plans_enterprise", "enterprise_id", "year", "recorded_from"),
        CheckConstraint("(number is null) = (adopted_on is null)", name="adopted_with_a_number"),
        CheckConstraint("deposited_on is null or adopted_on is not null", name="deposited_once"),
        never_known("withdrawn"),
    )

    year: Mapped[int] = mapped_column(SmallInteger)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)  # as planning.content writes it
    number: Mapped[int | None] = mapped_column(SmallInteger)  # of the adopted version: 1, 2, …
    adopted_on: Mapped[date | None]
    deposited_on: Mapped[date | None]  # a copy was sent to the Federal Public Service
