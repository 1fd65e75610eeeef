"""Sheets of history that were brought, and what is remembered of their columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _sheets()
    _lines()
    _rights()
    _columns()


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _leads(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def _sheets() -> None:
    table = "brought_sheets"
    counts = ("waiting", "ready", "refused", "already", "stated")
    op.create_table(
        table,
        sa.Column("sheet_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("origin_name", sa.String(), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("header", _JSON, nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("brought_by", sa.UUID(), nullable=False),
        sa.Column("brought_at", _MOMENT, nullable=False),
        sa.Column("mapping", _JSON, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("mapped_by", sa.UUID(), nullable=True),
        sa.Column("mapped_under", sa.UUID(), nullable=True),
        sa.Column("batch_id", sa.UUID(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)
            for name in counts
        ),
        sa.Column("confirmed_by", sa.UUID(), nullable=True),
        sa.Column("confirmed_under", sa.UUID(), nullable=True),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        _key(table, "sheet_id"),
        _leads(table, "enterprise_id", "enterprises.enterprise_id"),
        _leads(table, "brought_by", "persons.person_id"),
        _leads(table, "mapped_by", "persons.person_id"),
        _leads(table, "mapped_under", "mandates.mandate_id"),
        _leads(table, "batch_id", "registration_batches.batch_id"),
        _leads(table, "confirmed_by", "persons.person_id"),
        _leads(table, "confirmed_under", "mandates.mandate_id"),
        _check(table, "what", "what in ('trainings', 'rights')"),
        _check(table, "origin", "origin in ('federal_account', 'other_system')"),
        _check(table, "origin_name", "(origin = 'other_system') = (origin_name is not null)"),
        _check(
            table,
            "state",
            "state in ('brought', 'reading', 'read', 'writing', 'written', 'stopped', 'withdrawn')",
        ),
        _check(table, "counts", " and ".join(f"{name} >= 0" for name in counts)),
    )
    op.create_index(
        "ix_brought_sheets_enterprise", table, ["enterprise_id", sa.text("brought_at desc")]
    )
    op.create_index(op.f("ix_brought_sheets_batch_id"), table, ["batch_id"])


def _lines() -> None:
    table = "brought_lines"
    op.create_table(
        table,
        sa.Column("sheet_id", sa.UUID(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _key(table, "sheet_id", "first"),
        _leads(table, "sheet_id", "brought_sheets.sheet_id"),
    )


def _rights() -> None:
    table = "brought_rights"
    op.create_table(
        table,
        sa.Column("sheet_id", sa.UUID(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("agreement", sa.String(), nullable=True),
        sa.Column("problems", _JSON, nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("day_minutes", sa.Integer(), nullable=True),
        sa.Column("seen", _MOMENT, nullable=True),
        _key(table, "sheet_id", "line"),
        _leads(table, "sheet_id", "brought_sheets.sheet_id"),
        _check(table, "status", "status in ('waiting', 'ready', 'refused', 'already', 'stated')"),
    )
    op.create_index("ix_brought_rights_status", table, ["sheet_id", "status", "line"])
    op.create_index("ix_brought_rights_person_id", table, ["person_id"])


def _columns() -> None:
    table = "remembered_columns"
    op.create_table(
        table,
        sa.Column("mapping_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("office_id", sa.UUID(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("header", _JSON, nullable=False),
        sa.Column("mapping", _JSON, nullable=False),
        sa.Column("remembered_by", sa.UUID(), nullable=False),
        sa.Column("remembered_at", _MOMENT, nullable=False),
        _key(table, "mapping_id"),
        _leads(table, "enterprise_id", "enterprises.enterprise_id"),
        _leads(table, "office_id", "enterprises.enterprise_id"),
        _leads(table, "remembered_by", "persons.person_id"),
        _check(table, "what", "what in ('trainings', 'rights')"),
    )
    op.create_index(
        "uq_remembered_columns_once",
        table,
        ["enterprise_id", "what", "signature"],
        unique=True,
    )
    op.create_index("ix_remembered_columns_office", table, ["office_id", "what", "signature"])


def downgrade() -> None:
    raise NotImplementedError(
        "What was brought and what is remembered of it would be lost: restore the backup."
    )
