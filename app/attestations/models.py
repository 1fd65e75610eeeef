from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base, key

#: What a document was asked for is not there any more.
NOT_FOUND = "not_found"
#: There is more to say than one document holds.
TOO_LONG = "too_long"
#: Problems that do not pass by themselves: such a document will never be made.
NEVER = frozenset({NOT_FOUND, TOO_LONG})


class Attestation(Base):
    """A document that was asked for and, once made, is kept byte for byte.

    The holder's own has no enterprise; an employer's letter about a worker has both; a receipt
    has no person.
    """

    __tablename__ = "attestations"
    __table_args__ = (
        CheckConstraint("language in ('fr', 'nl', 'de', 'en')", name="language"),
        CheckConstraint(
            "(issued_at is null) = (document is null) and (document is null) = (sha256 is null)"
            " and (issued_at is null) = (facts is null)",
            name="issued_with_its_document",
        ),
        CheckConstraint("person_id is not null or enterprise_id is not null", name="of_somebody"),
        CheckConstraint(
            "(overtaken_at is null) = (overtaken_parts is null)", name="overtaken_in_parts"
        ),
        CheckConstraint("problem is null or issued_at is null", name="problem_before_issue"),
        Index("ix_attestations_sha256", "sha256"),
        Index("ix_attestations_same", "person_id", "fingerprint"),
        Index(
            "ix_attestations_to_compare",
            "compared_at",
            postgresql_where=text("withdrawn_at is null and overtaken_at is null"),
        ),
        Index(
            "ix_attestations_waiting",
            "asked_at",
            postgresql_where=text("issued_at is null"),
        ),
    )

    attestation_id: Mapped[UUID] = key()
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"), index=True)
    enterprise_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("enterprises.enterprise_id"), index=True
    )
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    layout_version: Mapped[int]
    language: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    mandate_id: Mapped[UUID | None]  # under which it was asked for
    asked_at: Mapped[datetime]
    problem: Mapped[str | None]  # why it could not be sealed yet: a code
    as_known_on: Mapped[date | None]  # the day its facts are seen from
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # what the document says, as data
    fingerprint: Mapped[bytes | None]  # of the wish and the facts
    issued_at: Mapped[datetime | None]
    document: Mapped[bytes | None]
    sha256: Mapped[bytes | None]
    withdrawn_at: Mapped[datetime | None]  # taken back by its holder
    compared_at: Mapped[datetime | None]  # when it was last held beside what is known
    overtaken_at: Mapped[datetime | None]
    overtaken_parts: Mapped[list[str] | None] = mapped_column(ARRAY(TEXT))  # never any values


class AttestationCheck(Base):
    """How often a document was checked within an hour, and in which way; not by whom."""

    __tablename__ = "attestation_checks"
    __table_args__ = (
        CheckConstraint("how in ('file', 'code', 'number')", name="how"),
        CheckConstraint("times > 0", name="times"),
    )

    attestation_id: Mapped[UUID] = mapped_column(
        ForeignKey("attestations.attestation_id"), primary_key=True
    )
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    how: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]


class AttestationWatcher(Base):
    """Somebody who wants to hear when a document is overtaken or taken back."""

    __tablename__ = "attestation_watchers"
    __table_args__ = (
        CheckConstraint("language in ('fr', 'nl', 'de', 'en')", name="language"),
        Index(
            "uq_attestation_watchers_attestation_id_address_hash",
            "attestation_id",
            "address_hash",
            unique=True,
        ),
    )

    watcher_id: Mapped[UUID] = key()
    attestation_id: Mapped[UUID] = mapped_column(ForeignKey("attestations.attestation_id"))
    address_encrypted: Mapped[bytes]
    address_hash: Mapped[bytes]
    language: Mapped[str]
    since: Mapped[datetime]


class StatementRun(Base):
    """Documents for many workers of one enterprise, asked for at once."""

    __tablename__ = "statement_runs"

    run_id: Mapped[UUID] = key()
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"), index=True)
    kind: Mapped[str]
    year: Mapped[int]
    #: A person under a mandate, or a machine.
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    mandate_id: Mapped[UUID | None]
    client_id: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]  # the mandate ended, or whoever asked stopped it


class StatementRunRow(Base):
    """One worker of a run: the document once it is made, or why there is none, or none yet."""

    __tablename__ = "statement_run_rows"
    __table_args__ = (
        CheckConstraint("attestation_id is null or problem is null", name="made_or_not"),
        Index(
            "ix_statement_run_rows_to_make",
            "run_id",
            "slice",
            postgresql_where=text("attestation_id is null and problem is null"),
        ),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("statement_runs.run_id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), primary_key=True)
    slice: Mapped[int]  # which job makes it
    language: Mapped[str]
    attestation_id: Mapped[UUID | None] = mapped_column(ForeignKey("attestations.attestation_id"))
    problem: Mapped[str | None]  # a code: one of ``NEVER``, or why it waits
