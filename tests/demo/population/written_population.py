"""A population on disk, and eyes to read its files with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

from app.demo.population import Population, write_population

TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Written:
    """``roots`` are the messages, parsed once, by file name and in order of loading."""

    folder: Path
    population: Population
    roots: dict[str, etree._Element]

    def of(self, kind: str) -> Iterator[etree._Element]:
        return (root for root in self.roots.values() if root.tag == kind)

    def dimona_of(self, ssin: str, kind: str) -> list[etree._Element]:
        return [
            part
            for message in self.of("Dimona")
            for part in message.iterfind(f"Form/{kind}")
            if next(part.iter("INSS")).text == ssin
        ]

    def records_of(self, ssin: str, nsso_number: str | None = None) -> list[etree._Element]:
        """The worker records declared about someone, by one employer or by all."""
        return [
            record
            for message in self.of("DmfAOriginal")
            for employer in message.iterfind("Form/EmployerDeclaration")
            if nsso_number in (None, employer.findtext("NOSSRegistrationNbr"))
            for person in employer.iterfind("NaturalPerson")
            if person.findtext("INSS") == ssin
            for record in person.iterfind("WorkerRecord")
        ]


def write(folder: Path, *, workers: int, seed: int) -> Written:
    population = write_population(folder, workers=workers, seed=seed, today=TODAY)
    roots = {path.name: etree.parse(path).getroot() for path in population.files}
    return Written(folder, population, roots)


def texts(elements: list[etree._Element], path: str) -> list[str | None]:
    """The text found at a path in each element, ``None`` where there is none."""
    return [element.findtext(path) for element in elements]
