from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.enterprises.stated import Stated, never_known
from app.foundation.database import Base, Versioned, key

NOW_KNOWN = text("recorded_until is null")


class Enterprise(Base):
    """An employer, known by either number or both."""

    __tablename__ = "enterprises"
    __table_args__ = (
        CheckConstraint(
            "enterprise_number is not null or nsso_number is not null or merged_into is not null",
            name="known_by_a_number",
        ),
        CheckConstraint("enterprise_number ~ '^[01][0-9]{9}$'", name="enterprise_number"),
    )

    enterprise_id: Mapped[UUID] = key()
    enterprise_number: Mapped[str | None] = mapped_column(unique=True)  # ten digits
    # Provisional numbers have ten digits.
    nsso_number: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    # As its legal representative states it, until a source says it: it attributes no declaration.
    stated_nsso_number: Mapped[int | None] = mapped_column(BigInteger)
    # Set when two keys turned out to be one enterprise: facts then live under the other key.
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.enterprise_id"))


class EnterpriseParticulars(Versioned, Base):
    __tablename__ = "enterprise_particulars"
    __table_args__ = (
        Index(
            "uq_enterprise_particulars_now",
            "enterprise_id",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
    )

    enterprise_id: Mapped[UUID] = mapped_column(
        ForeignKey("enterprises.enterprise_id"), primary_key=True
    )
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    name: Mapped[str]


class EnterpriseSize(Versioned, Base):
    """Full-time equivalents that Parcours works out for two years, with the quarters behind them.

    ``measured``: the average over the reference quarters really declared.  ``first_quarter``:
    none of them was, and the workers on the last day of the quarter of first employment count.
    """

    __tablename__ = "enterprise_sizes"
    __table_args__ = (
        Index(
            "uq_enterprise_sizes_now",
            "enterprise_id",
            "first_year",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        CheckConstraint("mod(first_year, 2) = 0", name="two_year_periods_start_in_even_years"),
        CheckConstraint("fte >= 0", name="fte"),
        CheckConstraint("origin in ('measured', 'first_quarter')", name="origin"),
    )

    enterprise_id: Mapped[UUID] = mapped_column(
        ForeignKey("enterprises.enterprise_id"), primary_key=True
    )
    first_year: Mapped[int] = mapped_column(primary_key=True)
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    fte: Mapped[int]  # hundredths of a full-time equivalent
    # [{"quarter": 20244, "fte": 1250}, …]: the quarters it rests on, FTE in hundredths
    quarters: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    origin: Mapped[str] = mapped_column(server_default="measured")


class StatedSize(Stated, Base):
    """Another size than the one worked out, as the employer states it for two years, and why."""

    __tablename__ = "stated_sizes"
    __table_args__ = (
        Index(
            "uq_stated_sizes_now",
            "enterprise_id",
            "first_year",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        Index("ix_stated_sizes_enterprise", "enterprise_id", "first_year"),
        CheckConstraint("mod(first_year, 2) = 0", name="two_year_periods_start_in_even_years"),
        CheckConstraint("fte >= 0", name="fte"),
        never_known("withdrawn"),
    )

    first_year: Mapped[int]
    fte: Mapped[int]  # hundredths of a full-time equivalent
    reason: Mapped[str]


class ClientMandate(Base):
    """An enterprise lets an office, itself an enterprise, act for it from a quarter on.

    It waits until the office confirms it.  Either ends it at once; one that ends unconfirmed
    was declined by the office, or taken back by the client.
    """

    __tablename__ = "client_mandates"
    __table_args__ = (
        CheckConstraint("client_id <> office_id", name="of_two_enterprises"),
        CheckConstraint(
            "extract(day from valid_from) = 1 and extract(month from valid_from) in (1, 4, 7, 10)",
            name="from_a_quarter_on",
        ),
        CheckConstraint(
            "(confirmed_at is null) = (confirmed_by is null)", name="confirmed_by_somebody"
        ),
        CheckConstraint(
            "(ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_for is null)",
            name="ended_by_somebody",
        ),
        Index(
            "uq_client_mandates_open",
            "client_id",
            "office_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )

    client_mandate_id: Mapped[UUID] = key()
    client_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"), index=True)
    valid_from: Mapped[date]  # the first day of a quarter
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    confirmed_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    #: For which of the two enterprises it was ended.
    ended_for: Mapped[UUID | None] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    ended_at: Mapped[datetime | None]


class Mandate(Base):
    """A person may act for an enterprise, in one role, between two dates, until it is ended.

    With a client mandate the person is of the office: they act for the client under it, and
    only while it is confirmed, begun and not ended.
    """

    __tablename__ = "mandates"
    __table_args__ = (
        CheckConstraint("role in ('access_manager', 'registrar', 'reader')", name="role"),
        CheckConstraint("valid_until >= valid_from", name="ends_after_it_starts"),
        CheckConstraint(
            "client_mandate_id is null or role in ('registrar', 'reader')", name="role_of_an_office"
        ),
        Index(
            "uq_mandates_open",
            "person_id",
            "enterprise_id",
            "role",
            "client_mandate_id",
            unique=True,
            postgresql_where=text("valid_until is null and ended_at is null"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    mandate_id: Mapped[UUID] = key()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), index=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"), index=True)
    role: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    client_mandate_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("client_mandates.client_mandate_id"), index=True
    )
    given_at: Mapped[datetime]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))  # None: operator
    #: How whoever gave it calls the person.  Until the person has signed in, no other name is
    #: shown: a guessed national number must not tell whose it is.
    known_as: Mapped[str | None]
    taken_up_at: Mapped[datetime | None]  # the first sign-in since it was given
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
