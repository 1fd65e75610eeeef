"""A process of its own that receives a file and carries it out, some chunks whenever it is told to.

``python -m benchmarks.carrying ADDRESS FILE`` answers every line of its input, a number of chunks,
with a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, create_engine, text

from app import tables
from app.channels.batch.ahead import Reading
from app.channels.batch.receiving import Coming, Taken, receive_file
from app.channels.batch.running import run_chunk
from app.channels.batch.values import Sender, Way
from app.foundation.database import driver_url, transaction
from benchmarks.payroll import AT, OFFICE, vault
from benchmarks.place import HOUSE


@dataclass(frozen=True, slots=True)
class Carried:
    """How far a file is, and what the last call took.

    ``seconds`` by the clock; ``cpu`` are those of the process alone, ``peak`` the most memory it
    had at once, in megabytes.
    """

    file_id: str
    records: int = 0
    accepted: int = 0
    more: bool = True
    seconds: float = 0
    cpu: float = 0
    peak: float = 0


class Carrier:
    """The process, as seen by whoever tells it to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def carry_on(self, chunks: int) -> Carried:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{chunks}\n")
        self._process.stdin.flush()
        return Carried(**json.loads(self._process.stdout.readline()))


@contextmanager
def carrier(address: str, path: Path) -> Iterator[Carrier]:
    command = [sys.executable, "-m", "benchmarks.carrying", address, str(path)]
    with subprocess.Popen(
        command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Carrier(process)


def _receive(engine: Engine, path: Path) -> Carried:
    with path.open("rb") as stream, transaction(engine) as db:
        coming = Coming(path.name, Way.FOLDER, "en")
        received = receive_file(db, stream, coming, sender=Sender(OFFICE), at=AT)
    assert isinstance(received, Taken), received
    return Carried(str(received.file_id))


def _answer(address: str, path: Path) -> None:
    """Receive it, as an office's folder does, then chunk after chunk, as the job worker does."""
    assert tables.metadata, "foreign keys lead to the tables of other rooms"
    engine, safe = create_engine(driver_url(address)), vault()
    at = max(AT, _last(engine))
    carried: Carried | None = None
    for line in sys.stdin:
        begun, cpu = time.perf_counter(), time.process_time()
        carried = carried or _receive(engine, path)
        # As in a slice of the job worker's; what is read ahead at its end is waited for.
        with Reading(ahead=True) as reading:
            for _chunk in range(int(line)):
                at += timedelta(milliseconds=1)
                with transaction(engine) as db:
                    file_id = UUID(carried.file_id)
                    more = run_chunk(db, file_id, vault=safe, at=at, reading=reading)
                carried = replace(carried, more=more)
                if not more:
                    break
        seconds, used = time.perf_counter() - begun, time.process_time() - cpu
        carried = replace(_so_far(engine, carried), seconds=seconds, cpu=used, peak=_peak())
        print(json.dumps(asdict(carried)), flush=True)


def _last(engine: Engine) -> datetime:
    """The last instant of which anything is recorded."""
    with engine.connect() as connection:
        return connection.execute(text("select max(recorded_from) from trainings")).scalar_one()


def _so_far(engine: Engine, carried: Carried) -> Carried:
    query = text("select records, accepted from batch_files where file_id = :file")
    with engine.connect() as connection:
        row = connection.execute(query, {"file": carried.file_id}).one()
    return replace(carried, records=row.records, accepted=row.accepted)


def _peak() -> float:
    """Of this process alone: what ``getrusage`` tells begins with the memory of its parent."""
    [line] = [
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM")
    ]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    _answer(sys.argv[1], Path(sys.argv[2]))
