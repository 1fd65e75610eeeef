"""What others registered: which versions were looked at, and which pairs are two trainings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in ("sender_id", "client_id"):
        op.add_column("trainings", sa.Column(column, sa.UUID(), nullable=True))
    op.create_table(
        "checked_registrations",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("training_id", sa.UUID(), nullable=False),
        sa.Column("recorded_from", _MOMENT, nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("checked_by", sa.UUID(), nullable=True),
        sa.Column("mandate_id", sa.UUID(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("checked_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint(
            "person_id", "training_id", "recorded_from", name=op.f("pk_checked_registrations")
        ),
    )
    op.create_index(
        op.f("ix_checked_registrations_enterprise_id"), "checked_registrations", ["enterprise_id"]
    )
    op.create_table(
        "real_pairs",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("one_id", sa.UUID(), nullable=False),
        sa.Column("other_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("mandate_id", sa.UUID(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "one_id", "other_id", name=op.f("pk_real_pairs")),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_real_pairs_in_one_order")),
    )
    op.create_index(op.f("ix_real_pairs_enterprise_id"), "real_pairs", ["enterprise_id"])


def downgrade() -> None:
    raise NotImplementedError("What was checked and decided would be lost: restore the backup.")
