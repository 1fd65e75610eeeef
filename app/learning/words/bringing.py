"""Names of what a sheet can hold, and what is wrong with a sheet or a line of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

#: What our fields are called, on the page and in sentences about lines.
FIELD_NAMES: dict[str, Callable[[], str]] = {
    "ssin": lambda: _("National number"),
    "title": lambda: _("Title of the training"),
    "starts_on": lambda: _("First day"),
    "ends_on": lambda: _("Last day"),
    "length": lambda: _("How long it lasts"),
    "kind": lambda: _("Formal or informal"),
    "followed": lambda: _("Followed or planned"),
    "counts": lambda: _("Counts for the training credit"),
    "certified": lambda: _("Ends with a certificate"),
    "certificate_until": lambda: _("The certificate is valid until"),
    "field_of_learning": lambda: _("Field of learning (ISCED-F code)"),
    "given_by": lambda: _("Internal or external"),
    "provider": lambda: _("Name of the provider"),
    "provider_number": lambda: _("Enterprise number of the provider"),
    "registered_on": lambda: _("Registered there on"),
    "year": lambda: _("Year of the right"),
    "amount": lambda: _("Right of the year"),
    "agreement": lambda: _("Number of the collective agreement"),
}


def _which(p: dict[str, Any]) -> str:
    return FIELD_NAMES[p["which"]]()


BRINGING_PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "brought_number_missing": lambda p: _("The national number is missing on this line"),
    "brought_number_unreadable": lambda p: _(
        "This is not a national number: it has eleven digits, the last two of which check the "
        "others. Compare it with the identity card"
    ),
    "brought_text_missing": lambda p: _("%(field)s: the cell is empty", field=_which(p)),
    "brought_day_missing": lambda p: _("%(field)s: the cell is empty", field=_which(p)),
    "brought_day_unreadable": lambda p: _(
        "%(field)s: this is not a day that exists. Write it as 24.9.2026, or say on the page of "
        "the columns that the month stands first",
        field=_which(p),
    ),
    "brought_amount_missing": lambda p: _("%(field)s: the cell is empty", field=_which(p)),
    "brought_amount_unreadable": lambda p: _(
        "%(field)s: write a number, such as 7,5 – or 7:30 in a column of hours", field=_which(p)
    ),
    "brought_year_missing": lambda p: _("%(field)s: the cell is empty", field=_which(p)),
    "brought_year_unreadable": lambda p: _(
        "%(field)s: write a year, such as 2025", field=_which(p)
    ),
    "brought_word_unreadable": lambda p: _(
        "%(field)s: say on the page of the columns what this word means", field=_which(p)
    ),
    "brought_right_twice": lambda p: _(
        "Line %(line)s says the right of this worker and year already: keep one of the two",
        line=p["line"],
    ),
    "column_needed": lambda p: _("%(field)s: choose the column of the file", field=_which(p)),
    "column_gone": lambda p: _(
        "%(field)s: the file has no column “%(column)s”", field=_which(p), column=p["column"]
    ),
    "column_twice": lambda p: _(
        "%(field)s: the column “%(column)s” is chosen for something else already",
        field=_which(p),
        column=p["column"],
    ),
    "too_many_words": lambda p: _(
        "%(field)s: this column holds more than %(most)s different words. Choose another column",
        field=_which(p),
        most=p["most"],
    ),
    "word_without_meaning": lambda p: ngettext(
        "%(field)s: say what %(num)s word means",
        "%(field)s: say what %(num)s words mean",
        p["words"],
        field=_which(p),
    ),
    "origin_name_missing": lambda p: _("Enter the name of the other system"),
    "no_such_sheet": lambda p: _("Your enterprise has brought no such file"),
    "sheet_settled": lambda p: _(
        "This file is being read, has been loaded, or is not kept any more: bring it again"
    ),
    "nothing_to_state": lambda p: _("There is no right in it that could be stated"),
}
