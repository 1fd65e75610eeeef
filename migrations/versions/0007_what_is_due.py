"""Tasks put aside and training plans."""

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


def downgrade() -> None:
    raise NotImplementedError("A training plan that was adopted is not unmade: restore the backup.")
