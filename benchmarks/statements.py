"""An employer's statements on two cores, beside two cores' worth of WeasyPrint alone.

Of a thousand statements as many are made as tell their rate, in two processes at once, each with
a slice of the run, as two job workers would; then the same pages by WeasyPrint alone.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg

from app.application import create_app
from app.attestations.gathering import gather
from app.attestations.jobs import make_slice
from app.attestations.statements import SLICE, Started, make_statements
from app.attestations.wishes import Wish
from app.audit.trail import Actor, Channel
from app.foundation import jobs as queue
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.foundation.languages import speaking
from benchmarks.attestations import Page, bare, html_of
from benchmarks.figures import Figure, Measured
from benchmarks.place import HOUSE, Place
from benchmarks.workforce import furnish
from certificates.attestation import Kind
from config import Config

CORES = 2
STATEMENTS = CORES * SLICE


def measure(place: Place) -> Measured:
    config = place.config(place.fresh_database("bench_statements"))
    furnish(config.database_url, 1_800)
    enterprise_id, workers = _largest(config.database_url)
    run_id = _asked_for(config, enterprise_id, workers)
    pages = place.folder / "bench-pages.pickle"
    pages.write_bytes(pickle.dumps(_pages(config, enterprise_id, workers)))
    made = [["make", config.database_url, str(place.folder), run_id, str(n)] for n in range(CORES)]
    rate = 60 * STATEMENTS / _together(made)
    limit = 60 * STATEMENTS / _together([["bare", str(pages), str(n)] for n in range(CORES)])
    return Measured(
        rate / limit,
        f"{rate:.0f} sealed statements a minute on {CORES} cores, beside {limit:.0f} by "
        f"WeasyPrint alone; an employer's 1,000 in {1000 / rate:.1f} minutes",
    )


def _largest(address: str) -> tuple[UUID, list[UUID]]:
    """The enterprise with the most workers, and as many of them as are measured."""
    with psycopg.connect(address) as connection:
        [(enterprise_id, workers)] = connection.execute(
            "select enterprise_id, array_agg(distinct person_id) from employments"
            " where ends_on is null group by 1 order by count(*) desc limit 1"
        ).fetchall()
    return enterprise_id, workers[:STATEMENTS]


def _asked_for(config: Config, enterprise_id: UUID, workers: list[UUID]) -> str:
    """A run for these workers, asked for by one of them; its key."""
    with psycopg.connect(config.database_url) as connection:
        [(mandate_id,)] = connection.execute(
            "insert into mandates (person_id, enterprise_id, role, valid_from, given_at)"
            " values (%s, %s, 'registrar', date '2024-01-01', now()) returning mandate_id",
            (workers[0], enterprise_id),
        ).fetchall()
    portal = create_app(config)
    with portal.app_context(), transaction(portal.extensions["engine"]) as db:
        started = make_statements(
            db,
            enterprise_id,
            workers,
            kind=Kind.ACCOUNT_STATEMENT,
            year=2026,
            by=Actor(workers[0], enterprise_id, mandate_id),
            via=Channel.COMMAND,
            at=datetime.now(UTC),
        )
    assert isinstance(started, Started), started
    assert started.slices == CORES
    return str(started.run_id)


def _pages(config: Config, enterprise_id: UUID, workers: list[UUID]) -> list[Page]:
    """The same statements as HTML."""
    portal, at = create_app(config), datetime.now(UTC)
    wish = Wish(Kind.ACCOUNT_STATEMENT, "fr", enterprise_id=enterprise_id, year=2026)
    with (
        portal.app_context(),
        transaction(portal.extensions["engine"]) as db,
        speaking(wish.language),
    ):
        return [
            html_of(gather(db, each, wish, today=day_of(at), at=at, check_address="x"))
            for each in workers
        ]


def _together(commands: Sequence[Sequence[str]]) -> float:
    """Seconds until all have done their work at once; what a process does first is not counted."""
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.statements", *command],
            cwd=HOUSE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    begun = time.perf_counter()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.close()
    for child in children:
        assert child.wait() == 0
    return time.perf_counter() - begun


def _make(address: str, folder: str, run_id: str, slice_: str) -> None:
    """What one job worker does with its slice."""
    portal = create_app(Config(database_url=address, data_dir=Path(folder)))
    queue._portal = portal
    with portal.app_context():
        portal.extensions["keyring"].open()
        _await_the_others()
        make_slice(run_id, int(slice_))


def _alone(pages: str, part: str) -> None:
    """WeasyPrint alone with its part of the pages."""
    mine = pickle.loads(Path(pages).read_bytes())[int(part) :: CORES]  # noqa: S301 (our own)
    bare(*mine[0])
    _await_the_others()
    for html, images in mine:
        bare(html, images)


def _await_the_others() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


STATEMENTS_MADE = Figure("statements", aim=0.8, floor=0.4, measure=measure)

if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    {"make": _make, "bare": _alone}[what](*arguments)
