"""Workers chosen in a list, kept from page to page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chosen_workers",
        sa.Column("chooser_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chooser_id"], ["persons.person_id"], name=op.f("fk_chosen_workers_chooser_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprises.enterprise_id"],
            name=op.f("fk_chosen_workers_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_chosen_workers_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "chooser_id", "enterprise_id", "person_id", name=op.f("pk_chosen_workers")
        ),
    )
    op.create_index(op.f("ix_chosen_workers_person_id"), "chosen_workers", ["person_id"])
    op.create_index(op.f("ix_chosen_workers_chosen_on"), "chosen_workers", ["chosen_on"])


def downgrade() -> None:
    op.drop_table("chosen_workers")
