"""What people type into forms, as values: days, and numbers with a comma or a point."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field
from wtforms.widgets import TextInput

from app.foundation.writing import hundredths

#: 24.9.2026 with any of three separators, and the year first as computers write it.
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-] ?([0-9]{1,2})[./-] ?([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})")
_NUMBER = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?")


def read_date(text: str) -> date | None:
    """A day as people write it here: 24.9.2026, 24/09/2026, 24-9-2026, or 2026-09-24."""
    if found := _DAY_FIRST.fullmatch(text.strip()):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(text.strip()):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_hundredths(text: str) -> int | None:
    """``38``, ``30,4`` or ``61.25`` in hundredths; None when unreadable or finer than that."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


class _TypedField(Field, ABC):
    """One line of text that stands for a value; None when nothing readable was typed."""

    widget = TextInput()
    unreadable: Any  # the sentence for what cannot be read

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return  # the address does not name the field: its default stays
        typed = valuelist[0].strip()
        # Nothing but spaces is nothing, for those who ask whether the field was filled in.
        self.raw_data = [typed]
        self.data = self.read(typed)
        if typed and self.data is None:
            raise ValueError(self.unreadable)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    @abstractmethod
    def read(self, typed: str) -> Any:
        """What was typed, as a value; None when it cannot be read."""

    @abstractmethod
    def written(self, value: Any) -> str:
        """A value as somebody would type it."""


class DateField(_TypedField):
    """A day in one line; ``data`` is a date."""

    data: date | None
    unreadable = _("Write the day as day, month and year, for example 24.9.2026")

    def read(self, typed: str) -> date | None:
        return read_date(typed)

    def written(self, value: date) -> str:
        return f"{value:%d.%m.%Y}"


class HundredthsField(_TypedField):
    """A number in one line, at most two decimals; ``data`` is in hundredths."""

    data: int | None
    unreadable = _("Write the number in figures, for example 38 or 30.4")

    def read(self, typed: str) -> int | None:
        return read_hundredths(typed)

    def written(self, value: int) -> str:
        return hundredths(value)
