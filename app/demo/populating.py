"""Filling the portal with the demo population, through the same doors as anybody's data."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.audit.trail import OPERATOR, Actor, Channel
from app.demo.machines import register_demo_machine
from app.demo.offices import let_office_act
from app.demo.population import write_population
from app.demo.stating import Playing
from app.enterprises.mandates import Role, give_mandate, registrars_of
from app.enterprises.queries import enterprise_by_number
from app.foundation.clock import BRUSSELS, day_of
from app.foundation.database import transaction
from app.identity.identifying import identify_persons
from app.learning.everybody import keep_everybody
from app.learning.parameters import law
from app.learning.registration import Refused, Registration, register_trainings
from app.learning.rules.facts import NotCounting
from app.sources.loading import load


class PopulationRefused(RuntimeError):
    """The portal refused what the demonstration invented: one of the two is wrong."""


def populate(*, workers: int, seed: int, tell: Callable[[str], Any]) -> None:
    """Invent, write, load; give mandates, register trainings, state what employers state."""
    config = current_app.config["PARCOURS"]
    today = day_of(current_app.extensions["clock"].now())
    folder = config.data_dir / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    tell(f"Inventing {workers} workers and writing their declarations …")
    population = write_population(folder, workers=workers, seed=seed, today=today)
    tell(f"Loading {len(population.files)} files ({population.worker_quarters} worker-quarters) …")
    for path in population.files:
        _load(path)
    _give_mandates(population.mandates)
    _let_offices_act(population.offices)
    _register_machine(folder, population.offices)
    count = _register(population.trainings)
    tell(f"Registered {count} trainings.")
    count = _state(population.statements)
    tell(f"Played {count} statements and corrections of employers.")
    kept = _keep_accounts(today.year)
    tell(f"Kept {kept} yearly accounts.")


def _keep_accounts(year: int) -> int:
    extensions = current_app.extensions
    since, now = law().federal.first_year, extensions["clock"].now()
    return keep_everybody(extensions["engine"], year=year, since=since, at=now).new


def _load(path: Path) -> None:
    extensions = current_app.extensions
    loaded = load(extensions["engine"], path, vault=extensions["vault"], clock=extensions["clock"])
    if loaded.state != "read" or loaded.refused:
        raise PopulationRefused(f"{path.name}: {loaded}")


def _persons(db: Session, ssins: set[str]) -> dict[str, UUID]:
    now = current_app.extensions["clock"].now()
    return identify_persons(db, ssins, vault=current_app.extensions["vault"], at=now)


def _enterprise(db: Session, number: str) -> UUID:
    found = enterprise_by_number(db, number)
    if found is None:
        raise PopulationRefused(f"no enterprise {number}")
    return found.enterprise_id


def _give_mandates(file: Path) -> None:
    entries = json.loads(file.read_text("utf-8"))
    with transaction(current_app.extensions["engine"]) as db:
        persons = _persons(db, {entry["ssin"] for entry in entries})
        for entry in entries:
            give_mandate(
                db,
                to=persons[entry["ssin"]],
                enterprise_id=_enterprise(db, entry["enterprise_number"]),
                role=Role(entry["role"]),
                valid_from=date.fromisoformat(entry["from"]),
                by=OPERATOR,
                via=Channel.COMMAND,
                at=current_app.extensions["clock"].now(),
                known_as=entry["name"],
            )


def _let_offices_act(file: Path) -> None:
    said = json.loads(file.read_text("utf-8"))
    with transaction(current_app.extensions["engine"]) as db:
        users = {user["ssin"] for client in said["clients"] for user in client["used_by"]}
        clerks = {client["by"] for client in said["clients"]}
        persons = _persons(db, {said["manager"], *users, *clerks})
        for client in said["clients"]:
            outcome = let_office_act(db, said["office"], persons[said["manager"]], client, persons)
            if isinstance(outcome, Refused):
                raise PopulationRefused(f"{client['enterprise_number']}: {outcome}")


def _register_machine(folder: Path, file: Path) -> None:
    said = json.loads(file.read_text("utf-8"))["system"]
    now = current_app.extensions["clock"].now()
    with transaction(current_app.extensions["engine"]) as db:
        [manager] = _persons(db, {said["manager"]}).values()
        outcome = register_demo_machine(db, folder, said["enterprise_number"], manager, at=now)
    if outcome is not None:
        raise PopulationRefused(f"the system of {said['enterprise_number']}: {outcome}")


def _register(file: Path) -> int:
    """Register each training on the day it says, by somebody whose mandate allows it."""
    by_enterprise: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    entries = json.loads(file.read_text("utf-8"))
    for entry in entries:
        by_enterprise[entry["enterprise_number"], entry["registered_on"]].append(entry)
    with transaction(current_app.extensions["engine"]) as db:
        persons = _persons(db, {entry["ssin"] for entry in entries})
        for (number, day), group in sorted(by_enterprise.items()):
            at = _morning_of(day)
            actor = _registrar(db, number, day_of(at))
            outcomes = register_trainings(
                db,
                [_registration(entry, persons) for entry in group],
                by=actor,
                via=Channel.COMMAND,
                at=at,
            )
            refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
            if refused:
                raise PopulationRefused(f"trainings of {number} on {day}: {refused}")
    return len(entries)


def _state(file: Path) -> int:
    """What employers state, each on its day; everything it is about has been loaded before."""
    entries = json.loads(file.read_text("utf-8"))
    with transaction(current_app.extensions["engine"]) as db:
        persons = _persons(db, {entry["ssin"] for entry in entries if "ssin" in entry})
        for entry in entries:
            at = _morning_of(entry["on"])
            actor = _registrar(db, entry["enterprise_number"], day_of(at))
            outcome = Playing(db, actor, at).play(entry, persons.get(entry.get("ssin", "")))
            if isinstance(outcome, Refused):
                raise PopulationRefused(f"{entry}: {outcome}")
    return len(entries)


def _morning_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(10), BRUSSELS).astimezone(UTC)


def _registrar(db: Session, number: str, on: date) -> Actor:
    registrars = registrars_of(db, _enterprise(db, number), on=on)
    if not registrars:
        raise PopulationRefused(f"nobody may register for {number} on {on}")
    return registrars[0]


def _registration(entry: dict[str, Any], persons: dict[str, UUID]) -> Registration:
    until = entry["certificate_until"]
    return Registration(
        person_id=persons[entry["ssin"]],
        title=entry["title"],
        starts_on=date.fromisoformat(entry["starts_on"]),
        ends_on=date.fromisoformat(entry["ends_on"]),
        minutes=entry["minutes"],
        formal=entry["formal"],
        followed=entry["followed"],
        counts=entry["counts"],
        certified=entry["certified"],
        certificate_until=date.fromisoformat(until) if until else None,
        not_counting=NotCounting(entry["not_counting"]) if entry["not_counting"] else None,
    )
