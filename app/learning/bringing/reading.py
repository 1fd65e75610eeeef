"""Reading single cells of somebody's sheet: numbers, days, amounts of time, years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from app.identity.national_numbers import read_ssin
from app.learning.bringing.fields import DayOrder, Unit

_NOT_DIGITS = re.compile(r"[\s.\-/]")
_PARTS = re.compile(r"([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{2,4})(?:[ T].*)?")
_RUN_TOGETHER = re.compile(r"(20[0-9]{2}|19[0-9]{2})([0-9]{2})([0-9]{2})")
_NUMBER = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,6}))?")
_CLOCK = re.compile(r"([0-9]{1,5}) ?(?::|h|u|std\.?|hrs?) ?(?:([0-5]?[0-9]) ?(?:min\.?|m)?)?", re.I)
_UNIT_SAID = re.compile(
    r"\s*(?:minutes?|minuten|min\.?|heures?|uren|uur|stunden?|hours?|jours?|dag(?:en)?|tage?|days?)$",
    re.I,
)
_YEAR = re.compile(r"(20[0-9]{2})(?:[.,]0+)?")


def read_number(cell: str) -> str:
    """The eleven digits of a national number.

    Programs for sheets take it for a figure and lose its first zeros: they are given back.
    Raises InvalidSsin.
    """
    digits = _NOT_DIGITS.sub("", cell)
    if 9 <= len(digits) < 11 and digits.isdigit():
        digits = digits.zfill(11)
    return read_ssin(digits)


def masked(cell: str) -> str:
    """A cell as a sample on a page: of what could be a national number, the last two digits."""
    digits = _NOT_DIGITS.sub("", cell)
    if 9 <= len(digits) <= 11 and digits.isdigit():
        return "•" * (len(digits) - 2) + digits[-2:]
    return cell


def read_day(cell: str, order: DayOrder) -> date | None:
    """A day, a time after it being left out; None when it is none that exists.

    The year first is read in any order; two digits of a year are those of 1970 to 2069.
    """
    if together := _RUN_TOGETHER.fullmatch(cell):
        year, month, day = map(int, together.groups())
    elif parts := _PARTS.fullmatch(cell):
        if len(parts[1]) > 2:
            year, month, day = map(int, parts.groups())
        else:
            day, month = int(parts[1]), int(parts[2])
            if order is DayOrder.MONTH_FIRST:
                day, month = month, day
            year = _whole_year(parts[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year < 70 else 1900 + year


def looks_month_first(cells: Iterable[str]) -> bool:
    """Whether a day among them can only be read with the month first, and none against it."""
    firsts, seconds = [0], [0]
    for cell in cells:
        parts = _PARTS.fullmatch(cell)
        if parts and len(parts[1]) <= 2:
            firsts.append(int(parts[1]))
            seconds.append(int(parts[2]))
    return max(seconds) > 12 >= max(firsts)


def read_amount(cell: str, unit: Unit) -> Fraction | None:
    """How much, in the unit of its column, exactly; None when unreadable.

    In a column of hours ``7:36`` and ``7 u 36`` are read too.
    """
    text = cell.strip()
    if unit is Unit.HOURS and (clock := _CLOCK.fullmatch(text)):
        return Fraction(int(clock[1]) * 60 + int(clock[2] or 0), 60)
    found = _NUMBER.fullmatch(_UNIT_SAID.sub("", text))
    if found is None:
        return None
    decimals = found[2] or ""
    return Fraction(int(found[1] + decimals), 10 ** len(decimals))


def minutes_of(amount: Fraction, unit: Unit, day_minutes: int) -> int:
    """An amount in whole minutes, a half upwards; ``day_minutes`` is the length of a day."""
    each = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.DAYS: day_minutes}[unit]
    exact = amount * each
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def read_year(cell: str) -> int | None:
    """A year, alone or as the year of a day."""
    if found := _YEAR.fullmatch(cell):
        return int(found[1])
    day = read_day(cell, DayOrder.DAY_FIRST)
    return day.year if day else None
