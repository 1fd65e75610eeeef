"""Processes that can be killed, begun by one that has loaded the portal already.

Starting Python and loading the portal takes some three seconds of processor, and proves the same
every time.  The one that has loaded it does nothing else, has no threads and no connections: what
it forks is as good as new, and begins at once, in the environment that the first one found.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_begun_by = multiprocessing.get_context("forkserver")
_begun_by.set_forkserver_preload(["app.application", "app.tables"])


class Forked:
    """One process; ``work`` is a function of a module, with plain arguments."""

    def __init__(self, work: Callable[..., object], *arguments: Any) -> None:
        self._folder = TemporaryDirectory(prefix="forked-")
        told = [self._written(name) for name in ("out", "err")]
        for each in told:
            each.touch()  # it may die before it has written anything
        self._process = _begun_by.Process(target=_run, args=(*map(str, told), work, *arguments))
        self._process.start()

    @property
    def is_running(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        """As by the power that fails: it notices nothing."""
        pid = self._process.pid
        assert pid is not None
        if self.is_running:
            with suppress(ProcessLookupError):  # it may have ended this moment
                os.kill(pid, signal.SIGKILL)
        self._process.join()
        self._folder.cleanup()

    def outcome(self, patience: float = 120) -> tuple[int | None, str, str]:
        """Exit status, standard output and standard error, once it has ended."""
        self._process.join(patience)
        status = self._process.exitcode
        told = tuple(self._written(name).read_text("utf-8") for name in ("out", "err"))
        if status is None:
            self.kill()
        self._folder.cleanup()
        return status, *told

    def _written(self, name: str) -> Path:
        return Path(self._folder.name) / name


def begin_module(name: str, *arguments: str, environment: Mapping[str, str]) -> BaseProcess:
    """What ``python -m name …`` would begin with the environment and this one.

    It writes where the tests write, and is ended by whoever began it, at the latest with the tests.
    """
    told = (name, arguments, {**environment})
    begun = _begun_by.Process(target=_run_module, args=told, daemon=True)
    begun.start()
    return begun


def _run_module(name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    sys.argv[1:] = arguments
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def _run(out: str, err: str, work: Callable[..., object], *arguments: Any) -> None:
    for path, descriptor in ((out, 1), (err, 2)):
        written = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(written, descriptor)
        os.close(written)
    try:
        work(*arguments)
    finally:
        sys.stdout.flush()
