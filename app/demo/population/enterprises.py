"""The enterprises: those of the story, and as many others as the population needs.

Joint committees and weekly hours are facts of the sectors; the enterprises are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from app.demo.population.facts import Enterprise, Sector
from app.demo.population.numbers import enterprise_number, nsso_number

_CARE = Sector("330", "330", 3800, "025", 0.3)
_BREWING = Sector("118", "220", 3800, "010", 0.6)
_PRINTING = Sector("130", "200", 3750, "010", 0.6)
_CULTURE = Sector("329.02", "329.02", 3800, "010", 0.1)
_WOOD = Sector("126", "200", 4000, "010", 0.8)
_BOOKS = Sector("201", "201", 3800, "000", 0.1)
_METAL = Sector("111", "209", 3600, "010", 0.6)
_GARAGE = Sector("112", "200", 3800, "010", 0.7)
_HOSPITALITY = Sector("302", "302", 3800, "017", 0.6)
_AGENCY = Sector("322", "322", 3800, "097", 0.7)
_BUILDING = Sector("124", "200", 4000, "024", 0.75)
_HAULAGE = Sector("140.03", "226", 3900, "083", 0.7)
_CLEANING = Sector("121", "200", 3700, "010", 0.8)
_OFFICES = Sector("200", "200", 3800, "010", 0.0)
_GREEN = Sector("145.04", "200", 3800, "010", 0.8)
_CHEMISTRY = Sector("116", "207", 3750, "010", 0.5)
_SCRAP = Sector("142.01", "200", 3800, "010", 0.8)
_BANK_AGENTS = Sector("341", "341", 3700, "000", 0.0)

_INVENTED = (
    _OFFICES, _BUILDING, _METAL, _CARE, _HOSPITALITY, _CULTURE, _HAULAGE, _OFFICES, _CLEANING,
    _CHEMISTRY, _BREWING, _GARAGE, _GREEN, _PRINTING, _BOOKS, _OFFICES,
)  # fmt: skip


def _story(order: int, name: str, sector: Sector, *, states_hours: bool = False) -> Enterprise:
    return Enterprise(
        order, enterprise_number(order), nsso_number(order), name, sector, states_hours
    )


DE_KROON = _story(0, "Brouwerij De Kroon nv", _BREWING)
LENAERS = _story(1, "Imprimerie Lenaers sa", _PRINTING)
SINT_RITA = _story(2, "Hospital Sint-Rita vzw", _CARE)
ATELIER_NORD = _story(3, "Atelier Nord scrl", _CULTURE, states_hours=True)
MERIDIAN = _story(4, "Meridian Care nv", _CARE)
HOHES_MOOS = _story(5, "Tischlerei Hohes Moos GmbH", _WOOD, states_hours=True)
QUATRE_LUNES = _story(6, "Librairie des Quatre Lunes srl", _BOOKS)
STAALWERF = _story(7, "Staalwerf Noorderzon nv", _METAL)
PECHVOGEL = _story(8, "Garage Pechvogel bv", _GARAGE)
GLACIER = _story(9, "Glacier Polaire srl", _HOSPITALITY)
INTERIM = _story(10, "Interim Zonder Grenzen nv", _AGENCY)
CONFITURERIE = _story(11, "Confiturerie du Pont-Dormant sa", _BREWING)
# Their agreements have other shapes than days a year: a budget of several years, half days.
MAGNEET = _story(12, "Schroothandel De Magneet bv", _SCRAP)
BEFFROI = _story(13, "Agence bancaire du Beffroi srl", _BANK_AGENTS)

STORY = (
    DE_KROON, LENAERS, SINT_RITA, ATELIER_NORD, MERIDIAN, HOHES_MOOS, QUATRE_LUNES, STAALWERF,
    PECHVOGEL, GLACIER, INTERIM, CONFITURERIE, MAGNEET, BEFFROI,
)  # fmt: skip

# A payroll office: nobody of the story works there, its people act for others.  It stands at the
# end of the range, far from those that are invented.
KOMPAS = _story(38_999, "Secretariat Kompas vzw", _OFFICES)

# Kind of house, then what it is called after, then the legal form: read in the language's order.
_WORDS = (
    (
        ("Ateliers", "Comptoir", "Fabrique", "Maison", "Bureau", "Établissements", "Transports"),
        ("de la Lune Carrée", "du Nuage Bleu", "des Deux Hérissons", "de l'Écluse Dormante",
         "du Parapluie Vert", "de l'Île aux Sabots", "du Chat Botanique", "des Vents Tranquilles"),
        ("sa", "srl", "asbl", "sc"),
    ),
    (
        ("Werkhuizen", "Kantoor", "Drukkerij", "Huis", "Vervoer", "Bouwbedrijf", "Tuinen"),
        ("De Blauwe Olifant", "Het Vierkante Wiel", "'t Slapend Sas", "De Twee Egels",
         "De Groene Paraplu", "Het Stille Kompas", "De Vliegende Klomp", "Zeven Wolken"),
        ("nv", "bv", "vzw", "cv"),
    ),
    (
        ("Werkstatt", "Haus", "Kontor", "Gärtnerei"),
        ("Zum Blauen Kranich", "Nebelstein", "Viereckige Sonne", "Zwei Igel"),
        ("GmbH", "AG"),
    ),
)  # fmt: skip
_LANGUAGES = (0, 1, 1, 0, 1, 0, 2, 1)


def invent_enterprises(dice: Random, how_many: int) -> Iterator[Enterprise]:
    """So many enterprises after those of the story, each with a name of its own."""
    made = [0, 0, 0]
    for count in range(how_many):
        language = _LANGUAGES[count % len(_LANGUAGES)]
        name = _name(language, made[language])
        made[language] += 1
        order = len(STORY) + count
        sector = _INVENTED[count % len(_INVENTED)]
        yield _story(order, name, sector, states_hours=dice.random() < 0.5)


def _name(language: int, count: int) -> str:
    kinds, called, forms = _WORDS[language]
    round_, place = divmod(count, len(kinds) * len(called))
    row, column = divmod(place, len(kinds))
    # The row is shifted by the column, so that neighbours in the list do not look alike.
    name = f"{kinds[column]} {called[(row + column) % len(called)]}"
    form = forms[count % len(forms)]
    return f"{name} {form}" if round_ == 0 else f"{name} {round_ + 1} {form}"
