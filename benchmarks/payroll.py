"""A payroll office, its clients and their workers, and the files that it sends every night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from app.channels.batch import elements
from app.identity.national_numbers import Vault
from benchmarks.workforce import furnish
from config import Config

WORKERS = 20_000
CLIENT = 400  # workers of one client of the office
GROUP = 12  # workers who follow a course together
AT = datetime(2026, 11, 21, 11, tzinfo=UTC)
OFFICE = "0499999960"
#: An employer's number and the national number of a worker of its.
Worker = tuple[str, str]


def vault() -> Vault:
    config = Config()
    return Vault(config.hash_key, config.encryption_keys)


def furnished(address: str, known: int) -> tuple[UUID, list[Worker]]:
    """An office with its clients, their workers with numbers, and ``known`` trainings of theirs.

    The key of the office, and each worker who is employed all year.
    """
    furnish(address, WORKERS, staff=(CLIENT,))
    safe = vault()
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
                hashed = safe.hash(number)
                copy.write_row((hashed, person, safe.seal(number, hashed), AT))
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
            (AT - timedelta(days=9), known // WORKERS),
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


def write_file(path: Path, workers: list[Worker], records: int, name: str) -> Path:
    """Each worker's trainings, client by client; twelve at a time follow the same course."""
    each = -(-records // len(workers))
    with path.open("w") as file:
        file.write(
            f'<Registrations xmlns="{elements.NAMESPACE}">\n<Head><Sender>{OFFICE}</Sender>'
            f"<FileReference>{name}</FileReference><CreationDate>2026-11-21</CreationDate></Head>\n"
        )
        written = 0
        for at, (number, ssin) in enumerate(workers):
            for course in range(min(each, records - written)):
                written += 1
                day = f"2026-10-0{1 + course % 9}"
                file.write(
                    f"<RegisterTraining><RecordReference>{name}{written}</RecordReference>"
                    f"<EnterpriseNumber>{number}</EnterpriseNumber><SSIN>{ssin}</SSIN>"
                    f"<Title>Course {name} {course} of group {at // GROUP}</Title>"
                    f"<StartDate>{day}</StartDate><EndDate>{day}</EndDate><Minutes>240</Minutes>"
                    "<TrainingNature>formal</TrainingNature><Followed>true</Followed>"
                    "<CountsForCredit>true</CountsForCredit><Certificate>false</Certificate>"
                    "<Internal>false</Internal><ProviderName>Trainers of Belgium</ProviderName>"
                    "</RegisterTraining>\n"
                )
        file.write("</Registrations>\n")
    return path
