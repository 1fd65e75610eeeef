"""Machines that act for enterprises: clients, their keys, assertions seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def _reference(table: str, column: str, to: str, to_column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.{to_column}"], name=name)


def upgrade() -> None:
    _clients()
    _chosen_enterprises()
    _keys()
    _assertions()
    op.add_column("audit_lines", sa.Column("client_id", sa.UUID(), nullable=True))


def _clients() -> None:
    table = "api_clients"
    op.create_table(
        table,
        sa.Column("client_id", sa.UUID(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("every_client", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("outside_name", sa.String(), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("last_used_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_api_clients")),
        _reference(table, "enterprise_id", "enterprises", "enterprise_id"),
        _reference(table, "created_by", "persons", "person_id"),
        _reference(table, "ended_by", "persons", "person_id"),
        sa.CheckConstraint(
            "kind in ('employer', 'office', 'provider')", name=op.f("ck_api_clients_kind")
        ),
        sa.CheckConstraint(
            "(ended_at is null) = (ended_by is null)", name=op.f("ck_api_clients_ended_by_somebody")
        ),
        sa.CheckConstraint(
            "not every_client or kind = 'office'",
            name=op.f("ck_api_clients_every_client_of_an_office"),
        ),
    )
    op.create_index(op.f("ix_api_clients_enterprise_id"), table, ["enterprise_id"])
    op.create_index(
        "uq_api_clients_outside_name",
        table,
        ["outside_name"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )


def _chosen_enterprises() -> None:
    table = "api_client_enterprises"
    op.create_table(
        table,
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "enterprise_id", name=op.f(f"pk_{table}")),
        _reference(table, "client_id", "api_clients", "client_id"),
        _reference(table, "enterprise_id", "enterprises", "enterprise_id"),
    )
    op.create_index(op.f(f"ix_{table}_enterprise_id"), table, ["enterprise_id"])


def _keys() -> None:
    table = "api_client_keys"
    op.create_table(
        table,
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("jwk", postgresql.JSONB(), nullable=False),
        sa.Column("thumbprint", sa.String(), nullable=False),
        sa.Column("added_by", sa.UUID(), nullable=False),
        sa.Column("added_at", _INSTANT, nullable=False),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("client_id", "kid", name=op.f(f"pk_{table}")),
        _reference(table, "client_id", "api_clients", "client_id"),
        _reference(table, "added_by", "persons", "person_id"),
        _reference(table, "ended_by", "persons", "person_id"),
        sa.CheckConstraint(
            "(ended_at is null) = (ended_by is null)", name=op.f(f"ck_{table}_ended_by_somebody")
        ),
    )


def _assertions() -> None:
    table = "api_assertions"
    op.create_table(
        table,
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("jti", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("client_id", "jti", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_expires_at"), table, ["expires_at"])


def downgrade() -> None:
    raise NotImplementedError("keys of machines, and whom they belong to, would be lost")
