"""Loaders as processes: two at once, killed at any moment, short of memory."""

from __future__ import annotations

import random
import select
from pathlib import Path

import psycopg
import pytest

from tests import messages as xml
from tests.conftest import clone
from tests.house_of import AMINA, MERIDIAN, House, ssin
from tests.sources.loader_process import loading, start_loading

WORKERS = [
    xml.worker(
        ssin(f"{60 + n % 40:02d}{1 + n % 12:02d}{1 + n % 28:02d}", 1 + n % 997),
        xml.occupation("2022-01-03", part_time=True, hours=1900 + n % 1000),
        quarter_start="2026-07-01",
    )
    for n in range(1_000)
]
BIG = xml.dmfa("20263", *WORKERS, enterprise=MERIDIAN)
SMALL = xml.dimona(xml.dimona_in(AMINA, MERIDIAN, "2022-01-03"))

#: Every fact, but for keys and times of record.
FACTS = (
    "select encode(n.ssin_hash, 'hex'), l.quarter, l.starts_on, l.hours_worked, l.pay,"
    " encode(l.fingerprint, 'hex'), l.recorded_until is null"
    " from occupation_lines l join national_numbers n using (person_id) order by 1, 6",
    "select encode(n.ssin_hash, 'hex'), m.starts_on, m.ends_on, m.regimes::text, m.sources::text,"
    " m.recorded_until is null from employments m join national_numbers n using (person_id)"
    " order by 1, 2",
    "select quarter, declared_at, recorded_until is null from quarter_declarations order by 1, 2",
    "select count(*), count(distinct person_id) from national_numbers",
    "select count(*) from persons",
    "select enterprise_number, nsso_number, merged_into from enterprises order by 1",
    "select encode(sha256, 'hex'), size, state, kind, taken, refused from messages order by 1",
    "select number, length(content) from message_parts order by 1",
    "select act, channel, ground, details ->> 'taken' from audit_lines order by at, line_id",
    "select * from source_reports",
)


def facts(database_url: str) -> list[list[tuple[object, ...]]]:
    with psycopg.connect(database_url) as connection:
        return [connection.execute(question).fetchall() for question in FACTS]


@pytest.fixture
def fresh(postgres: object, template: str) -> str:
    """A database of the test's own, for processes that outlive a transaction."""
    return clone(postgres, template, "processes")


def written(folder: Path, content: str) -> Path:
    path = folder / "message.xml"
    path.write_text(content)
    return path


def test_two_processes_that_load_the_same_file_take_it_once(fresh: str, tmp_path: Path) -> None:
    path = written(tmp_path, BIG)
    both = [start_loading(fresh, path) for _ in range(2)]
    told = [each.outcome() for each in both]
    assert [status for status, _, _ in told] == [0, 0], told
    assert sum("loaded before" in out for _, out, _ in told) == 1
    with psycopg.connect(fresh) as connection:
        counts = [
            connection.execute(f"select count(*) from {table}").fetchone()  # noqa: S608
            for table in ("messages", "audit_lines", "quarter_declarations")
        ]
        lines = connection.execute("select count(*), count(distinct person_id) from employments")
        assert lines.fetchone() == (1_000, 1_000)
    assert counts == [(1,), (1,), (1,)]


def test_a_loader_killed_again_and_again_comes_to_the_same_end(
    fresh: str, tmp_path: Path, postgres: object, template: str
) -> None:
    path = written(tmp_path, BIG)
    undisturbed = clone(postgres, template, "undisturbed")
    assert start_loading(undisturbed, path).outcome()[0] == 0
    chance = random.Random(7)  # noqa: S311 - nobody must not guess it
    with psycopg.connect(fresh, autocommit=True) as watcher:
        for _ in range(3):
            process = start_loading(fresh, path)
            # It is at work once its connection shows; from there on, any moment will do.
            while process.is_running and not _at_work(watcher):
                pass
            select.select([], [], [], chance.uniform(0, 0.25))
            process.kill()
    status, told, warned = start_loading(fresh, path).outcome()
    assert status == 0, warned
    assert "read, DmfAOriginal: 1000 taken, 0 refused" in told
    assert facts(fresh) == facts(undisturbed)


def _at_work(watcher: psycopg.Connection[tuple[object, ...]]) -> bool:
    question = (
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and pid <> pg_backend_pid() and xact_start is not null"
    )
    row = watcher.execute(question).fetchone()
    return bool(row and row[0])


def test_a_file_of_nothing_but_spaces_does_not_fill_the_memory(fresh: str, tmp_path: Path) -> None:
    before, inside = tmp_path / "before.xml", tmp_path / "inside.xml"
    for path, begins, ends in (
        (before, xml.HEAD, "<Dimona/>"),
        (inside, f"{xml.HEAD}<Dimona>", "</Dimona>"),
    ):
        with path.open("w") as file:
            file.write(begins)
            for _ in range(64):
                file.write(" " * (1 << 20))
            file.write(ends)
    # Enough for some parts of a message, not for half of it.
    process = start_loading(fresh, before, inside, memory=24 << 20)
    status, told, warned = process.outcome()
    assert "MemoryError" not in warned, warned
    assert "before.xml: read, Dimona: 0 taken, 0 refused" in told, told + warned
    assert status == 1
    assert "more text than any declaration can" in told


def test_the_command_tells_each_file_and_fails_when_anything_was_refused(
    house: House, database_url: str, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_text(SMALL)
    bad.write_text(xml.dimona(xml.dimona_in(AMINA[:-1] + "x", MERIDIAN, "2022-01-03")))
    runner = house.app.test_cli_runner()
    first = runner.invoke(args=["sources", "load", str(good)])
    assert (first.exit_code, first.output) == (0, "good.xml: read, Dimona: 1 taken, 0 refused\n")
    both = runner.invoke(args=["sources", "load", str(good), str(bad)])
    assert both.exit_code == 1
    assert both.output.splitlines() == [
        "good.xml: read, Dimona: 1 taken, 0 refused (loaded before: nothing changed)",
        "bad.xml: read, Dimona: 0 taken, 1 refused",
        "  line 3, INSS: is not a national number: it must have eleven digits, "
        "with the right check digits",
    ]


def test_a_file_that_is_no_message_is_told_in_a_sentence(house: House, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("")
    result = house.app.test_cli_runner().invoke(args=["sources", "load", str(path)])
    assert (result.exit_code, result.output) == (1, "letter.txt: refused: the file is empty\n")


def test_progress_is_told_only_where_a_person_is_watching(fresh: str, tmp_path: Path) -> None:
    wrong = SMALL.replace(AMINA, AMINA[:-2] + "00")
    done = loading(fresh, written(tmp_path, wrong))
    assert done.returncode == 1
    assert "message.xml: read, Dimona: 0 taken, 1 refused" in done.stdout
    assert "%" not in done.stdout + done.stderr
    assert AMINA[:-2] not in done.stdout + done.stderr
