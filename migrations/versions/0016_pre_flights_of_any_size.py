"""What a pre-flight would have done, for later records of it to find, and its balances.

A pre-flight that is half through goes on: of what the release before has looked at, nothing stands
here, and its balances are those of the rest alone.  Whoever needs them sends it again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("batch_records", sa.Column("supposed_id", sa.UUID(), nullable=True))
    op.create_table(
        "batch_supposed",
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("training_id", sa.UUID(), nullable=True),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("years", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("prints", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("stands", postgresql.JSONB(), nullable=True),
        sa.Column("versions", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint(
            "file_id", "enterprise_id", "subject", name=op.f("pk_batch_supposed")
        ),
    )
    op.create_index(
        "ix_batch_supposed_person", "batch_supposed", ["file_id", "enterprise_id", "person_id"]
    )
    op.create_table(
        "batch_balances",
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("left_before", sa.Integer(), nullable=True),
        sa.Column("left_after", sa.Integer(), nullable=True),
        sa.Column("beyond_before", sa.Integer(), nullable=False),
        sa.Column("beyond_after", sa.Integer(), nullable=False),
        sa.Column("day_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "file_id", "enterprise_id", "person_id", "year", name=op.f("pk_batch_balances")
        ),
    )


def downgrade() -> None:
    # What is forgotten is only about pre-flights: they can be sent again.
    op.drop_table("batch_balances")
    op.drop_table("batch_supposed")
    op.drop_column("batch_records", "supposed_id")
