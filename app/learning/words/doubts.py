"""What the sources leave open about a figure, told to whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.foundation.writing import day_month_year, hundredths

DOUBTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "agreement_ended": lambda p: _(
        "The agreement of joint committee %(committee)s ended on %(day)s; whether another one "
        "followed is not known here. The days of the law are counted.",
        committee=p["committee"],
        day=day_month_year(p["ended_on"]),
    ),
    "average_only": lambda p: _(
        "The agreement speaks of an average over the workers; it is counted here as everyone's own."
    ),
    "band_not_stated": lambda p: _(
        "The source does not say for enterprises of which size the figure holds."
    ),
    "boundary_unclear": lambda p: _(
        "Sources disagree on whether an enterprise of exactly %(fte)s full-time equivalents "
        "belongs to this size.",
        fte=hundredths(p["fte"]),
    ),
    "collective_only": lambda p: _(
        "The agreement has only collective days, which the enterprise distributes. The days of "
        "the law are counted."
    ),
    "committee_unknown": lambda p: _(
        "The joint committee is not known, so no agreement can be looked up. The days of the law "
        "are counted."
    ),
    "conclusion_date_disputed": lambda p: _(
        "Sources disagree on when the agreement was concluded: %(first)s or %(second)s.",
        first=day_month_year(p["first"]),
        second=day_month_year(p["second"]),
    ),
    "dates_assumed": lambda p: _(
        "The source states years only; that each begins on 1 January is assumed."
    ),
    "depends_on_plan": lambda p: _(
        "The figure depends on whether the enterprise registered a training plan."
    ),
    "effect_disputed": lambda p: _(
        "Sources disagree on the date: perhaps it was already %(day)s.",
        day=day_month_year(p["earlier"]),
    ),
    "figures_not_read": lambda p: _(
        "The sector has an agreement whose figures for today could not be read. The days of the "
        "law are counted."
    ),
    "includes_individual": lambda p: _(
        "The collective days of the agreement contain the individual ones."
    ),
    "indemnity_disputed": lambda p: _(
        "Sources disagree on whether open training days must be counted in the indemnity."
    ),
    "no_agreement_known": lambda p: _(
        "No agreement of joint committee %(committee)s is known here, which does not mean that "
        "there is none. The days of the law are counted.",
        committee=p["committee"],
    ),
    "scope_not_verified": lambda p: _(
        "For whom exactly this agreement holds could not be checked."
    ),
    "six_months_worked": lambda p: _(
        "The agreement asks for six months of work in the year, which is not checked here."
    ),
    "split_not_stated": lambda p: _(
        "The source does not say how many of the days are individual and how many collective."
    ),
    "undated": lambda p: _("The source does not say since when the figure holds."),
}
