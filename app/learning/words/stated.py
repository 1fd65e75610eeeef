"""What an employer states of a year's right, in place of what the rules give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _

from app.foundation.writing import day_month_year, days, hours
from app.learning.words.steps import Said, Words


def _statement(p: Said) -> str:
    said: str = (
        _("“%(reason)s”, stated on %(day)s, agreement %(agreement)s", **_in_words(p))
        if p["agreement"]
        else _("“%(reason)s”, stated on %(day)s", **_in_words(p))
    )
    return said


def _in_words(p: Said) -> Said:
    stated_on: date = p["stated_on"]
    return {
        "reason": p["reason"],
        "day": day_month_year(stated_on),
        "agreement": p["agreement"],
    }


def _stated_right(p: Said) -> Words:
    return _("Right for the year, stated by the employer"), _statement(p), hours(p["minutes"])


def _stated_days(p: Said) -> Words:
    return _("Days of a full-timer, stated by the employer"), _statement(p), days(p["days"], 100)


def _declined(p: Said) -> Words:
    return _("The employer has declined the automatic right"), _statement(p), ""


def _by_rules(p: Said) -> Words:
    return _("By the rules it would be"), "", hours(p["minutes"])


STATED_STEPS: dict[str, Callable[[Said], Words]] = {
    "stated_right": _stated_right,
    "stated_days": _stated_days,
    "declined": _declined,
    "by_rules": _by_rules,
}
