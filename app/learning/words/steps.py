"""How the right of a year came about, step by step: label, sum and result of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel.dates import get_month_names
from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.calendar import Quarter
from app.foundation.languages import language
from app.foundation.writing import day_month_year, days, hours, hundredths, percent, quarter
from app.learning.words.problems import PROBLEMS

Said = dict[str, Any]
Words = tuple[str, str, str]


def amount(p: Said) -> str:
    """``5 days``, ``40 h``, ``4 days for 2 years together``."""
    text = hours(p["minutes"]) if p["days"] is None else days(p["days"], 100)
    if p["years"] == 1:
        return text
    said: str = _("%(amount)s for %(years)s years together", amount=text, years=p["years"])
    return said


def _fte(value: int) -> str:
    said: str = _("%(fte)s full-time equivalents", fte=hundredths(value))
    return said


def _size(p: Said) -> Words:
    declared = ", ".join(
        f"{quarter(Quarter.from_key(key))} ({hundredths(fte)})" for key, fte in p["declared"]
    )
    return (
        _("Size of the enterprise"),
        _("Average of the full-time equivalents declared for: %(quarters)s", quarters=declared),
        _fte(p["fte"]),
    )


def _size_first_quarter(p: Said) -> Words:
    declared = ", ".join(quarter(Quarter.from_key(key)) for key, _fte in p["declared"])
    return (
        _("Size of the enterprise"),
        _(
            "No reference quarter was declared: the workers on the last day of the first quarter "
            "with employment count (%(quarters)s)",
            quarters=declared,
        ),
        _fte(p["fte"]),
    )


def _size_stated(p: Said) -> Words:
    said = _("Stated by the employer: “%(reason)s”", reason=p["reason"] or "–")
    if p["computed"] is not None:
        said = _(
            "Stated by the employer: “%(reason)s”. Its declarations come to %(fte)s.",
            reason=p["reason"] or "–",
            fte=_fte(p["computed"]),
        )
    return _("Size of the enterprise"), said, _fte(p["fte"])


def _size_asked(p: Said) -> Words:
    return _("Size of the enterprise"), _("As you entered it"), _fte(p["fte"])


def _size_band(p: Said) -> Words:
    band = _("20 and more")
    if p["fte"] < 2000:
        band = _("10 to under 20") if p["fte"] >= 1000 else _("Under 10")
    return _("Size of the enterprise"), _("Full-time equivalents, as you entered them"), band


def _full_timer_days(p: Said) -> Words:
    return (
        _("Days of a full-timer in an enterprise of that size"),
        _("Fewer than 10: none. From 10 to under 20: 1 day. From 20: 5 days (4 in 2023)."),
        amount(p),
    )


def _full_timer_agreed(p: Said) -> Words:
    return (
        _("Days of a full-timer by the agreement of the sector"),
        _(
            "Joint committee %(committee)s, since %(day)s",
            committee=p["committee"],
            day=day_month_year(p["since"]),
        ),
        amount(p),
    )


def _agreement_silent(p: Said) -> Words:
    return (
        _("Agreement of the sector"),
        _(
            "The agreement of joint committee %(committee)s sets no individual days for this size "
            "and time: the days of the law hold.",
            committee=p["committee"],
        ),
        "",
    )


def _agreement_as_law(p: Said) -> Words:
    return (
        _("Agreement of the sector"),
        _(
            "Joint committee %(committee)s has no number of its own: the days of the law hold.",
            committee=p["committee"],
        ),
        "",
    )


def _collective_days(p: Said) -> Words:
    return (
        _("Collective days"),
        _("The enterprise distributes them among its workers: they are no part of this account."),
        amount(p),
    )


def _taking(p: Said) -> Words:
    said = []
    if p["days_in_hours"] is not None:
        said.append(
            ngettext(
                "%(num)s day a year may be taken hour by hour.",
                "%(num)s days a year may be taken hour by hour.",
                p["days_in_hours"],
            )
        )
    if p["block_minutes"] is not None:
        said.append(
            _("Other days are taken in pieces of at least %(h)s.", h=hours(p["block_minutes"]))
        )
    return _("How days are taken"), " ".join(said), ""


def _day_length(p: Said) -> Words:
    said = (
        _("The declarations do not state the weekly hours: 38 hours over 5 days are assumed.")
        if p["assumed"]
        else _(
            "The full-time week of this enterprise over its working days: %(week)s ÷ %(days)s.",
            week=hours(p["week"]),
            days=hundredths(p["days"]),
        )
    )
    return _("One training day"), said, hours(p["minutes"])


def _months(p: Said) -> str:
    """``January 2026``, or ``January – April 2026``: the same in every language."""
    names = get_month_names("wide", locale=language())
    first, last = p["first"], p["first"] + p["months"] - 1
    months = names[first] if first == last else f"{names[first]} – {names[last]}"
    return f"{months} {p['year']}"


def _regime(p: Said) -> Words:
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
        _("Work regime, %(period)s", period=_months(p)),
        _(
            "%(regime)s during %(months)s; every started month counts whole",
            regime=said,
            months=months,
        ),
        percent(p["percent"]),
    )


def _part_time_step(p: Said) -> Words:
    return (
        _("Fixed share for part-timers"),
        _("The agreement puts it in the place of the exact regime where that reaches a step."),
        percent(p["percent"]),
    )


def _months_not_hired(p: Said) -> Words:
    months = ngettext("%(num)s month", "%(num)s months", p["months"])
    return (
        _("Months that were not worked"),
        _(
            "The agreement counts fewer months only for those hired in the year: "
            "%(months)s are added",
            months=months,
        ),
        "",
    )


def _years(p: Said) -> str:
    return f"{p['first']}–{p['last']}"


def _budget(p: Said) -> Words:
    return (
        _("Granted once for %(years)s", years=_years(p)),
        _("The agreement grants one amount for these years together."),
        "",
    )


def _budget_before(p: Said) -> Words:
    return (
        _("Granted once for %(years)s", years=_years(p)),
        _("The amount for these years was granted in %(year)s.", year=p["granted_in"]),
        "",
    )


def _part(part: tuple[Any, ...], day_minutes: int) -> str:
    in_days, minutes, years, share, months = part
    full = f"{hundredths(in_days)} × {hours(day_minutes)}" if minutes is None else hours(minutes)
    over = f" ÷ {years}" if years > 1 else ""
    return f"{full}{over} × {percent(share)} × {months} ÷ 12"


def _product(p: Said) -> Words:
    parts = " + ".join(_part(part, p["day_minutes"]) for part in p["parts"])
    said = _("%(sum)s, rounded to the minute", sum=parts) if parts else ""
    return _("Granted for the year"), said, hours(p["minutes"])


def _months_to_come(_p: Said) -> Words:
    return (
        _("Months to come"),
        _("No end is declared, so the rest of the year is counted as worked."),
        "",
    )


def _not_employed(p: Said) -> Words:
    return _("Not employed in %(year)s", year=p["year"]), "", hours(0)


def _unknown(p: Said) -> Words:
    return _("Not known yet"), PROBLEMS[p["why"]](p), "–"


STEPS: dict[str, Callable[[Said], Words]] = {
    "size": _size,
    "size_first_quarter": _size_first_quarter,
    "size_stated": _size_stated,
    "size_asked": _size_asked,
    "size_band": _size_band,
    "full_timer_days": _full_timer_days,
    "full_timer_agreed": _full_timer_agreed,
    "agreement_silent": _agreement_silent,
    "agreement_as_law": _agreement_as_law,
    "collective_days": _collective_days,
    "taking": _taking,
    "day_length": _day_length,
    "regime": _regime,
    "part_time_step": _part_time_step,
    "months_not_hired": _months_not_hired,
    "budget": _budget,
    "budget_before": _budget_before,
    "months_to_come": _months_to_come,
    "product": _product,
    "not_employed": _not_employed,
    "unknown": _unknown,
}
