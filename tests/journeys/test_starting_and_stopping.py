"""``make run``: it starts by itself, stops when told, and leaves nothing behind but the data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.journeys.conftest import WORKERS
from tests.journeys.running import ROOT, await_answer, free_port

pytestmark = [
    pytest.mark.journey,
    pytest.mark.xdist_group("make run"),
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc"),
]

#: Seconds that starting may take, with inventing and loading a population, on a busy machine.
PATIENCE = 300.0


def _two_free_ports() -> int:
    """The first of two: the identity provider takes the next one."""
    for _ in range(50):
        port = free_port()
        with socket.socket() as probe:
            if port < 65_000 and probe.connect_ex(("127.0.0.1", port + 1)):
                return port
    raise AssertionError("no two free ports side by side")


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _run(folder: Path, port: int, output: Path, *, aside: bool = False) -> Iterator[None]:
    """``make run`` until Ctrl-C; it must end well.

    ``aside``: begun with Ctrl-C ignored, as a shell begins what it runs in the background.
    """
    environment = os.environ | {
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "DEMO_WORKERS": str(WORKERS),
    }
    for inherited in ("DATABASE_URL", "PUBLIC_ADDRESS", "XDG_RUNTIME_DIR"):
        environment.pop(inherited, None)
    with output.open("wb") as written:
        command = (sys.executable, "-m", "app.demo.running")
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=written,
            stderr=written,
            preexec_fn=_ignore_interrupts if aside else None,
        )
        try:
            _await_words("Ctrl-C stops everything", output, process)
            await_answer(f"http://localhost:{port}/health", process)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                assert process.wait(timeout=120) == 0, output.read_text()
            except subprocess.TimeoutExpired:
                # One failure is enough: what goes on would take the machine from other tests.
                for each in _processes_of(folder):
                    os.kill(each, signal.SIGKILL)
                raise


def _await_words(words: str, output: Path, process: subprocess.Popen[bytes]) -> None:
    """Until it has said so; AssertionError when it ended before, or takes minutes."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if words in output.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(f"never said {words!r}: {output.read_text()}")


def _processes_of(folder: Path) -> dict[int, str]:
    """The processes that speak of the folder, in words or settings: ids and command lines."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes()
            if str(folder).encode() in command + (place / "environ").read_bytes():
                said = command.replace(b"\0", b" ").decode(errors="replace")
                found[int(place.name)] = said
        except OSError:
            continue  # ended in the meantime, or somebody else's
    return found


def _counts(folder: Path) -> tuple[int, ...]:
    with psycopg.connect(
        host=str(folder / "postgresql"), user="postgres", dbname="parcours"
    ) as connection:
        row = connection.execute(
            "select (select count(*) from persons), (select count(*) from employments),"
            " (select count(*) from trainings), (select count(*) from messages)"
        ).fetchone()
    assert row
    return tuple(row)


def test_it_starts_stops_and_starts_again_with_everything_it_had(tmp_path: Path) -> None:
    folder, port = tmp_path / "var", _two_free_ports()
    with _run(folder, port, tmp_path / "first.txt"):
        assert len(_processes_of(folder)) >= 4
        first = _counts(folder)
        secret = (folder / "demo" / "client-secret").read_bytes()
    assert not _processes_of(folder)
    assert min(first) > 0
    said = (tmp_path / "first.txt").read_text()
    assert f"Parcours is open at http://localhost:{port}" in said
    assert "Amina Benali" in said
    assert "Traceback" not in said

    with _run(folder, port, tmp_path / "second.txt", aside=True):
        assert _counts(folder) == first
    assert not _processes_of(folder)
    assert "Inventing" not in (tmp_path / "second.txt").read_text()
    assert (folder / "demo" / "client-secret").read_bytes() == secret


def test_it_refuses_to_be_a_real_service(tmp_path: Path) -> None:
    environment = os.environ | {"PRODUCTION": "true", "DATA_DIR": str(tmp_path / "var")}
    ended = subprocess.run(
        (sys.executable, "-m", "app.demo.running"),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "SECRET_KEY" in ended.stderr
    assert not (tmp_path / "var").exists()
