"""The form of the public page: what somebody says of their work, as values or as sentences.

What contradicts itself is found by the rules; here it is said to the person who typed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from app.foundation.fields import DateField, HundredthsField
from app.foundation.problems import problem
from app.foundation.writing import day_month_year, hours, hundredths
from app.learning.parameters import federal_right
from app.learning.rules.asked import BANDS, Asked, band_of
from app.learning.rules.right import Right
from app.learning.rules.terms import normal_committee
from app.learning.wording import sentence

#: Growth paths are agreed years ahead, but not for ever.
_YEARS_AHEAD = 5
_YEAR = re.compile(r"[0-9]{4}")
#: How people write a joint committee before its number, in their languages.
_BEFORE_NUMBER = re.compile(r"(?:pc|cp|pk|jc|spc|scp|psc)[ .]*", re.IGNORECASE)
_MOST_FTE = 99_999_999


class CalculatorForm(FlaskForm):  # type: ignore[misc]
    """Sent in the address: it changes nothing, and can be kept and passed on."""

    class Meta:
        csrf = False

    committee = StringField(
        _("Joint committee of your sector"),
        description=_("A number such as 124, 302 or 140.01. It stands on your pay slip."),
    )
    committee_unknown = BooleanField(_("I do not know it"))
    size = RadioField(
        _("How large is the enterprise?"),
        choices=[
            SelectChoice("under_10", _("Under 10")),
            SelectChoice("from_10", _("10 to under 20")),
            SelectChoice("from_20", _("20 and more")),
        ],
        description=_("In full-time equivalents: two people who work half-time count as one."),
        validate_choice=False,
    )
    fte = HundredthsField(
        _("Exact number of full-time equivalents"), description=_("Only if you know it")
    )
    hours = HundredthsField(
        _("Your hours a week"),
        [InputRequired(_("Enter your hours a week"))],
        description=_("As in your contract, for example 38 or 30.4"),
    )
    full_time = HundredthsField(
        _("Hours a week of a full-timer there"),
        [InputRequired(_("Enter the hours a week of a full-timer"))],
        default=3800,
    )
    days = HundredthsField(
        _("Days a week"),
        description=_(
            "If you work full-time: it tells how long a day is. For part-timers 5 is counted."
        ),
        default=500,
    )
    start = DateField(
        _("First day of your contract"),
        [InputRequired(_("Enter the first day of your contract"))],
        description=_("For example 24.9.2020"),
    )
    end = DateField(
        _("Last day of your contract"), description=_("Leave empty if no end is agreed")
    )
    year = StringField(_("For which year?"), [InputRequired(_("Enter a year"))])

    def __init__(self, formdata: Any, *, today: date) -> None:
        super().__init__(formdata)
        self._last_year = today.year + _YEARS_AHEAD
        if not self.year.raw_data:
            self.year.data = str(today.year)

    def validate_committee(self, field: Any) -> None:
        typed = (field.data or "").strip()
        if typed and self.committee_unknown.data:
            raise ValidationError(_("Enter the number, or say that you do not know it: not both"))
        if not typed and not self.committee_unknown.data:
            raise ValidationError(
                _("Enter the number of the joint committee, or say that you do not know it")
            )
        if typed and _committee(typed) is None:
            raise ValidationError(
                _("Write the number of the joint committee in figures, for example 124 or 140.01")
            )

    def validate_size(self, field: Any) -> None:
        if field.data not in BANDS and self.fte.data is None and not self.fte.errors:
            raise ValidationError(_("Say how large the enterprise is"))

    def validate_fte(self, field: Any) -> None:
        if field.data is None:
            return
        if field.data > _MOST_FTE:
            raise ValidationError(sentence(problem("size_impossible", most=_MOST_FTE)))
        if self.size.data in BANDS and band_of(field.data) != self.size.data:
            raise ValidationError(
                _("This number does not belong to the size chosen above: correct one of the two")
            )

    def validate_hours(self, field: Any) -> None:
        _more_than_nothing(field)

    def validate_full_time(self, field: Any) -> None:
        _more_than_nothing(field)

    def validate_days(self, field: Any) -> None:
        if field.data is not None and not 0 < field.data <= 700:
            raise ValidationError(_("A week has more than 0 and at most 7 working days"))

    def validate_year(self, field: Any) -> None:
        field.data = (field.data or "").strip()
        first = federal_right().in_force[0].starts_on.year
        if not _YEAR.fullmatch(field.data) or not first <= int(field.data) <= self._last_year:
            raise ValidationError(self._which_years())

    def _which_years(self) -> str:
        first = federal_right().in_force[0].starts_on.year
        return sentence(problem("no_such_year", first=first, last=self._last_year))

    def work_is_readable(self) -> bool:
        """Whether hours and dates can be given to the rules, whatever else is wrong."""
        needed = ("hours", "full_time", "days", "start", "end", "year")
        return not any(self._fields[name].errors for name in needed)

    def asked(self) -> Asked:
        """What was typed, once the work is readable; the smallest size where none is."""
        fte, worked, full_time = self.fte.data, self.hours.data, self.full_time.data
        starts_on = self.start.data
        assert worked is not None, "the form has been validated"
        assert full_time is not None
        assert starts_on is not None
        return Asked(
            year=int(self.year.data or ""),
            fte=BANDS.get(self.size.data, BANDS["under_10"]).example if fte is None else fte,
            band=fte is None,
            committee=_committee(self.committee.data or ""),
            hours_worked=worked,
            hours_full_time=full_time,
            days_per_week=self.days.data,
            starts_on=starts_on,
            ends_on=self.end.data,
        )

    def refuse(self, right: Right) -> None:
        """Put beside its field what the rules found to contradict itself.

        Other problems are nobody's mistake: what the sources of the law leave out.
        """
        found = [(each.code, each.named) for each in right.problems]
        if right.steps and right.steps[0].code == "not_employed":
            found.append(("not_employed", {"year": right.year}))
        for code, named in found:
            if code == "no_parameters":
                self._refuse("year", self._which_years())
            elif code in _CONTRADICTIONS:
                name, words = _CONTRADICTIONS[code]
                self._refuse(name, words(named))

    def _refuse(self, name: str, words: str) -> None:
        field = self._fields[name]
        field.errors = [*field.errors, words]


def _committee(typed: str) -> str | None:
    return normal_committee(_BEFORE_NUMBER.sub("", typed.strip(), count=1))


def _more_than_nothing(field: Any) -> None:
    if field.data is not None and field.data <= 0:
        raise ValidationError(_("Enter more than 0 hours"))


#: What the rules find wrong in what was typed: the field, and how it is said to who typed it.
_CONTRADICTIONS: dict[str, tuple[str, Callable[[dict[str, Any]], str]]] = {
    "hours_above_full_time": (
        "hours",
        lambda p: gettext(
            "Your hours cannot be more than those of a full-timer, %(full)s: correct one of them",
            full=hundredths(p["full_time"]),
        ),
    ),
    "day_length_impossible": (
        "full_time",
        lambda p: gettext(
            "%(week)s do not fit into %(days)s days: correct the hours or the days",
            week=hours(p["week"]),
            days=hundredths(p["days"]),
        ),
    ),
    "employment_ends_before_it_starts": (
        "end",
        lambda p: gettext(
            "The last day must be on or after the first day, %(day)s",
            day=day_month_year(p["starts_on"]),
        ),
    ),
    "not_employed": (
        "year",
        lambda p: gettext(
            "With these dates there is no employment in %(year)s: correct the dates or the year",
            year=p["year"],
        ),
    ),
}
