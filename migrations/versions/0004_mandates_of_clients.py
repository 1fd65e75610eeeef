"""Offices that act for clients, who gave and ended each mandate, and whom a sign-in represents."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
