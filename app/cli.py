"""Commands: ``flask --app wsgi sources load FILE…``, ``demo populate``, ``database migrate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app.attestations.cli import keys
from app.channels.batch.cli import channels
from app.foundation import jobs as queue
from app.foundation.database import transaction
from app.learning.cli import accounts, parameters
from app.sources.loading import Loaded, load
from app.sources.queries import RefusalRow, refusals_of
from app.sources.wording import sentence

sources = AppGroup("sources", help="Declarations and registers as received.")
database = AppGroup("database", help="The database.")
jobs = AppGroup("jobs", help="Work for later.")
demo = AppGroup("demo", help="The demonstration; never in production.")


@sources.command("load")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@with_appcontext
def load_files(files: tuple[Path, ...]) -> None:
    """Load declarations, registers and reports, in the order given."""
    refused = False
    for path in files:
        loaded = load(
            current_app.extensions["engine"],
            path,
            vault=current_app.extensions["vault"],
            clock=current_app.extensions["clock"],
            progress=_progress(path.name),
        )
        _tell(path, loaded)
        refused = refused or loaded.state == "refused" or loaded.refused > 0
    if refused:
        sys.exit(1)


def _progress(name: str) -> Any:
    """A line that rewrites itself, where a person is watching."""
    if not sys.stderr.isatty():
        return lambda done, size: None
    return lambda done, size: click.echo(
        f"\r{name}: {100 * done // max(size, 1)} %", nl=False, err=True
    )


def _tell(path: Path, loaded: Loaded) -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    if loaded.message_id is None:
        click.echo(f"{path.name}: refused: {sentence(str(loaded.reason), {})}")
        return
    again = " (loaded before: nothing changed)" if loaded.already else ""
    click.echo(
        f"{path.name}: {loaded.state}, {loaded.kind or 'not recognised'}: "
        f"{loaded.taken} taken, {loaded.refused} refused{again}"
    )
    with transaction(current_app.extensions["engine"]) as db:
        for refusal in refusals_of(db, loaded.message_id):
            click.echo(f"  {_place(refusal)}: {sentence(refusal.code, refusal.params)}")


def _place(refusal: RefusalRow) -> str:
    where = f"line {refusal.line}, " if refusal.line else ""
    return f"{where}{refusal.element or 'file'}"


@database.command("migrate")
@with_appcontext
def migrate_database() -> None:
    """Bring the database to the state this release expects."""
    from app.foundation.migrating import migrate

    migrate(current_app.config["PARCOURS"].database_url)


@demo.command("populate")
@click.option(
    "--workers",
    # With fewer, the story's enterprises have nobody left to act for them.
    type=click.IntRange(min=90),
    default=220,
    show_default=True,
    help="How many workers to invent.",
)
@click.option("--seed", default=1, show_default=True)
@with_appcontext
def populate_database(workers: int, seed: int) -> None:
    """Invent people, enterprises and careers, and load them like anybody's declarations."""
    # The portal itself knows nothing of the demonstration.
    from app.demo.populating import populate

    if current_app.config["PARCOURS"].production:
        raise click.ClickException("The demo population has no place in production.")
    populate(workers=workers, seed=seed, tell=click.echo)


@jobs.command("work")
@with_appcontext
def work_jobs() -> None:
    """Carry out jobs until told to stop."""
    portal: Any = current_app
    queue.work(portal._get_current_object(), current_app.config["PARCOURS"].database_url)


def attach(app: Flask) -> None:
    for group in (sources, database, demo, jobs, keys, parameters, accounts, channels):
        app.cli.add_command(group)
