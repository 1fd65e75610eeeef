"""Offices that act for clients, who gave and ended each mandate, and whom a sign-in represents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _reference(table: str, column: str, to: str, to_column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.{to_column}"], name=name)


def upgrade() -> None:
    _client_mandates()
    _mandates()
    op.add_column("enterprises", sa.Column("stated_nsso_number", sa.BigInteger(), nullable=True))
    op.add_column(
        "sign_in_sessions",
        sa.Column(
            "represents",
            postgresql.ARRAY(sa.String()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )


def _client_mandates() -> None:
    table = "client_mandates"
    op.create_table(
        table,
        sa.Column(
            "client_mandate_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False
        ),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.UUID(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.UUID(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.Column("ended_for", sa.UUID(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("client_mandate_id", name=op.f("pk_client_mandates")),
        *(
            _reference(table, name, "enterprises", "enterprise_id")
            for name in ("client_id", "office_id", "ended_for")
        ),
        *(
            _reference(table, name, "persons", "person_id")
            for name in ("proposed_by", "confirmed_by", "ended_by")
        ),
        sa.CheckConstraint(
            "client_id <> office_id", name=op.f("ck_client_mandates_of_two_enterprises")
        ),
        sa.CheckConstraint(
            "extract(day from valid_from) = 1 and extract(month from valid_from) in (1, 4, 7, 10)",
            name=op.f("ck_client_mandates_from_a_quarter_on"),
        ),
        sa.CheckConstraint(
            "(confirmed_at is null) = (confirmed_by is null)",
            name=op.f("ck_client_mandates_confirmed_by_somebody"),
        ),
        sa.CheckConstraint(
            "(ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_for is null)",
            name=op.f("ck_client_mandates_ended_by_somebody"),
        ),
    )
    op.create_index(
        "uq_client_mandates_open",
        table,
        ["client_id", "office_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(op.f("ix_client_mandates_office_id"), table, ["office_id"])


def _mandates() -> None:
    for column in (
        sa.Column("client_mandate_id", sa.UUID(), nullable=True),
        sa.Column("given_by", sa.UUID(), nullable=True),
        sa.Column("known_as", sa.String(), nullable=True),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
    ):
        op.add_column("mandates", column)
    for column, to, to_column in (
        ("client_mandate_id", "client_mandates", "client_mandate_id"),
        ("given_by", "persons", "person_id"),
        ("ended_by", "persons", "person_id"),
    ):
        op.create_foreign_key(
            op.f(f"fk_mandates_{column}_{to}"), "mandates", to, [column], [to_column]
        )
    op.create_check_constraint(
        op.f("ck_mandates_role_of_an_office"),
        "mandates",
        "client_mandate_id is null or role in ('registrar', 'reader')",
    )
    op.create_index(op.f("ix_mandates_client_mandate_id"), "mandates", ["client_mandate_id"])
    op.drop_index("uq_mandates_open", "mandates")
    op.create_index(
        "uq_mandates_open",
        "mandates",
        ["person_id", "enterprise_id", "role", "client_mandate_id"],
        unique=True,
        postgresql_where=sa.text("valid_until is null and ended_at is null"),
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    raise NotImplementedError(
        "A mandate that was given or ended is not unmade: restore the backup."
    )
