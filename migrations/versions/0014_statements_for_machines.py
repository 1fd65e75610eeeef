"""Statements that a machine asks for: no person and no mandate, but the machine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("statement_runs", sa.Column("client_id", sa.UUID(), nullable=True))
    op.alter_column("statement_runs", "asked_by", existing_type=sa.UUID(), nullable=True)
    op.alter_column("statement_runs", "mandate_id", existing_type=sa.UUID(), nullable=True)


def downgrade() -> None:
    raise NotImplementedError("Who asked for statements would be lost: restore the backup.")
