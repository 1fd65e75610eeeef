"""Sentences for what is wrong with who may act, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.problems import Problem
from app.foundation.writing import day_month_year

_PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "not_access_manager": lambda p: _(
        "Only an access manager of the enterprise can do this, and you hold no such mandate today"
    ),
    "only_access_managers": lambda p: _(
        "The legal representative names access managers: they give all other roles"
    ),
    "name_too_long": lambda p: _("The name must have %(most)s characters or fewer", most=p["most"]),
    "name_unreadable": lambda p: _(
        "The name contains characters that cannot be read: type it again"
    ),
    "role_in_the_past": lambda p: _(
        "The first day must be today, %(today)s, or later: a role is not given for the past",
        today=day_month_year(p["today"]),
    ),
    "role_too_far": lambda p: ngettext(
        "A role can be given at most %(num)s year ahead: correct the first day",
        "A role can be given at most %(num)s years ahead: correct the first day",
        p["years"],
    ),
    "role_ends_first": lambda p: _(
        "The last day must be on or after the first day, %(day)s",
        day=day_month_year(p["valid_from"]),
    ),
    "no_such_mandate": lambda p: _("No such role was given for this enterprise"),
    "last_access_manager": lambda p: _(
        "This is the last access manager: after this only the legal representative can name "
        "another. Confirm that you know it"
    ),
    "role_not_of_an_office": lambda p: _(
        "For a client, people of an office register or read: choose one of these two roles"
    ),
    "no_such_client_mandate": lambda p: _(
        "Your enterprise holds no confirmed mandate of this client"
    ),
    "client_mandate_over": lambda p: _(
        "This mandate has ended: ask the client to propose a new one"
    ),
    "no_such_quarter": lambda p: _("Choose this quarter or a later one"),
    "office_unknown": lambda p: _(
        "No enterprise with this number is known here: ask the office to make its first "
        "connection, then propose the mandate"
    ),
    "office_is_client": lambda p: _(
        "This is the number of your own enterprise: enter the number of the office"
    ),
    "nsso_number_taken": lambda p: _(
        "Declarations under this NSSO number belong to another enterprise: check the number"
    ),
    "nsso_number_differs": lambda p: _(
        "Your declarations have another NSSO number: check the number"
    ),
}
#: Every code that has words; a test holds acts and words together.
PROBLEM_CODES = frozenset(_PROBLEMS)


def sentence(problem: Problem) -> str:
    """What is wrong, and the way out; KeyError for a code without words."""
    return _PROBLEMS[problem.code](problem.named)


def opens_said(valid_from: date, today: date, *, of_client: bool = False) -> str:
    """When a role that was just given opens, in one or two sentences.

    ``of_client``: for a client of an office, whose mandate may begin later than the role.
    """
    if valid_from > today:
        return str(_("It opens on %(day)s.", day=day_month_year(valid_from)))
    opens = (
        _("It opens now, or as soon as the mandate of the client begins.")
        if of_client
        else _("It opens now.")
    )
    signed_in = _(
        "Whoever is signed in already finds “Employer” in the menu after signing in again."
    )
    return f"{opens} {signed_in}"
