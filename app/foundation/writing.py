"""Dates, numbers, hours and money as each language writes them in Belgium.

The forms and their sources: ``docs/languages.md``.  Everything here is a template filter.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel.dates import get_month_names
from flask import Flask

from app.foundation.calendar import Quarter
from app.foundation.clock import day_of
from app.foundation.languages import counted as ngettext
from app.foundation.languages import language

NO_BREAK = "\u00a0"


@lru_cache(maxsize=20_000)
def _day_month_year(day: date, code: str) -> str:
    month = get_month_names("wide", locale=code)[day.month]
    number = "1er" if code == "fr" and day.day == 1 else f"{day.day}{'.' if code == 'de' else ''}"
    return f"{number} {month} {day.year}"


def day_month_year(day: date) -> str:
    """``1er octobre 2026``, ``22 oktober 2026``, ``22. Oktober 2026``, ``22 October 2026``."""
    return _day_month_year(day, language())


def month_year(day: date) -> str:
    return f"{get_month_names('wide', locale=language())[day.month]} {day.year}"


def short_date(day: date) -> str:
    """``22.10.2026`` in every language, for tables."""
    return f"{day:%d.%m.%Y}"


def quarter(value: Quarter) -> str:
    """``3e trimestre 2026``, ``3e kwartaal 2026``, ``3. Quartal 2026``, ``3rd quarter 2026``."""
    code, number = language(), value.number
    if code == "fr":
        return f"{number}{'er' if number == 1 else 'e'} trimestre {value.year}"
    if code == "nl":
        return f"{number}e kwartaal {value.year}"
    if code == "de":
        return f"{number}. Quartal {value.year}"
    return f"{number}{('st', 'nd', 'rd', 'th')[number - 1]} quarter {value.year}"


def _decimal(whole: int, fraction: str) -> str:
    mark = "." if language() == "en" else ","
    return f"{_thousands(whole)}{mark}{fraction}" if fraction else _thousands(whole)


def _thousands(whole: int) -> str:
    return f"{whole:,}".replace(",", "," if language() == "en" else NO_BREAK)


def hundredths(value: int) -> str:
    """A number kept in hundredths: ``38``, ``37,5``, ``61,25``."""
    return _decimal(value // 100, f"{value % 100:02d}".rstrip("0"))


def days(minutes: int, day_minutes: int) -> str:
    """Minutes as training days of ``day_minutes``, to the nearest tenth: ``6,2 jours``."""
    tenths = (20 * minutes + day_minutes) // (2 * day_minutes)
    return exact_days(10 * tenths)


def exact_days(value: int) -> str:
    """Training days kept in hundredths: ``0,25 jour``, ``1,5 jour``, ``2 jours``."""
    # French calls 1,9 one day and 0 none of it plural; the others only count 1 as one.
    one = value < 200 if language() == "fr" else value == 100
    named = ngettext("%(text)s day", "%(text)s days", 1 if one else 2) % {"text": hundredths(value)}
    return named.replace(" ", NO_BREAK)


def hours(minutes: int) -> str:
    """``7 h 36``; in Dutch ``7 u. 36``, in German ``7 Std. 36``; a round hour without minutes."""
    unit = {"nl": "u.", "de": "Std."}.get(language(), "h")
    whole, rest = divmod(minutes, 60)
    text = f"{whole} {unit} {rest:02d}" if rest else f"{whole} {unit}"
    if not whole and rest:
        text = f"{rest} min"
    return text.replace(" ", NO_BREAK)


def money(cents: int) -> str:
    """``3 199,26 €``, ``€ 3 199,26``, ``3 199,26 Euro``, ``€3,199.26``."""
    code, sign = language(), "-" if cents < 0 else ""
    amount = _decimal(abs(cents) // 100, f"{abs(cents) % 100:02d}")
    if code == "nl":
        return f"{sign}€{NO_BREAK}{amount}"
    if code == "en":
        return f"{sign}€{amount}"
    return f"{sign}{amount}{NO_BREAK}{'Euro' if code == 'de' else '€'}"


def enterprise_number(number: str) -> str:
    """``0353.456.320``, in every language."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def percent(hundredths_of_percent: int) -> str:
    """``80 %``; in Dutch and English ``80%``."""
    space = "" if language() in {"nl", "en"} else NO_BREAK
    return f"{hundredths(hundredths_of_percent)}{space}%"


def belgian_day(at: datetime) -> date:
    """The Belgian calendar day of an instant."""
    return day_of(at)


FILTERS = (
    belgian_day,
    day_month_year,
    month_year,
    short_date,
    quarter,
    hundredths,
    days,
    hours,
    money,
    enterprise_number,
    percent,
)


def attach(app: Flask) -> None:
    for each in FILTERS:
        app.jinja_env.filters[each.__name__] = each
