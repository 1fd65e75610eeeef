"""``flask --app wsgi channels watch``: the drop folder."""

from __future__ import annotations

import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.channels.batch.folder import look_through

channels = AppGroup("channels", help="Files of registrations.")


@channels.command("watch")
@click.option("--once", is_flag=True, help="Look once, and end.")
@click.option("--seconds", default=5, show_default=True, help="How long to wait in between.")
@with_appcontext
def watch(once: bool, seconds: int) -> None:
    """Take what senders have dropped into their folders, and put the answers there."""
    config = current_app.config["PARCOURS"]
    folder = config.drop_folder
    if not folder or not Path(folder).is_dir():
        raise click.ClickException("Set DROP_FOLDER to a folder that is there.")
    while True:
        with current_app.test_request_context():
            taken = look_through(
                current_app.extensions["engine"],
                Path(folder),
                clock=current_app.extensions["clock"],
                largest=config.drop_megabytes << 20,
            )
        if taken:
            click.echo(f"{taken} taken")
        if once:
            return
        time.sleep(seconds)
