"""Commands about keys: ``flask --app wsgi keys show`` and ``keys adopt``."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.attestations.keys import Keyring, adopt
from certificates.history import History, Term
from certificates.keys import rotate_demonstration
from certificates.sealers import SealProblem

keys = AppGroup("keys", help="Keys that seal documents and sign codes.")


@keys.command("show")
@with_appcontext
def show() -> None:
    """Every key of the published history, and whether documents can be sealed now."""
    keyring = _keyring()
    try:
        _tell(keyring.history())
        keyring.open()
    except SealProblem as hindrance:
        raise click.ClickException(f"Nothing can be sealed: {hindrance.code}") from None
    click.echo("Documents can be sealed.")


@keys.command("adopt")
@with_appcontext
def adopt_keys() -> None:
    """Write into the history that the keys which the settings name are in use from now on."""
    now = current_app.extensions["clock"].now()
    try:
        _tell(adopt(_keyring(), now))
    except SealProblem as hindrance:
        raise click.ClickException(f"These keys cannot be used: {hindrance.code}") from None


@keys.command("rotate-demonstration")
@with_appcontext
def rotate() -> None:
    """New keys for a demonstration; documents sealed with the former stay genuine."""
    config = current_app.config["PARCOURS"]
    if config.seals or config.production:
        raise click.ClickException("These are not the demonstration's keys: see keys adopt.")
    keyring = _keyring()
    keyring.history()  # makes the first where there are none
    rotate_demonstration(keyring.history_path().parent, current_app.extensions["clock"].now())
    _tell(keyring.history())


def _keyring() -> Keyring:
    keyring: Keyring = current_app.extensions["keyring"]
    return keyring


def _tell(history: History) -> None:
    for seal in history.seals:
        click.echo(f"seal {seal.fingerprint.hex()[:16]} {_said(seal.term)} {seal.name}")
    for code in history.codes:
        click.echo(f"code {code.kid} {_said(code.term)}")


def _said(term: Term) -> str:
    until = f"{term.ends:%Y-%m-%d %H:%M}" if term.ends else "now"
    return f"{term.begins:%Y-%m-%d %H:%M} – {until}"
