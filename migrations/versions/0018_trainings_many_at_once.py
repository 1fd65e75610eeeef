"""Trainings are copied in many at once, now that the first release writes none any more.

Its rows needed a trigger before each insert (0002), and COPY writes rows one by one into a table
that has one.
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("drop trigger trainings_not_counting_for_another_reason on trainings")
    op.execute("drop function trainings_not_counting_for_another_reason()")


def downgrade() -> None:
    op.execute(
        """
        create function trainings_not_counting_for_another_reason() returns trigger
        language plpgsql as $$
        begin
            new.not_counting := 'other';
            return new;
        end
        $$
        """
    )
    op.execute(
        """
        create trigger trainings_not_counting_for_another_reason
        before insert on trainings
        for each row when (not new.counts and new.not_counting is null)
        execute function trainings_not_counting_for_another_reason()
        """
    )
