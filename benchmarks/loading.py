"""Loading a DmfA, beside the bare schema-validating parse of the same file plus a COPY.

The limit is what cannot be avoided: lxml reading and validating the file, element by element,
and PostgreSQL taking as many rows of the same width into an indexed table.
"""

from __future__ import annotations

import resource
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psycopg
from lxml import etree
from psycopg.types.json import Jsonb
from sqlalchemy import create_engine

from app.foundation.calendar import Quarter
from app.foundation.clock import FixedClock
from app.foundation.database import driver_url
from app.identity.national_numbers import Vault
from app.sources.loading import load
from benchmarks.bigdmfa import write_quarter
from benchmarks.figures import Figure, Measured
from benchmarks.place import HOUSE, Place

WORKERS = 20_000
ROUNDS = 3
SCHEMA = HOUSE.parent / "shared" / "data" / "dmfa" / "DmfAOriginal_20223.xsd"


def measure(place: Place) -> Measured:
    file = write_quarter(place.folder / "quarter.xml", WORKERS, Quarter(2026, 3))
    ours, bare, lines = [], [], 0
    for _ in range(ROUNDS):
        seconds, lines = _loaded(place, file)
        ours.append(seconds)
        bare.append(_parsed(file) + _copied(place, lines))
    ratio = median(b / a for a, b in zip(ours, bare, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    validating = "schema-validating parse" if SCHEMA.exists() else "parse (no schema here)"
    return Measured(
        ratio,
        f"{lines} worker records loaded at {lines / median(ours):.0f}/s beside a bare "
        f"{validating} plus COPY at {lines / median(bare):.0f}/s; peak {peak} MB",
    )


def _loaded(place: Place, file: Path) -> tuple[float, int]:
    address = place.fresh_database("bench_loading")
    config = place.config(address)
    engine = create_engine(driver_url(address))
    vault = Vault(config.hash_key, config.encryption_keys)
    begun = time.perf_counter()
    loaded = load(engine, file, vault=vault, clock=FixedClock(datetime.now(UTC)))
    seconds = time.perf_counter() - begun
    engine.dispose()
    assert loaded.refused == 0, loaded
    return seconds, loaded.taken


def _parsed(file: Path) -> float:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA))) if SCHEMA.exists() else None
    begun = time.perf_counter()
    for _event, element in etree.iterparse(str(file), tag="NaturalPerson", schema=schema):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return time.perf_counter() - begun


def _copied(place: Place, rows: int) -> float:
    with psycopg.connect(place.server.get_uri("bench_loading")) as connection:
        connection.execute("drop table if exists bare")
        connection.execute(
            "create table bare (like occupation_lines including defaults including indexes)"
        )
        source = connection.execute("select * from occupation_lines limit %s", (rows,)).fetchall()
        prepared = [_plain(row) for row in source]
        begun = time.perf_counter()
        with connection.cursor().copy("copy bare from stdin") as copy:
            for row in prepared:
                copy.write_row(row)
        connection.commit()
        return time.perf_counter() - begun


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(Jsonb(value) if isinstance(value, list) else value for value in row)


LOADING = Figure("loading", aim=0.5, floor=0.2, measure=measure)
