"""The whole of Parcours as it runs for people: processes, ports, a browser in front."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.demo.provider.process import running_provider

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # seconds until something that was started must answer


@dataclass(frozen=True, slots=True)
class Parcours:
    """A portal that runs."""

    address: str
    database_url: str


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the address answers; AssertionError when its process ends before."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, f"ended before {address} answered"
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def running_parcours(database_url: str, folder: Path, people: Path) -> Iterator[Parcours]:
    """Portal, job worker and identity provider in processes of their own."""
    port = free_port()
    address = f"http://localhost:{port}"
    with ExitStack() as stack:
        provider = stack.enter_context(
            running_provider(folder, [f"{address}/sign-in/callback"], people=people)
        )
        environment = os.environ | {
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder),
            "PUBLIC_ADDRESS": address,
            "OIDC_ISSUER": provider.issuer,
            "OIDC_CLIENT_SECRET": provider.client_secret,
            "DEMO": "true",
            "LOG_FORMAT": "console",
            "LOG_LEVEL": "warning",
        }
        serve = (
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
            *("--threads", "4", "--worker-class", "gthread", "--log-level", "warning"),
            *("--graceful-timeout", "1", "--no-control-socket", "wsgi:app"),
        )
        portal = subprocess.Popen(serve, cwd=ROOT, env=environment)
        stack.callback(stop, portal)
        work = (sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work")
        worker = subprocess.Popen(work, cwd=ROOT, env=environment)
        stack.callback(stop, worker)
        await_answer(f"{address}/health", portal)
        yield Parcours(address, database_url)
