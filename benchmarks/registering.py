"""One training for 5,000 workers, looked at and written, beside COPY of the same rows.

The limit is what cannot be avoided: PostgreSQL taking as many rows of trainings into a table with
the same indexes.  What the portal does besides is what the page promises: each worker's
employment and balance looked up before, the account kept anew after, a line in the trail.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import UUID

import psycopg
from sqlalchemy import Engine, create_engine

from app import tables
from app.audit.trail import Actor, Channel
from app.foundation.database import driver_url, transaction
from app.identity.national_numbers import Vault
from app.learning.batches.asking import About, Drafted, confirm_batch, draft_batch
from app.learning.batches.checking import check_chunk
from app.learning.batches.values import Kind, NewRow, plain_training
from app.learning.batches.writing import write_chunk
from app.learning.everybody import keep_everybody
from app.learning.registration import Registration
from benchmarks.figures import Figure, Measured
from benchmarks.place import Place
from benchmarks.workforce import furnish

WORKERS = 5_000
#: So many people of all enterprises that one of them has more than 5,000.
PEOPLE = 7_100
ROUNDS = 3
AT = datetime(2026, 11, 21, 11, tzinfo=UTC)
DAY = date(2026, 10, 1)


def measure(place: Place) -> Measured:
    assert tables.metadata, "foreign keys lead to the tables of other rooms"
    address = place.fresh_database("bench_registering")
    furnish(address, PEOPLE)
    engine = create_engine(driver_url(address))
    keep_everybody(engine, year=AT.year, since=2024, at=AT)
    by, people = _registrar(address)
    looked, wrote, bare = [], [], []
    for number in range(ROUNDS):
        seconds = _registered(engine, by, people, number)
        looked.append(seconds[0])
        wrote.append(seconds[1])
        bare.append(_copied(address, f"Working safely {number}"))
    engine.dispose()
    ratio = median(b / (c + w) for c, w, b in zip(looked, wrote, bare, strict=True))
    thousands = WORKERS / 1_000
    return Measured(
        ratio,
        f"a training for {WORKERS} workers looked at in {median(looked) / thousands:.2f} s and "
        f"written in {median(wrote) / thousands:.2f} s per thousand, accounts kept, beside COPY "
        f"of the same rows in {median(bare) / thousands:.3f} s per thousand",
    )


def _registrar(address: str) -> tuple[Actor, list[UUID]]:
    """Who registers for the largest enterprise, and 5,000 who worked there on the day."""
    with psycopg.connect(address) as connection:
        enterprise = _one(
            connection,
            "select enterprise_id from employments group by 1 order by count(*) desc limit 1",
        )
        person = _one(connection, "insert into persons default values returning person_id")
        mandate = _one(
            connection,
            "insert into mandates (person_id, enterprise_id, role, valid_from, given_at)"
            " values (%s, %s, 'registrar', '2024-01-01', now()) returning mandate_id",
            person,
            enterprise,
        )
        rows = connection.execute(
            "select distinct person_id from employments where enterprise_id = %s"
            " and starts_on <= %s and ends_on is null limit %s",
            (enterprise, DAY, WORKERS),
        ).fetchall()
    people = [row[0] for row in rows]
    assert len(people) == WORKERS, len(people)
    return Actor(person, enterprise, mandate), people


def _one(connection: psycopg.Connection[tuple[UUID]], query: str, *values: object) -> UUID:
    row = connection.execute(query.encode(), values).fetchone()
    assert row
    return row[0]


def _registered(engine: Engine, by: Actor, people: list[UUID], number: int) -> tuple[float, float]:
    """Seconds for looking at a training of everybody, and for writing it."""
    at = AT + timedelta(minutes=number + 1)
    training = Registration(
        UUID(int=0), f"Working safely {number}", DAY, DAY, 456, formal=True, followed=True,
        counts=True,
    )  # fmt: skip
    vault = Vault(bytes(32), (bytes(32),))
    begun = time.perf_counter()
    with transaction(engine) as db:
        drafted = draft_batch(
            db,
            [NewRow(line, person_id=each) for line, each in enumerate(people, start=1)],
            About(Kind.ONE_TRAINING, "en", training=plain_training(training)),
            vault=vault,
            by=by,
            via=Channel.PAGE,
            at=at,
        )
    assert isinstance(drafted, Drafted)
    more = True
    while more:
        with transaction(engine) as db:
            more = check_chunk(db, drafted.batch_id, at=at)
    looked = time.perf_counter()
    with transaction(engine) as db:
        confirm_batch(db, drafted.batch_id, by=by, via=Channel.PAGE, at=at)
    more = True
    while more:
        at += timedelta(seconds=1)
        with transaction(engine) as db:
            more = write_chunk(db, drafted.batch_id, at=at)
    return looked - begun, time.perf_counter() - looked


def _copied(address: str, title: str) -> float:
    """Seconds for COPY taking the rows that were written into a table like theirs."""
    with psycopg.connect(address) as connection:
        those = f"select * from trainings where title = '{title}'"  # noqa: S608
        with connection.cursor().copy(f"copy ({those}) to stdout".encode()) as copy:
            rows = b"".join(copy)
        assert rows.count(b"\n") == WORKERS
        connection.execute("drop table if exists bare")
        connection.execute("create table bare (like trainings including all)")
        connection.commit()
        begun = time.perf_counter()
        with connection.cursor().copy("copy bare from stdin") as copy:
            copy.write(rows)
        connection.commit()
        return time.perf_counter() - begun


REGISTERING = Figure("registering", aim=0.03, floor=0.006, measure=measure)
