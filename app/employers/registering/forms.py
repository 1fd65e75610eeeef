"""The form that registers one training for several, and whom it is for."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import TextAreaField

from app.employers.forms import TrainingForm
from app.employers.registering.numbers import column_of_numbers, pasted, rows_of
from app.foundation.sheets import MAX_BYTES, Unreadable, read_sheet
from app.foundation.sheets.wording import sentence_about_sheet
from app.learning.batches.values import NewRow


class ManyForm(TrainingForm):
    """For those chosen in the list; for others their numbers are pasted, or come in a file."""

    shown_at: ClassVar[dict[str, str]] = {"minutes": "hours", "workers": "numbers"}

    numbers = TextAreaField(
        _("National numbers"),
        description=_("One to a line, with or without spaces, points and dashes"),
    )
    sheet = FileField(
        _("Or a file with national numbers"),
        description=_(
            "CSV or XLSX, at most %(most)s MB. The column with the numbers is found by itself",
            most=MAX_BYTES // (1024 * 1024),
        ),
    )

    def show_reading(self, name: str, words: str) -> None:
        field = self._fields[name]
        field.errors = [*field.errors, words]


def brought(form: ManyForm) -> tuple[list[NewRow], str | None] | None:
    """The lines that were pasted, or those of the file and its name; None where one is wrong.

    What is wrong then stands at its field.
    """
    file = form.sheet.data
    content = b""
    if file:
        content = file.read()
        file.close()  # what was set aside of it on the disk goes with it
    if file and (form.numbers.data or "").strip():
        form.show_reading("sheet", _("Paste numbers or choose a file, not both"))
        return None
    if not file:
        return rows_of(pasted(form.numbers.data or "")), None
    try:
        typed = column_of_numbers(read_sheet(content, file.filename or ""))
    except Unreadable as unreadable:
        form.show_reading("sheet", sentence_about_sheet(unreadable.problem))
        return None
    if typed is None:
        form.show_reading("sheet", _("No column of this file holds national numbers"))
        return None
    return rows_of(typed), file.filename
