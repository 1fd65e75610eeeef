"""Sums over many workers, as pages write them."""

from __future__ import annotations

from app.foundation.languages import language
from app.foundation.writing import NO_BREAK, hundredths


def whole_hours(minutes: int) -> str:
    """To the nearest hour: ``14,040 h``; in Dutch ``14 040 u.``, in German ``14 040 Std.``."""
    unit = {"nl": "u.", "de": "Std."}.get(language(), "h")
    return f"{hundredths((minutes + 30) // 60 * 100)}{NO_BREAK}{unit}"


def counted(number: int) -> str:
    """How many, with the language's sign between thousands: ``14,040``."""
    return hundredths(number * 100)
