"""The words of what trainings are told apart by."""

from __future__ import annotations

from babel.dates import get_month_names
from flask_babel import gettext as _

from app.foundation.languages import language
from app.learning.fields_of_learning import fields_of_learning
from app.learning.workers.trainings import NOT_SAID


def months_said() -> dict[str, str]:
    """The names of the months by their number in two digits."""
    names = get_month_names("wide", locale=language())
    return {f"{month:02d}": names[month] for month in range(1, 13)}


def kinds_said() -> dict[str, str]:
    return {"1": _("Formal"), "0": _("Informal")}


def givers_said() -> dict[str, str]:
    return {
        "internal": _("The enterprise itself"),
        "provider": _("A provider"),
        NOT_SAID: _("Not said"),
    }


def fields_said() -> dict[str, str]:
    """The broad fields of learning by their two digits."""
    names = {
        code: field.name(language())
        for code, field in fields_of_learning().items()
        if len(code) == 2
    }
    return names | {NOT_SAID: _("Not said")}
