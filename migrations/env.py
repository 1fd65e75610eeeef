"""How migrations run: one at a time, and never waiting long for a lock that people need."""

from __future__ import annotations

import time

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from app.foundation.database import driver_url
from app.tables import metadata

#: Two processes that start together take turns on this advisory lock.
TURN = 7_261_005


def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """Leave the job queue's own tables to the job queue."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


engine = create_engine(
    driver_url(context.config.get_main_option("sqlalchemy.url") or ""), poolclass=NullPool
)
with engine.connect() as connection:
    # Asked again and again: an index built concurrently waits for every transaction there is, and
    # would wait for one that waits for this turn.
    while not connection.scalar(text("select pg_try_advisory_lock(:turn)"), {"turn": TURN}):
        connection.rollback()
        time.sleep(0.2)
    connection.execute(text("set lock_timeout = '5s'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=ours,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()
