from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Versioned

NOW_KNOWN = text("recorded_until is null")


class ReportedPeriod(Versioned, Base):
    """Unemployment, leave, sickness: a stretch of life as an institution reported it."""

    __tablename__ = "reported_periods"
    __table_args__ = (
        Index(
            "uq_reported_periods_now",
            "institution",
            "reference",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("share between 1 and 100", name="share"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), primary_key=True)
    institution: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    kind: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    share: Mapped[int | None] = mapped_column(SmallInteger)
    declared_on: Mapped[date]
    message_id: Mapped[UUID]


class ReportedDiploma(Versioned, Base):
    __tablename__ = "reported_diplomas"
    __table_args__ = (
        Index(
            "uq_reported_diplomas_now",
            "institution",
            "reference",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        CheckConstraint("level between 1 and 8", name="level"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), primary_key=True)
    institution: Mapped[str] = mapped_column(primary_key=True)  # that reported it
    reference: Mapped[str] = mapped_column(primary_key=True)
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    title: Mapped[str]
    awarded_on: Mapped[date]
    awarded_by: Mapped[str]
    level: Mapped[int | None] = mapped_column(SmallInteger)
    declared_on: Mapped[date]
    message_id: Mapped[UUID]


class SourceReport(Base):
    """Until when a source has reported, so that a page can say so."""

    __tablename__ = "source_reports"

    source: Mapped[str] = mapped_column(primary_key=True)
    institution: Mapped[str] = mapped_column(primary_key=True)  # '' where the source is one
    reported_until: Mapped[date]
