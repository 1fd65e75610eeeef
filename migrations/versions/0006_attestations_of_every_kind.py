"""Attestations of every kind: what was asked, its seal, its code, what overtook it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _attestations()
    _checks()
    _watchers()
    _runs()


def _attestations() -> None:
    for column in (
        sa.Column("enterprise_id", sa.UUID(), nullable=True),
        sa.Column("options", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("mandate_id", sa.UUID(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("as_known_on", sa.Date(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overtaken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overtaken_parts", postgresql.ARRAY(sa.TEXT()), nullable=True),
    ):
        op.add_column("attestations", column)
    for name in ("person_id", "asked_by"):
        op.alter_column("attestations", name, nullable=True)
    op.create_foreign_key(
        op.f("fk_attestations_enterprise_id"),
        "attestations",
        "enterprises",
        ["enterprise_id"],
        ["enterprise_id"],
    )
    op.drop_constraint(op.f("ck_attestations_issued_with_its_document"), "attestations")
    op.create_check_constraint(
        op.f("ck_attestations_issued_with_its_document"),
        "attestations",
        "(issued_at is null) = (document is null) and (document is null) = (sha256 is null)"
        " and (issued_at is null) = (facts is null)",
    )
    op.create_check_constraint(
        op.f("ck_attestations_of_somebody"),
        "attestations",
        "person_id is not null or enterprise_id is not null",
    )
    op.create_check_constraint(
        op.f("ck_attestations_overtaken_in_parts"),
        "attestations",
        "(overtaken_at is null) = (overtaken_parts is null)",
    )
    op.create_check_constraint(
        op.f("ck_attestations_problem_before_issue"),
        "attestations",
        "problem is null or issued_at is null",
    )
    op.create_index(op.f("ix_attestations_enterprise_id"), "attestations", ["enterprise_id"])
    op.create_index("ix_attestations_sha256", "attestations", ["sha256"])
    op.create_index("ix_attestations_same", "attestations", ["person_id", "fingerprint"])
    op.create_index(
        "ix_attestations_to_compare",
        "attestations",
        ["compared_at"],
        postgresql_where=sa.text("withdrawn_at is null and overtaken_at is null"),
    )
    op.create_index(
        "ix_attestations_waiting",
        "attestations",
        ["asked_at"],
        postgresql_where=sa.text("issued_at is null"),
    )


def _checks() -> None:
    op.create_table(
        "attestation_checks",
        sa.Column("attestation_id", sa.UUID(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attestation_id"],
            ["attestations.attestation_id"],
            name=op.f("fk_attestation_checks_attestation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "attestation_id", "hour", "how", name=op.f("pk_attestation_checks")
        ),
        sa.CheckConstraint(
            "how in ('file', 'code', 'number')", name=op.f("ck_attestation_checks_how")
        ),
        sa.CheckConstraint("times > 0", name=op.f("ck_attestation_checks_times")),
    )


def _watchers() -> None:
    op.create_table(
        "attestation_watchers",
        sa.Column("watcher_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("attestation_id", sa.UUID(), nullable=False),
        sa.Column("address_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attestation_id"],
            ["attestations.attestation_id"],
            name=op.f("fk_attestation_watchers_attestation_id"),
        ),
        sa.PrimaryKeyConstraint("watcher_id", name=op.f("pk_attestation_watchers")),
        sa.CheckConstraint(
            "language in ('fr', 'nl', 'de', 'en')", name=op.f("ck_attestation_watchers_language")
        ),
    )
    op.create_index(
        "uq_attestation_watchers_attestation_id_address_hash",
        "attestation_watchers",
        ["attestation_id", "address_hash"],
        unique=True,
    )


def _runs() -> None:
    op.create_table(
        "statement_runs",
        sa.Column("run_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("mandate_id", sa.UUID(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.enterprise_id"],
            name=op.f("fk_statement_runs_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["persons.person_id"], name=op.f("fk_statement_runs_asked_by")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_statement_runs")),
    )
    op.create_index(op.f("ix_statement_runs_enterprise_id"), "statement_runs", ["enterprise_id"])
    op.create_table(
        "statement_run_rows",
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("slice", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("attestation_id", sa.UUID(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["statement_runs.run_id"], name=op.f("fk_statement_run_rows_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_statement_run_rows_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["attestation_id"],
            ["attestations.attestation_id"],
            name=op.f("fk_statement_run_rows_attestation_id"),
        ),
        sa.PrimaryKeyConstraint("run_id", "person_id", name=op.f("pk_statement_run_rows")),
        sa.CheckConstraint(
            "attestation_id is null or problem is null",
            name=op.f("ck_statement_run_rows_made_or_not"),
        ),
    )
    op.create_index(
        "ix_statement_run_rows_to_make",
        "statement_run_rows",
        ["run_id", "slice"],
        postgresql_where=sa.text("attestation_id is null and problem is null"),
    )


def downgrade() -> None:
    raise NotImplementedError("What was said of documents is not forgotten: restore the backup.")
