"""Questions asked on nearly every page: written once, asked together in one round trip.

A statement stays a SQLAlchemy Core select, where it can be read, joined and checked.  It is
turned into SQL once; after that the driver is asked directly, because what the layers in
between can do, a question that wants plain rows does not need, and they cost more than the
database does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

import psycopg
from sqlalchemy import ARRAY, JSON, Date, DateTime, Engine, SelectBase, Uuid, types
from sqlalchemy.dialects.postgresql import psycopg as spoken_by
from sqlalchemy.orm import Session

from app.foundation.database import raw

Row = TypeVar("Row")


class Question(Generic[Row]):
    """A statement, and what each row of its answer is."""

    def __init__(self, statement: SelectBase, row: Callable[..., Row]) -> None:
        self._statement = statement
        self.row = row

    @property
    def kinds(self) -> list[Any]:
        """The types of its columns."""
        return [column.type for column in self._statement.selected_columns]

    @cached_property
    def _sql(self) -> tuple[str, dict[str, Any]]:
        dialect = spoken_by.dialect()  # type: ignore[no-untyped-call]
        compiled = self._statement.compile(dialect=dialect)
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        return str(compiled), fixed

    def about(self, **values: Any) -> Asked[Row]:
        """The question with its blanks filled in, not asked yet."""
        sql, fixed = self._sql
        return Asked(sql, fixed | values, self.row)

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


#: What JSON writes as text, and how it is read back.
_READ: dict[type[Any], Callable[[str], Any]] = {
    Date: date.fromisoformat,
    DateTime: datetime.fromisoformat,
    Uuid: UUID,
}
#: What JSON says as it is.
_PLAIN = (types.Integer, types.Boolean, types.String, types.NullType, JSON, ARRAY)


class Questionnaire:
    """Questions that are always asked together, as one statement with one text for an answer.

    As long as nothing has changed the text is the same.  Who asks may therefore remember, by the
    text, what was made of it: everything is asked for each time, and only the reading is spared.
    """

    def __init__(self, *questions: Question[Any]) -> None:
        self._questions = questions
        self._readings = [[_reading(kind) for kind in each.kinds] for each in questions]

    @cached_property
    def _sql(self) -> tuple[str, dict[str, Any]]:
        parts: list[str] = []
        values: dict[str, Any] = {}
        for number, question in enumerate(self._questions):
            asked = question.about()
            sql = asked.sql
            for name, value in asked.values.items():
                # Blanks have one meaning everywhere; what is fixed is each question's own.
                values[f"{name}_{number}"] = value
                sql = sql.replace(f"%({name})s", f"%({name}_{number})s")
            columns = ", ".join(f"c{place}" for place in range(len(question.kinds)))
            # Put together from our own statements; what people say fills blanks.
            parts.append(
                f"(select coalesce(json_agg(json_build_array({columns})), '[]')"  # noqa: S608
                f" from ({sql}) as q{number} ({columns}))"
            )
        return f"select json_build_array({', '.join(parts)})::text", values

    def ask(self, db: Session, **values: Any) -> str:
        """The answer to all of them, in one round trip; :meth:`read` makes rows of it."""
        sql, fixed = self._sql
        with _asking(db) as connection:
            [row] = connection.execute(sql, fixed | values, prepare=True).fetchall()
        answer: str = row[0]
        return answer

    def read(self, answer: str) -> list[list[Any]]:
        """The rows of each question, in their order."""
        return [
            [question.row(*map(_said, readings, row)) for row in rows]
            for question, readings, rows in zip(
                self._questions, self._readings, json.loads(answer), strict=True
            )
        ]


def _reading(kind: Any) -> Callable[[str], Any] | None:
    """How a value of a column is read back from JSON; None: it is as it is."""
    for column, read in _READ.items():
        if isinstance(kind, column):
            return read
    if not isinstance(kind, _PLAIN):
        raise TypeError(f"JSON does not carry {kind!r}")
    return None


def _said(read: Callable[[str], Any] | None, value: Any) -> Any:
    return value if read is None or value is None else read(value)


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
