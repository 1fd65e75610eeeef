"""Facts as declared (Dimona, DmfA lines) and what they say together (employments).

Units: weekly hours and days in hundredths as DmfA writes them, money in cents, quarters as
the integer ``YYYYQ``.

The tables that grow with every quarter of every worker have no foreign keys: the act that
writes a row has looked its person and its enterprise up, or begun them, in the same
transaction, nobody is ever deleted, and checking again for each of a million rows took a
quarter of the time of loading.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, Versioned

NOW_KNOWN = text("recorded_until is null")


class DimonaDeclaration(Base):
    """One Dimona declaration.  Kept for good: what it means is decided with all the others."""

    __tablename__ = "dimona_declarations"
    __table_args__ = (CheckConstraint("act in ('in', 'out', 'update', 'cancel')", name="act"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(primary_key=True)  # of the declaration's content
    act: Mapped[str]
    period_number: Mapped[int | None] = mapped_column(BigInteger)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    worker_type: Mapped[str | None]
    joint_committee: Mapped[str | None]  # None for XXX too
    declared_at: Mapped[datetime]
    recorded_from: Mapped[datetime]
    message_id: Mapped[UUID]


class QuarterDeclaration(Versioned, Base):
    """The DmfA of one employer for one quarter; the open version is the one in force."""

    __tablename__ = "quarter_declarations"
    __table_args__ = (
        Index(
            "uq_quarter_declarations_now",
            "enterprise_id",
            "quarter",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
    )

    enterprise_id: Mapped[UUID] = mapped_column(
        ForeignKey("enterprises.enterprise_id"), primary_key=True
    )
    quarter: Mapped[int] = mapped_column(primary_key=True)
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    declared_at: Mapped[datetime] = mapped_column(primary_key=True)
    message_id: Mapped[UUID]


class OccupationLine(Versioned, Base):
    """One Occupation of a DmfA: one worker, one employer, one quarter, one regime."""

    __tablename__ = "occupation_lines"
    __table_args__ = (
        Index(
            "ix_occupation_lines_declared",
            "enterprise_id",
            "quarter",
            postgresql_where=NOW_KNOWN,
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(primary_key=True)  # of the line's content
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    worker_code: Mapped[int] = mapped_column(SmallInteger)
    starts_on: Mapped[date]  # of this regime, not of the employment
    ends_on: Mapped[date | None]  # empty: goes on after the quarter
    joint_committee: Mapped[str | None]
    part_time: Mapped[bool]
    hours_worked: Mapped[int | None]  # Q, per week
    hours_full_time: Mapped[int | None]  # S, per week
    days_per_week: Mapped[int | None]  # 500 = five days a week
    reorganisation: Mapped[int | None] = mapped_column(SmallInteger)
    is_work: Mapped[bool]  # False: severance only
    days: Mapped[int]  # paid work
    pay: Mapped[int] = mapped_column(BigInteger)
    severance: Mapped[int] = mapped_column(BigInteger)
    services: Mapped[list[Any]] = mapped_column(JSONB)  # [[code, days, hours or null], …]
    remunerations: Mapped[list[Any]] = mapped_column(JSONB)  # [[code, cents], …]
    declared_at: Mapped[datetime]
    message_id: Mapped[UUID]


class Employment(Versioned, Base):
    """What Dimona and DmfA say together: one stretch of work for one employer."""

    __tablename__ = "employments"
    __table_args__ = (
        Index(
            "uq_employments_now",
            "person_id",
            "employment_id",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        Index(
            "ix_employments_workforce",
            "enterprise_id",
            "ends_on",
            postgresql_where=NOW_KNOWN,
        ),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    employment_id: Mapped[UUID] = mapped_column(primary_key=True)
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    worker_type: Mapped[str | None]
    joint_committee: Mapped[str | None]
    part_time: Mapped[bool | None]
    hours_worked: Mapped[int | None]
    hours_full_time: Mapped[int | None]
    # [[from, until or null, Q, S, part time, days a week, joint committee], …] oldest first
    regimes: Mapped[list[Any]] = mapped_column(JSONB)
    sources: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    declared_until: Mapped[int | None]  # quarter
    declared_at: Mapped[datetime]
