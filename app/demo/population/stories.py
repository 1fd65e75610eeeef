"""What the people of the demonstration did, day by day.

Amina's story, the longest, stands in :mod:`amina`.  What lies after ``today`` has not happened
yet and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.career.timeline import PeriodKind
from app.demo.population import enterprises as at
from app.demo.population.amina import tell_amina
from app.demo.population.careers import Numbering
from app.demo.population.dmfa import Silence
from app.demo.population.facts import (
    ONEM,
    Announcement,
    Career,
    DiplomaFact,
    Employment,
    Enterprise,
    Line,
    PeriodFact,
    Person,
)
from app.foundation.calendar import Quarter

# Two employers once left one of their numbers at 0, which DmfA allows when the other is given.
SILENCES = (
    Silence(at.LENAERS, Quarter(2012, 2), enterprise_number=False),
    Silence(at.SINT_RITA, Quarter(2015, 3), enterprise_number=True),
)


def tell(people: Mapping[str, Person], number: Numbering, today: date) -> tuple[Career, ...]:
    """The careers of the personas, in the order of their names in ``people``."""
    careers = {
        "amina": tell_amina(people["amina"], number),
        "bram": _steady(people["bram"], number, at.MERIDIAN, date(2011, 9, 1), 4_100_00),
        "chloe": _steady(people["chloe"], number, at.QUATRE_LUNES, date(2017, 10, 16), 2_900_00),
        "dieter": _dieter(people["dieter"], number),
        "elif": _elif(people["elif"], number),
        "farida": _steady(people["farida"], number, at.HOHES_MOOS, date(2010, 3, 1), 3_500_00),
        "gert": _gert(people["gert"], number),
        "hanne": Career(people["hanne"]),
    }
    return tuple(_until(careers[name], today) for name in people)


def _until(career: Career, today: date) -> Career:
    return replace(
        career,
        employments=tuple(
            replace(job, lines=tuple(line for line in job.lines if line.starts_on <= today))
            for job in career.employments
            if job.starts_on <= today
        ),
        periods=tuple(period for period in career.periods if period.starts_on <= today),
        diplomas=tuple(diploma for diploma in career.diplomas if diploma.awarded_on <= today),
    )


def _steady(
    person: Person,
    number: Numbering,
    enterprise: Enterprise,
    since: date,
    wage: int,
    *,
    blue_collar: bool = False,
) -> Career:
    job = Employment(
        number(), person, enterprise, since, None, (Line(since),), not blue_collar, wage
    )
    return Career(person, (job,))


def _dieter(dieter: Person, number: Numbering) -> Career:
    career = _steady(dieter, number, at.HOHES_MOOS, date(2008, 8, 18), 3_250_00, blue_collar=True)
    # A garage had announced him first; he never began there.
    never = Employment(
        number(),
        dieter,
        at.PECHVOGEL,
        date(2008, 7, 1),
        None,
        (Line(date(2008, 7, 1)),),
        white_collar=False,
        wage=0,
        announcement=Announcement.CANCELLED,
    )
    return replace(career, employments=(never, *career.employments))


# Agency work comes in weeks; between the missions there was none.
_MISSIONS = (
    ("2022-02-07", "2022-03-04"),
    ("2022-03-21", "2022-05-13"),
    ("2022-09-05", "2022-10-28"),  # announced under the old number, declared under the new one
    ("2022-11-14", "2022-12-23"),
    ("2023-02-13", "2023-04-07"),
    ("2023-06-05", "2023-08-25"),
)


def _elif(elif_: Person, number: Numbering) -> Career:
    student = Employment(
        number(),
        elif_,
        at.GLACIER,
        date(2021, 7, 5),
        date(2021, 7, 30),
        (Line(date(2021, 7, 5)),),
        white_collar=False,
        wage=2_200_00,
        announcement=Announcement.FIXED_TERM,
        student=True,
    )
    missions = tuple(
        Employment(
            number(),
            elif_,
            at.INTERIM,
            date.fromisoformat(first),
            date.fromisoformat(last),
            (Line(date.fromisoformat(first)),),
            white_collar=False,
            wage=2_500_00,
            announcement=Announcement.FIXED_TERM,
            hides_committee=True,
        )
        for first, last in _MISSIONS
    )
    steady = Employment(
        number(),
        elif_,
        at.CONFITURERIE,
        date(2023, 10, 2),
        None,
        (Line(date(2023, 10, 2), 3040, 400), Line(date(2024, 9, 1))),
        white_collar=False,
        wage=2_650_00,
    )
    diploma = DiplomaFact(
        "D-2021-52",
        elif_,
        "Diploma secundair onderwijs",
        date(2021, 6, 30),
        "Atheneum De Vuurtoren",
        4,
    )
    return Career(elif_, (student, *missions, steady), (), (diploma,))


def _gert(gert: Person, number: Numbering) -> Career:
    # Begun twenty years before DmfA and Dimona: only the lines of the declarations tell when.
    shipyard = Employment(
        number(),
        gert,
        at.STAALWERF,
        date(1983, 9, 1),
        date(2011, 12, 30),
        (Line(date(1983, 9, 1)),),
        white_collar=False,
        wage=3_300_00,
    )
    garage = Employment(
        number(),
        gert,
        at.PECHVOGEL,
        date(2012, 1, 9),
        None,
        (Line(date(2012, 1, 9)), Line(date(2026, 3, 1), 1900, 300)),
        white_collar=False,
        wage=3_450_00,
        pensioned_from=date(2026, 3, 1),
    )
    idle = PeriodFact(
        ONEM,
        "T-2008-9",
        gert,
        PeriodKind.TEMPORARY_UNEMPLOYMENT,
        date(2008, 12, 15),
        date(2008, 12, 31),
    )
    return Career(gert, (shipyard, garage), (idle,))
