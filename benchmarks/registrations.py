"""A file of 200,000 registrations, all rules on, against a million that are there already.

Beside it the bare limit in the same run: lxml reading and validating the same file, and COPY of
the same rows into a table with the same indexes.  And what somebody would write instead: a loop
over the records with an object for each.  Ours runs in a process of its own, whose memory is
told for a tenth of the file and for all of it.

``BENCH_RECORDS`` sets another number of records, ``BENCH_KNOWN`` of what is there already.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from uuid import UUID, uuid4

import psycopg
from lxml import etree
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app import tables
from app.channels.batch import elements
from app.channels.batch.receiving import Coming, Taken, receive_file
from app.channels.batch.running import run_chunk
from app.channels.batch.values import Sender, Way
from app.foundation.database import driver_url, transaction
from app.identity.models import NationalNumber
from app.identity.national_numbers import Vault
from app.learning.models import Training
from benchmarks.figures import Figure, Measured
from benchmarks.place import HOUSE, Place
from benchmarks.workforce import furnish
from config import Config

RECORDS = int(os.environ.get("BENCH_RECORDS", 200_000))
KNOWN = int(os.environ.get("BENCH_KNOWN", 1_000_000))
WORKERS = 20_000
CLIENT = 400  # workers of one client of the office
SLICE = 1_000  # records of the loop
AT = datetime(2026, 11, 21, 11, tzinfo=UTC)
OFFICE = "0499999960"
_SCHEMA = Path(elements.__file__).parent / "schemas" / "registrations.xsd"
_SPACE = f"{{{elements.NAMESPACE}}}"


def measure(place: Place) -> Measured:
    address = place.fresh_database("bench_registrations")
    office, workers = _furnished(address)
    small = _write(place.folder / "small.xml", workers, RECORDS // 10, "S")
    large = _write(place.folder / "large.xml", workers, RECORDS, "L")
    first, second = _carried_out(address, small), _carried_out(address, large)
    assert second["accepted"] == RECORDS, second
    parsed, copied = _parsed(large), _copied(address)
    looped = _looped(address, office, large)
    bare = RECORDS / (parsed + copied)
    ours = RECORDS / second["seconds"]
    return Measured(
        ours / bare,
        f"{RECORDS} registrations carried out at {ours:.0f}/s against {KNOWN} known, beside a "
        f"bare schema-validating parse plus COPY at {bare:.0f}/s, and a loop of objects at "
        f"{looped:.0f}/s; peak {first['peak']:.0f} MB for {RECORDS // 10} records, "
        f"{second['peak']:.0f} MB for {RECORDS}",
    )


def _vault() -> Vault:
    config = Config()
    return Vault(config.hash_key, config.encryption_keys)


def _furnished(address: str) -> tuple[UUID, list[tuple[str, str]]]:
    """An office with its clients, their workers with numbers, and a million trainings.

    The employer's number and the national number of each worker employed all year.
    """
    furnish(address, WORKERS, staff=(CLIENT,))
    vault = _vault()
    with psycopg.connect(address) as connection:
        clients = connection.execute("select enterprise_id from enterprises order by 1").fetchall()
        numbers = {row[0]: _enterprise_number(at) for at, row in enumerate(clients, 1)}
        for key, number in numbers.items():
            connection.execute(
                "update enterprises set enterprise_number = %s where enterprise_id = %s",
                (number, key),
            )
        office, who = uuid4(), uuid4()
        connection.execute("insert into persons (person_id) values (%s)", (who,))
        connection.execute(
            "insert into enterprises (enterprise_id, enterprise_number) values (%s, %s)",
            (office, OFFICE),
        )
        connection.execute(
            "insert into client_mandates (client_id, office_id, valid_from, proposed_by,"
            " proposed_at, confirmed_by, confirmed_at) select enterprise_id, %(office)s,"
            " '2026-01-01', %(who)s, '2026-01-01', %(who)s, '2026-01-01' from enterprises"
            " where enterprise_id <> %(office)s",
            {"office": office, "who": who},
        )
        rows = connection.execute(
            "select distinct on (e.enterprise_id, person_id) person_id, e.enterprise_id"
            " from employments e where starts_on < '2026-01-01' and ends_on is null"
            " order by e.enterprise_id, person_id"
        ).fetchall()
        workers = []
        copy_numbers = "copy national_numbers (ssin_hash, person_id, ssin_encrypted, known_from)"
        with connection.cursor().copy(f"{copy_numbers} from stdin".encode()) as copy:
            for at, (person, enterprise) in enumerate(rows):
                number = _ssin(at)
                hashed = vault.hash(number)
                copy.write_row((hashed, person, vault.seal(number, hashed), AT))
                workers.append((numbers[enterprise], number))
        connection.execute(
            "insert into trainings (person_id, training_id, recorded_from, enterprise_id,"
            " fingerprint, title, starts_on, ends_on, minutes, formal, followed, counts,"
            " certified, channel)"
            " select person_id, uuidv7(), %s, enterprise_id,"
            " decode(md5(person_id::text || n), 'hex'), 'Course ' || n, '2025-03-03',"
            " '2025-03-03', 456, true, true, true, false, 'batch'"
            " from (select distinct on (person_id) person_id, enterprise_id from employments) w,"
            " generate_series(1, %s) n",
            (AT - timedelta(days=9), KNOWN // WORKERS),
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")
    return office, workers


def _enterprise_number(at: int) -> str:
    eight = f"{4_000_000 + at:08d}"
    return f"{eight}{97 - int(eight) % 97:02d}"


def _ssin(at: int) -> str:
    born = date(1950, 1, 1) + timedelta(days=at // 900)
    nine = f"{born:%y%m%d}{at % 900 + 1:03d}"
    return f"{nine}{97 - int(nine) % 97:02d}"


def _write(path: Path, workers: list[tuple[str, str]], records: int, name: str) -> Path:
    """Each worker's trainings, client by client, as a payroll office sends them."""
    each = -(-records // len(workers))
    with path.open("w") as file:
        file.write(
            f'<Registrations xmlns="{elements.NAMESPACE}">\n<Head><Sender>{OFFICE}</Sender>'
            f"<FileReference>{name}</FileReference><CreationDate>2026-11-21</CreationDate></Head>\n"
        )
        written = 0
        for number, ssin in workers:
            for course in range(min(each, records - written)):
                written += 1
                file.write(
                    f"<RegisterTraining><RecordReference>{name}{written}</RecordReference>"
                    f"<EnterpriseNumber>{number}</EnterpriseNumber><SSIN>{ssin}</SSIN>"
                    f"<Title>Course {name} {course}</Title><StartDate>2026-10-0{1 + course % 9}"
                    f"</StartDate><EndDate>2026-10-0{1 + course % 9}</EndDate>"
                    "<Minutes>240</Minutes>"
                    "<TrainingNature>formal</TrainingNature><Followed>true</Followed>"
                    "<CountsForCredit>true</CountsForCredit><Certificate>false</Certificate>"
                    "<Internal>false</Internal><ProviderName>Trainers of Belgium</ProviderName>"
                    "</RegisterTraining>\n"
                )
        file.write("</Registrations>\n")
    return path


def _carried_out(address: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.registrations", address, str(path)]
    ran = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def carry_out(address: str, path: Path) -> None:
    """Receive a file and carry it out, as an office's folder and the job worker do."""
    assert tables.metadata, "foreign keys lead to the tables of other rooms"
    engine, vault = create_engine(driver_url(address)), _vault()
    begun, at = time.perf_counter(), AT
    with path.open("rb") as stream, transaction(engine) as db:
        coming = Coming(path.name, Way.FOLDER, "en")
        received = receive_file(db, stream, coming, sender=Sender(OFFICE), at=at)
    assert isinstance(received, Taken), received
    more = True
    while more:
        at += timedelta(milliseconds=1)
        with transaction(engine) as db:
            more = run_chunk(db, received.file_id, vault=vault, at=at)
    seconds = time.perf_counter() - begun
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "select accepted from batch_files where file_id = %s", (received.file_id,)
        ).fetchone()
    assert row
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "accepted": row[0], "peak": peak}))


def _parsed(path: Path) -> float:
    schema = etree.XMLSchema(etree.parse(str(_SCHEMA)))
    begun = time.perf_counter()
    for _record in _records(path, schema):
        pass
    return time.perf_counter() - begun


def _records(path: Path, schema: etree.XMLSchema | None = None) -> Iterator[etree._Element]:
    parser = etree.iterparse(str(path), tag=f"{_SPACE}RegisterTraining", schema=schema)
    for _event, element in parser:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _copied(address: str) -> float:
    """Seconds for COPY taking the rows that were written into a table like theirs."""
    with psycopg.connect(address) as connection:
        those = b"select * from trainings where title like 'Course L %'"
        with connection.cursor().copy(b"copy (" + those + b") to stdout") as copy:
            rows = [bytes(piece) for piece in copy]
        connection.execute("create table bare (like trainings including all)")
        connection.commit()
        begun = time.perf_counter()
        with connection.cursor().copy("copy bare from stdin") as copy:
            for first in range(0, len(rows), 1_000):
                copy.write(b"".join(rows[first : first + 1_000]))
        connection.commit()
        return time.perf_counter() - begun


def _looped(address: str, office: UUID, path: Path) -> float:
    """Records per second of a loop with an object for each, as one would begin to write it.

    It finds the worker and writes the training: no rule, no trail, no answer, nothing once.
    """
    vault, engine = _vault(), create_engine(driver_url(address))
    begun = time.perf_counter()
    with Session(engine) as db:
        for at, record in enumerate(_records(path), 1):
            said = {child.tag.removeprefix(_SPACE): child.text or "" for child in record}
            person = db.execute(
                select(NationalNumber.person_id).where(
                    NationalNumber.ssin_hash == vault.hash(said["SSIN"])
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
            if at == SLICE:
                break
    engine.dispose()
    return SLICE / (time.perf_counter() - begun)


REGISTRATIONS = Figure("registrations", aim=0.5, floor=0.25, measure=measure)

if __name__ == "__main__":
    carry_out(sys.argv[1], Path(sys.argv[2]))
