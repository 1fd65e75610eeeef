"""What is wrong with the contents of a training, or with a batch, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.writing import day_month_year

REGISTERING_PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "provider_of_internal": lambda p: _(
        "Only a training that somebody else gives has a provider: say that a provider gives it, "
        "or leave the name and the number out"
    ),
    "provider_without_name": lambda p: _("Enter the name of the provider beside its number"),
    "provider_number_wrong": lambda p: _(
        "Enter the enterprise number of the provider with its ten digits, such as 0400.000.003, or "
        "leave it out"
    ),
    "name_unreadable": lambda p: _(
        "The name contains characters that cannot be read: type it again"
    ),
    "name_too_long": lambda p: _("The name must have %(most)s characters or fewer", most=p["most"]),
    "no_such_field": lambda p: _("Choose a field of learning from the list, or leave it out"),
    "registered_in_the_future": lambda p: _(
        "The original date of registration must not lie after today, %(day)s",
        day=day_month_year(p["today"]),
    ),
    "more_days_than_dates": lambda p: ngettext(
        "From the first day to the last there is only %(num)s day: correct the days or the dates, "
        "or give hours and minutes",
        "From the first day to the last there are only %(num)s days: correct the days or the "
        "dates, or give hours and minutes",
        p["days"],
    ),
    "day_not_known": lambda p: _(
        "How long a day is for this worker in %(year)s is not known: no declaration that can be "
        "counted with tells their working week. Give hours and minutes",
        year=p["year"],
    ),
    "nobody_chosen": lambda p: _("Choose at least one worker"),
    "too_many_rows": lambda p: _(
        "At most %(most)s lines can be taken at once: send them in parts", most=p["most"]
    ),
    "said_before": lambda p: _(
        "The same worker and training stand on line %(line)s already: this line is left out",
        line=p["line"],
    ),
    "number_wrong": lambda p: _(
        "This is not a national number: it has eleven digits, the last two of which check the "
        "others. Compare it with the identity card"
    ),
    "no_such_batch": lambda p: _("Your enterprise has no such request"),
    "batch_not_checked": lambda p: _("The check is still going on: wait until it is done"),
    "nothing_to_register": lambda p: _("There is nothing to register in it"),
    "stopped_by_hand": lambda p: _("Somebody of your enterprise stopped it"),
}
