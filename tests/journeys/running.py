"""The whole of Parcours as it runs for people: processes, ports, a browser in front."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.demo.provider.process import running_provider
from tests.forked import begin_module

ROOT = Path(__file__).parents[2]
Process = subprocess.Popen[bytes] | BaseProcess
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


def _runs(process: Process) -> bool:
    if isinstance(process, BaseProcess):
        return process.is_alive()
    return process.poll() is None


def await_answer(address: str, process: Process) -> None:
    """Until the address answers; AssertionError when its process ends before."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert _runs(process), f"ended before {address} answered"
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join(timeout=10)
    if process.is_alive():
        process.kill()
        process.join()


@contextmanager
def running_parcours(database_url: str, folder: Path, people: Path) -> Iterator[Parcours]:
    """Portal, job worker and identity provider in processes of their own."""
    port = free_port()
    address = f"http://localhost:{port}"
    with ExitStack() as stack:
        provider = stack.enter_context(
            running_provider(folder, [f"{address}/sign-in/callback"], people=people)
        )
        environment = {
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
            *("gunicorn", "--chdir", str(ROOT), "--bind", f"127.0.0.1:{port}", "--workers", "1"),
            *("--threads", "4", "--worker-class", "gthread", "--log-level", "warning"),
            *("--graceful-timeout", "1", "--no-control-socket", "wsgi:app"),
        )
        portal = begin_module(*serve, environment=environment)
        stack.callback(_end, portal)
        work = ("flask", "--app", "wsgi", "jobs", "work")
        stack.callback(_end, begin_module(*work, environment=environment))
        await_answer(f"{address}/health", portal)
        yield Parcours(address, database_url)
