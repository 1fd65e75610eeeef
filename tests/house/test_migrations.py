"""The database as the migrations build it is the one that the tables describe."""

from __future__ import annotations

import psycopg
from alembic import command
from alembic.script import ScriptDirectory

from app.foundation import embedded
from app.foundation.migrating import alembic, migrate


def test_the_migrations_build_what_the_tables_describe(database_url: str) -> None:
    # Raises, with what differs, when there is something left to migrate.
    command.check(alembic(database_url))


def test_an_empty_database_becomes_the_portals_and_a_second_start_changes_nothing(
    postgres: object,
) -> None:
    address = embedded.create_database(postgres, "begun_empty")
    migrate(address)
    migrate(address)
    with psycopg.connect(address) as connection:
        [(version,)] = connection.execute("select version_num from alembic_version").fetchall()
        [(people,)] = connection.execute("select count(*) from persons").fetchall()
        [(queue,)] = connection.execute("select count(*) from procrastinate_jobs").fetchall()
    assert version == ScriptDirectory.from_config(alembic(address)).get_current_head()
    assert (people, queue) == (0, 0), "a migration never seeds"


def test_migrations_stand_in_one_line() -> None:
    script = ScriptDirectory.from_config(alembic("postgresql://nowhere/none"))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
