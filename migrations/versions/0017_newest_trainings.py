"""The newest trainings of an enterprise, found without looking at all of them."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # It finds all of an enterprise as the one before did, which is dropped only afterwards.
    op.create_index("ix_trainings_newest", "trainings", ["enterprise_id", "recorded_from"])
    op.drop_index(op.f("ix_trainings_enterprise_id"), table_name="trainings")


def downgrade() -> None:
    op.create_index(op.f("ix_trainings_enterprise_id"), "trainings", ["enterprise_id"])
    op.drop_index("ix_trainings_newest", table_name="trainings")
