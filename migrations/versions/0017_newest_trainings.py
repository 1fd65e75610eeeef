"""The newest trainings of an enterprise, found without looking at all of them."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace("ix_trainings_enterprise_id", "ix_trainings_newest", "enterprise_id, recorded_from")


def downgrade() -> None:
    _replace("ix_trainings_newest", "ix_trainings_enterprise_id", "enterprise_id")


def _replace(old: str, new: str, columns: str) -> None:
    """Build one index of trainings while people go on writing them, and then drop the other.

    Killed half way it is begun anew: what was built in part is no index.
    """
    with op.get_context().autocommit_block():
        # Building waits for whoever writes, and nobody waits for it.
        op.execute("set lock_timeout = 0")
        op.execute(f"drop index concurrently if exists {new}")
        op.execute(f"create index concurrently {new} on trainings ({columns})")
        op.execute(f"drop index concurrently if exists {old}")
        op.execute("set lock_timeout = '5s'")
