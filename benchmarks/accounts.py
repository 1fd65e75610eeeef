"""Working out and keeping a year's accounts, beside COPY alone reading and writing such rows.

The limit is what cannot be avoided: PostgreSQL writing as many rows of the same width as text,
and taking them into a table with the same indexes.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime
from statistics import median

import psycopg
from sqlalchemy import create_engine

from app.foundation.database import driver_url, transaction
from app.learning.everybody import keep_everybody
from app.learning.keeping import keep_accounts
from benchmarks.figures import Figure, Measured
from benchmarks.place import HOUSE, Place
from benchmarks.workforce import furnish

COUNTS = (1_000, 10_000, 100_000)
ROUNDS = 3
AT = datetime(2026, 11, 21, 11, tzinfo=UTC)


def measure(place: Place) -> Measured:
    costs = {}
    for count in COUNTS:
        address = place.fresh_database("bench_accounts")
        furnish(address, count)
        ours, bare, accounts = [], [], 0
        for _ in range(ROUNDS):
            seconds, accounts = _kept(address)
            ours.append(seconds)
            bare.append(_copied(address))
        costs[count] = 1e6 * median(ours) / accounts
        ratio = median(b / a for a, b in zip(ours, bare, strict=True))
    flat = ", ".join(f"{cost:.0f} µs at {count:,}" for count, cost in costs.items())
    return Measured(
        ratio,
        f"{accounts} yearly accounts worked out and kept at {accounts / median(ours):.0f}/s beside "
        f"COPY alone reading and writing such rows at {accounts / median(bare):.0f}/s; "
        f"each account {flat}",
    )


def _kept(address: str) -> tuple[float, int]:
    """Seconds for keeping everybody's accounts of a year, and how many there are.

    Measured in a process of its own, which remembers nothing of the round before.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("truncate account_statements")
        connection.execute("checkpoint")
    command = [sys.executable, "-m", "benchmarks.accounts", address]
    said = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    seconds, accounts = said.split()
    return float(seconds), int(accounts)


def _keep(address: str) -> None:
    engine = create_engine(driver_url(address))
    with transaction(engine) as db:
        # What a process does once in its life is not what an account costs.
        keep_accounts(db, [], year=AT.year, at=AT)
    begun = time.perf_counter()
    kept = keep_everybody(engine, year=AT.year, at=AT)
    seconds = time.perf_counter() - begun
    engine.dispose()
    assert not kept.changed
    assert not kept.same
    print(seconds, kept.new)


def _copied(address: str) -> float:
    """Seconds for reading these rows and writing as many, with COPY and nothing else."""
    with psycopg.connect(address) as connection:
        connection.execute("drop table if exists bare")
        connection.execute("create table bare (like account_statements including all)")
        connection.commit()
        begun = time.perf_counter()
        with connection.cursor().copy("copy account_statements to stdout") as copy:
            rows = b"".join(copy)
        with connection.cursor().copy("copy bare from stdin") as copy:
            copy.write(rows)
        connection.commit()
        return time.perf_counter() - begun


ACCOUNTS = Figure("accounts", aim=0.5, floor=0.2, measure=measure)

if __name__ == "__main__":
    _keep(sys.argv[1])
