"""What one employment comes to in one quarter: lines, days, hours and pay.

Pure arithmetic in hundredths of a day, hundredths of an hour and cents.  Codes are those of
DmfA's annexes 7 (pay) and 8 (working time).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.population.chance import draw
from app.demo.population.facts import FULL_BREAK, Employment, Line
from app.foundation.calendar import Quarter

WORKED, HOLIDAY, EDUCATION = 1, 2, 5
SICKNESS, ECONOMIC, WEATHER, CORONA = 50, 71, 72, 77
PAY, PREMIUM, SEVERANCE = 1, 2, 3
YEARLY = 12  # months between two premiums

_PAID = frozenset({WORKED, EDUCATION})
_HOLIDAYS = {1: 2, 2: 5, 3: 11, 4: 2}  # a blue-collar worker's twenty days, by quarter
_CORONA_QUARTER = Quarter(2020, 2).key


@dataclass(frozen=True, slots=True)
class Service:
    code: int
    days: int
    hours: int | None


@dataclass(frozen=True, slots=True)
class Remun:
    code: int
    amount: int
    frequency: int | None = None


@dataclass(frozen=True, slots=True)
class Occupation:
    """One line of a worker in a quarterly declaration."""

    starts_on: date
    ends_on: date | None  # None when it goes on after the quarter
    days: int  # a week
    worked: int | None  # Q; None when it is left out
    full_time: int | None  # S; likewise
    part_time: bool
    measure: int | None
    pensioned: bool
    services: tuple[Service, ...]
    remuns: tuple[Remun, ...]


def weekdays(first: date, last: date) -> int:
    """Mondays to Fridays from the one day to the other, both included."""
    return _weekdays_until(last.toordinal()) - _weekdays_until(first.toordinal() - 1)


def _weekdays_until(ordinal: int) -> int:
    weeks, rest = divmod(ordinal, 7)  # Day 1 of the calendar is a Monday.
    return weeks * 5 + min(rest, 5)


def monthly_wage(job: Employment, year: int) -> int:
    """Full-time pay of a month in that year, in cents: a likely course, not the real index."""
    return job.wage * (1000 - 19 * (2026 - year)) // 1000


def occupations(job: Employment, quarter: Quarter, known_on: date) -> Iterator[Occupation]:
    """The lines of that employment in the quarter, as the employer knew them on a day."""
    for line, first, last in job.stretches():
        if first <= quarter.last_day and (last is None or last >= quarter.first_day):
            yield _occupation(job, line, (first, last), quarter, known_on)
    if job.severance_until and job.ends_on and Quarter.of(job.ends_on) == quarter:
        yield _severance(job, job.ends_on, job.severance_until)


def _occupation(
    job: Employment,
    line: Line,
    stretch: tuple[date, date | None],
    quarter: Quarter,
    known_on: date,
) -> Occupation:
    first, last = stretch
    ends_on = last if last and last <= quarter.last_day else None
    begin, end = max(first, quarter.first_day), ends_on or quarter.last_day
    full = job.enterprise.sector.week
    fraction = (full if line.worked is None else line.worked, full)
    services: tuple[Service, ...] = ()
    remuns: tuple[Remun, ...] = ()
    if line.measure != FULL_BREAK:
        worktime = _worktime(job, begin, end, quarter, known_on)
        services = tuple(_service(code, count, line) for code, count in worktime if count > 0)
        paid = sum(count for code, count in worktime if code in _PAID)
        remuns = tuple(_remuns(job, fraction, paid, end, quarter))
    stated = line.worked is not None or job.enterprise.states_hours
    return Occupation(
        starts_on=first,
        ends_on=ends_on,
        days=line.days,
        worked=fraction[0] if stated else None,
        full_time=full if stated else None,
        part_time=line.worked is not None,
        measure=line.measure,
        pensioned=bool(job.pensioned_from and job.pensioned_from <= begin),
        services=services,
        remuns=remuns,
    )


def _worktime(
    job: Employment, begin: date, end: date, quarter: Quarter, known_on: date
) -> list[tuple[int, int]]:
    """Service codes with their weekdays; what remains of the stretch is work."""
    rest = weekdays(begin, end)
    found = []
    for code, wished in (*_absences(job, begin, end, known_on), *_everyday(job, rest, quarter)):
        count = min(wished, rest)
        if count > 0:
            found.append((code, count))
            rest -= count
    return [(WORKED, rest), *found]


def _absences(job: Employment, begin: date, end: date, known_on: date) -> Iterator[tuple[int, int]]:
    for absence in job.absences:
        if absence.known_from is None or absence.known_from <= known_on:
            first, last = max(begin, absence.starts_on), min(end, absence.ends_on)
            if first <= last:
                yield absence.code, weekdays(first, last)


def _everyday(job: Employment, available: int, quarter: Quarter) -> Iterator[tuple[int, int]]:
    """Holidays, and the small mishaps of a quarter."""
    if not job.white_collar and job.starts_on.year < quarter.year:
        yield HOLIDAY, _HOLIDAYS[quarter.number] * available // 65
    if not job.salt or available < 30:
        return
    dice = draw(job.salt, quarter.key)
    if dice % 100 < 5:
        yield SICKNESS, 2 + (dice >> 8) % 12
    elif dice % 100 < 7:
        yield EDUCATION, 1 + (dice >> 8) % 4
    code = _temporary_unemployment(job, quarter)
    if code and (dice >> 16) % 5 == 0:
        yield code, 2 + (dice >> 20) % (30 if code == CORONA else 9)


def _temporary_unemployment(job: Employment, quarter: Quarter) -> int | None:
    if quarter.key == _CORONA_QUARTER:
        return CORONA
    if job.white_collar or quarter.number != 1:
        return None
    return WEATHER if job.joint_committee == "124" else ECONOMIC


def _service(code: int, count: int, line: Line) -> Service:
    days = count * line.days // 5
    hours = None if line.worked is None else max(1, days * line.worked // line.days)
    return Service(code, days, hours)


def _remuns(
    job: Employment, fraction: tuple[int, int], paid: int, end: date, quarter: Quarter
) -> Iterator[Remun]:
    wage = monthly_wage(job, quarter.year) * fraction[0] // fraction[1]
    all_days = weekdays(quarter.first_day, quarter.last_day)
    yield Remun(PAY, wage * 3 * paid // all_days)
    if end.month == 12 and end.day == 31:
        since = max(job.starts_on, date(quarter.year, 1, 1))
        yield Remun(PREMIUM, wage * (13 - since.month) // 12, YEARLY)


def _severance(job: Employment, ended_on: date, until: date) -> Occupation:
    """The days an indemnity stands for: a line of its own, without any work."""
    line = job.lines[-1]
    full = job.enterprise.sector.week
    worked = full if line.worked is None else line.worked
    days = (until - ended_on).days
    amount = monthly_wage(job, ended_on.year) * worked // full * 12 * days // 365
    stated = line.worked is not None or job.enterprise.states_hours
    return Occupation(
        starts_on=ended_on + timedelta(days=1),
        ends_on=until,
        days=line.days,
        worked=worked if stated else None,
        full_time=full if stated else None,
        part_time=line.worked is not None,
        measure=None,
        pensioned=False,
        services=(),
        remuns=(Remun(SEVERANCE, amount),),
    )
