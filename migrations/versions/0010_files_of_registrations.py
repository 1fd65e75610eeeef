"""Files of registrations as they came, and what became of each record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_MOMENT = sa.DateTime(timezone=True)
_STATED = ("stated_rights", "stated_ends", "stated_sizes", "training_plans", "tasks_put_aside")


def upgrade() -> None:
    _acts_without_a_person()
    _files()
    _parts()
    _records()
    _results()


def _acts_without_a_person() -> None:
    """An enterprise's own system may act where nobody is signed in."""
    for table in _STATED:
        op.alter_column(table, "stated_by", nullable=True)
        op.alter_column(table, "mandate_id", nullable=True)
    op.add_column("audit_lines", sa.Column("sender_id", sa.UUID(), nullable=True))


def _files() -> None:
    table = "batch_files"
    op.create_table(
        table,
        sa.Column("file_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("file_reference", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("mode", "way", "state", "language")
        ),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("mandate_id", sa.UUID(), nullable=True),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("beginning", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("line", "records", "accepted", "known", "refused")
        ),
        sa.Column("broken", _JSON, nullable=True),
        sa.Column("broken_line", sa.Integer(), nullable=True),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("delivered_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("file_id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
            for column, to in (
                ("person_id", "persons.person_id"),
                ("mandate_id", "mandates.mandate_id"),
            )
        ),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
            for name, condition in (
                ("mode", "mode in ('production', 'preflight')"),
                ("way", "way in ('upload', 'rest', 'folder')"),
                ("state", "state in ('refused', 'received', 'running', 'done')"),
                ("ended", "(state in ('refused', 'done')) = (ended_at is not null)"),
                ("refused_for_a_reason", "state <> 'refused' or broken is not null"),
                ("counts", "records = accepted + known + refused"),
                ("counts_of_something", "accepted >= 0 and known >= 0 and refused >= 0"),
                ("sender", "sender ~ '^[01][0-9]{9}$'"),
            )
        ),
    )
    op.create_index(
        "uq_batch_files_once",
        table,
        ["sender", "mode", "sha256"],
        unique=True,
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.create_index(
        "uq_batch_files_reference",
        table,
        ["sender", "file_reference"],
        unique=True,
        postgresql_where=sa.text("state <> 'refused' and mode = 'production'"),
    )
    op.create_index("ix_batch_files_sender", table, ["sender", sa.text("received_at desc")])


def _parts() -> None:
    table = "batch_file_parts"
    op.create_table(
        table,
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["batch_files.file_id"], name=op.f(f"fk_{table}_file_id")
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f(f"pk_{table}")),
    )


def _records() -> None:
    table = "batch_records"
    op.create_table(
        table,
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "reference", name=op.f(f"pk_{table}")),
    )


def _results() -> None:
    table = "batch_results"
    op.create_table(
        table,
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("faults", _JSON, nullable=True),
        sa.Column("training_id", sa.UUID(), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("left_before", "left_after", "not_taken")
        ),
        sa.PrimaryKeyConstraint("file_id", "ordinal", name=op.f(f"pk_{table}")),
        sa.CheckConstraint(
            "status in ('accepted', 'known', 'refused')", name=op.f(f"ck_{table}_status")
        ),
        sa.CheckConstraint(
            "(status = 'refused') = (faults is not null)",
            name=op.f(f"ck_{table}_refused_for_a_reason"),
        ),
    )
    op.create_index(
        "ix_batch_results_refused",
        table,
        ["file_id", "ordinal"],
        postgresql_where=sa.text("status = 'refused'"),
    )


def downgrade() -> None:
    raise NotImplementedError("References that are used up stay used up: restore the backup.")
