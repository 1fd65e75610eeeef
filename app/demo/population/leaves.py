"""What may interrupt a job: births, illness, time for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.career.timeline import PeriodKind
from app.demo.population.facts import (
    FULL_BREAK,
    INAMI,
    ONEM,
    PARTIAL_BREAK,
    Absence,
    Line,
    Person,
)
from app.demo.population.worktime import SICKNESS

_MATERNITY, _BIRTH, _ACCIDENT = 51, 52, 60
_GUARANTEED = timedelta(days=30)  # The employer pays the first month of an illness.


@dataclass(frozen=True, slots=True)
class Leave:
    """One interruption, as the employer's lines show it and as an institution reports it."""

    lines: tuple[Line, ...]
    absences: tuple[Absence, ...]
    starts_on: date
    ends_on: date
    institution: str = INAMI
    kind: PeriodKind | None = None  # None when none of the reporting institutions knows of it
    share: int | None = None


def invent_leave(dice: Random, person: Person, first: Line, until: date, week: int) -> Leave | None:
    """At most one leave, within a job that lasts at least five hundred days."""
    span = (until - first.starts_on).days
    begin = first.starts_on + timedelta(days=dice.randrange(150, span - 320))
    if dice.random() > 0.4:
        return None
    return dice.choice(_LEAVES)(dice, person, first, begin, week)


def _birth(dice: Random, person: Person, first: Line, begin: date, week: int) -> Leave:
    code, days, kind = (
        (_MATERNITY, 105, PeriodKind.MATERNITY)
        if person.woman
        else (_BIRTH, 14, PeriodKind.BIRTH_LEAVE)
    )
    end = begin + timedelta(days=days - 1)
    return Leave((first,), (Absence(code, begin, end),), begin, end, kind=kind)


def _illness(dice: Random, person: Person, first: Line, begin: date, week: int) -> Leave:
    end = begin + _GUARANTEED + timedelta(days=dice.randrange(10, 170))
    reported = begin + _GUARANTEED
    absence = Absence(SICKNESS, reported, end)
    return Leave((first,), (absence,), reported, end, kind=PeriodKind.SICKNESS)


def _accident(dice: Random, person: Person, first: Line, begin: date, week: int) -> Leave:
    end = begin + timedelta(days=dice.randrange(4, 60))
    return Leave((first,), (Absence(_ACCIDENT, begin, end),), begin, end)


def _parental(dice: Random, person: Person, first: Line, begin: date, week: int) -> Leave:
    end = begin + timedelta(days=121)
    lines = (
        first,
        Line(begin, 0, first.days, FULL_BREAK),
        Line(end + timedelta(days=1), first.worked, first.days),
    )
    return Leave(lines, (), begin, end, ONEM, PeriodKind.PARENTAL_LEAVE, 100)


def _time_credit(dice: Random, person: Person, first: Line, begin: date, week: int) -> Leave:
    """A fifth of a full-time job; those who work part time are offered care leave instead."""
    end = begin + timedelta(days=dice.randrange(180, 300))
    worked, days = (week * 4 // 5, 400) if first.worked is None else (first.worked // 2, first.days)
    kind = PeriodKind.TIME_CREDIT if first.worked is None else PeriodKind.CARE_LEAVE
    share = 20 if first.worked is None else (first.worked - worked) * 100 // week
    lines = (
        first,
        Line(begin, worked, days, PARTIAL_BREAK),
        Line(end + timedelta(days=1), first.worked, first.days),
    )
    return Leave(lines, (), begin, end, ONEM, kind, share)


_LEAVES: tuple[Callable[[Random, Person, Line, date, int], Leave], ...] = (
    _birth,
    _illness,
    _illness,
    _accident,
    _parental,
    _time_credit,
)
