"""The one database: engine, base class of all tables, and the session of a request.

Doors take :func:`session` and never commit by hand: :func:`attach` commits once when the
request ends well and rolls back when it raised.  A refusal is an answer, not an exception,
so what was written about it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import psycopg
from flask import Flask, Response, current_app, g
from sqlalchemy import (
    DateTime,
    Engine,
    MetaData,
    create_engine,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from config import Config

#: Constraints are named by rule, so that a migration and an error message can speak of them.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True), UUID: PgUUID(as_uuid=True)}


def key() -> Any:
    """A primary key made by the database: UUID version 7, which sorts by time."""
    return mapped_column(primary_key=True, server_default=text("uuidv7()"))


class Versioned:
    """A fact with its period of record: when we knew it.  Open while it is what we know now."""

    recorded_from: Mapped[datetime] = mapped_column()
    recorded_until: Mapped[datetime | None] = mapped_column()


def driver_url(url: str) -> str:
    """Name the driver in a plain ``postgresql://`` address."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def engine_for(config: Config, url: str | None = None) -> Engine:
    return create_engine(
        driver_url(url or config.database_url),
        pool_size=config.database_pool,
        max_overflow=config.threads,
        connect_args={"application_name": "parcours"},
        # An unexpected error is logged with its statement, never with people's data in it.
        hide_parameters=True,
    )


def attach(app: Flask, engine: Engine) -> None:
    """Give every request of ``app`` one session, committed once at its end."""
    app.extensions["engine"] = engine

    @app.after_request
    def commit(response: Response) -> Response:
        db: Session | None = g.get("db")
        if db is not None and db.in_transaction():
            db.commit()
        return response

    @app.teardown_request
    def close(_: BaseException | None) -> None:
        db: Session | None = g.pop("db", None)
        if db is not None:
            db.close()


def session() -> Session:
    """The session of the request under way."""
    if "db" not in g:
        g.db = Session(current_app.extensions["engine"])
    db: Session = g.db
    return db


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session outside any request: committed when the block ends well."""
    with Session(engine) as db, db.begin():
        yield db


def raw(db: Session) -> psycopg.Connection[Any]:
    """The driver's own connection of this session's transaction, for COPY and for jobs."""
    driver = db.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def database_now(db: Session) -> datetime:
    now: datetime = db.execute(func.clock_timestamp().select()).scalar_one()
    return now
