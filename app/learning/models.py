from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.enterprises.stated import Stated, never_known
from app.foundation.database import Base, Versioned

NOW_KNOWN = text("recorded_until is null")


class Training(Versioned, Base):
    """A training of one worker with one employer; a correction is a new version.

    A training that is cancelled has no version in force any more.  Its last row repeats what
    was cancelled and says who did it, when, and why; the record of that row ends on the instant
    on which it begins.  Whoever asks what is known, now or then, never meets it; whoever asks
    for the history does.  The same training may be registered again: it is then another one.

    ``registered_by``, ``mandate_id`` and ``channel`` are those of the version: who registered,
    corrected or cancelled.
    """

    __tablename__ = "trainings"
    __table_args__ = (
        Index(
            "uq_trainings_now", "person_id", "training_id", unique=True, postgresql_where=NOW_KNOWN
        ),
        # The same training twice is one training, whoever is quicker.
        Index(
            "uq_trainings_once",
            "person_id",
            "enterprise_id",
            "fingerprint",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        # Those of an enterprise, and the newest of them without looking at all.
        Index("ix_trainings_newest", "enterprise_id", "recorded_from"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint(
            "certified or certificate_until is null", name="validity_needs_certificate"
        ),
        CheckConstraint("counts = (not_counting is null)", name="not_counting_for_a_reason"),
        CheckConstraint(
            "not_counting in ('training_leave', 'outside_work', 'other')", name="not_counting"
        ),
        CheckConstraint("field_of_learning ~ '^[0-9]{2,4}$'", name="field_of_learning"),
        CheckConstraint(
            "internal is not distinct from false or (provider is null and provider_number is null)",
            name="provider_of_what_is_not_internal",
        ),
        CheckConstraint("provider_number ~ '^[01][0-9]{9}$'", name="provider_number"),
        CheckConstraint(
            "financing in ('employer', 'sector_fund', 'training_leave', 'other')", name="financing"
        ),
        CheckConstraint(
            "origin in ('page', 'sheet', 'federal_account', 'other_system')", name="origin"
        ),
        CheckConstraint(
            "original_registered_on is null"
            " or coalesce(origin in ('federal_account', 'other_system'), false)",
            name="registered_elsewhere_before",
        ),
        never_known("cancelled"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), primary_key=True)
    training_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.enterprise_id"))
    fingerprint: Mapped[bytes]
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    minutes: Mapped[int]
    formal: Mapped[bool]
    followed: Mapped[bool]  # False: planned
    counts: Mapped[bool]  # for the training credit
    # Why it does not; ``other`` too where it was registered before the reason was asked.
    not_counting: Mapped[str | None]
    certified: Mapped[bool]
    certificate_until: Mapped[date | None]
    # From here to the origin, None is not said.
    field_of_learning: Mapped[str | None]  # ISCED-F 2013: a broad, narrow or detailed field
    internal: Mapped[bool | None]  # given by the enterprise itself
    provider: Mapped[str | None]  # its name
    provider_number: Mapped[str | None]  # its enterprise number, ten digits
    financing: Mapped[str | None]
    origin: Mapped[str | None]
    origin_name: Mapped[str | None]  # of the other system
    original_registered_on: Mapped[date | None]  # there
    registered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    mandate_id: Mapped[UUID | None] = mapped_column(ForeignKey("mandates.mandate_id"))
    # Where no person did: the enterprise whose system did, or the machine.
    sender_id: Mapped[UUID | None]
    client_id: Mapped[UUID | None]
    channel: Mapped[str]
    reason: Mapped[str | None]  # why it was corrected or cancelled
    cancelled: Mapped[bool] = mapped_column(server_default=false())


class StatedRight(Stated, Base):
    """What an employer states of a year's right: no automatic one, or another one.

    Without a person it holds for everyone who has no statement of their own.  An amount for
    one worker is the minutes of the year; one for everyone is days of a full-timer, in
    hundredths, with which A × B × C goes on.
    """

    __tablename__ = "stated_rights"
    __table_args__ = (
        # One statement in force for a year, for everyone and for each worker.
        Index(
            "uq_stated_rights_now",
            "enterprise_id",
            "year",
            "person_id",
            unique=True,
            postgresql_where=NOW_KNOWN,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_stated_rights_enterprise", "enterprise_id", "person_id", "year"),
        Index("ix_stated_rights_person_id", "person_id"),
        CheckConstraint("kind in ('opt_out', 'stated')", name="kind"),
        CheckConstraint(
            "(minutes is not null) = (kind = 'stated' and person_id is not null)",
            name="minutes_for_one_worker",
        ),
        CheckConstraint(
            "(days is not null) = (kind = 'stated' and person_id is null)",
            name="days_for_everyone",
        ),
        CheckConstraint("minutes >= 0 and days >= 0", name="amount"),
        never_known("withdrawn"),
    )

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.person_id"))
    year: Mapped[int]
    kind: Mapped[str]
    minutes: Mapped[int | None]
    days: Mapped[int | None]
    agreement: Mapped[str | None]  # registration number of the collective agreement
    reason: Mapped[str]


class StatedEnd(Stated, Base):
    """How an employment ends, as the employer states it: declarations do not say."""

    __tablename__ = "stated_ends"
    __table_args__ = (
        Index(
            "uq_stated_ends_now",
            "person_id",
            "employment_id",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        Index("ix_stated_ends_person", "person_id", "employment_id"),
        Index("ix_stated_ends_enterprise_id", "enterprise_id"),
        CheckConstraint(
            "end_reason in ('resignation', 'serious_cause', 'notice', 'indemnity',"
            " 'mutual_agreement', 'fixed_term')",
            name="end_reason",
        ),
        CheckConstraint(
            "notice_from is null or end_reason in ('resignation', 'notice')", name="notice_from"
        ),
        never_known("withdrawn"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"))
    employment_id: Mapped[UUID]  # an employment keeps its key for good
    end_reason: Mapped[str]
    notice_from: Mapped[date | None]  # first day of the period of notice
    reason: Mapped[str | None]  # why it was stated, changed or withdrawn


class LawVersion(Base):
    """The parameter files with which accounts were worked out, whole, once for each version."""

    __tablename__ = "law_versions"

    version: Mapped[str] = mapped_column(primary_key=True)  # hash of the files
    texts: Mapped[dict[str, str]] = mapped_column(JSON)  # by their path, as ``law_from`` reads them
    kept_at: Mapped[datetime]


class AccountStatement(Versioned, Base):
    """The account of one worker with one employer for one year, as it was worked out.

    With what it rests on, the law and the rules, so that it can be worked out again.  No foreign
    keys, for the reason that ``app.employment.models`` gives.  Minutes throughout.
    """

    __tablename__ = "account_statements"
    __table_args__ = (
        Index(
            "uq_account_statements_now",
            "person_id",
            "enterprise_id",
            "year",
            "opened_on",
            unique=True,
            postgresql_where=NOW_KNOWN,
        ),
        Index(
            "ix_account_statements_enterprise",
            "enterprise_id",
            "year",
            postgresql_where=NOW_KNOWN,
        ),
        CheckConstraint("(granted is null) = (problem is not null)", name="unknown_for_a_reason"),
        CheckConstraint("(left_over is null) = (granted is null)", name="left_over"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    # First day of the account: a longer break within the year makes two.
    opened_on: Mapped[date] = mapped_column(primary_key=True)
    recorded_from: Mapped[datetime] = mapped_column(primary_key=True)
    opening: Mapped[int | None]  # None: what came from earlier years is not known
    granted: Mapped[int | None]  # None: not known, and ``problem`` says why
    used: Mapped[int]
    planned: Mapped[int]
    not_taken: Mapped[int]
    carried: Mapped[int]
    expired: Mapped[int]
    gone: Mapped[int]
    left_over: Mapped[int | None]
    day_minutes: Mapped[int]
    at_least: Mapped[bool]
    problem: Mapped[str | None]  # the code of the first one
    # As ``rules.inputs.from_json`` reads it; kept as it was written, nobody looks into it.
    inputs: Mapped[Any] = mapped_column(JSON)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)  # of the figures and their ground
    law_version: Mapped[str]
    rules_version: Mapped[int] = mapped_column(SmallInteger)
    computed_on: Mapped[date]  # the day the rules were told it is
