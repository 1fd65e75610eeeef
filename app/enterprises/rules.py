"""The law of enterprises: their size, and until when they may look at somebody who left.

Which two years a size counts for, and which quarters it is measured over.

Law of 3 October 2022, article 50 paragraph 2, as quoted by the Federal Public Service
Employment: periods of two years, the first from 1 January 2022; for each, the average of the
full-time equivalents declared at the end of the last quarter of the year before last and of
the first three quarters of last year, divided by the number of quarters really declared.  For
an employer that declared none of them: the workers on the last day of the quarter of first
employment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from app.foundation.calendar import Quarter
from app.foundation.letters import plain, readable
from app.foundation.problems import Problem, problem

#: The first two-year period of the law.
FIRST_PERIOD = 2022
LONGEST_REASON = 500
#: No enterprise has a million workers: more is a slip of the pen.  Hundredths of FTE.
LARGEST_SIZE = 100_000_000


def period_of(year: int) -> int:
    """The first year of the two-year period that ``year`` lies in: 2024 for 2024 and 2025."""
    return year - year % 2


def reference_quarters(first_year: int) -> tuple[Quarter, ...]:
    """The four quarters over which the size for a two-year period is measured."""
    before, last = first_year - 2, first_year - 1
    return (Quarter(before, 4), Quarter(last, 1), Quarter(last, 2), Quarter(last, 3))


def periods_measured_by(quarter: Quarter) -> tuple[int, ...]:
    """The first years of the two-year periods that a quarter is a reference quarter of.

    None for what was declared long ago: before the law's first period no size counts.
    """
    candidates = (quarter.year + 1, quarter.year + 2)
    return tuple(
        year
        for year in candidates
        if year >= FIRST_PERIOD and year % 2 == 0 and quarter in reference_quarters(year)
    )


def average_fte(declared: Mapping[Quarter, int]) -> int:
    """Average full-time equivalents in hundredths, over the quarters really declared.

    Rounded half up to the hundredth.  ``declared`` must not be empty.
    """
    total, count = sum(declared.values()), len(declared)
    return (2 * total + count) // (2 * count)


def periods_of_first_employment(quarter: Quarter) -> tuple[int, ...]:
    """The periods whose size a first employment in this quarter may decide.

    The one that the quarter lies in, and for the last quarter before a period, which is no
    reference quarter of it any more, that period too.
    """
    periods = {period_of(quarter.year), period_of(quarter.next.year)}
    return tuple(sorted(year for year in periods if year >= FIRST_PERIOD))


def quarter_of_first_employment(
    first_year: int, *, employed_before: bool, first_day: date | None
) -> Quarter | None:
    """The quarter whose last day gives the size of an employer without a reference quarter.

    ``employed_before``: somebody was employed there in the reference quarters.  Then a
    declaration is missing, and the rule for new employers is not the one to apply.
    ``first_day``: the first day on which somebody was employed after them, None for nobody.
    """
    if employed_before or first_day is None or period_of(first_day.year) > first_year:
        return None
    return Quarter.of(first_day)


def problems_of_size(first_year: int, fte: int, *, today: date) -> list[Problem]:
    """What is wrong with a size (hundredths of FTE) that an employer states for two years."""
    found: list[Problem] = []
    last = period_of(today.year) + 2
    if first_year != period_of(first_year) or not FIRST_PERIOD <= first_year <= last:
        found.append(problem("no_such_period", "first_year", first=FIRST_PERIOD, last=last))
    if not 0 <= fte <= LARGEST_SIZE:
        found.append(problem("size_impossible", "fte", most=LARGEST_SIZE))
    return found


def plain_reason(reason: str | None) -> str:
    """A reason as it is kept: composed letters, single spaces, none around it."""
    return plain(reason or "")


def problems_of_reason(reason: str | None, *, needed: bool = True) -> list[Problem]:
    """What is wrong with the reason that somebody gives in their own words."""
    said = plain_reason(reason)
    if not said:
        return [problem("reason_missing", "reason")] if needed else []
    if not readable(said):
        return [problem("reason_unreadable", "reason")]
    if len(said) > LONGEST_REASON:
        return [problem("reason_too_long", "reason", most=LONGEST_REASON)]
    return []


#: A mandate given further ahead than this is a slip of the pen.  Years.
MANDATE_AHEAD = 2
LONGEST_NAME = 100


def plain_name(typed: str | None) -> str | None:
    """A name as it is kept; None where none was typed."""
    return plain(typed or "") or None


def problems_of_giving(
    known_as: str | None, valid_from: date, valid_until: date | None, *, today: date
) -> list[Problem]:
    """What is wrong with giving somebody a role on these days."""
    found = []
    if len(known_as or "") > LONGEST_NAME:
        found.append(problem("name_too_long", "known_as", most=LONGEST_NAME))
    elif known_as and not readable(known_as):
        found.append(problem("name_unreadable", "known_as"))
    if valid_from < today:
        # Nobody acted under it then, and nobody shall seem to have.
        found.append(problem("role_in_the_past", "valid_from", today=today))
    elif valid_from.year > today.year + MANDATE_AHEAD:
        found.append(problem("role_too_far", "valid_from", years=MANDATE_AHEAD))
    if valid_until is not None and valid_until < valid_from:
        found.append(problem("role_ends_first", "valid_until", valid_from=valid_from))
    return found


def problems_of_quarter(valid_from: date, *, today: date) -> list[Problem]:
    """A client mandate begins with a quarter, this one or one of the next two years."""
    quarter = Quarter.of(valid_from)
    ahead = quarter.year <= today.year + MANDATE_AHEAD
    if valid_from != quarter.first_day or quarter < Quarter.of(today) or not ahead:
        return [problem("no_such_quarter", "valid_from")]
    return []


Stretch = tuple[date, date | None]


def open_until(stretches: Iterable[Stretch], days_after: Sequence[tuple[date, int]]) -> date | None:
    """The last day on which an employer may look at somebody; None while no end is declared.

    ``stretches`` are the first and last days of the employments with it, at least one;
    ``days_after`` how many days it stays open after an end, each figure for ends from its day
    on, oldest first.  Ends before the first figure's day follow that figure.
    """
    last: date | None = None
    for _starts_on, ends_on in stretches:
        if ends_on is None:
            return None
        days = [each for since, each in days_after if since <= ends_on] or [days_after[0][1]]
        closes_on = ends_on + timedelta(days=days[-1])
        last = max(last or closes_on, closes_on)
    assert last is not None, "there is at least one employment"
    return last
