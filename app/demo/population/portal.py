"""What does not come from messages: who may sign in, trainings, and mandates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.demo.population import enterprises as at
from app.demo.population import offices
from app.demo.population.facts import Enterprise, Person
from app.demo.population.personas import DESCRIPTIONS

_DAY = 456  # minutes: 7 h 36, a day of a 38-hour week


@dataclass(frozen=True, slots=True)
class Followed:
    """A training someone followed."""

    who: str
    at: Enterprise
    title: str
    starts_on: str
    ends_on: str
    minutes: int
    formal: bool = True
    not_counting: str | None = None  # why it takes nothing from the credit
    certified: bool = False
    certificate_until: str | None = None


_TRAININGS = (
    Followed("amina", at.MERIDIAN, "Gestes de premiers secours", "2023-03-14", "2023-03-15",
             2 * _DAY, certified=True, certificate_until="2026-03-15"),
    Followed("amina", at.MERIDIAN, "Hygiène des mains", "2023-10-05", "2023-10-05", 120,
             formal=False),
    Followed("amina", at.ATELIER_NORD, "Animer un atelier d’écriture", "2024-02-02", "2024-02-02",
             _DAY),
    Followed("amina", at.MERIDIAN, "Manutention des personnes, niveau 1", "2024-03-19",
             "2024-03-19", _DAY, certified=True, certificate_until="2027-03-19"),
    Followed("amina", at.MERIDIAN, "Soins palliatifs : écouter et accompagner", "2024-10-07",
             "2024-10-09", 3 * _DAY, certified=True),
    Followed("amina", at.ATELIER_NORD, "Accueillir les conflits", "2025-01-24", "2025-01-24", 228),
    # Corrected later: it had lasted four hours.
    Followed("amina", at.MERIDIAN, "Dossier de soins informatisé", "2025-02-11", "2025-02-11", 180,
             formal=False),
    Followed("amina", at.MERIDIAN, "Plaies et pansements", "2025-05-22", "2025-05-23", 2 * _DAY),
    # Followed on her own initiative, with paid educational leave: it takes nothing from the credit.
    Followed("amina", at.MERIDIAN, "Néerlandais en milieu de soins", "2025-09-08", "2025-12-15",
             2400, not_counting="training_leave", certified=True),
    Followed("amina", at.MERIDIAN, "Réanimation cardio-pulmonaire", "2026-01-20", "2026-01-20",
             240, certified=True, certificate_until="2027-01-20"),
    Followed("amina", at.ATELIER_NORD, "Droit d’auteur à l’atelier", "2026-04-17", "2026-04-17",
             228),
    Followed("amina", at.MERIDIAN, "Manutention des personnes, niveau 2", "2026-09-24",
             "2026-09-24", _DAY, certified=True, certificate_until="2029-09-24"),
    # Registered, and cancelled again when the day had not taken place.
    Followed("amina", at.MERIDIAN, "Prévenir l’épuisement professionnel", "2026-06-11",
             "2026-06-11", _DAY),
    Followed("bram", at.MERIDIAN, "Leidinggeven op afstand", "2025-11-13", "2025-11-14", 2 * _DAY),
    Followed("bram", at.MERIDIAN, "Privacy in de zorg", "2026-06-04", "2026-06-04", 180,
             formal=False),
    Followed("dieter", at.HOHES_MOOS, "Sicher arbeiten an der Kreissäge", "2025-03-06",
             "2025-03-06", 480, certified=True, certificate_until="2030-03-06"),
    Followed("elif", at.CONFITURERIE, "Voedselveiligheid", "2024-05-16", "2024-05-16", 228,
             certified=True),
)  # fmt: skip


def write_people(
    folder: Path,
    personas: Mapping[str, Person],
    office_people: Mapping[str, Person],
    others: Sequence[tuple[Person, Enterprise]],
) -> Path:
    """Those who can sign in with the demo identity provider: the personas and some colleagues."""
    described: list[tuple[Person, dict[str, str], tuple[Enterprise, ...]]]
    described = [(person, DESCRIPTIONS[name], ()) for name, person in personas.items()]
    described += [
        (person, offices.DESCRIPTIONS[name], offices.REPRESENTS.get(name, ()))
        for name, person in office_people.items()
    ]
    described += [(person, _colleague(enterprise), ()) for person, enterprise in others]
    people = [
        {
            "ssin": person.ssin,
            "surname": person.surname,
            "given_names": person.given_names,
            "language": person.language,
            "description": description,
            "represents": [each.number for each in represents],
        }
        for person, description, represents in described
    ]
    return _write(folder / "people.json", {"people": people})


def _colleague(enterprise: Enterprise) -> dict[str, str]:
    return {
        "en": f"Works at {enterprise.name}",
        "fr": f"Travaille chez {enterprise.name}",
        "nl": f"Werkt bij {enterprise.name}",
        "de": f"Arbeitet bei {enterprise.name}",
    }


def write_trainings(folder: Path, personas: Mapping[str, Person], today: date) -> Path:
    """Trainings already followed, each registered a few weeks later, and one that is planned."""
    followed = [
        _training(personas, training, followed=True, today=today)
        for training in _TRAININGS
        if training.ends_on <= today.isoformat()
    ]
    planned = _training(personas, _planned(today), followed=False, today=today)
    return _write(folder / "trainings.json", [*followed, planned])


def _planned(today: date) -> Followed:
    """Two days around the tenth of next month, on weekdays."""
    first = (today.replace(day=1) + timedelta(days=31)).replace(day=10)
    while first.weekday() > 3:
        first += timedelta(days=1)
    last = first + timedelta(days=1)
    title = "Démence : comprendre et communiquer"
    return Followed("amina", at.MERIDIAN, title, first.isoformat(), last.isoformat(), 2 * _DAY)


def _training(
    personas: Mapping[str, Person], training: Followed, *, followed: bool, today: date
) -> dict[str, object]:
    # Registering began with the federal tool, on 1 April 2024; earlier trainings followed then.
    registered = max(date.fromisoformat(training.ends_on) + timedelta(days=18), date(2024, 4, 2))
    return {
        "ssin": personas[training.who].ssin,
        "enterprise_number": training.at.number,
        "title": training.title,
        "starts_on": training.starts_on,
        "ends_on": training.ends_on,
        "minutes": training.minutes,
        "formal": training.formal,
        "followed": followed,
        "counts": training.not_counting is None,
        "not_counting": training.not_counting,
        "certified": training.certified and followed,
        "certificate_until": training.certificate_until,
        "registered_on": min(registered, today).isoformat(),
    }


def write_mandates(
    folder: Path,
    personas: Mapping[str, Person],
    office_people: Mapping[str, Person],
    others: Sequence[tuple[Person, Enterprise]],
) -> Path:
    """Bram and Farida register; of the others each enterprise has someone in charge or reading."""
    mandates = [
        _mandate(personas["bram"], at.MERIDIAN, "registrar", "2024-04-01"),
        _mandate(personas["farida"], at.HOHES_MOOS, "registrar", "2024-06-03"),
    ]
    mandates += [
        _mandate(office_people[name], enterprise, "access_manager", "2024-04-01")
        for name, enterprise in offices.MANAGERS
    ]
    roles = {
        at.MERIDIAN.order: "access_manager",
        at.ATELIER_NORD.order: "registrar",
        at.CONFITURERIE.order: "registrar",
    }
    mandates += [
        _mandate(person, enterprise, roles.get(enterprise.order, "reader"), "2024-04-01")
        for person, enterprise in others
    ]
    return _write(folder / "mandates.json", mandates)


def _mandate(person: Person, enterprise: Enterprise, role: str, since: str) -> dict[str, str]:
    return {
        "ssin": person.ssin,
        "enterprise_number": enterprise.number,
        "role": role,
        "from": since,
        "name": f"{person.given_names} {person.surname}".strip(),
    }


def _write(path: Path, content: object) -> Path:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path
