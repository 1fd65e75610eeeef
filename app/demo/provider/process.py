"""The provider in its own process: how to serve it, and how another program starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from app.demo.provider.safekeeping import client_secret

_ROOT = Path(__file__).resolve().parents[3]
READY = "demo identity provider ready:"


def _stop_at_once(worker: Any) -> None:
    """Nothing here is worth waiting for when it is told to stop.

    Browsers open connections ahead of need, and each idle one would hold up a graceful end, or
    its thread the end of the interpreter, until the worker is killed with an alarming message.
    """
    signal.signal(signal.SIGTERM, worker.handle_quit)


class _Served(BaseApplication):  # type: ignore[misc]
    """One worker, since the memory is the process's own, with threads."""

    def __init__(self, app: Flask, *, host: str, port: int, ready_line: str) -> None:
        self._app = app
        self._chosen = {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": 8,
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "parcours-demo-provider",
            "control_socket_disable": True,
            "when_ready": lambda arbiter: print(ready_line, flush=True),
            "post_worker_init": _stop_at_once,
            "worker_exit": lambda arbiter, worker: os._exit(0),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def serve(app: Flask, *, issuer: str, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; prints one line when connections are accepted."""
    _Served(app, host=host, port=port, ready_line=f"{READY} {issuer}").run()


@dataclass(frozen=True, slots=True)
class RunningProvider:
    """What a client has to know of a provider that runs."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    process_id: int


@contextmanager
def running_provider(
    folder: Path,
    redirect_uris: Sequence[str],
    *,
    people: Path | None = None,
    client_id: str = "parcours",
    port: int | None = None,
) -> Iterator[RunningProvider]:
    """Start a provider on the loopback interface and stop it at the end.

    ``folder`` keeps its key, its client's secret and, unless said otherwise, ``people.json``.
    Without a ``port`` it takes a free one.  RuntimeError when it does not come up.
    """
    port = port or _free_port()
    issuer = f"http://localhost:{port}/fas/oauth2"
    secret_file = folder.absolute() / "client-secret"
    command = [sys.executable, "-m", "app.demo.provider", "--port", str(port)]
    command += ["--issuer", issuer, "--client-id", client_id]
    command += ["--people", str((people or folder / "people.json").absolute())]
    command += ["--client-secret-file", str(secret_file)]
    command += ["--key-file", str(folder.absolute() / "provider-key.pem")]
    for uri in redirect_uris:
        command += ["--redirect-uri", uri]
    with subprocess.Popen(  # noqa: S603  every word of the command is ours
        command, cwd=_ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith(READY):
                raise RuntimeError("the demo identity provider did not start")
            yield RunningProvider(issuer, client_id, client_secret(secret_file), process.pid)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
