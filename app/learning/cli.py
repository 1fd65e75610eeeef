"""Commands: ``flask --app wsgi parameters check``, ``accounts keep``, ``accounts replay``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.learning.everybody import keep_everybody
from app.learning.parameters import AGREEMENTS, FEDERAL_FILE, law, law_texts
from app.learning.parameters.checking import faults_of
from app.learning.replaying import replay_all
from app.learning.rules.law import Agreement, Entitlement

parameters = AppGroup("parameters", help="The law as data: federal amounts and agreements.")
accounts = AppGroup("accounts", help="The yearly accounts that are kept.")


@parameters.command("check", with_appcontext=False)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_files(files: tuple[Path, ...]) -> None:
    """Say what is wrong with the files of the law, and where; exit code 1 if anything is.

    A file given here is checked together with the others, in the place of the one of its name.
    """
    texts, given = law_texts(), {}
    for path in files:
        name = path.name if path.name == FEDERAL_FILE else f"{AGREEMENTS}/{path.name}"
        given[name] = path
        try:
            texts[name] = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise click.ClickException(
                f"{path}: this is not text in UTF-8 (byte {error.start + 1}): save it as UTF-8."
            ) from error
    found = [each for each in faults_of(texts) if not given or each.file in given]
    for each in found:
        click.echo(str(each).replace(each.file, str(given.get(each.file, each.file)), 1))
    checked, wrong = len(given) or len(texts), len(found)
    click.echo(
        f"{checked} {'file' if checked == 1 else 'files'} checked, "
        f"{wrong or 'no'} {'fault' if wrong == 1 else 'faults'}."
    )
    if found:
        sys.exit(1)


@parameters.command("show", with_appcontext=False)
@click.argument("code")
def show_agreement(code: str) -> None:
    """Print what the file of an agreement states, such as that of 200."""
    found = [each for each in law().agreements if code in (each.code, *each.committees)]
    if not found:
        known = ", ".join(each.code for each in law().agreements)
        raise click.ClickException(f"There is no agreement for {code}. There are: {known}.")
    for each in found:
        _show(each)


def _show(agreement: Agreement) -> None:
    click.echo(f"Joint committee {', '.join(agreement.committees)}")
    click.echo(f"from {agreement.starts_on} to {agreement.ends_on or 'no stated end'}")
    click.echo(f"source ({agreement.quality}): {agreement.source}")
    if agreement.registration:
        click.echo(f"registered as {agreement.registration}")
    for doubt in agreement.doubts:
        click.echo(f"open: {doubt.code}")
    if agreement.same_as_law:
        click.echo("the law's own figures hold")
    for entitlement in (*agreement.entitlements, *agreement.collective):
        click.echo(f"  {_line(entitlement)}")


def _line(entitlement: Entitlement) -> str:
    band = "size not stated"
    if entitlement.band_stated:
        upper = "and more" if entitlement.fte_below is None else f"to under {entitlement.fte_below}"
        band = f"{entitlement.fte_from} {upper} hundredths of FTE"
    amount = entitlement.amount
    if amount is None:
        said = "not known"
    elif amount.days is None:
        said = f"{amount.minutes} minutes"
    else:
        said = f"{amount.days} days"
    if amount is not None and amount.years > 1:
        said += f" for {amount.years} years together"
    until = entitlement.ends_on or "…"
    return f"{entitlement.starts_on} to {until}, {band}: {said}, {entitlement.kind}"


@accounts.command("keep")
@click.option("--year", type=int, help="Of this year only; else of every year up to this one.")
@with_appcontext
def keep(year: int | None) -> None:
    """Keep everybody's accounts; those that did not change are not written again."""
    at = current_app.extensions["clock"].now()
    first, this_year = law().federal.first_year, day_of(at).year
    if year is not None and not first <= year <= this_year:
        raise click.BadParameter(f"There are accounts of {first} to {this_year}.")
    kept = keep_everybody(
        current_app.extensions["engine"], year=year or this_year, since=year or first, at=at
    )
    click.echo(
        f"{kept.new} accounts kept for the first time, {kept.changed} otherwise than before, "
        f"{kept.same} as before, {kept.gone} are no more."
    )


@accounts.command("replay")
@with_appcontext
def replay() -> None:
    """Work out again every account ever kept; exit code 1 if any comes out otherwise."""
    with transaction(current_app.extensions["engine"]) as db:
        found = replay_all(db)
    for each in found.differences:
        stored = each.stored
        click.echo(
            f"person {stored.person_id}, enterprise {stored.enterprise_id}, "
            f"{stored.figures.year}, law {stored.law_version}, rules {stored.rules_version}:"
        )
        for name, (kept, again) in each.figures.items():
            click.echo(f"  {name}: kept {kept}, now {again}")
    different = len(found.differences)
    click.echo(f"{found.count} accounts replayed, {different or 'none'} came out otherwise.")
    if different:
        sys.exit(1)
