"""Sentences for the steps and problems of this room, in the language of the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.calendar import Quarter
from app.foundation.problems import Problem
from app.foundation.writing import day_month_year, hours, hundredths, percent, quarter
from app.learning.rules.steps import Step


@dataclass(frozen=True, slots=True)
class WordedStep:
    """One step as a person reads it."""

    label: str
    sum: str
    result: str
    ground: str | None


def worded(step: Step) -> WordedStep:
    """KeyError for a step without words: a test goes through all of them."""
    label, calculation, result = _STEPS[step.code](step.named)
    return WordedStep(label, calculation, result, _ground(step.ground))


def _ground(ground: str | None) -> str | None:
    if ground is None:
        return None
    named: str = _("Law of 3 October 2022, articles 50 to 54")
    return named


def _size(p: dict[str, Any]) -> tuple[str, str, str]:
    quarters = ", ".join(quarter(Quarter.from_key(key)) for key in p["quarters"])
    return (
        _("Size of the enterprise"),
        _("Average of the full-time equivalents declared for: %(quarters)s", quarters=quarters),
        _("%(fte)s full-time equivalents", fte=hundredths(p["fte"])),
    )


def _full_timer_days(p: dict[str, Any]) -> tuple[str, str, str]:
    return (
        _("Days of a full-timer in an enterprise of that size"),
        _("Fewer than 10: none. From 10 to under 20: 1 day. From 20: 5 days (4 in 2023)."),
        ngettext("%(num)s day", "%(num)s days", p["days"]),
    )


def _day_length(p: dict[str, Any]) -> tuple[str, str, str]:
    said = (
        _("The declarations do not state the weekly hours: 38 hours over 5 days are assumed.")
        if p["assumed"]
        else _("The full-time week of this enterprise over its working days.")
    )
    return _("One training day"), said, hours(p["minutes"])


def _regime(p: dict[str, Any]) -> tuple[str, str, str]:
    months = ngettext("%(num)s month", "%(num)s months", p["months"])
    if p["part_time"]:
        said = _(
            "%(worked)s of %(full)s hours a week",
            worked=hundredths(p["worked"]),
            full=hundredths(p["full_time"]),
        )
    else:
        said = _("Full-time")
    return (
        _("Work regime"),
        _(
            "%(regime)s during %(months)s; every started month counts whole",
            regime=said,
            months=months,
        ),
        percent(p["percent"]),
    )


def _product(p: dict[str, Any]) -> tuple[str, str, str]:
    return (
        _("Granted for the year"),
        _(
            "%(days)s × %(day)s × regime × months ÷ 12, rounded to the minute",
            days=p["days"],
            day=hours(p["day_minutes"]),
        ),
        hours(p["minutes"]),
    )


def _months_to_come(_p: dict[str, Any]) -> tuple[str, str, str]:
    return (
        _("Months to come"),
        _("No end is declared, so the rest of the year is counted as worked."),
        "",
    )


def _not_employed(p: dict[str, Any]) -> tuple[str, str, str]:
    return _("Not employed in %(year)s", year=p["year"]), "", hours(0)


def _unknown(p: dict[str, Any]) -> tuple[str, str, str]:
    return _("Not known yet"), _PROBLEMS[p["why"]](p), "–"


_STEPS = {
    "size": _size,
    "full_timer_days": _full_timer_days,
    "day_length": _day_length,
    "regime": _regime,
    "product": _product,
    "months_to_come": _months_to_come,
    "not_employed": _not_employed,
    "unknown": _unknown,
}


def sentence(problem: Problem) -> str:
    """What is wrong, and the way out; KeyError for a code without words."""
    worded: str = _PROBLEMS[problem.code](problem.named)
    return worded


_PROBLEMS = {
    "title_missing": lambda p: _("Enter the title of the training"),
    "title_too_long": lambda p: _(
        "The title must have %(most)s characters or fewer", most=p["most"]
    ),
    "title_unreadable": lambda p: _(
        "The title contains characters that cannot be read: type it again"
    ),
    "ends_before_it_starts": lambda p: _(
        "The last day must be on or after the first day, %(day)s",
        day=day_month_year(p["starts_on"]),
    ),
    "followed_in_the_future": lambda p: _(
        "The training ends after today: register it as planned, or correct the last day"
    ),
    "planned_in_the_past": lambda p: _(
        "The training ended before today: register it as followed, or correct the last day"
    ),
    "no_time": lambda p: _("Enter how long the training lasts, more than nothing"),
    "longer_than_its_days": lambda p: ngettext(
        "The training lasts longer than its %(num)s day: correct the length or the dates",
        "The training lasts longer than its %(num)s days: correct the length or the dates",
        p["days"],
    ),
    "too_much_time": lambda p: _(
        "A training can last at most %(most)s: correct the length", most=hours(p["hours"] * 60)
    ),
    "validity_without_certificate": lambda p: _(
        "Only a certificate can be valid until a date: say that there is one, or leave the date out"
    ),
    "certificate_ends_first": lambda p: _(
        "The certificate must be valid on or after the last day of the training, %(day)s",
        day=day_month_year(p["ends_on"]),
    ),
    "not_a_worker_of_yours": lambda p: _(
        "No employment of this person with your enterprise is declared"
    ),
    "not_employed_then": lambda p: _(
        "This person was not employed by you on all days of the training: correct the dates"
    ),
    "no_mandate": lambda p: _(
        "You hold no mandate today to register trainings for this enterprise: "
        "ask its access manager"
    ),
    "no_parameters": lambda p: _("No legal parameters are known for that year."),
    "size_unknown": lambda p: _(
        "The size of the enterprise is not known: its declarations for the reference quarters "
        "have not been received."
    ),
    "regime_not_declared": lambda p: _(
        "No quarterly declaration (DmfA) with the weekly hours has been received for this "
        "employment yet."
    ),
    "hours_missing": lambda p: _(
        "A part-time line does not state its weekly hours: the employer can correct its DmfA."
    ),
}
#: Every code that has words; tests hold rules and words together.
PROBLEM_CODES = frozenset(_PROBLEMS)
STEP_CODES = frozenset(_STEPS)
