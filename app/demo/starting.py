"""Everything that the portal needs, started and stopped together.

PostgreSQL, the demo identity provider, the job worker, the portal and what looks through the drop
folder are processes of their own.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.demo.children import HOUSE, Children, load
from app.demo.machines import KEY_FILE, demo_machine
from app.demo.provider.safekeeping import client_secret
from app.foundation import embedded
from app.foundation.database import driver_url
from app.foundation.migrating import migrate
from app.foundation.running import with_database
from certificates.keys import make_demonstration
from config import Config


def run(config: Config) -> int:
    """Start all of it; until KeyboardInterrupt, or SystemExit when one of them has ended."""
    _refuse_what_is_taken(config.port, config.port + 1)
    _say("Starting PostgreSQL …")
    demo = config.data_dir.resolve() / "demo"
    unfinished = demo / "population-unfinished"
    config = _with_database(config, demo, unfinished)
    address = os.environ.get("PUBLIC_ADDRESS", f"http://localhost:{config.port}")
    issuer = f"http://localhost:{config.port + 1}/fas/oauth2"
    config = replace(config, public_address=address, oidc_issuer=issuer, demo=True)
    secret = client_secret(demo / "client-secret")
    # An authority of its own: what it seals can be checked, and proves nothing.
    make_demonstration(config.data_dir.resolve() / "keys", datetime.now(UTC))
    drop = Path(config.drop_folder or demo / "drop").resolve()
    drop.mkdir(parents=True, exist_ok=True)
    environment = _environment(config, secret) | {"DROP_FOLDER": str(drop)}
    empty = _empty(config.database_url)
    load()
    children = Children(environment)
    try:
        if empty:
            workers = os.environ.get("DEMO_WORKERS", "220")
            unfinished.touch()
            children.carry_out("population", *_flask("demo", "populate", "--workers", workers))
        unfinished.unlink(missing_ok=True)
        children.start("identity provider", *_provider(config, demo))
        children.start("job worker", *_flask("jobs", "work"))
        children.start("portal", *_portal(config))
        children.await_answer(f"{issuer}/.well-known/openid-configuration")
        children.await_answer(f"http://localhost:{config.port}/health")
        # Last: nobody waits for it to open the portal.
        children.start("drop folder", *_flask("channels", "watch"))
        _welcome(address, issuer, demo)
        _tell_of_the_system(config, demo, drop)
        return children.wait()
    finally:
        children.stop()
        _say("Stopped.")


def _refuse_what_is_taken(*ports: int) -> None:
    """SystemExit where another process listens: it would answer in our place."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                raise SystemExit(
                    f"Port {port} cannot be used: stop what uses it, or say another one, "
                    "for instance PORT=8100 make run."
                ) from None


def _with_database(config: Config, demo: Path, unfinished: Path) -> Config:
    """The settings with an address of a migrated database; SystemExit where there can be none."""
    try:
        demo.mkdir(parents=True, exist_ok=True)
        if unfinished.exists():
            _forget_the_unfinished(config)
        found = with_database(config)
    except OSError as error:
        raise SystemExit(f"Nothing can be kept under {demo.parent}: {error.strerror}.") from None
    except CalledProcessError:
        raise SystemExit(
            f"PostgreSQL does not start on {demo.parent}/postgresql: the file log there says why."
        ) from None
    try:
        migrate(found.database_url)
    except OperationalError as error:
        raise SystemExit(f"The database cannot be reached: {error.orig}") from None
    return found


def _forget_the_unfinished(config: Config) -> None:
    """Begin again where inventing was interrupted: the portal never opened on what is there."""
    if config.database_url:
        raise SystemExit(
            "Inventing the population was interrupted in this database: empty it, then start again."
        )
    embedded.drop_database(embedded.start(config.data_dir), "parcours")


def _environment(config: Config, secret: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": config.database_url,
        "DATA_DIR": str(config.data_dir.resolve()),
        "PUBLIC_ADDRESS": config.public_address,
        "OIDC_ISSUER": config.oidc_issuer,
        "OIDC_CLIENT_SECRET": secret,
        "DEMO": "true",
        "LOG_FORMAT": os.environ.get("LOG_FORMAT", "console"),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "warning"),
    }


def _flask(*arguments: str) -> tuple[str, ...]:
    return ("flask", "--app", "wsgi", *arguments)


def _provider(config: Config, demo: Path) -> tuple[str, ...]:
    return (
        "app.demo.provider",
        *("--port", str(config.port + 1), "--issuer", config.oidc_issuer),
        *("--people", str(demo / "people.json"), "--client-id", config.oidc_client_id),
        *("--client-secret-file", str(demo / "client-secret")),
        *("--redirect-uri", f"{config.public_address}/sign-in/callback"),
        *("--key-file", str(demo / "provider-key.pem")),
    )


def _portal(config: Config) -> tuple[str, ...]:
    return (
        *("gunicorn", "--bind", f"127.0.0.1:{config.port}"),
        *("--workers", str(config.workers), "--threads", str(config.threads)),
        *("--worker-class", "gthread", "--log-level", "warning", "--graceful-timeout", "3"),
        # Loaded once, and shared by all workers.
        *("--no-control-socket", "--preload", "wsgi:app"),
    )


def _empty(url: str) -> bool:
    # Nothing stays connected: what is forked would share it.
    with create_engine(driver_url(url), poolclass=NullPool).connect() as connection:
        known = connection.execute(text("select exists (select from messages)"))
        return not known.scalar_one()


def _welcome(address: str, issuer: str, demo: Path) -> None:
    people = json.loads((demo / "people.json").read_text("utf-8"))["people"]
    _say(f"\nParcours is open at {address}")
    _say(f"The demo identity provider answers at {issuer}\n")
    _say("Sign in as one of these invented people (choose eID or itsme, no password):")
    for person in people:
        name = " ".join(part for part in (person["given_names"], person["surname"]) if part)
        _say(f"  {name}: {person['description']['en']}")


def _tell_of_the_system(config: Config, demo: Path, drop: Path) -> None:
    """How the example of docs/machines.md is run as the system of the demonstration."""
    if machine := demo_machine(demo):
        number = machine["enterprise_number"]
        for name in ("IN", "INTEST", "OUT", "OUTTEST"):
            (drop / number / name).mkdir(parents=True, exist_ok=True)
        address = f"PARCOURS={config.public_address} PARCOURS_KEY={_shown(demo / KEY_FILE)}"
        example = f"docs/examples/client.py {machine['client_id']} {number}"
        _say(f"\nA system registers and reads for enterprise {number} (docs/machines.md):")
        _say(f"  {address} \\\n  .venv/bin/python {example}")
        _say(f"Its files of registrations are taken from {_shown(drop / number)} (docs/xml.md).")
    _say("\nCtrl-C stops everything.")


def _shown(path: Path) -> Path:
    """As short as it can be typed where make was called."""
    return path.relative_to(HOUSE) if path.is_relative_to(HOUSE) else path


def _say(line: str) -> None:
    print(line, flush=True)
