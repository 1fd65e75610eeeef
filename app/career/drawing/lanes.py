"""Placing a working life in time: the span a drawing covers, the rows that keep overlapping
bars apart, the marks that stand close enough to be one.

Time is an axis of days (proleptic ordinals, see :meth:`datetime.date.toordinal`); positions
are lengths in the drawing's unit.  Nothing here knows how anything looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.career.timeline import Job, Period, Timeline, Training

_DAYS_A_YEAR = 365.2425
# Facts further away than this are slips of the pen or conventions such as 9999-12-31.
_PAST = int(80 * _DAYS_A_YEAR)
_FUTURE = int(2 * _DAYS_A_YEAR)
_SHORTEST = int(2 * _DAYS_A_YEAR)
_STEPS = (1, 2, 5, 10, 20, 50)
_LAST_DAY = date.max.toordinal()
# How many marks can stand within one mark's breadth: two rows, three kinds, and one to spare.
_CROWD = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that lasted: inclusive days, and the row it was given."""

    first: int
    last: int
    name: str
    row: int = 0
    rows: int = 1  # of the group of stretches that touch one another in time


@dataclass(slots=True)
class Mark:
    """Something that happened on a day: ``at`` is a position, not a day."""

    at: float
    kind: str
    names: list[str]
    row: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The days a drawing shows, first and last included."""

    first: int
    last: int
    today: int

    def clip(self, starts_on: date, ends_on: date | None) -> tuple[int, int] | None:
        """The shown part of a period, in days; None when none of it is shown.

        Without an end it lasts until today, or to the edge when it has yet to begin.  An end
        before its start counts as one day.
        """
        first = starts_on.toordinal()
        if ends_on is not None:
            last = max(first, ends_on.toordinal())
        else:
            last = self.today if first <= self.today else self.last
        if first > self.last or last < self.first:
            return None
        return max(first, self.first), min(last, self.last)

    def years(self, room: float, gap: float) -> list[tuple[int, int]]:
        """Year and its first day, at the smallest round step that leaves ``gap`` between two
        neighbours when the whole span takes ``room``."""
        year_room = room * _DAYS_A_YEAR / (self.last - self.first + 1)
        step = next((s for s in _STEPS if s * year_room >= gap), _STEPS[-1])
        first_year = date.fromordinal(self.first).year
        last_year = date.fromordinal(self.last).year
        return [
            (year, day)
            for year in range(-(-first_year // step) * step, last_year + 1, step)
            if self.first <= (day := date(year, 1, 1).toordinal()) <= self.last
        ]

    @property
    def length(self) -> float:
        """In years."""
        return (self.last - self.first + 1) / _DAYS_A_YEAR


def span_of(timeline: Timeline) -> Span:
    """From the first fact to the last or to today, with some air at both ends."""
    today = timeline.today.toordinal()
    floor, ceiling = max(1, today - _PAST), min(_LAST_DAY, today + _FUTURE)
    days = [today]
    lasting: tuple[Job | Period | Training, ...] = (
        *timeline.jobs,
        *timeline.periods,
        *timeline.trainings,
    )
    for fact in lasting:
        days.append(fact.starts_on.toordinal())
        if fact.ends_on is not None:
            days.append(fact.ends_on.toordinal())
    days.extend(diploma.awarded_on.toordinal() for diploma in timeline.diplomas)
    shown = [day for day in days if floor <= day <= ceiling]
    first, last = min(*shown, today - _SHORTEST), max(shown)
    air = (last - first) // 60 + 1
    return Span(max(1, first - air), min(_LAST_DAY, last + air), today)


def pack(stretches: Iterable[tuple[int, int, str]], most_rows: int) -> list[Stretch]:
    """Give each stretch the first row that is free when it starts.

    What follows without a gap stays in one row.  Beyond ``most_rows`` a stretch shares the
    row that is free soonest.
    """
    placed: list[Stretch] = []
    group: list[tuple[int, int, str, int]] = []
    free: list[int] = []  # per row, the last day taken
    for first, last, name in sorted(stretches, key=lambda s: (s[0], -s[1])):
        if free and first > max(free):
            placed += _closed(group, len(free))
            group, free = [], []
        row = next((row for row, taken in enumerate(free) if first > taken), len(free))
        if row == most_rows:
            row = min(range(most_rows), key=free.__getitem__)
        if row == len(free):
            free.append(last)
        else:
            free[row] = max(free[row], last)
        group.append((first, last, name, row))
    return placed + _closed(group, len(free))


def _closed(group: list[tuple[int, int, str, int]], rows: int) -> list[Stretch]:
    return [Stretch(first, last, name, row, rows) for first, last, name, row in group]


def thin(
    stretches: Sequence[Stretch], place: Callable[[int], float], smallest: float
) -> list[Stretch]:
    """Leave out slivers that would fall on top of one already drawn, so that a thousand
    one-day contracts cost no more than the paper can show."""
    taken: set[tuple[int, int]] = set()
    kept: list[Stretch] = []
    for stretch in stretches:
        at = place(stretch.first)
        if abs(place(stretch.last) - at) < smallest:
            spot = (stretch.row, int(at // smallest))
            if spot in taken:
                continue
            taken.add(spot)
        kept.append(stretch)
    return kept


def settle(marks: Iterable[Mark], size: float, rows: int) -> list[Mark]:
    """Give each mark a row in which it covers no other; where every row is full, marks of
    one kind become one."""
    settled: list[Mark] = []
    last_in: list[Mark | None] = [None] * rows
    for mark in sorted(marks, key=lambda m: m.at):
        for row, neighbour in enumerate(last_in):
            if neighbour is None or mark.at - neighbour.at >= size:
                mark.row = row
                last_in[row] = mark
                settled.append(mark)
                break
        else:
            near = (m for m in settled[-_CROWD:] if mark.at - m.at < size)
            same = next((m for m in near if m.kind == mark.kind), None)
            if same is not None:
                same.names += mark.names
            else:
                # The only one of its kind is shown even so: a diploma never hides in a training.
                mark.row = rows - 1
                last_in[mark.row] = mark
                settled.append(mark)
    return settled
