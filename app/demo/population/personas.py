"""The people of the demonstration: who they are.  What they did is in :mod:`stories`.

Their national numbers are the first ones issued, so they are the same for every seed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.demo.population.facts import Person
from app.demo.population.names import SINGLE_NAME
from app.demo.population.numbers import BIS_SEX_KNOWN, BIS_SEX_UNKNOWN, BirthRegister

NAMES = ("amina", "bram", "chloe", "dieter", "elif", "farida", "gert", "hanne")

ELIF_REGISTERED_ON = date(2022, 10, 3)

DESCRIPTIONS: dict[str, dict[str, str]] = {
    "amina": {
        "en": "Five employers in more than twenty years, two part-time jobs today",
        "fr": "Cinq employeurs en plus de vingt ans, deux emplois à temps partiel aujourd’hui",
        "nl": "Vijf werkgevers in meer dan twintig jaar, vandaag twee deeltijdse jobs",
        "de": "Fünf Arbeitgeber in mehr als zwanzig Jahren, heute zwei Teilzeitstellen",
    },
    "bram": {
        "en": "Registers trainings for Meridian Care nv, and works there",
        "fr": "Enregistre les formations pour Meridian Care nv, où il travaille aussi",
        "nl": "Registreert opleidingen voor Meridian Care nv en werkt er ook",
        "de": "Registriert Ausbildungen für Meridian Care nv und arbeitet auch dort",
    },
    "chloe": {
        "en": "Works elsewhere: a stranger to Amina and to Bram",
        "fr": "Travaille ailleurs : ne connaît ni Amina ni Bram",
        "nl": "Werkt ergens anders: kent Amina noch Bram",
        "de": "Arbeitet anderswo: kennt weder Amina noch Bram",
    },
    "dieter": {
        "en": "Full time in an enterprise with fewer than ten workers",
        "fr": "À temps plein dans une entreprise de moins de dix travailleurs",
        "nl": "Voltijds in een onderneming met minder dan tien werknemers",
        "de": "Vollzeit in einem Unternehmen mit weniger als zehn Arbeitnehmern",
    },
    "elif": {
        "en": "At the start of working life; the national number was replaced",
        "fr": "Au début de sa vie professionnelle ; son numéro national a été remplacé",
        "nl": "Aan het begin van de loopbaan; het rijksregisternummer werd vervangen",
        "de": "Am Anfang des Berufslebens; die Nationalregisternummer wurde ersetzt",
    },
    "farida": {
        "en": "Registers trainings for the enterprise where Dieter works",
        "fr": "Enregistre les formations pour l’entreprise où travaille Dieter",
        "nl": "Registreert opleidingen voor de onderneming waar Dieter werkt",
        "de": "Registriert Ausbildungen für das Unternehmen, in dem Dieter arbeitet",
    },
    "gert": {
        "en": "Forty-three years of work, pensioned, still working part time",
        "fr": "Quarante-trois ans de travail, pensionné, encore actif à temps partiel",
        "nl": "Drieënveertig jaar werk, gepensioneerd, nog deeltijds aan de slag",
        "de": "Dreiundvierzig Jahre Arbeit, pensioniert, noch in Teilzeit tätig",
    },
    "hanne": {
        "en": "Nothing has been declared about her yet",
        "fr": "Rien n’a encore été déclaré à son sujet",
        "nl": "Over haar is nog niets aangegeven",
        "de": "Über sie wurde noch nichts gemeldet",
    },
}


def issue_personas(births: BirthRegister) -> dict[str, Person]:
    """The people of the story by first name, their numbers taken from a fresh register."""

    def person(surname: str, given: str, born: date, language: str, *, woman: bool) -> Person:
        number = births.issue(born.year, born.month, born.day, woman=woman)
        return Person(number, surname, given, born.isoformat(), language, woman)

    elif_ = person("Yılmaz", "Elif", date(2003, 8, 19), "nl", woman=True)
    known_as = births.issue(2003, 8, 19, woman=True, bis=BIS_SEX_KNOWN)
    return {
        "amina": person("Benali", "Amina", date(1982, 5, 14), "fr", woman=True),
        "bram": person("Peeters", "Bram", date(1979, 11, 2), "nl", woman=False),
        "chloe": person("Dubois", "Chloé", date(1994, 2, 27), "fr", woman=True),
        "dieter": person("Hansen", "Dieter", date(1988, 7, 5), "de", woman=False),
        "elif": replace(elif_, former_ssin=known_as, replaced_on=ELIF_REGISTERED_ON),
        "farida": person("El Amrani-Weyhers", "Farida", date(1985, 1, 31), "de", woman=True),
        "gert": person("Van Hoorebeke", "Gert", date(1960, 2, 18), "nl", woman=False),
        "hanne": person("D'Hooghvorst", "Hanne", date(2007, 6, 9), "nl", woman=True),
    }


def issue_rarities(births: BirthRegister) -> tuple[Person, ...]:
    """People whose names or numbers are unlike most: among the workers of every population."""
    return (
        # One name only; the register keeps it as the surname.
        Person(
            births.issue(1991, 3, 12, woman=True, bis=BIS_SEX_KNOWN),
            SINGLE_NAME,
            "",
            "1991-03-12",
            "en",
            True,
        ),
        # Only the year of birth is known.
        Person(
            births.issue(1986, 0, 0, woman=False, bis=BIS_SEX_UNKNOWN),
            "Đorđević",
            "Łukasz",
            "1986-00-00",
            "nl",
            False,
        ),
        Person(
            births.issue(2001, 12, 24, woman=True),
            "Vandekerckhove-de la Tour-Brumeuse d'Hiverneau van 's Graeventop",
            "Marie-Églantine Godelieve Çağla Friederike",
            "2001-12-24",
            "fr",
            True,
        ),
    )
