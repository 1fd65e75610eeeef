"""Yearly accounts as they were worked out, and the law they were worked out with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "law_versions",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_law_versions")),
    )
    key = ("person_id", "enterprise_id", "year", "opened_on", "recorded_from")
    op.create_table(
        "account_statements",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opening", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("used", "planned", "not_taken", "carried", "expired", "gone")
        ),
        sa.Column("left_over", sa.Integer(), nullable=True),
        sa.Column("day_minutes", sa.Integer(), nullable=False),
        sa.Column("at_least", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("law_version", sa.String(), nullable=False),
        sa.Column("rules_version", sa.SmallInteger(), nullable=False),
        sa.Column("computed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_account_statements")),
        sa.CheckConstraint(
            "(granted is null) = (problem is not null)",
            name=op.f("ck_account_statements_unknown_for_a_reason"),
        ),
        sa.CheckConstraint(
            "(left_over is null) = (granted is null)", name=op.f("ck_account_statements_left_over")
        ),
    )
    op.create_index(
        "uq_account_statements_now",
        "account_statements",
        ["person_id", "enterprise_id", "year", "opened_on"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_index(
        "ix_account_statements_enterprise",
        "account_statements",
        ["enterprise_id", "year"],
        postgresql_where=sa.text("recorded_until is null"),
    )


def downgrade() -> None:
    raise NotImplementedError("An account that was kept is not unmade: restore the backup.")
