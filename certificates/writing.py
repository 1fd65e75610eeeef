"""How dates, quarters, hours, days and money are written in French, Dutch, German, English.

Units as everywhere: time in whole minutes, money in cents, days and weekly hours in
hundredths (3800 = 38 hours).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from certificates.words import words_in

NO_BREAK = "\u00a0"
UNKNOWN = "–"


class YearQuarter(Protocol):
    """Anything that names a quarter of a year."""

    @property
    def year(self) -> int: ...

    @property
    def number(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Writing:
    """One language, ready to write.  Call it with a key for a text: ``say("page.title")``."""

    language: str

    @property
    def words(self) -> Mapping[str, str]:
        return words_in(self.language)

    def __call__(self, key: str, **values: object) -> str:
        """The text under this key with its values filled in; KeyError when there is none."""
        return self.words[key].format_map(values)

    def count(self, key: str, number: int) -> str:
        """``3 employers``: the number with its word.  French counts 0 in the singular."""
        singular = number == 1 or (number == 0 and self.language == "fr")
        return self(f"{key}.one" if singular else f"{key}.other", number=self.number(number))

    def or_code(self, section: str, code: str) -> str:
        """The word for a code, or the code itself where it is a name we were not taught."""
        return self.words.get(f"{section}.{code}", code)

    # -- time --

    def long_date(self, day: date) -> str:
        first = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        dot = "." if self.language == "de" else ""
        return f"{first}{dot}{NO_BREAK}{self._month(day)}{NO_BREAK}{day.year}"

    def short_date(self, day: date) -> str:
        return f"{day:%d.%m.}{day.year:04}"

    def birth_date(self, text: str) -> str:
        """A register's ``YYYY-MM-DD`` in full; where a part is 00, what is known of it."""
        try:
            return self.long_date(date.fromisoformat(text))
        except ValueError:
            return ".".join(part for part in reversed(text.split("-")) if part.strip("0"))

    def month(self, day: date) -> str:
        return f"{self._month(day)}{NO_BREAK}{day.year}"

    def _month(self, day: date) -> str:
        return self.words["calendar.months"].split()[day.month - 1]

    def period(self, starts_on: date, ends_on: date | None) -> str:
        start = self.short_date(starts_on)
        if ends_on is None:
            return self("calendar.since", date=start)
        return f"{start} – {self.short_date(ends_on)}"

    def days_of(self, first: date, last: date) -> str:
        """One day, or from the first to the last."""
        return self.short_date(first) if first == last else self.period(first, last)

    def reported_until(self, day: date | None, quarter: YearQuarter | None) -> str:
        if quarter is not None:
            return self("coverage.until_quarter", quarter=self.quarter(quarter))
        if day is not None:
            return self("coverage.until_day", day=self.long_date(day))
        return self("coverage.until_unknown")

    def quarter(self, quarter: YearQuarter) -> str:
        return self(f"quarters.{quarter.number}", year=quarter.year)

    def years_and_months(self, months: int) -> str:
        years, rest = divmod(months, 12)
        parts = [self.count("years_worked", years)] if years else []
        if rest or not years:
            parts.append(self.count("months_worked", rest))
        return self("calendar.and").join(parts)

    def duration(self, minutes: int) -> str:
        """``7 h 30``: hours and minutes of a training."""
        hours, rest = divmod(minutes, 60)
        form = "hours.both" if hours and rest else "hours.minutes" if rest else "hours.hours"
        return self(form, hours=self.number(hours), minutes=f"{rest:02}" if hours else rest)

    def weekly_hours(self, worked: int | None, full_time: int | None) -> str:
        """``28/38``, the working time fraction; a dash when the hours worked are not declared."""
        if worked is None:
            return UNKNOWN
        if full_time is None:
            return self.decimal(worked)
        return f"{self.decimal(worked)}/{self.decimal(full_time)}"

    # -- numbers --

    def number(self, whole: int) -> str:
        return f"{whole:,}".replace(",", "," if self.language == "en" else NO_BREAK)

    def decimal(self, hundredths: int) -> str:
        """``61,5``: hundredths without idle zeros."""
        sign = "-" if hundredths < 0 else ""
        whole, rest = divmod(abs(hundredths), 100)
        fraction = f"{rest:02}".rstrip("0")
        mark = "." if self.language == "en" else ","
        return sign + self.number(whole) + (mark + fraction if fraction else "")

    def days(self, hundredths: int) -> str:
        return self.decimal(hundredths)

    def money(self, cents: int) -> str:
        """``3 199,26 €``; in Dutch and English the sign stands in front."""
        sign = "-" if cents < 0 else ""
        whole, rest = divmod(abs(cents), 100)
        mark = "." if self.language == "en" else ","
        amount = f"{self.number(whole)}{mark}{rest:02}"
        return sign + self("money.amount", amount=amount)

    def enterprise_number(self, digits: str) -> str:
        """``0123.456.789``; anything but ten digits is left as it came."""
        if len(digits) != 10 or not digits.isdecimal():
            return digits
        return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
