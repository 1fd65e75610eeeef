"""Where figures are measured: a database of their own, the portal and load upon it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.foundation import embedded
from app.foundation.migrating import migrate
from config import Config

HOUSE = Path(__file__).parents[1]
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_FAILED = re.compile(r"Non-2xx or 3xx responses|Socket errors")


@dataclass
class Place:
    """The embedded PostgreSQL under ``folder``, as it is set up for everybody."""

    folder: Path

    @cached_property
    def server(self) -> Any:
        return embedded.start(self.folder)

    def fresh_database(self, name: str) -> str:
        """An empty, migrated database; its address."""
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )
        address = embedded.create_database(self.server, name)
        migrate(address)
        return address

    def config(self, address: str) -> Config:
        return replace(Config(), database_url=address, data_dir=self.folder, log_level="warning")

    @contextmanager
    def serving(self, application: str, port: int, address: str) -> Iterator[str]:
        """An application under gunicorn, as ``make run`` starts the portal; its address."""
        environment = os.environ | {
            "DATABASE_URL": address,
            "DATA_DIR": str(self.folder),
            "LOG_LEVEL": "warning",
        }
        command = [
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"),
            *("--workers", "2", "--threads", str(Config().threads), "--worker-class", "gthread"),
            *("--log-level", "error", application),
        ]
        process = subprocess.Popen(command, cwd=HOUSE, env=environment, start_new_session=True)
        try:
            home = f"http://127.0.0.1:{port}"
            _await(f"{home}/health")
            yield home
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=10)


def _await(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")


def requests_per_second(
    address: str, *, cookie: str = "", seconds: int = 4, script: Path | None = None
) -> float:
    """What eight connections get out of an address, as wrk counts it.

    ``script`` says in wrk's Lua what is sent, where it is no GET.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("wrk is needed to measure requests: apt-get install wrk")
    command = [wrk, "-t1", "-c8", f"-d{seconds}s"]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    if script:
        command += ["-s", str(script)]
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    found = _RATE.search(said)
    if found is None or _FAILED.search(said):
        raise RuntimeError(f"the load on {address} failed:\n{said}")
    return float(found[1])
