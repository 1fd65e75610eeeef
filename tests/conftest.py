"""What every test may ask for: a real PostgreSQL, the portal on it, and people.

One server serves the whole run; each test process has a database of its own, cloned from a
migrated template and emptied after each test that used it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fasteners
import psycopg
import pytest
import structlog
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.application import create_app
from app.attestations.keys import Keyring
from app.checking.views import Guesses
from app.foundation import embedded
from app.foundation.clock import FixedClock
from app.foundation.database import engine_for
from app.foundation.migrating import migrate
from app.identity.national_numbers import Vault
from certificates.keys import make_demonstration
from config import Config
from tests.furnishing import EMPTYING
from tests.house_of import House

# A fault that a test provokes is told as the portal tells it: colouring its traceback, with all
# values in it, takes longer than the test.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

#: The day on which most tests play.
TODAY = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A test is called after what it is given, unless that is longer than a name.

    Megabytes in a name would be sent from process to process whenever the test is spoken of.
    """
    if isinstance(val, str | bytes) and len(val) > 100:
        return f"{len(val)} of {argname}"
    return None


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def postgres(shared_folder: Path) -> object:
    """The server; it stops when the last test process ends."""
    with fasteners.InterProcessLock(shared_folder / "postgres.lock"):
        server = embedded.start(shared_folder / "server")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Tests lose nothing with the machine: they need not wait for its disk.
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(f"alter system set {setting} = off")
            # Every test leaves its rows behind deleted: the room is wanted back soon.
            connection.execute("alter system set autovacuum_naptime = 5")
            connection.execute("select pg_reload_conf()")
    return server


@pytest.fixture(scope="session")
def template(postgres: object, shared_folder: Path) -> str:
    """The name of a migrated, empty database to clone."""
    with fasteners.InterProcessLock(shared_folder / "template.lock"):
        migrate(embedded.create_database(postgres, "template_empty"))
    return "template_empty"


def clone(postgres: object, template: str, name: str) -> str:
    """A fresh database like ``template``, this test process's own; its address."""
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:  # type: ignore[attr-defined]
        for command in (
            "drop database if exists {} with (force)",
            "create database {} template {}",
        ):
            connection.execute(
                sql.SQL(command).format(sql.Identifier(name), sql.Identifier(template))
                if command.count("{}") == 2
                else sql.SQL(command).format(sql.Identifier(name))
            )
    address: str = postgres.get_uri(database=name)  # type: ignore[attr-defined]
    return address


@pytest.fixture(scope="session")
def database_url(postgres: object, template: str, shared_folder: Path) -> str:
    with fasteners.InterProcessLock(shared_folder / "template.lock"):
        address = clone(postgres, template, "test")
    with psycopg.connect(address) as connection:
        connection.execute(EMPTYING)
    return address


@pytest.fixture(scope="session")
def config(database_url: str, shared_folder: Path) -> Config:
    # Older than every test: one that plays in a later year must not make the keys of the others.
    with fasteners.InterProcessLock(shared_folder / "keys.lock"):
        make_demonstration(shared_folder / "var" / "keys", TODAY - timedelta(days=365))
    return replace(Config(), database_url=database_url, data_dir=shared_folder / "var")


@pytest.fixture(scope="session")
def shared_engine(config: Config) -> Iterator[Engine]:
    engine = engine_for(config)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(shared_engine: Engine) -> Iterator[Engine]:
    """The database, empty again after the test."""
    yield shared_engine
    with shared_engine.begin() as connection:
        connection.exec_driver_sql("select testing.empty_all()")


@pytest.fixture
def db(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture(scope="session")
def shared_clock() -> FixedClock:
    return FixedClock(TODAY)


@pytest.fixture
def clock(shared_clock: FixedClock) -> FixedClock:
    """The clock of the portal; every test begins on the same day."""
    shared_clock.at = TODAY
    return shared_clock


@pytest.fixture(scope="session")
def vault(config: Config) -> Vault:
    return Vault(config.hash_key, config.encryption_keys)


@pytest.fixture(scope="session")
def shared_portal(
    config: Config, shared_engine: Engine, shared_clock: FixedClock, shared_folder: Path
) -> Flask:
    """Made once for each test process: that takes longer than most tests."""
    portal = create_app(config, engine=shared_engine, clock=shared_clock)
    portal.config["TESTING"] = True
    portal.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(shared_folder), "%s.template")
    return portal


@pytest.fixture
def app(shared_portal: Flask, engine: Engine, clock: FixedClock) -> Iterator[Flask]:
    """The portal on an empty database.  Its settings are as they were for the next test.

    Who needs other addresses, or settings that are read when a portal is made, makes one:
    :meth:`tests.house_of.House.rebuild`.
    """
    portal = shared_portal
    settings, extensions = dict(portal.config), dict(portal.extensions)
    portal.extensions["keyring"] = Keyring(portal.config["PARCOURS"], clock)
    portal.extensions["guesses"] = Guesses()
    yield portal
    for kept, before in ((portal.config, settings), (portal.extensions, extensions)):
        kept.clear()
        kept.update(before)


@pytest.fixture
def house(app: Flask, engine: Engine, clock: FixedClock, vault: Vault, tmp_path: Path) -> House:
    """Amina, Bram and Chloé, and the means to declare, sign in and look."""
    return House(app, engine, clock, vault, tmp_path)
