"""A payroll office with its people and its clients, and a director who connects an enterprise.

None of them works anywhere in the story: no register names them, they name themselves at sign-in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.demo.population import enterprises as at
from app.demo.population.facts import Enterprise, Person
from app.demo.population.numbers import BirthRegister
from app.foundation.calendar import Quarter

DESCRIPTIONS: dict[str, dict[str, str]] = {
    "ingrid": {
        "en": "Manages the access of a payroll office, Secretariat Kompas vzw",
        "fr": "Gère les accès d’un secrétariat social, Secretariat Kompas vzw",
        "nl": "Beheert de toegangen van een sociaal secretariaat, Secretariat Kompas vzw",
        "de": "Verwaltet die Zugänge eines Sozialsekretariats, Secretariat Kompas vzw",
    },
    "jamal": {
        "en": "Clerk of Secretariat Kompas vzw, registers for its client Meridian Care nv",
        "fr": "Employé de Secretariat Kompas vzw, enregistre pour son client Meridian Care nv",
        "nl": "Bediende van Secretariat Kompas vzw, registreert voor klant Meridian Care nv",
        "de": "Angestellter von Secretariat Kompas vzw, registriert für Meridian Care nv",
    },
    "katrien": {
        "en": "Clerk of Secretariat Kompas vzw, may only read for Meridian Care nv",
        "fr": "Employée de Secretariat Kompas vzw, consulte seulement pour Meridian Care nv",
        "nl": "Bediende van Secretariat Kompas vzw, mag voor Meridian Care nv alleen lezen",
        "de": "Angestellte von Secretariat Kompas vzw, darf für Meridian Care nv nur lesen",
    },
    "luc": {
        "en": "Legal representative of Glacier Polaire srl, which is not connected yet",
        "fr": "Représentant légal de Glacier Polaire srl, qui n’est pas encore connectée",
        "nl": "Wettelijk vertegenwoordiger van Glacier Polaire srl, nog niet verbonden",
        "de": "Gesetzlicher Vertreter von Glacier Polaire srl, noch nicht verbunden",
    },
    "mireille": {
        "en": "Gives roles at Meridian Care nv and at two clients of the payroll office",
        "fr": "Donne les rôles chez Meridian Care nv et chez deux clients du secrétariat",
        "nl": "Geeft rollen bij Meridian Care nv en bij twee klanten van het secretariaat",
        "de": "Vergibt Rollen bei Meridian Care nv und bei zwei Kunden des Sekretariats",
    },
}
#: Of whom the identity provider says that they are the legal representative.
REPRESENTS: dict[str, tuple[Enterprise, ...]] = {"luc": (at.GLACIER,)}
MANAGERS: tuple[tuple[str, Enterprise], ...] = (
    ("ingrid", at.KOMPAS),
    ("mireille", at.MERIDIAN),
    ("mireille", at.ATELIER_NORD),
    ("mireille", at.CONFITURERIE),
)


@dataclass(frozen=True, slots=True)
class _Client:
    """A client of the office: what became of the mandate, and who uses it in which role."""

    enterprise: Enterprise
    confirmed: bool = True
    ended: bool = False
    used_by: tuple[tuple[str, str], ...] = ()


_CLIENTS = (
    _Client(at.MERIDIAN, used_by=(("jamal", "registrar"), ("katrien", "reader"))),
    _Client(at.CONFITURERIE, ended=True, used_by=(("jamal", "registrar"),)),
    _Client(at.ATELIER_NORD, confirmed=False),
)


def issue_office_people(births: BirthRegister) -> dict[str, Person]:
    """Their numbers are the same for every seed, as the personas' are."""

    def person(surname: str, given: str, born: date, language: str, *, woman: bool) -> Person:
        number = births.issue(born.year, born.month, born.day, woman=woman)
        return Person(number, surname, given, born.isoformat(), language, woman)

    return {
        "ingrid": person("Van Kerckhove", "Ingrid", date(1974, 3, 8), "nl", woman=True),
        "jamal": person("El Idrissi", "Jamal", date(1992, 10, 23), "fr", woman=False),
        "katrien": person("Maes", "Katrien", date(1997, 12, 4), "nl", woman=True),
        "luc": person("Delvaux", "Luc", date(1966, 6, 30), "fr", woman=False),
        "mireille": person("Hardy", "Mireille", date(1969, 9, 12), "fr", woman=True),
    }


def write_offices(folder: Path, people: Mapping[str, Person], today: date) -> Path:
    """What became of each client mandate, each on its day; the office has just been asked last.

    And for which enterprise a system is registered, by whom.
    """
    begins = Quarter.of(today).previous.previous.first_day
    clients = [_client(client, people, begins, today) for client in _CLIENTS]
    content = {
        "office": at.KOMPAS.number,
        "manager": people["ingrid"].ssin,
        "clients": clients,
        "system": {"enterprise_number": at.MERIDIAN.number, "manager": people["mireille"].ssin},
    }
    path = folder / "offices.json"
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _client(
    client: _Client, people: Mapping[str, Person], begins: date, today: date
) -> dict[str, object]:
    # One that waits was proposed this quarter; the others at the beginning of their first.
    waiting = Quarter.of(today).first_day
    proposed_on = begins if client.confirmed else waiting
    return {
        "enterprise_number": client.enterprise.number,
        "by": people["mireille"].ssin,
        "from": proposed_on.isoformat(),
        "proposed_on": proposed_on.isoformat(),
        "confirmed_on": proposed_on.isoformat() if client.confirmed else None,
        "ended_on": (begins + timedelta(days=75)).isoformat() if client.ended else None,
        "used_by": [
            {
                "ssin": people[name].ssin,
                "name": f"{people[name].given_names} {people[name].surname}",
                "role": role,
            }
            for name, role in client.used_by
        ],
    }
