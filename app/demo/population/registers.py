"""The plain messages: who people and enterprises are, periods outside work, diplomas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape

from app.demo.population.facts import DIPLOMAS, DiplomaFact, Enterprise, PeriodFact, Person

PERSONS_PER_FILE = 5_000


@contextmanager
def _message(path: Path, root: str, **attributes: object) -> Iterator[TextIO]:
    stated = "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{stated}>\n')
        yield file
        file.write(f"</{root}>\n")


def write_persons(folder: Path, persons: Iterable[Person], today: date) -> Iterator[Path]:
    """The register of persons, a few thousand a file."""
    numbered = enumerate(persons)
    for part, chunk in groupby(numbered, lambda entry: entry[0] // PERSONS_PER_FILE):
        path = folder / f"persons-{part + 1:03d}.xml"
        with _message(
            path, "PersonRegister", institution="RN-BIS", reportedOn=_month_start(today)
        ) as file:
            file.writelines(_person(person) for _, person in chunk)
        yield path


def _person(person: Person) -> str:
    replaced = f"<ReplacedINSS>{person.former_ssin}</ReplacedINSS>" if person.former_ssin else ""
    return (
        f"<Person><INSS>{person.ssin}</INSS>{replaced}"
        f"<Surname>{escape(person.surname)}</Surname>"
        f"<GivenNames>{escape(person.given_names)}</GivenNames>"
        f"<BirthDate>{person.birth_date}</BirthDate>"
        f"<Language>{person.language}</Language></Person>\n"
    )


def write_enterprises(folder: Path, enterprises: Iterable[Enterprise], today: date) -> Path:
    path = folder / "enterprises.xml"
    with _message(
        path, "EnterpriseRegister", institution="CBE", reportedOn=_month_start(today)
    ) as file:
        file.writelines(
            f"<Enterprise><EnterpriseNumber>{enterprise.number}</EnterpriseNumber>"
            f"<NOSSRegistrationNbr>{enterprise.nsso_number}</NOSSRegistrationNbr>"
            f"<Name>{escape(enterprise.name)}</Name></Enterprise>\n"
            for enterprise in enterprises
        )
    return path


def write_periods(path: Path, institution: str, periods: Iterable[PeriodFact], today: date) -> None:
    """What the institution knew until some weeks ago; the withdrawn records at the end."""
    reported_on = _month_start(today) - timedelta(days=1)
    until = _month_start(reported_on) - timedelta(days=1)
    known = [period for period in periods if period.starts_on <= until]
    with _message(
        path, "PeriodReport", institution=institution, reportedOn=reported_on, reportedUntil=until
    ) as file:
        file.writelines(_period(period, until) for period in known)
        file.writelines(
            f'<Cancel reference="{period.reference}"/>\n' for period in known if period.withdrawn
        )


def _period(period: PeriodFact, until: date) -> str:
    over = period.ends_on is not None and period.ends_on <= until
    end = f"<EndingDate>{period.ends_on}</EndingDate>" if over else ""
    share = "" if period.share is None else f"<Share>{period.share}</Share>"
    return (
        f'<Period reference="{period.reference}"><INSS>{period.person.ssin}</INSS>'
        f"<Kind>{period.kind}</Kind><StartingDate>{period.starts_on}</StartingDate>"
        f"{end}{share}</Period>\n"
    )


def write_diplomas(folder: Path, diplomas: Iterable[DiplomaFact], today: date) -> Path:
    path = folder / "diplomas.xml"
    reported_on = _month_start(today) - timedelta(days=1)
    with _message(
        path,
        "PeriodReport",
        institution=DIPLOMAS,
        reportedOn=reported_on,
        reportedUntil=reported_on,
    ) as file:
        file.writelines(_diploma(diploma) for diploma in diplomas)
    return path


def _diploma(diploma: DiplomaFact) -> str:
    level = "" if diploma.level is None else f"<Level>{diploma.level}</Level>"
    return (
        f'<Diploma reference="{diploma.reference}"><INSS>{diploma.person.ssin}</INSS>'
        f"<Title>{escape(diploma.title)}</Title><AwardedOn>{diploma.awarded_on}</AwardedOn>"
        f"<Institution>{escape(diploma.institution)}</Institution>{level}</Diploma>\n"
    )


def _month_start(day: date) -> date:
    return day.replace(day=1)
