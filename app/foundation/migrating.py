"""Bringing the database to the state the code expects."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config as Alembic

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def alembic(url: str) -> Alembic:
    settings = Alembic()
    settings.set_main_option("script_location", str(MIGRATIONS))
    # A percent sign in a password would otherwise be read as a reference.
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings


def migrate(url: str) -> None:
    """Run every migration that has not run yet; safe to call at every start."""
    command.upgrade(alembic(url), "head")
