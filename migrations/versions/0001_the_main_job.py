"""The main job: every table that the first release needs, and the job queue's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The trail is append-only, for everybody: not even the portal's own account may touch a line.
APPEND_ONLY = """
create function audit_lines_are_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit_lines is append-only';
end
$$;
create trigger audit_lines_append_only
    before update or delete or truncate on audit_lines
    for each statement execute function audit_lines_are_append_only();
"""


def upgrade() -> None:

    op.create_table(
        "audit_lines",
        sa.Column("line_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("enterprise_id", sa.UUID(), nullable=True),
        sa.Column("mandate_id", sa.UUID(), nullable=True),
        sa.Column("subject_id", sa.UUID(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_audit_lines")),
    )
    op.create_index(
        "ix_audit_lines_enterprise", "audit_lines", ["enterprise_id", "at"], unique=False
    )
    op.create_index("ix_audit_lines_subject", "audit_lines", ["subject_id", "at"], unique=False)
    op.create_table(
        "enterprises",
        sa.Column("enterprise_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("enterprise_number", sa.String(), nullable=True),
        sa.Column("nsso_number", sa.BigInteger(), nullable=True),
        sa.Column("merged_into", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "enterprise_number ~ '^[01][0-9]{9}$'", name=op.f("ck_enterprises_enterprise_number")
        ),
        sa.CheckConstraint(
            "enterprise_number is not null or nsso_number is not null or merged_into is not null",
            name=op.f("ck_enterprises_known_by_a_number"),
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["enterprises.enterprise_id"], name=op.f("fk_enterprises_merged_into")
        ),
        sa.PrimaryKeyConstraint("enterprise_id", name=op.f("pk_enterprises")),
        sa.UniqueConstraint("enterprise_number", name=op.f("uq_enterprises_enterprise_number")),
        sa.UniqueConstraint("nsso_number", name=op.f("uq_enterprises_nsso_number")),
    )
    op.create_table(
        "messages",
        sa.Column("message_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state in ('received', 'read', 'refused')", name=op.f("ck_messages_state")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_messages")),
        sa.UniqueConstraint("sha256", name=op.f("uq_messages_sha256")),
    )
    op.create_table(
        "persons",
        sa.Column("person_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("preferred_language", sa.String(), nullable=True),
        sa.Column("merged_into", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "preferred_language in ('fr', 'nl', 'de', 'en')", name=op.f("ck_persons_language")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["persons.person_id"], name=op.f("fk_persons_merged_into")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_persons")),
    )
    op.create_table(
        "source_reports",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("reported_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("source", "institution", name=op.f("pk_source_reports")),
    )
    op.create_table(
        "attestations",
        sa.Column("attestation_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("layout_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "language in ('fr', 'nl', 'de', 'en')", name=op.f("ck_attestations_language")
        ),
        sa.CheckConstraint(
            "(issued_at is null) = (document is null) and (document is null) = (sha256 is null)",
            name=op.f("ck_attestations_issued_with_its_document"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["persons.person_id"], name=op.f("fk_attestations_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_attestations_person_id")
        ),
        sa.PrimaryKeyConstraint("attestation_id", name=op.f("pk_attestations")),
        sa.UniqueConstraint("number", name=op.f("uq_attestations_number")),
    )
    op.create_index(op.f("ix_attestations_person_id"), "attestations", ["person_id"], unique=False)
    op.create_table(
        "dimona_declarations",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("period_number", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("worker_type", sa.String(), nullable=True),
        sa.Column("joint_committee", sa.String(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.CheckConstraint(
            "act in ('in', 'out', 'update', 'cancel')", name=op.f("ck_dimona_declarations_act")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "enterprise_id", "fingerprint", name=op.f("pk_dimona_declarations")
        ),
    )
    op.create_table(
        "employments",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("employment_id", sa.UUID(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("worker_type", sa.String(), nullable=True),
        sa.Column("joint_committee", sa.String(), nullable=True),
        sa.Column("part_time", sa.Boolean(), nullable=True),
        sa.Column("hours_worked", sa.Integer(), nullable=True),
        sa.Column("hours_full_time", sa.Integer(), nullable=True),
        sa.Column("regimes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sources", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("declared_until", sa.Integer(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_employments_ends_after_it_starts")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "employment_id", "recorded_from", name=op.f("pk_employments")
        ),
    )
    op.create_index(
        "ix_employments_workforce",
        "employments",
        ["enterprise_id", "ends_on"],
        unique=False,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_index(
        "uq_employments_now",
        "employments",
        ["person_id", "employment_id"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_table(
        "enterprise_particulars",
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.enterprise_id"],
            name=op.f("fk_enterprise_particulars_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint(
            "enterprise_id", "recorded_from", name=op.f("pk_enterprise_particulars")
        ),
    )
    op.create_index(
        "uq_enterprise_particulars_now",
        "enterprise_particulars",
        ["enterprise_id"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_table(
        "enterprise_sizes",
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fte", sa.Integer(), nullable=False),
        sa.Column("quarters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "mod(first_year, 2) = 0",
            name=op.f("ck_enterprise_sizes_two_year_periods_start_in_even_years"),
        ),
        sa.CheckConstraint("fte >= 0", name=op.f("ck_enterprise_sizes_fte")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.enterprise_id"],
            name=op.f("fk_enterprise_sizes_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint(
            "enterprise_id", "first_year", "recorded_from", name=op.f("pk_enterprise_sizes")
        ),
    )
    op.create_index(
        "uq_enterprise_sizes_now",
        "enterprise_sizes",
        ["enterprise_id", "first_year"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_table(
        "mandates",
        sa.Column("mandate_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role in ('access_manager', 'registrar', 'reader')", name=op.f("ck_mandates_role")
        ),
        sa.CheckConstraint(
            "valid_until >= valid_from", name=op.f("ck_mandates_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.enterprise_id"], name=op.f("fk_mandates_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_mandates_person_id")
        ),
        sa.PrimaryKeyConstraint("mandate_id", name=op.f("pk_mandates")),
    )
    op.create_index(op.f("ix_mandates_enterprise_id"), "mandates", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_mandates_person_id"), "mandates", ["person_id"], unique=False)
    op.create_index(
        "uq_mandates_open",
        "mandates",
        ["person_id", "enterprise_id", "role"],
        unique=True,
        postgresql_where=sa.text("valid_until is null"),
    )
    op.create_table(
        "message_parts",
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.message_id"], name=op.f("fk_message_parts_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_message_parts")),
    )
    op.create_table(
        "message_refusals",
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.message_id"], name=op.f("fk_message_refusals_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "ordinal", name=op.f("pk_message_refusals")),
    )
    op.create_table(
        "national_numbers",
        sa.Column("ssin_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("ssin_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_national_numbers_person_id")
        ),
        sa.PrimaryKeyConstraint("ssin_hash", name=op.f("pk_national_numbers")),
    )
    op.create_index(
        op.f("ix_national_numbers_person_id"), "national_numbers", ["person_id"], unique=False
    )
    op.create_index(
        "uq_national_numbers_in_force",
        "national_numbers",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at is null"),
    )
    op.create_table(
        "occupation_lines",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worker_code", sa.SmallInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("joint_committee", sa.String(), nullable=True),
        sa.Column("part_time", sa.Boolean(), nullable=False),
        sa.Column("hours_worked", sa.Integer(), nullable=True),
        sa.Column("hours_full_time", sa.Integer(), nullable=True),
        sa.Column("days_per_week", sa.Integer(), nullable=True),
        sa.Column("reorganisation", sa.SmallInteger(), nullable=True),
        sa.Column("is_work", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("pay", sa.BigInteger(), nullable=False),
        sa.Column("severance", sa.BigInteger(), nullable=False),
        sa.Column("services", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remunerations", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint(
            "person_id",
            "enterprise_id",
            "quarter",
            "fingerprint",
            "recorded_from",
            name=op.f("pk_occupation_lines"),
        ),
    )
    op.create_index(
        "ix_occupation_lines_declared",
        "occupation_lines",
        ["enterprise_id", "quarter"],
        unique=False,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_table(
        "person_particulars",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("surname", sa.String(), nullable=False),
        sa.Column("given_names", sa.String(), nullable=True),
        sa.Column("born_on", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "language in ('fr', 'nl', 'de', 'en')", name=op.f("ck_person_particulars_language")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_person_particulars_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "recorded_from", name=op.f("pk_person_particulars")),
    )
    op.create_index(
        "uq_person_particulars_now",
        "person_particulars",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_table(
        "quarter_declarations",
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.enterprise_id"],
            name=op.f("fk_quarter_declarations_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint(
            "enterprise_id",
            "quarter",
            "recorded_from",
            "declared_at",
            name=op.f("pk_quarter_declarations"),
        ),
    )
    op.create_index(
        "uq_quarter_declarations_now",
        "quarter_declarations",
        ["enterprise_id", "quarter"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_table(
        "reported_diplomas",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("awarded_by", sa.String(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("level between 1 and 8", name=op.f("ck_reported_diplomas_level")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_reported_diplomas_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "person_id",
            "institution",
            "reference",
            "recorded_from",
            name=op.f("pk_reported_diplomas"),
        ),
    )
    op.create_index(
        "uq_reported_diplomas_now",
        "reported_diplomas",
        ["institution", "reference"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_table(
        "reported_periods",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("share", sa.SmallInteger(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("message_id", sa.UUID(), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ends_on >= starts_on", name=op.f("ck_reported_periods_ends_after_it_starts")
        ),
        sa.CheckConstraint("share between 1 and 100", name=op.f("ck_reported_periods_share")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_reported_periods_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "person_id",
            "institution",
            "reference",
            "recorded_from",
            name=op.f("pk_reported_periods"),
        ),
    )
    op.create_index(
        "uq_reported_periods_now",
        "reported_periods",
        ["institution", "reference"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_sign_in_sessions_person_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_sessions")),
    )
    op.create_index(
        op.f("ix_sign_in_sessions_ends_at"), "sign_in_sessions", ["ends_at"], unique=False
    )
    op.create_index(
        op.f("ix_sign_in_sessions_person_id"), "sign_in_sessions", ["person_id"], unique=False
    )
    op.create_table(
        "trainings",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("training_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("formal", sa.Boolean(), nullable=False),
        sa.Column("followed", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("certificate_until", sa.Date(), nullable=True),
        sa.Column("registered_by", sa.UUID(), nullable=True),
        sa.Column("mandate_id", sa.UUID(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "certified or certificate_until is null",
            name=op.f("ck_trainings_validity_needs_certificate"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_trainings_ends_after_it_starts")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_trainings_minutes")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.enterprise_id"],
            name=op.f("fk_trainings_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.mandate_id"], name=op.f("fk_trainings_mandate_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_trainings_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["persons.person_id"], name=op.f("fk_trainings_registered_by")
        ),
        sa.PrimaryKeyConstraint(
            "person_id", "training_id", "recorded_from", name=op.f("pk_trainings")
        ),
    )
    op.create_index(
        op.f("ix_trainings_enterprise_id"), "trainings", ["enterprise_id"], unique=False
    )
    op.create_index(
        "uq_trainings_now",
        "trainings",
        ["person_id", "training_id"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_index(
        "uq_trainings_once",
        "trainings",
        ["person_id", "enterprise_id", "fingerprint"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    connection = op.get_bind().connection.driver_connection
    connection.execute(APPEND_ONLY)
    connection.execute(SchemaManager.get_schema())


def downgrade() -> None:
    raise NotImplementedError("There is nothing before the first release.")
