"""A file of 200,000 registrations, all rules on, against a million that are there already.

Beside it the bare limit: lxml reading and validating the same file, and COPY of the same rows into
an empty table with the same indexes.  Both sides take turns, a slice of the file each, so that
whatever else the machine does slows both down alike; beside the seconds by the clock stand those
of processors, ours and PostgreSQL's.  And what somebody would write instead: a loop over the
records with an object for each.

Ours runs in a process of its own, whose memory is told for a tenth of the file and for all of it.
``BENCH_RECORDS`` sets another number of records, ``BENCH_KNOWN`` of what is there already.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from lxml import etree
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.channels.batch import elements
from app.channels.batch.running import CHUNK
from app.foundation.database import driver_url
from app.identity.models import NationalNumber
from app.learning.models import Training
from benchmarks.carrying import Carried, carrier
from benchmarks.figures import Figure, Measured
from benchmarks.payroll import AT, furnished, vault, write_file
from benchmarks.place import Place

RECORDS = int(os.environ.get("BENCH_RECORDS", 200_000))
KNOWN = int(os.environ.get("BENCH_KNOWN", 1_000_000))
CHUNKS = 4  # of a slice
LOOPED = 1_000  # records of the loop
_SCHEMA = Path(elements.__file__).parent / "schemas" / "registrations.xsd"
_SPACE = f"{{{elements.NAMESPACE}}}"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Spent:
    """Seconds by the clock, and of processors."""

    clock: float = 0
    cpu: float = 0

    def each(self, records: int) -> str:
        return f"{records / self.clock:.0f}/s, {self.cpu / records * 1e6:.0f} µs of processor each"


def measure(place: Place) -> Measured:
    address = place.fresh_database("bench_registrations")
    office, workers = furnished(address, KNOWN)
    small = write_file(place.folder / "small.xml", workers, RECORDS // 10, "S")
    large = write_file(place.folder / "large.xml", workers, RECORDS, "L")
    with carrier(address, small) as alone:
        first = alone.carry_on(RECORDS)
    ours, bare, last, early = _in_turns(address, large)
    assert last.accepted == RECORDS, last
    looped = _looped(address, office, large)
    return Measured(
        bare.clock / ours.clock,
        f"{RECORDS} registrations carried out at {ours.each(RECORDS)}, against {KNOWN} known,"
        f" beside a bare schema-validating parse plus COPY at {bare.each(RECORDS)}"
        f" ({bare.cpu / ours.cpu:.2f} by processors), and a loop of objects at {looped:.0f}/s;"
        f" peak {first.peak:.0f} MB for {RECORDS // 10} records, {early.peak:.0f} MB for the first"
        f" {early.records} of the file and {last.peak:.0f} MB for its {RECORDS}",
    )


def _in_turns(address: str, path: Path) -> tuple[Spent, Spent, Carried, Carried]:
    """Ours and the bare limit, a slice each in turn; how far ours was at the end, and early."""
    ours, bare = Spent(), Spent()
    schema = etree.XMLSchema(etree.parse(str(_SCHEMA)))
    records = _records(path, schema)
    early: Carried | None = None
    with psycopg.connect(address) as connection, carrier(address, path) as other:
        connection.execute("create table bare (like trainings including all)")
        connection.commit()
        done, more = 0, True
        _known, recorded = _rows(connection, datetime.max.replace(tzinfo=UTC))
        while more:
            with _counted(connection, bare):
                parsed = sum(1 for _ in islice(records, CHUNKS * CHUNK))
            before = _of_server(connection)
            carried = other.carry_on(CHUNKS)
            ours.clock += carried.seconds
            ours.cpu += carried.cpu + _of_server(connection) - before
            assert carried.records - done == parsed, "both sides take the same slice"
            rows, recorded = _rows(connection, recorded)
            with _counted(connection, bare):
                _copy(connection, rows)
            done, more, early = carried.records, carried.more, early or carried
    assert early
    return ours, bare, carried, early


@contextmanager
def _counted(connection: psycopg.Connection, spent: Spent) -> Iterator[None]:
    """What this process and the server spend meanwhile."""
    clock, cpu = time.perf_counter(), time.process_time() + _of_server(connection)
    yield
    spent.clock += time.perf_counter() - clock
    spent.cpu += time.process_time() + _of_server(connection) - cpu


def _of_server(connection: psycopg.Connection) -> float:
    """Processor seconds of all processes of the database server that are there."""
    server = _stat(connection.info.backend_pid)[1]
    ticks = 0
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                stat = _stat(int(process.name))
            except OSError:  # it has just ended
                continue
            if stat[1] == server:
                ticks += int(stat[11]) + int(stat[12])
    return ticks / _TICKS


def _stat(process: int) -> list[str]:
    """What the kernel tells of a process, from its state on: the parent comes second."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _records(path: Path, schema: etree.XMLSchema | None = None) -> Iterator[etree._Element]:
    parser = etree.iterparse(str(path), tag=f"{_SPACE}RegisterTraining", schema=schema)
    for _event, element in parser:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _rows(connection: psycopg.Connection, after: datetime) -> tuple[list[bytes], datetime]:
    """The trainings recorded after an instant, as COPY takes them; the last of their instants."""
    query = "copy (select * from trainings where recorded_from > %s) to stdout"
    with connection.cursor().copy(query, (after,)) as copy:
        rows = [bytes(piece) for piece in copy]
    [last] = connection.execute("select max(recorded_from) from trainings").fetchone() or ()
    connection.commit()
    return rows, last


def _copy(connection: psycopg.Connection, rows: list[bytes]) -> None:
    with connection.cursor().copy("copy bare from stdin") as copy:
        for first in range(0, len(rows), 1_000):
            copy.write(b"".join(rows[first : first + 1_000]))
    connection.commit()


def _looped(address: str, office: UUID, path: Path) -> float:
    """Records per second of a loop with an object for each, as one would begin to write it.

    It finds the worker and writes the training: no rule, no trail, no answer, nothing once.
    """
    safe, engine = vault(), create_engine(driver_url(address))
    begun = time.perf_counter()
    with Session(engine) as db:
        for at, record in enumerate(islice(_records(path), LOOPED)):
            said = {child.tag.removeprefix(_SPACE): child.text or "" for child in record}
            person = db.execute(
                select(NationalNumber.person_id).where(
                    NationalNumber.ssin_hash == safe.hash(said["SSIN"])
                )
            ).scalar_one()
            db.add(
                Training(
                    person_id=person,
                    training_id=uuid4(),
                    recorded_from=AT,
                    enterprise_id=office,
                    fingerprint=at.to_bytes(16),
                    title=said["Title"],
                    starts_on=date.fromisoformat(said["StartDate"]),
                    ends_on=date.fromisoformat(said["EndDate"]),
                    minutes=int(said["Minutes"]),
                    formal=True,
                    followed=True,
                    counts=True,
                    certified=False,
                    channel="batch",
                )
            )
            db.commit()
    engine.dispose()
    return LOOPED / (time.perf_counter() - begun)


REGISTRATIONS = Figure("registrations", aim=0.5, floor=0.25, measure=measure)
