"""The processes of the demonstration, forked from one that has loaded the portal already.

Loading it takes seconds of processor, and is the same for the portal, the job worker and whatever
else is a command of ours.  The one that forks has neither threads nor connections.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import runpy
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

PATIENCE = 60.0  # seconds until a process that we started must answer
HOUSE = Path(__file__).parents[2]
_LOOK_AGAIN = 0.1  # seconds

_forking = multiprocessing.get_context("fork")


def load() -> None:
    """Load what the children have in common, so that they share it."""
    # Hardly anything of it is thrown away: it is not looked through, now or by a child.
    gc.disable()
    importlib.import_module("app.application")
    gc.freeze()
    gc.enable()


class Children:
    """The processes we started, in the order they were started.

    Each is a module with arguments, as ``python -m`` takes them, in an environment that all share.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._running: dict[str, BaseProcess] = {}

    def start(self, name: str, module: str, *arguments: str) -> None:
        begun = _forking.Process(target=_begin, args=(self._environment, module, arguments))
        begun.start()
        self._running[name] = begun

    def carry_out(self, name: str, module: str, *arguments: str) -> None:
        """Start it and wait for its end; SystemExit when it does not end well."""
        self.start(name, module, *arguments)
        self._running[name].join()
        if status := self._running.pop(name).exitcode:
            raise SystemExit(status)

    def await_answer(self, address: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._fail_if_one_ended()
            try:
                with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(_LOOK_AGAIN)
        raise SystemExit(f"{address} does not answer")

    def _fail_if_one_ended(self) -> None:
        for name, process in self._running.items():
            if process.exitcode is not None:
                raise SystemExit(f"The {name} has stopped (exit status {process.exitcode}).")

    def wait(self) -> int:
        """Until one of them ends, which none should."""
        while True:
            self._fail_if_one_ended()
            time.sleep(5 * _LOOK_AGAIN)

    def stop(self) -> None:
        # Whoever is impatient and says it twice would leave the others behind.
        for telling in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(telling, signal.SIG_IGN)
        for process in reversed(self._running.values()):
            process.terminate()
        for process in self._running.values():
            process.join(timeout=10)
            if process.is_alive() and process.pid:
                # Its children are in its session: none is left behind.
                os.killpg(process.pid, signal.SIGKILL)
                process.join()


def _begin(environment: Mapping[str, str], module: str, arguments: tuple[str, ...]) -> None:
    # A session of its own: Ctrl-C reaches the parent alone, which stops the others in order.
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for telling in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(telling, signal.SIG_DFL)
    os.chdir(HOUSE)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)
