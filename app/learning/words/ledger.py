"""What moved in an account and why, line by line: label, sum and result."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from app.foundation.writing import day_month_year, hours
from app.learning.words.steps import Said, Words


def _opening(p: Said) -> Words:
    return _("Carried over from earlier years"), "", hours(p["minutes"])


def _opening_unknown(p: Said) -> Words:
    return (
        _("Carried over from earlier years"),
        _(
            "A figure of an earlier year is not known, so what is left of it cannot be told: "
            "there may be more than this account shows."
        ),
        "–",
    )


def _dates(p: Said) -> str:
    first, last = day_month_year(p["starts_on"]), day_month_year(p["ends_on"])
    return last if first == last else f"{first} – {last}"


def _training(p: Said) -> Words:
    return (
        _("Training followed"),
        _("%(dates)s; it counts in the year in which it ends", dates=_dates(p)),
        hours(p["minutes"]),
    )


def _training_not_deducted(p: Said) -> Words:
    return (
        _("Training followed"),
        _("Nothing is deducted yet, because the right of the year is not known."),
        hours(p["minutes"]),
    )


def _not_taken(p: Said) -> Words:
    return (
        _("Followed beyond what was left"),
        _("Nothing is owed back: it reduces no later year."),
        hours(p["minutes"]),
    )


def _carried(p: Said) -> Words:
    return (
        _("Carried over to %(year)s", year=p["year"]),
        _("It is added to the days of that year and does not reduce them."),
        hours(p["minutes"]),
    )


def _expired_five_years(p: Said) -> Words:
    return (
        _("Expired at the end of five years"),
        _(
            "The balance is set to zero at the end of each period, here %(first)s–%(last)s.",
            first=p["first"],
            last=p["last"],
        ),
        "",
    )


def _expired_budget(p: Said) -> Words:
    return (
        _("Expired at the end of %(year)s", year=p["year"]),
        _("The agreement of the sector lets nothing be carried over beyond this year."),
        "",
    )


def _expired_before_five_years(p: Said) -> Words:
    return (
        _("Expired at the end of %(year)s", year=p["year"]),
        _("The first period of five years begins in 2024; what came before is not carried over."),
        "",
    )


_REASONS: dict[str, Callable[[], str]] = {
    "resignation": lambda: _("Resignation"),
    "serious_cause": lambda: _("Dismissal for a serious cause"),
    "notice": lambda: _("Dismissal with notice"),
    "indemnity": lambda: _("Dismissal with an indemnity"),
    "mutual_agreement": lambda: _("End by mutual agreement"),
    "fixed_term": lambda: _("End of a fixed term"),
}
_OUTCOMES: dict[str, Callable[[Said], str]] = {
    "lost": lambda p: _(
        "What is left on %(day)s, the last day of the contract, is lost.",
        day=day_month_year(p["since"]),
    ),
    "lapses": lambda p: _(
        "What is left may be used until %(day)s, the last day of the notice; then it lapses.",
        day=day_month_year(p["since"]),
    ),
    "acquired": lambda p: _(
        "What is left on %(day)s, the last day of the contract, stands and is to be counted in "
        "the indemnity.",
        day=day_month_year(p["since"]),
    ),
    "not_regulated": lambda p: _(
        "The law does not say what becomes of what is left on %(day)s, the last day of the "
        "contract. It stands here as it was.",
        day=day_month_year(p["since"]),
    ),
}


def end_reason(code: str) -> str:
    """How a contract ended, as a person reads it; KeyError for a code without words."""
    return _REASONS[code]()


def _end(p: Said) -> Words:
    return end_reason(p["reason"]), _OUTCOMES[p["outcome"]](p), ""


def _end_not_stated(p: Said) -> Words:
    return (
        _("End of the contract"),
        _(
            "The contract ended on %(day)s. What becomes of what is left hangs on the reason, "
            "which the employer has not stated.",
            day=day_month_year(p["since"]),
        ),
        "",
    )


LEDGER_STEPS: dict[str, Callable[[Said], Words]] = {
    "opening": _opening,
    "opening_unknown": _opening_unknown,
    "training": _training,
    "training_not_deducted": _training_not_deducted,
    "not_taken": _not_taken,
    "carried": _carried,
    "expired_five_years": _expired_five_years,
    "expired_budget": _expired_budget,
    "expired_before_five_years": _expired_before_five_years,
    "end": _end,
    "end_not_stated": _end_not_stated,
}
