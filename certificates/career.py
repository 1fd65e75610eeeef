"""The career attestation as it was asked for before there were other kinds.

It goes as soon as whoever issues documents makes an :class:`certificates.attestation.Attestation`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from certificates import document
from certificates.attestation import Attestation, Holder, Kind
from certificates.sections import (
    Coverage as CoverageSection,
)
from certificates.sections import (
    Diploma,
    Diplomas,
    Employment,
    Employments,
    Period,
    Periods,
    Quarter,
    Reported,
    Training,
    Trainings,
    WorkYear,
)

Coverage = Reported

__all__ = [
    "CareerAttestation",
    "Coverage",
    "Diploma",
    "Employment",
    "Holder",
    "Period",
    "Quarter",
    "Training",
    "WorkYear",
    "render",
]


@dataclass(frozen=True, slots=True)
class CareerAttestation:
    number: str
    language: str
    issued_at: datetime
    as_known_on: date
    holder: Holder
    employments: tuple[Employment, ...]
    periods: tuple[Period, ...]
    trainings: tuple[Training, ...]
    diplomas: tuple[Diploma, ...]
    years: tuple[WorkYear, ...]
    coverage: tuple[Reported, ...]
    drawing_svg: str
    check_address: str


def render(career: CareerAttestation) -> bytes:
    return document.render(
        Attestation(
            kind=Kind.CAREER,
            number=career.number,
            language=career.language,
            issued_at=career.issued_at,
            as_known_on=career.as_known_on,
            holder=career.holder,
            sections=(
                Employments(career.employments, career.years),
                Periods(career.periods),
                Trainings(career.trainings),
                Diplomas(career.diplomas),
                CoverageSection(career.coverage),
            ),
            check_address=career.check_address,
            drawing_svg=career.drawing_svg,
        )
    )
