"""Whole phrases of documents: balances, questions and answers, certificates, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from certificates.sections import (
    AccountYear,
    CertificateValid,
    CreditLeft,
    Question,
    Seniority,
    Training,
)
from certificates.writing import UNKNOWN, Writing

_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Phrases(Writing):
    """What :class:`Writing` writes, put together as the sections need it."""

    # -- training days --

    def training_days(self, minutes: int, day_minutes: int) -> str:
        """``6,2 jours``: rounded to a tenth, half of one upwards."""
        tenths = (20 * abs(minutes) + day_minutes) // (2 * day_minutes)
        sign = _MINUS if minutes < 0 and tenths else ""
        return sign + self._days(tenths * 10)

    def _days(self, hundredths: int) -> str:
        """French counts up to 1,9 as one; the others only 1 itself."""
        one = hundredths < 200 if self.language == "fr" else hundredths == 100
        form = "training_days.one" if one else "training_days.other"
        return self(form, number=self.decimal(hundredths))

    def credit(self, minutes: int | None, day_minutes: int) -> str:
        """Days, and the hours and minutes that count."""
        if minutes is None:
            return self("account.unknown")
        days = self.training_days(minutes, day_minutes)
        if not minutes:
            return days
        duration = self.signed_duration(minutes, plus=False)
        return self("account.both", days=days, duration=duration)

    def balance(self, year: AccountYear, *, short: bool = False) -> str:
        """What is left of a year; ``short`` is in days alone."""
        if year.left is None:
            return self("account.unknown")
        write = self.training_days if short else self.credit
        amount = write(year.left, year.day_minutes)
        return self("account.at_least", amount=amount) if year.at_least else amount

    def signed_duration(self, minutes: int, *, plus: bool = True) -> str:
        sign = _MINUS if minutes < 0 else "+" if plus and minutes else ""
        return sign + self.duration(abs(minutes))

    # -- one question --

    def question(self, question: Question) -> str:
        match question:
            case Seniority(years, committee):
                duration = self.count("years_worked", years)
                return self("answer.seniority", years=duration, committee=committee)
            case CertificateValid(title, None):
                return self("answer.certificate_valid", title=title)
            case CertificateValid(title, day):
                assert day is not None  # the case before
                return self("answer.certificate_of", title=title, day=self.long_date(day))
            case CreditLeft(days, employer, _):
                return self("answer.credit_left", days=self._days(days), employer=employer)

    def answer(self, answer: bool | None) -> str:
        return self("answer.unknown" if answer is None else "answer.yes" if answer else "answer.no")

    def yes_or_no(self, answer: bool) -> str:
        return self("yes_no.yes" if answer else "yes_no.no")

    # -- certificates --

    def certificate(self, training: Training) -> str:
        if training.certificate_until:
            until = self.long_date(training.certificate_until)
            return self("training.certified_until", date=until)
        return self("training.certified" if training.certified else "training.not_certified")

    def certificate_until(self, training: Training) -> str:
        if training.certificate_until:
            return self.short_date(training.certificate_until)
        return self("trainings.no_end") if training.certified else UNKNOWN

    # -- time --

    def span(self, starts_on: date | None, ends_on: date | None) -> str:
        """The period that was asked for; either end may be open."""
        if starts_on and ends_on:
            return self.period(starts_on, ends_on)
        if starts_on:
            return self("calendar.from_on", date=self.long_date(starts_on))
        if ends_on:
            return self("calendar.up_to", date=self.long_date(ends_on))
        return self("calendar.whole")

    def long_days_of(self, first: date, last: date) -> str:
        """One day, or from the first to the last, with the month in letters."""
        if first == last:
            return self.long_date(first)
        return f"{self.long_date(first)} – {self.long_date(last)}"

    def moment(self, at: datetime) -> str:
        """A day and its time, as the clock stood where ``at`` is."""
        minute = f"{at:%M}"
        return self("calendar.moment", date=self.long_date(at), hour=at.hour, minute=minute)

    # -- numbers and lists --

    def percent(self, hundredths: int) -> str:
        return self("percent.amount", number=self.number(hundredths))

    def listed(self, section: str, codes: Iterable[str]) -> str:
        return ", ".join(self(f"{section}.{code}") for code in codes)
