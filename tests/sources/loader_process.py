"""The loader as the operator runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[2]


def start_loading(database_url: str, *files: Path, **of: Any) -> subprocess.Popen[str]:
    """``flask --app wsgi sources load FILE…``, not waited for."""
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "sources", "load", *map(str, files)],
        cwd=HOUSE,
        env={**os.environ, "DATABASE_URL": database_url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **of,
    )


def loaded_by(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a loader, once it is done."""
    told, warned = process.communicate(timeout=120)
    return process.returncode, told, warned
