"""From a seed to a folder of messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from app.demo.population.dimona import write_dimona
from app.demo.population.dmfa import write_declarations
from app.demo.population.enterprises import KOMPAS
from app.demo.population.facts import INAMI, ONEM
from app.demo.population.offices import write_offices
from app.demo.population.portal import write_mandates, write_people, write_trainings
from app.demo.population.registers import (
    write_diplomas,
    write_enterprises,
    write_periods,
    write_persons,
)
from app.demo.population.society import Society, invent_society
from app.demo.population.stated import write_statements
from app.demo.population.stories import SILENCES


@dataclass(frozen=True, slots=True)
class Population:
    """What was written.

    ``files`` are the messages in the order in which they should be loaded; ``personas`` gives
    the national number of each named person by first name ("amina"); ``worker_quarters``
    counts every person in every quarterly declaration, corrections included.
    """

    files: tuple[Path, ...]
    people: Path
    trainings: Path
    mandates: Path
    offices: Path
    statements: Path
    personas: Mapping[str, str]
    persons: int
    enterprises: int
    employments: int
    worker_quarters: int


def write_population(folder: Path, *, workers: int, seed: int, today: date) -> Population:
    """Invent so many workers and write everything ever declared about them until ``today``.

    The same ``workers``, ``seed`` and ``today`` give the same bytes.  The careers are kept in
    memory (some 3 kB a person); the declarations, which are far larger (some 50 kB a person),
    are written as they are made up.  ValueError for fewer than ten workers; files of the same names
    are overwritten.
    """
    folder.mkdir(parents=True, exist_ok=True)
    society = invent_society(workers=workers, seed=seed, today=today)
    persons = (career.person for career in society.careers)
    files = [
        *write_persons(folder, persons, today),
        write_enterprises(folder, (*society.enterprises, KOMPAS), today),
        *write_dimona(folder, society.employments(), today),
    ]
    worker_quarters = 0
    for declared in write_declarations(folder, society.staff(), SILENCES, today):
        files.append(declared.path)
        worker_quarters += declared.worker_quarters
    files += _write_periods(folder, society, today)
    return Population(
        files=tuple(files),
        people=write_people(folder, society.personas, society.office_people, society.colleagues),
        trainings=write_trainings(folder, society.personas, today),
        mandates=write_mandates(
            folder, society.personas, society.office_people, society.colleagues
        ),
        offices=write_offices(folder, society.office_people, today),
        statements=write_statements(folder, society, today),
        personas=MappingProxyType({name: who.ssin for name, who in society.personas.items()}),
        persons=len(society.careers),
        enterprises=len(society.enterprises) + 1,  # and the office
        employments=sum(1 for _ in society.employments()),
        worker_quarters=worker_quarters,
    )


def _write_periods(folder: Path, society: Society, today: date) -> list[Path]:
    paths = []
    for institution, name in ((ONEM, "periods-onem.xml"), (INAMI, "periods-inami.xml")):
        path = folder / name
        periods = (
            period
            for career in society.careers
            for period in career.periods
            if period.institution == institution
        )
        write_periods(path, institution, periods, today)
        paths.append(path)
    diplomas = (diploma for career in society.careers for diploma in career.diplomas)
    return [*paths, write_diplomas(folder, diplomas, today)]
