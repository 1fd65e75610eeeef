"""Questions asked on nearly every page: written once, asked together in one round trip.

A statement stays a SQLAlchemy Core select, where it can be read, joined and checked.  It is
turned into SQL once; after that the driver is asked directly, because what the layers in
between can do, a question that wants plain rows does not need, and they cost more than the
database does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import psycopg
from sqlalchemy import Engine, SelectBase
from sqlalchemy.dialects.postgresql import psycopg as spoken_by
from sqlalchemy.orm import Session

from app.foundation.database import raw

Row = TypeVar("Row")


class Question(Generic[Row]):
    """A statement, and what each row of its answer is."""

    def __init__(self, statement: SelectBase, row: Callable[..., Row]) -> None:
        self._statement = statement
        self._row = row

    @cached_property
    def _sql(self) -> tuple[str, dict[str, Any]]:
        dialect = spoken_by.dialect()  # type: ignore[no-untyped-call]
        compiled = self._statement.compile(dialect=dialect)
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        return str(compiled), fixed

    def about(self, **values: Any) -> Asked[Row]:
        """The question with its blanks filled in, not asked yet."""
        sql, fixed = self._sql
        return Asked(sql, fixed | values, self._row)

    def ask(self, db: Session, **values: Any) -> list[Row]:
        """Ask it now."""
        asked = self.about(**values)
        with _asking(db) as connection:
            return asked.read(connection.execute(asked.sql, asked.values, prepare=True))


@dataclass(frozen=True, slots=True)
class Asked(Generic[Row]):
    sql: str
    values: dict[str, Any]
    row: Callable[..., Row]

    def read(self, cursor: Any) -> list[Row]:
        return [self.row(*row) for row in cursor.fetchall()]


def together(db: Session, *asked: Asked[Any]) -> list[list[Any]]:
    """The answers to several questions, in their order, for one round trip to the database."""
    with _asking(db) as connection:
        with connection.pipeline():
            cursors = [connection.execute(each.sql, each.values, prepare=True) for each in asked]
        return [each.read(cursor) for each, cursor in zip(asked, cursors, strict=True)]


@contextmanager
def _asking(db: Session) -> Iterator[psycopg.Connection[Any]]:
    """The connection to ask on: that of the transaction under way, which sees what it wrote.

    A page that has written nothing needs no transaction: beginning and ending one would be
    two round trips more.
    """
    if db.in_transaction():
        yield raw(db)
        return
    engine = db.get_bind()
    assert isinstance(engine, Engine)
    pooled = engine.raw_connection()
    driver = pooled.driver_connection
    assert isinstance(driver, psycopg.Connection)
    driver.autocommit = True
    try:
        yield driver
    finally:
        driver.autocommit = False
        pooled.close()
