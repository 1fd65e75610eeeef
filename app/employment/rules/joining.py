"""Dimona periods and DmfA lines of one worker with one employer, joined into employments.

What each source is trusted for: Dimona for when an employment starts and ends, DmfA for the
regime and the joint committee.  Work declared by DmfA that no Dimona period covers is an
employment too (Dimona began in 2003, and a file may be missing); severance is not work.

Units: weekly hours and days per week in hundredths, quarters as ``YYYYQ``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from app.employment.rules.dimona import Declared, DimonaPeriod, dimona_periods
from app.foundation.calendar import Quarter

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """What one DmfA occupation line says about the regime."""

    quarter: int
    starts_on: date  # of the regime: may lie years back, and is not the hiring date
    ends_on: date | None
    part_time: bool
    hours_worked: int | None
    hours_full_time: int | None
    days_per_week: int | None
    joint_committee: str | None
    is_work: bool
    declared_at: datetime
    #: The last day this line speaks of: its end, or its quarter's.
    last_day: date = field(init=False, repr=False, compare=False)
    #: The first day of the quarter this line speaks of.  Pay that follows work of an earlier
    #: quarter speaks of the last day of that work.
    first_day: date = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Once for each line: joining the lines of a life asks for these days ten times.
        begin, end = _bounds(self.quarter)
        last = min(self.ends_on, end) if self.ends_on else end
        object.__setattr__(self, "last_day", last)
        object.__setattr__(self, "first_day", min(max(self.starts_on, begin), last))

    @property
    def order(self) -> tuple[object, ...]:
        """In time; what is side by side in an order that does not hang on how it arrived."""
        numbers = (self.hours_worked, self.hours_full_time, self.days_per_week)
        return (
            self.first_day,
            self.last_day,
            self.starts_on,
            self.ends_on or date.max,
            self.quarter,
            *(-1 if number is None else number for number in numbers),
            self.joint_committee or "",
            self.part_time,
            self.declared_at,
        )


@cache
def _bounds(key: int) -> tuple[date, date]:
    """First and last day of a quarter; there are few quarters, and millions of lines."""
    quarter = Quarter.from_key(key)
    return quarter.first_day, quarter.last_day


@dataclass(frozen=True, slots=True)
class Span:
    """A regime in force between two days; an end of None goes on."""

    starts_on: date
    ends_on: date | None
    hours_worked: int | None
    hours_full_time: int | None
    part_time: bool
    days_per_week: int | None
    joint_committee: str | None

    @property
    def terms(self) -> tuple[int | None, int | None, bool, int | None, str | None]:
        return (
            self.hours_worked,
            self.hours_full_time,
            self.part_time,
            self.days_per_week,
            self.joint_committee,
        )

    def until(self, ends_on: date | None) -> Span:
        """The same regime with another end."""
        return Span(self.starts_on, ends_on, *self.terms)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One employment."""

    starts_on: date
    ends_on: date | None
    worker_type: str | None
    joint_committee: str | None
    regimes: tuple[Span, ...]  # oldest first
    sources: tuple[str, ...]
    declared_until: int | None
    declared_at: datetime


def employments_from(
    declarations: Iterable[Declared],
    lines: Iterable[Line],
    *,
    last_quarter: int | None,
) -> list[Stretch]:
    """The employments, oldest first.

    ``last_quarter`` is the last quarter this employer has declared at all: work that DmfA
    alone knows, open at its end, goes on if that was the last quarter and ended if not.
    """
    periods = dimona_periods(declarations)
    covered: dict[int, list[Line]] = defaultdict(list)
    uncovered: list[Line] = []
    for line in sorted((x for x in lines if x.is_work), key=lambda x: x.order):
        index = _period_of(periods, line)
        (uncovered if index is None else covered[index]).append(line)
    stretches = [_from_dimona(p, covered[i]) for i, p in enumerate(periods)]
    stretches += [_from_dmfa(group, last_quarter) for group in _contiguous(uncovered)]
    return sorted(stretches, key=lambda s: (s.starts_on, s.ends_on or date.max))


def _period_of(periods: Sequence[DimonaPeriod], line: Line) -> int | None:
    touching = [
        index
        for index, period in enumerate(periods)
        if period.starts_on <= line.last_day
        and (period.ends_on is None or period.ends_on >= line.first_day)
    ]
    # A line belongs to the period in which it began, which is the latest begun by then.
    begun = [i for i in touching if periods[i].starts_on <= line.first_day]
    if begun:
        return begun[-1]
    return touching[0] if touching else None


def _contiguous(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    reached = date.min
    for line in lines:
        goes_on = line.starts_on <= reached or line.first_day <= reached + DAY
        if groups and goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
        reached = max(reached, line.last_day)
    return groups


def _from_dimona(period: DimonaPeriod, lines: list[Line]) -> Stretch:
    regimes = regimes_of(lines, ends_on=period.ends_on)
    return Stretch(
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        worker_type=period.worker_type,
        joint_committee=_joint_committee(regimes) or period.joint_committee,
        regimes=regimes,
        sources=("dimona", "dmfa") if lines else ("dimona",),
        declared_until=max((line.quarter for line in lines), default=None),
        declared_at=max([period.declared_at, *(line.declared_at for line in lines)]),
    )


def _from_dmfa(lines: list[Line], last_quarter: int | None) -> Stretch:
    last = max(lines, key=lambda x: (x.last_day, x.ends_on is None, x.ends_on or date.min))
    ends_on = last.ends_on
    if ends_on is None and last_quarter is not None and last_quarter > last.quarter:
        ends_on = last.last_day
    regimes = regimes_of(lines, ends_on=ends_on)
    return Stretch(
        starts_on=min(line.starts_on for line in lines),
        ends_on=ends_on,
        worker_type=None,
        joint_committee=_joint_committee(regimes),
        regimes=regimes,
        sources=("dmfa",),
        declared_until=max(line.quarter for line in lines),
        declared_at=max(line.declared_at for line in lines),
    )


def _joint_committee(regimes: Sequence[Span]) -> str | None:
    named = [span.joint_committee for span in regimes if span.joint_committee]
    return named[-1] if named else None


def regimes_of(lines: Sequence[Line], *, ends_on: date | None) -> tuple[Span, ...]:
    """The regimes in order.  Lines side by side are one regime of their hours together.

    A full suspension (a break, parental leave) is declared as a line of no hours: the
    contract goes on under it, and so does its regime.
    """
    lines = [line for line in lines if line.hours_worked != 0] or lines
    # Pay that comes after the end says nothing that the quarter of the work has not said.
    lines = [x for x in lines if x.last_day >= _bounds(x.quarter)[0]] or lines
    by_quarter: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_quarter[line.quarter].append(line)
    spans: list[Span] = []
    for quarter in sorted(by_quarter):
        for span in _spans_within(by_quarter[quarter], first=not spans):
            if spans and _covers(spans[-1], span):
                continue  # nothing but pay after the end was declared, and this is more of it
            if spans and spans[-1].terms == span.terms and _adjoins(spans[-1], span):
                spans[-1] = spans[-1].until(span.ends_on)
            else:
                spans.append(span)
    if spans and _open_ended(by_quarter[max(by_quarter)]) and ends_on is None:
        spans[-1] = spans[-1].until(None)
    return tuple(spans)


def _spans_within(lines: list[Line], *, first: bool) -> list[Span]:
    """The regimes within one quarter.  The very first may reach back before the quarter."""
    if len(lines) == 1:
        line = lines[0]
        return [_combined(line.starts_on if first else line.first_day, line.last_day, lines)]
    starts = sorted({line.first_day for line in lines} | {line.last_day + DAY for line in lines})
    spans = []
    for start, following in pairwise(starts):
        active = [x for x in lines if x.first_day <= start <= x.last_day]
        if active:
            spans.append(_combined(start, following - DAY, active))
    if first and spans:
        spans[0] = Span(min(x.starts_on for x in lines), spans[0].ends_on, *spans[0].terms)
    return spans


def _combined(starts_on: date, ends_on: date, lines: list[Line]) -> Span:
    main = max(lines, key=lambda line: line.hours_worked or 0)
    worked: int | None = main.hours_worked
    if len(lines) > 1 and all(line.hours_worked is not None for line in lines):
        worked = sum(line.hours_worked or 0 for line in lines)
    full_time = main.hours_full_time
    return Span(
        starts_on=starts_on,
        ends_on=ends_on,
        hours_worked=worked,
        hours_full_time=full_time,
        part_time=main.part_time
        and not (worked is not None and full_time is not None and worked >= full_time),
        days_per_week=main.days_per_week,
        joint_committee=main.joint_committee,
    )


def _adjoins(before: Span, after: Span) -> bool:
    return before.ends_on is not None and before.ends_on + DAY >= after.starts_on


def _covers(before: Span, after: Span) -> bool:
    """Whether what comes after says nothing of any day beyond."""
    return (before.ends_on or date.max) >= (after.ends_on or date.max)


def _open_ended(lines: list[Line]) -> bool:
    return any(line.ends_on is None for line in lines)
