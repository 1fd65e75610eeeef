"""Amina's working life.

It holds, on purpose, most of what makes declarations hard to read: the comments say where.
"""

from __future__ import annotations

from datetime import date

from app.career.timeline import PeriodKind
from app.demo.population import enterprises as at
from app.demo.population.careers import Numbering
from app.demo.population.facts import (
    FULL_BREAK,
    INAMI,
    ONEM,
    Absence,
    Career,
    DiplomaFact,
    Employment,
    Line,
    PeriodFact,
    Person,
)

_UNPAID, _SICKNESS = 30, 50


def tell_amina(amina: Person, number: Numbering) -> Career:
    brewery = Employment(
        number(),
        amina,
        at.DE_KROON,
        date(2003, 9, 1),
        date(2009, 6, 12),
        # Full time, then four days a week from the middle of a quarter: two lines in 1/2006.
        (Line(date(2003, 9, 1)), Line(date(2006, 2, 13), 3040, 400)),
        white_collar=False,
        wage=2_750_00,
        absences=(Absence(_SICKNESS, date(2007, 3, 12), date(2007, 3, 23)),),
        # Her notice was cut short; the indemnity stands for the rest of the month.
        severance_until=date(2009, 6, 30),
    )
    printer = Employment(
        number(),
        amina,
        at.LENAERS,
        date(2010, 2, 1),
        date(2014, 3, 31),
        (Line(date(2010, 2, 1)),),
        white_collar=False,
        wage=2_850_00,
        hides_committee=True,
    )
    hospital = Employment(
        number(),
        amina,
        at.SINT_RITA,
        date(2014, 4, 1),
        date(2021, 12, 31),
        (
            Line(date(2014, 4, 1)),
            Line(date(2016, 5, 16), 0, measure=FULL_BREAK),
            Line(date(2016, 9, 16)),
            # She makes room for the second job.
            Line(date(2019, 3, 1), 3000, 400),
        ),
        white_collar=True,
        wage=3_100_00,
        # Ill since 8 January; after a month the health insurance takes over from the employer.
        absences=(Absence(_SICKNESS, date(2018, 2, 7), date(2018, 3, 16)),),
    )
    workshop = Employment(
        number(),
        amina,
        at.ATELIER_NORD,
        date(2019, 3, 1),
        None,
        (Line(date(2019, 3, 1), 800, 100),),
        white_collar=True,
        wage=3_050_00,
    )
    care = Employment(
        number(),
        amina,
        at.MERIDIAN,
        date(2022, 1, 3),
        None,
        (Line(date(2022, 1, 3), 2800, 400),),
        white_collar=True,
        wage=3_400_00,
        # The first declaration of 2/2025 did not know of this week without pay.
        absences=(Absence(_UNPAID, date(2025, 5, 12), date(2025, 5, 16), date(2025, 10, 14)),),
    )
    periods = (
        _period(ONEM, "U-2009-118", amina, PeriodKind.UNEMPLOYMENT, "2009-07-01", "2010-01-31"),
        _period(
            ONEM, "P-2016-77", amina, PeriodKind.PARENTAL_LEAVE, "2016-05-16", "2016-09-15", 100
        ),
        _period(INAMI, "S-2018-31", amina, PeriodKind.SICKNESS, "2018-02-07", "2018-03-16"),
    )
    diplomas = (
        DiplomaFact(
            "D-2003-7",
            amina,
            "Certificat d’enseignement secondaire supérieur, industries graphiques",
            date(2003, 6, 30),
            "Institut des Trois Fontaines",
            4,
        ),
        DiplomaFact(
            "D-2018-4",
            amina,
            "Bachelier en soins infirmiers",
            date(2018, 6, 29),
            "Haute école Lumière",
            6,
        ),
    )
    return Career(amina, (brewery, printer, hospital, workshop, care), periods, diplomas)


def _period(
    institution: str,
    reference: str,
    person: Person,
    kind: PeriodKind,
    first: str,
    last: str,
    share: int | None = None,
) -> PeriodFact:
    return PeriodFact(
        institution,
        reference,
        person,
        kind,
        date.fromisoformat(first),
        date.fromisoformat(last),
        share,
    )
