"""What is wrong with putting aside, asking for notices and planning, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.writing import day_month_year

DUE_PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "aside_until_impossible": lambda p: _(
        "Enter a day after %(first)s, and %(last)s at the latest",
        first=day_month_year(p["first"]),
        last=day_month_year(p["last"]),
    ),
}
PLAN_PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "plan_adopted_in_future": lambda p: _("The plan cannot be adopted on a day to come"),
    "plan_adopted_in_other_year": lambda p: _(
        "The plan of %(year)s is adopted in that year or the one before: correct the day",
        year=p["year"],
    ),
    "plan_advice_first": lambda p: _(
        "The advice must be of the day on which the draft was given, %(day)s, or later",
        day=day_month_year(p["given_on"]),
    ),
    "plan_advice_late": lambda p: _(
        "The law wants the advice by %(day)s", day=day_month_year(p["due"])
    ),
    "plan_deposit_impossible": lambda p: _(
        "Enter a day from %(first)s, when the plan was adopted, to today",
        first=day_month_year(p["first"]),
    ),
    "plan_ends_first": lambda p: _(
        "The plan must end on or after its first day, %(day)s", day=day_month_year(p["starts_on"])
    ),
    "plan_given_late": lambda p: ngettext(
        "The law wants the draft to be given %(num)s day before it is discussed",
        "The law wants the draft to be given %(num)s days before it is discussed",
        p["days"],
    ),
    "plan_late": lambda p: _("The law wants the plan by %(day)s", day=day_month_year(p["due"])),
    "plan_nobody_heard": lambda p: _("Say who was heard about the plan"),
    "plan_not_adopted": lambda p: _("Only a plan that is adopted can be deposited"),
    "plan_not_given": lambda p: _("Say when the draft was given to those who are heard"),
    "plan_nothing_to_adopt": lambda p: _(
        "There is no draft to adopt: write the plan, or change the adopted one, first"
    ),
    "plan_section_missing": lambda p: _("The law wants the plan to say something here"),
    "plan_text_too_long": lambda p: _("Write %(most)s characters or fewer here", most=p["most"]),
    "plan_text_unreadable": lambda p: _(
        "The text contains characters that cannot be read: type it again"
    ),
    "plan_too_many_trainings": lambda p: _(
        "A plan has at most %(most)s trainings: put similar ones together", most=p["most"]
    ),
    "plan_too_short": lambda p: _("The law wants the plan to run for a year or longer"),
    "plan_without_formal": lambda p: _("The law wants at least one formal training in the plan"),
    "plan_without_informal": lambda p: _(
        "The law wants at least one informal training in the plan"
    ),
    "plan_without_trainings": lambda p: _("Enter at least one training"),
}
