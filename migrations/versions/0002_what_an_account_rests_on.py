"""What an account rests on beside declarations: statements of employers, corrected trainings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The release before this one, which may still run, says that a training does not count but not
# why.  What it writes gets the reason that says least, as what it had written did.
REASON_OF_THE_FIRST_RELEASE = """
create function trainings_not_counting_for_another_reason() returns trigger language plpgsql as $$
begin
    new.not_counting := 'other';
    return new;
end
$$;
create trigger trainings_not_counting_for_another_reason
    before insert on trainings
    for each row when (not new.counts and new.not_counting is null)
    execute function trainings_not_counting_for_another_reason();
"""


def upgrade() -> None:
    trainings()
    op.add_column(
        "enterprise_sizes",
        sa.Column("origin", sa.String(), server_default="measured", nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_enterprise_sizes_origin"),
        "enterprise_sizes",
        "origin in ('measured', 'first_quarter')",
    )
    stated_sizes()
    stated_rights()
    stated_ends()


def trainings() -> None:
    op.add_column("trainings", sa.Column("not_counting", sa.String(), nullable=True))
    op.add_column("trainings", sa.Column("reason", sa.String(), nullable=True))
    op.add_column(
        "trainings",
        sa.Column("cancelled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.execute("update trainings set not_counting = 'other' where not counts")
    op.execute(REASON_OF_THE_FIRST_RELEASE)
    for name, condition in {
        "not_counting_for_a_reason": "counts = (not_counting is null)",
        "not_counting": "not_counting in ('training_leave', 'outside_work', 'other')",
        "cancelled_is_never_known": "not cancelled or (recorded_until is not null and recorded_until = recorded_from)",
    }.items():
        op.create_check_constraint(op.f(f"ck_trainings_{name}"), "trainings", condition)


def stated_sizes() -> None:
    op.create_table(
        "stated_sizes",
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("fte", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *statement("stated_sizes"),
        sa.CheckConstraint(
            "mod(first_year, 2) = 0",
            name=op.f("ck_stated_sizes_two_year_periods_start_in_even_years"),
        ),
        sa.CheckConstraint("fte >= 0", name=op.f("ck_stated_sizes_fte")),
    )
    op.create_index(
        "uq_stated_sizes_now",
        "stated_sizes",
        ["enterprise_id", "first_year"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_index("ix_stated_sizes_enterprise", "stated_sizes", ["enterprise_id", "first_year"])


def stated_rights() -> None:
    op.create_table(
        "stated_rights",
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("agreement", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        *statement("stated_rights"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_stated_rights_person_id")
        ),
        sa.CheckConstraint("kind in ('opt_out', 'stated')", name=op.f("ck_stated_rights_kind")),
        sa.CheckConstraint(
            "(minutes is not null) = (kind = 'stated' and person_id is not null)",
            name=op.f("ck_stated_rights_minutes_for_one_worker"),
        ),
        sa.CheckConstraint(
            "(days is not null) = (kind = 'stated' and person_id is null)",
            name=op.f("ck_stated_rights_days_for_everyone"),
        ),
        sa.CheckConstraint("minutes >= 0 and days >= 0", name=op.f("ck_stated_rights_amount")),
    )
    op.create_index(
        "uq_stated_rights_now",
        "stated_rights",
        ["enterprise_id", "year", "person_id"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "ix_stated_rights_enterprise", "stated_rights", ["enterprise_id", "person_id", "year"]
    )
    op.create_index("ix_stated_rights_person_id", "stated_rights", ["person_id"])


def stated_ends() -> None:
    op.create_table(
        "stated_ends",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("employment_id", sa.UUID(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("notice_from", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        *statement("stated_ends"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name=op.f("fk_stated_ends_person_id")
        ),
        sa.CheckConstraint(
            "end_reason in ('resignation', 'serious_cause', 'notice', 'indemnity', 'mutual_agreement', 'fixed_term')",
            name=op.f("ck_stated_ends_end_reason"),
        ),
        sa.CheckConstraint(
            "notice_from is null or end_reason in ('resignation', 'notice')",
            name=op.f("ck_stated_ends_notice_from"),
        ),
    )
    op.create_index(
        "uq_stated_ends_now",
        "stated_ends",
        ["person_id", "employment_id"],
        unique=True,
        postgresql_where=sa.text("recorded_until is null"),
    )
    op.create_index("ix_stated_ends_person", "stated_ends", ["person_id", "employment_id"])
    op.create_index("ix_stated_ends_enterprise_id", "stated_ends", ["enterprise_id"])


def statement(table: str) -> list[sa.SchemaItem]:
    """The columns and constraints that every statement of an employer has."""
    return [
        sa.Column("statement_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("stated_by", sa.UUID(), nullable=False),
        sa.Column("mandate_id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("statement_id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [known], name=op.f(f"fk_{table}_{column}"))
            for column, known in {
                "enterprise_id": "enterprises.enterprise_id",
                "stated_by": "persons.person_id",
                "mandate_id": "mandates.mandate_id",
            }.items()
        ),
        sa.CheckConstraint(
            "not withdrawn or (recorded_until is not null and recorded_until = recorded_from)",
            name=op.f(f"ck_{table}_withdrawn_is_never_known"),
        ),
    ]


def downgrade() -> None:
    raise NotImplementedError("A statement that was made is not unmade: restore the backup.")
