"""The loader as the operator runs it, in a process of its own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from flask.cli import cli

from tests.forked import Forked

HOUSE = Path(__file__).parents[2]
_COMMAND = ("--app", "wsgi", "sources", "load")


def loading(database_url: str, *files: Path) -> subprocess.CompletedProcess[str]:
    """``flask --app wsgi sources load FILE…`` as it is typed, once it is done."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *_COMMAND, *map(str, files)],
        cwd=HOUSE,
        env={**os.environ, "DATABASE_URL": database_url},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def start_loading(database_url: str, *files: Path, memory: int | None = None) -> Forked:
    """The same command, not waited for.

    ``memory``: so many bytes may it take beyond what the portal has before it begins.
    """
    return Forked(_load, database_url, memory, *map(str, files))


def _load(database_url: str, memory: int | None, *files: str) -> None:
    os.environ["DATABASE_URL"] = database_url
    if memory is not None:
        import wsgi as _the_portal  # noqa: F401 - what it takes is not the message's

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[5])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    cli.main(args=[*_COMMAND, *files], prog_name="flask")
