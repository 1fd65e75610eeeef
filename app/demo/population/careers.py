"""Careers of invented people: jobs told backwards from today, and what came between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.career.timeline import PeriodKind
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
from app.demo.population.leaves import Leave, invent_leave

_EARLIEST = date(2003, 1, 2)
_PART_TIMES = ((20, 400), (25, 500), (50, 300), (50, 500), (60, 300), (75, 400), (80, 400))
_LONG = timedelta(days=500)  # Nothing but the work itself happens in a shorter job.

_SECONDARY, _BACHELOR, _MASTER = 4, 6, 7  # levels of the European Qualifications Framework
_DIPLOMAS: dict[str, tuple[tuple[str, int, str], ...]] = {
    "fr": (
        (
            "Certificat d’enseignement secondaire supérieur",
            _SECONDARY,
            "Institut des Trois Fontaines",
        ),
        ("Bachelier en gestion", _BACHELOR, "Haute école Lumière"),
    ),
    "nl": (
        ("Diploma secundair onderwijs", _SECONDARY, "Atheneum De Vuurtoren"),
        ("Bachelor in de bedrijfskunde", _BACHELOR, "Hogeschool Zilverlinde"),
    ),
    "de": (
        (
            "Abschlusszeugnis der Oberstufe des Sekundarunterrichts",
            _SECONDARY,
            "Schule am Sternweg",
        ),
        ("Bachelor in Buchhaltung", _BACHELOR, "Hochschule am Sternweg"),
    ),
    "en": (("Master of engineering", _MASTER, "Polytechnic of Lower Fenwick"),),
}


@dataclass(frozen=True, slots=True)
class Hire:
    """Whom the population needs at work today, and where."""

    enterprise: Enterprise
    settled: bool  # there for years, full time or nearly: the enterprise's size depends on it


class Numbering:
    """Gives every employment and every reported record a number of its own, in order.

    In references it is written with five digits: those that a story chose are shorter, so that
    however many people are invented, nobody's record takes the place of a story's.
    """

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> int:
        self._last += 1
        return self._last


def invent_career(
    dice: Random,
    person: Person,
    years: float,
    hire: Hire,
    employers: Sequence[Enterprise],
    today: date,
    number: Numbering,
) -> Career:
    """A career of so many years that ends, or goes on, with the hire."""
    began_on = max(_EARLIEST, today - timedelta(days=int(years * 365)))
    jobs: list[Employment] = []
    periods: list[PeriodFact] = []
    for enterprise, start, end in _stints(dice, began_on, hire, employers, today):
        job, leave = _employment(dice, person, hire, enterprise, (start, end), today, number)
        jobs.append(job)
        if leave and leave.kind:
            periods.append(_period(leave, person, number()))
    jobs.reverse()
    periods.extend(_gaps(dice, jobs, today, number))
    phantom = _never_began(dice, person, employers, jobs, number)
    return Career(
        person,
        tuple(jobs) + phantom,
        tuple(periods),
        tuple(_diplomas(dice, person, began_on, number)),
    )


def _stints(
    dice: Random, began_on: date, hire: Hire, employers: Sequence[Enterprise], today: date
) -> Iterator[tuple[Enterprise, date, date | None]]:
    """Where someone worked from when to when, the latest first."""
    enterprise = hire.enterprise
    end: date | None = None
    known = {enterprise.order}
    if not hire.settled and dice.random() < 0.07:
        end = today - timedelta(days=dice.randrange(20, 400))
    while True:
        tenure = int(dice.triangular(60, 4500, 700))
        if hire.settled and end is None:
            tenure += 900
        start = (end or today) - timedelta(days=tenure)
        if start < began_on + timedelta(days=90):
            start = began_on
        start += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[start.weekday()])  # Work begins on a weekday.
        yield enterprise, start, end
        pause = dice.randrange(12, 300) if dice.random() < 0.35 else 1
        end = start - timedelta(days=pause)
        if end < began_on + timedelta(days=60):
            return
        # Nobody returns to an employer: a Dimona message could then mean either period.
        others = [
            other
            for other in dice.sample(employers, min(9, len(employers)))
            if other.order not in known
        ]
        if not others:
            return
        enterprise = others[0]
        known.add(enterprise.order)


def _employment(
    dice: Random,
    person: Person,
    hire: Hire,
    enterprise: Enterprise,
    stretch: tuple[date, date | None],
    today: date,
    number: Numbering,
) -> tuple[Employment, Leave | None]:
    start, end = stretch
    week = enterprise.sector.week
    settled = hire.settled and end is None
    first = Line(start) if settled else _regime(dice, start, week)
    leave: Leave | None = None
    lines: tuple[Line, ...] = (first,)
    until = end or today
    if not settled and until - start >= _LONG:
        leave = invent_leave(dice, person, first, until, week)
        lines = leave.lines if leave else _changed(dice, first, until, week)
    white_collar = dice.random() >= enterprise.sector.blue_collar_share
    job = Employment(
        order=number(),
        person=person,
        enterprise=enterprise,
        starts_on=start,
        ends_on=end,
        lines=lines,
        white_collar=white_collar,
        wage=dice.randrange(2_450_00, 3_300_00) + (dice.randrange(1_900_00) if white_collar else 0),
        salt=dice.randrange(1, 1 << 30),
        absences=leave.absences if leave else (),
        announcement=_announcement(dice, start, end),
        hides_committee=dice.random() < 0.2,
        severance_until=_severance(dice, start, end),
    )
    return job, leave


def _regime(dice: Random, start: date, week: int) -> Line:
    if dice.random() < 0.68:
        return Line(start)
    percent, days = dice.choice(_PART_TIMES)
    return Line(start, week * percent // 100, days)


def _changed(dice: Random, first: Line, until: date, week: int) -> tuple[Line, ...]:
    """Now and then a regime changes, on any day of a quarter."""
    if dice.random() > 0.2:
        return (first,)
    day = first.starts_on + timedelta(days=dice.randrange(100, (until - first.starts_on).days - 60))
    then = Line(day, week * 4 // 5, 400) if first.worked is None else Line(day)
    return first, then


def _announcement(dice: Random, start: date, end: date | None) -> Announcement:
    chosen = dice.random()
    if chosen < 0.03:
        return Announcement.START_MOVED
    if end and (end - start).days < 400 and chosen < 0.4:
        return Announcement.FIXED_TERM if chosen < 0.25 else Announcement.EXTENDED
    return Announcement.PLAIN


def _severance(dice: Random, start: date, end: date | None) -> date | None:
    if end is None or end - start < _LONG or dice.random() > 0.12:
        return None
    return end + timedelta(days=dice.randrange(28, 160))


def _period(leave: Leave, person: Person, number: int) -> PeriodFact:
    if leave.kind is None:
        raise ValueError("this leave is reported by nobody")
    return PeriodFact(
        leave.institution,
        f"L-{leave.starts_on.year}-{number:05}",
        person,
        leave.kind,
        leave.starts_on,
        leave.ends_on,
        leave.share,
    )


def _gaps(
    dice: Random, jobs: Sequence[Employment], today: date, number: Numbering
) -> Iterator[PeriodFact]:
    """Unemployment between two jobs and after the last, when it lasted."""
    starts = [job.starts_on for job in jobs[1:]] + [None]
    for job, next_start in zip(jobs, starts, strict=True):
        if job.ends_on is None:
            continue
        # Whoever is paid severance is not unemployed for those days.
        first = (job.severance_until or job.ends_on) + timedelta(days=1)
        last = next_start - timedelta(days=1) if next_start else None
        if ((last or today) - first).days < 20 or dice.random() > 0.8:
            continue
        yield PeriodFact(
            ONEM,
            f"U-{first.year}-{number():05}",
            job.person,
            PeriodKind.UNEMPLOYMENT,
            first,
            last,
            withdrawn=dice.random() < 0.02,
        )


def _never_began(
    dice: Random,
    person: Person,
    employers: Sequence[Enterprise],
    jobs: Sequence[Employment],
    number: Numbering,
) -> tuple[Employment, ...]:
    """Rarely, work that was announced and cancelled, with an employer otherwise unknown."""
    if dice.random() > 0.03:
        return ()
    known = {job.enterprise.order for job in jobs}
    others = [enterprise for enterprise in employers if enterprise.order not in known]
    if not others:
        return ()
    start = jobs[0].starts_on
    phantom = Employment(
        order=number(),
        person=person,
        enterprise=dice.choice(others),
        starts_on=start,
        ends_on=None,
        lines=(Line(start),),
        white_collar=True,
        wage=0,
        announcement=Announcement.CANCELLED,
    )
    return (phantom,)


def _diplomas(
    dice: Random, person: Person, began_on: date, number: Numbering
) -> Iterator[DiplomaFact]:
    """The schools report only part of what people achieved."""
    if dice.random() > 0.55:
        return
    title, level, school = dice.choice(_DIPLOMAS[person.language])
    awarded_on = date(began_on.year - 1, 6, 30)
    reference = f"D-{awarded_on.year}-{number():05}"
    yield DiplomaFact(reference, person, title, awarded_on, school, level)
