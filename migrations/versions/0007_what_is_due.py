"""Tasks put aside, balance notices and training plans."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NOW_KNOWN = sa.text("recorded_until is null")


def upgrade() -> None:
    stated(
        "tasks_put_aside",
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        once=["enterprise_id", "task", "period"],
    )
    stated(
        "training_plans",
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("deposited_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(number is null) = (adopted_on is null)",
            name=op.f("ck_training_plans_adopted_with_a_number"),
        ),
        sa.CheckConstraint(
            "deposited_on is null or adopted_on is not null",
            name=op.f("ck_training_plans_deposited_once"),
        ),
        once=["enterprise_id", "year"],
    )
    op.create_index(
        "ix_training_plans_enterprise", "training_plans", ["enterprise_id", "year", "recorded_from"]
    )
    balance_notices()


def stated(table: str, *columns: Any, once: list[str]) -> None:
    """A table of what an employer states; one version in force for what ``once`` names."""
    op.create_table(
        table,
        sa.Column("statement_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("stated_by", sa.UUID(), nullable=False),
        sa.Column("mandate_id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        *columns,
        sa.CheckConstraint(
            "not withdrawn or (recorded_until is not null and recorded_until = recorded_from)",
            name=op.f(f"ck_{table}_withdrawn_is_never_known"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.enterprise_id"],
            name=op.f(f"fk_{table}_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["stated_by"], ["persons.person_id"], name=op.f(f"fk_{table}_stated_by")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.mandate_id"], name=op.f(f"fk_{table}_mandate_id")
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"uq_{table}_now", table, once, unique=True, postgresql_where=NOW_KNOWN)


def balance_notices() -> None:
    op.create_table(
        "balance_notice_runs",
        sa.Column("run_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("mandate_id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('making', 'made', 'stopped')", name=op.f("ck_balance_notice_runs_state")
        ),
        sa.CheckConstraint(
            "(state = 'making') = (ended_at is null)", name=op.f("ck_balance_notice_runs_ended")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.enterprise_id"],
            name=op.f("fk_balance_notice_runs_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["persons.person_id"], name=op.f("fk_balance_notice_runs_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.mandate_id"], name=op.f("fk_balance_notice_runs_mandate_id")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_balance_notice_runs")),
    )
    op.create_index(
        "uq_balance_notice_runs_making",
        "balance_notice_runs",
        ["enterprise_id", "year"],
        unique=True,
        postgresql_where=sa.text("state = 'making'"),
    )
    op.create_index(
        "ix_balance_notice_runs_enterprise",
        "balance_notice_runs",
        ["enterprise_id", "year", "asked_at"],
    )
    op.create_table(
        "balance_notices",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("run_id", sa.UUID(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "language in ('fr', 'nl', 'de', 'en')", name=op.f("ck_balance_notices_language")
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'made', 'left_out')", name=op.f("ck_balance_notices_state")
        ),
        sa.CheckConstraint(
            "(state = 'made') = (document is not null)",
            name=op.f("ck_balance_notices_made_is_kept"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_balance_notices_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["balance_notice_runs.run_id"], name=op.f("fk_balance_notices_run_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "run_id", name=op.f("pk_balance_notices")),
    )
    op.create_index("ix_balance_notices_run", "balance_notices", ["run_id", "person_id"])


def downgrade() -> None:
    raise NotImplementedError("A training plan that was adopted is not unmade: restore the backup.")
