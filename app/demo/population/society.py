"""The whole population: everyone's career, made up from a seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from app.demo.population import enterprises as at
from app.demo.population.careers import Hire, Numbering, invent_career
from app.demo.population.chance import chance
from app.demo.population.enterprises import STORY, invent_enterprises
from app.demo.population.facts import Career, Employment, Enterprise, Person
from app.demo.population.names import invent_name
from app.demo.population.numbers import BIS_SEX_KNOWN, BIS_SEX_UNKNOWN, BirthRegister
from app.demo.population.offices import issue_office_people
from app.demo.population.personas import issue_personas, issue_rarities
from app.demo.population.stories import tell

LEAST_WORKERS = 10  # The personas who work, and the people of rare names.

# Colleagues of the personas.  Whoever is settled has been there full time for years: Atelier
# Nord must stay between ten and nineteen workers, the joinery below ten, Meridian above twenty.
_STORY_STAFF: tuple[tuple[Enterprise, int, int], ...] = (  # settled, then the others
    (at.MERIDIAN, 30, 28),
    (at.ATELIER_NORD, 12, 0),
    (at.HOHES_MOOS, 4, 0),
    (at.CONFITURERIE, 0, 14),
    (at.SINT_RITA, 0, 12),
    (at.QUATRE_LUNES, 0, 5),
    (at.PECHVOGEL, 0, 6),
    (at.LENAERS, 0, 6),
    (at.DE_KROON, 0, 8),
    (at.STAALWERF, 0, 8),
    (at.INTERIM, 0, 4),
    (at.GLACIER, 0, 4),
    (at.MAGNEET, 11, 2),
    (at.BEFFROI, 12, 0),
)
_SIZES = (24, 12, 6, 20, 35, 4, 15, 60, 8, 110)

# Nobody invented has worked at these before: their size is part of the story.
_NEVER_BEFORE = frozenset(
    each.order
    for each in (
        *(at.ATELIER_NORD, at.HOHES_MOOS, at.QUATRE_LUNES, at.GLACIER),
        *(at.MAGNEET, at.BEFFROI),
    )
)


@dataclass(frozen=True, slots=True)
class Society:
    """Everyone and every enterprise; ``colleagues`` are invented people with a mandate."""

    personas: Mapping[str, Person]
    office_people: Mapping[str, Person]
    colleagues: tuple[tuple[Person, Enterprise], ...]
    enterprises: tuple[Enterprise, ...]
    careers: tuple[Career, ...]

    def employments(self) -> Iterator[Employment]:
        for career in self.careers:
            yield from career.employments

    def staff(self) -> list[tuple[Enterprise, list[Employment]]]:
        """Every enterprise with its employments, each person's together and in order of time."""
        staff: list[tuple[Enterprise, list[Employment]]] = [
            (enterprise, []) for enterprise in self.enterprises
        ]
        for job in self.employments():
            staff[job.enterprise.order][1].append(job)
        return staff


def invent_society(*, workers: int, seed: int, today: date) -> Society:
    """So many people with a career, and one without; ValueError for too few."""
    if workers < LEAST_WORKERS:
        raise ValueError(f"a population needs {LEAST_WORKERS} workers or more, not {workers}")
    births, number = BirthRegister(), Numbering()
    personas = issue_personas(births)
    office_people = issue_office_people(births)
    rarities = issue_rarities(births)
    told = tell(personas, number, today)
    hires = _hires(workers - (len(personas) - 1))
    enterprises = _enterprises(chance(seed, "enterprises"), hires)
    before = [enterprise for enterprise in enterprises if enterprise.order not in _NEVER_BEFORE]
    invented = []
    for index, (order, settled) in enumerate(hires):
        dice = chance(seed, "person", index)
        years = dice.uniform(3.5 if settled else 1, 23)
        if index < len(rarities):
            person = rarities[index]
            years = min(years, max(1, today.year - int(person.birth_date[:4]) - 19))
        else:
            person = _person(dice, births, years, today)
        hire = Hire(enterprises[order], settled)
        invented.append(invent_career(dice, person, years, hire, before, today, number))
    return Society(
        personas, office_people, _colleagues(invented, today), enterprises, (*told, *invented)
    )


def _hires(workers: int) -> list[tuple[int, bool]]:
    """Where the invented people work today: the enterprise's order, and whether settled."""
    story = [
        (enterprise.order, place < settled)
        for enterprise, settled, others in _STORY_STAFF
        for place in range(settled + others)
    ]
    elsewhere = (
        (len(STORY) + index, False) for index, size in enumerate(cycle(_SIZES)) for _ in range(size)
    )
    return [*story[:workers], *islice(elsewhere, max(0, workers - len(story)))]


def _enterprises(dice: Random, hires: Sequence[tuple[int, bool]]) -> tuple[Enterprise, ...]:
    last = max((order for order, _ in hires), default=0)
    return (*STORY, *invent_enterprises(dice, max(0, last + 1 - len(STORY))))


def _person(dice: Random, births: BirthRegister, years: float, today: date) -> Person:
    """Someone whose career began so many years ago, mostly at the end of school or studies."""
    age = years + dice.triangular(18, 42, 21)
    born = today - timedelta(days=int(age * 365.25))
    woman = dice.random() < 0.5
    surname, given, language = invent_name(dice, woman=woman)

    def issue(bis: int = 0) -> str:
        return births.issue(born.year, born.month, born.day, woman=woman, bis=bis)

    kind = dice.random()
    if kind < 0.05:
        # A worker from abroad, whose sex was not always noted.
        number = issue(BIS_SEX_KNOWN if kind < 0.04 else BIS_SEX_UNKNOWN)
        return Person(number, surname, given, born.isoformat(), language, woman)
    person = Person(issue(), surname, given, born.isoformat(), language, woman)
    if kind < 0.065:
        replaced_on = today - timedelta(days=dice.randrange(30, int(years * 330)))
        return replace(person, former_ssin=issue(BIS_SEX_KNOWN), replaced_on=replaced_on)
    return person


def _colleagues(careers: Sequence[Career], today: date) -> tuple[tuple[Person, Enterprise], ...]:
    """One person at work today in each of some enterprises of the story."""
    wanted = {at.MERIDIAN.order, at.ATELIER_NORD.order, at.CONFITURERIE.order}
    found: dict[int, tuple[Person, Enterprise]] = {}
    for career in careers:
        for job in career.employments:
            if job.at_work_between(today, today) and job.enterprise.order in wanted - found.keys():
                found[job.enterprise.order] = (career.person, job.enterprise)
    return tuple(found.values())
