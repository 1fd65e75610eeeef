"""A house that many tests want furnished alike is furnished once, and copied for the others.

Loading a dozen declarations takes a hundred times as long as copying the rows they left.  The
first test of a process that asks goes through the real loading; later ones get the same rows,
with the same keys, in their empty database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from psycopg import Connection as Psycopg
from sqlalchemy import Connection, Engine

if TYPE_CHECKING:
    from tests.house_of import House

Told = TypeVar("Told")
Furnish = Callable[["House"], Told]


@dataclass(frozen=True, slots=True)
class _Copy:
    """What furnishing left: rows by table, how much was loaded, what time it is, what it said."""

    rows: dict[str, bytes]
    loaded: int
    at: datetime
    told: Any


_COPIES: dict[tuple[str, str, datetime], _Copy] = {}


def once(furnish: Furnish[Told]) -> Furnish[Told]:
    """Let ``furnish`` work only the first time it is asked for an empty house at some instant.

    What it returns is given again, so it must not be changed.
    """

    @wraps(furnish)
    def furnished(house: House) -> Told:
        name = (furnish.__module__, furnish.__qualname__, house.clock.at)
        if not is_empty(house.engine):
            return furnish(house)
        copy = _COPIES.get(name)
        if copy is None:
            told = furnish(house)
            _COPIES[name] = _Copy(_rows(house.engine), house.loaded, house.clock.at, told)
            return told
        _put(house.engine, copy.rows)
        house.loaded, house.clock.at = copy.loaded, copy.at
        return copy.told  # type: ignore[no-any-return]

    return furnished


def is_empty(engine: Engine) -> bool:
    with engine.connect() as connection:
        return not tables_in_use(connection)


def tables_in_use(connection: Connection) -> list[str]:
    """The names, quoted, of the tables that hold anything."""
    return list(connection.exec_driver_sql(_in_use(_tables(connection))).scalars())


#: Empties every table that holds anything, in one call.  Truncating would make the files of each
#: anew, which takes longer than most tests.  The audit trail refuses to be emptied by anybody who
#: does not say so twice.
EMPTYING = """
create schema testing;
create function testing.empty_all() returns void language plpgsql as $$
declare
    each text;
    used boolean;
begin
    perform set_config('session_replication_role', 'replica', true);
    for each in
        select quote_ident(tablename) from pg_tables where schemaname = 'public'
        and tablename not in ('alembic_version', 'procrastinate_version')
    loop
        execute 'select exists (select from ' || each || ')' into used;
        if used then
            execute 'delete from ' || each;
        end if;
    end loop;
end $$;
"""


@cache
def _in_use(tables: tuple[str, ...]) -> str:
    """The question which tables hold anything at all."""
    return " union all ".join(
        f"select '{table}' where exists (select from {table})"  # noqa: S608
        for table in tables
    )


def _tables(connection: Connection) -> tuple[str, ...]:
    named = connection.exec_driver_sql(
        "select quote_ident(tablename) from pg_tables where schemaname = 'public'"
        " and tablename not in ('alembic_version', 'procrastinate_version') order by tablename"
    )
    return tuple(named.scalars())


def _rows(engine: Engine) -> dict[str, bytes]:
    with engine.connect() as connection:
        cursor = _driver(connection).cursor()
        rows = {}
        for table in tables_in_use(connection):
            with cursor.copy(f"copy {table} to stdout (format binary)".encode()) as reading:
                rows[table] = b"".join(reading)
    return rows


def _put(engine: Engine, rows: dict[str, bytes]) -> None:
    with engine.begin() as connection:
        # They were consistent when they were read: neither order nor triggers matter.
        connection.exec_driver_sql("set local session_replication_role = replica")
        cursor = _driver(connection).cursor()
        for table, content in rows.items():
            with cursor.copy(f"copy {table} from stdin (format binary)".encode()) as writing:
                writing.write(content)


def _driver(connection: Connection) -> Psycopg:
    driver = connection.connection.driver_connection
    assert isinstance(driver, Psycopg)
    return driver
