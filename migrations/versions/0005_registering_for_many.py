"""What a training is besides its days, and registering for many as a batch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _contents_of_trainings()
    _batches()
    _rows()


def _contents_of_trainings() -> None:
    for name, kind in (
        ("field_of_learning", sa.String()),
        ("internal", sa.Boolean()),
        ("provider", sa.String()),
        ("provider_number", sa.String()),
        ("financing", sa.String()),
        ("origin", sa.String()),
        ("origin_name", sa.String()),
        ("original_registered_on", sa.Date()),
    ):
        op.add_column("trainings", sa.Column(name, kind, nullable=True))
    for name, condition in {
        "field_of_learning": "field_of_learning ~ '^[0-9]{2,4}$'",
        "provider_of_what_is_not_internal": (
            "internal is not distinct from false or (provider is null and provider_number is null)"
        ),
        "provider_number": "provider_number ~ '^[01][0-9]{9}$'",
        "financing": "financing in ('employer', 'sector_fund', 'training_leave', 'other')",
        "origin": "origin in ('page', 'sheet', 'federal_account', 'other_system')",
        "registered_elsewhere_before": (
            "original_registered_on is null"
            " or coalesce(origin in ('federal_account', 'other_system'), false)"
        ),
    }.items():
        op.create_check_constraint(op.f(f"ck_trainings_{name}"), "trainings", condition)


def _batches() -> None:
    table = "registration_batches"
    states = "'checking', 'checked', 'writing', 'written', 'stopped', 'withdrawn'"
    counts = ("waiting", "ready", "refused", "already", "registered")
    op.create_table(
        table,
        sa.Column("batch_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("mandate_id", sa.UUID(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("training", _JSON, nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("checked_at", _MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.UUID(), nullable=True),
        sa.Column("confirmed_under", sa.UUID(), nullable=True),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("stopped_for", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("batch_id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("reference", name=op.f(f"uq_{table}_reference")),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
            for column, to in (
                ("enterprise_id", "enterprises.enterprise_id"),
                ("asked_by", "persons.person_id"),
                ("mandate_id", "mandates.mandate_id"),
                ("confirmed_by", "persons.person_id"),
                ("confirmed_under", "mandates.mandate_id"),
            )
        ),
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
            for name, condition in (
                ("kind", "kind in ('one_training', 'history')"),
                ("state", f"state in ({states})"),
                ("one_training", "(kind = 'one_training') = (training is not null)"),
                ("counts", " and ".join(f"{name} >= 0" for name in counts)),
                (
                    "ended",
                    "(state in ('written', 'stopped', 'withdrawn')) = (ended_at is not null)",
                ),
                ("stopped_for", "(state = 'stopped') = (stopped_for is not null)"),
            )
        ),
    )
    op.create_index(
        "ix_registration_batches_enterprise",
        table,
        ["enterprise_id", sa.text("created_at desc")],
    )


def _rows() -> None:
    table = "registration_rows"
    op.create_table(
        table,
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("ssin_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ssin_hash", sa.LargeBinary(), nullable=True),
        sa.Column("training", _JSON, nullable=True),
        sa.Column("problems", _JSON, nullable=True),
        sa.Column("said", _JSON, nullable=True),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("left_before", "left_after", "not_taken", "day_minutes")
        ),
        sa.Column("training_id", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("batch_id", "line", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["registration_batches.batch_id"], name=op.f(f"fk_{table}_batch_id")
        ),
        sa.CheckConstraint(
            "status in ('waiting', 'ready', 'refused', 'already', 'registered')",
            name=op.f(f"ck_{table}_status"),
        ),
        sa.CheckConstraint(
            "(ssin_sealed is null) = (ssin_hash is null)", name=op.f(f"ck_{table}_number")
        ),
        sa.CheckConstraint(
            "training_id is not null or status not in ('already', 'registered')",
            name=op.f(f"ck_{table}_training_id"),
        ),
    )
    op.create_index("ix_registration_rows_status", table, ["batch_id", "status", "line"])
    op.create_index("ix_registration_rows_person", table, ["person_id", "batch_id"])


def downgrade() -> None:
    raise NotImplementedError("What a receipt says is not unmade: restore the backup.")
