"""What to say of a file that cannot be read as a sheet, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.foundation.problems import Problem

_Said = dict[str, Any]

SENTENCES: dict[str, Callable[[_Said], str]] = {
    "sheet_empty": lambda said: _("The file is empty: choose a file with a header and lines"),
    "sheet_without_lines": lambda said: _(
        "The file has one line only: the names of the columns must stand above at least one line"
    ),
    "not_a_sheet": lambda said: _(
        "This is neither a CSV nor an XLSX file: open it in your program for sheets and save it as"
        " XLSX or CSV"
    ),
    "sheet_old_or_locked": lambda said: _(
        "The file is in the old Excel format (XLS) or has a password: save it as XLSX without a"
        " password"
    ),
    "sheet_broken": lambda said: _(
        "The file is damaged or not complete: open it in your program for sheets and save it again"
        " as XLSX"
    ),
    "sheet_too_large": lambda said: _(
        "The file is larger than %(most)s MB: divide it, for example by year", **said
    ),
    "sheet_too_large_unpacked": lambda said: _(
        "The file unpacks to more than %(most)s MB: remove pictures and other sheets, or save it"
        " as CSV",
        **said,
    ),
    "sheet_too_many_lines": lambda said: _(
        "The sheet has more than %(most)s lines: divide it, for example by year. If most of them"
        " are empty, copy the filled ones to a new sheet",
        **said,
    ),
    "sheet_too_many_columns": lambda said: _(
        "The sheet has more than %(most)s columns: remove those that are not about trainings or"
        " rights",
        **said,
    ),
    "sheet_too_many_cells": lambda said: _(
        "The sheet is too large: remove columns that are not needed, or divide it by year"
    ),
    "sheet_same_column_twice": lambda said: _(
        "Two columns are called “%(name)s”: give each column a name of its own", **said
    ),
    "sheet_line_too_long": lambda said: _(
        "Line %(line)s has more cells than there are columns: put texts that hold the separator"
        " between quotation marks, or save the file as XLSX",
        **said,
    ),
    "sheet_quotes_open": lambda said: _(
        "The quotation marks from line %(line)s on do not belong together: close what is opened, or"
        " save the file as XLSX",
        **said,
    ),
}


def sentence_about_sheet(problem: Problem) -> str:
    """KeyError for a problem that is not about reading a sheet."""
    return SENTENCES[problem.code](problem.named)
