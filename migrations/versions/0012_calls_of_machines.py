"""Calls of machines: answers kept for repeats, how many were made, and an order of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CHANGES = (
    "act in ('worker:training:registered', 'worker:training:corrected',"
    " 'worker:training:cancelled', 'worker:right:stated', 'worker:right:withdrawn')"
)


def upgrade() -> None:
    op.create_table(
        "api_answers",
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("client_id", "key", name=op.f("pk_api_answers")),
        sa.CheckConstraint(
            "(status is null) = (body is null)", name=op.f("ck_api_answers_answered_whole")
        ),
    )
    op.create_index(op.f("ix_api_answers_at"), "api_answers", ["at"])
    op.create_table(
        "api_calls",
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("minute", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "minute", name=op.f("pk_api_calls")),
        prefixes=["UNLOGGED"],
    )
    # Lines written before stand all in one place, which comes before every later one.
    op.add_column(
        "audit_lines",
        sa.Column(
            "transaction",
            sa.BigInteger(),
            server_default=sa.text("(pg_current_xact_id()::text)::bigint"),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_audit_lines_changes",
        "audit_lines",
        ["enterprise_id", "transaction", "line_id"],
        postgresql_where=sa.text(_CHANGES),
    )


def downgrade() -> None:
    op.drop_index("ix_audit_lines_changes", "audit_lines")
    op.drop_column("audit_lines", "transaction")
    op.drop_table("api_calls")
    op.drop_table("api_answers")
