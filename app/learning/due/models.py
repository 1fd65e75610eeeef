from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from app.enterprises.stated import Stated, never_known
from app.foundation.database import Base, key


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


class BalanceNoticeRun(Base):
    """One request for the balance notices of everyone who works there."""

    __tablename__ = "balance_notice_runs"
    __table_args__ = (
        # Two people asking at once ask once.
        Index(
            "uq_balance_notice_runs_making",
            "enterprise_id",
            "year",
            unique=True,
            postgresql_where=text("state = 'making'"),
        ),
        Index("ix_balance_notice_runs_enterprise", "enterprise_id", "year", "asked_at"),
        CheckConstraint("state in ('making', 'made', 'stopped')", name="state"),
        CheckConstraint("(state = 'making') = (ended_at is null)", name="ended"),
    )

    run_id: Mapped[UUID] = key()
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    year: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    mandate_id: Mapped[UUID] = mapped_column(ForeignKey("mandates.mandate_id"))
    channel: Mapped[str]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class BalanceNotice(Base):
    """The notice of one worker in a run: to be made, made, or not to be made and why."""

    __tablename__ = "balance_notices"
    __table_args__ = (
        Index("ix_balance_notices_run", "run_id", "person_id"),
        CheckConstraint("language in ('fr', 'nl', 'de', 'en')", name="language"),
        CheckConstraint("state in ('waiting', 'made', 'left_out')", name="state"),
        CheckConstraint("(state = 'made') = (document is not null)", name="made_is_kept"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("balance_notice_runs.run_id"), primary_key=True)
    language: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime | None]
    document: Mapped[bytes | None]
