"""As known on a day: the field that asks for it, and the instant up to which is then known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from app.foundation.clock import BRUSSELS, day_of
from app.foundation.fields import DateField


class KnownOnForm(FlaskForm):  # type: ignore[misc]
    """Sent in the address: it changes nothing, and can be kept."""

    class Meta:
        csrf = False

    known = DateField(_("As known on"), description=_("Day, month and year, for example 30.6.2025"))

    def __init__(self, typed: Any, *, today: date) -> None:
        super().__init__(typed)
        self.today = today

    def validate_known(self, field: DateField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(
                gettext("That day is still to come: enter today or a day that has passed")
            )


@dataclass(frozen=True, slots=True)
class Looking:
    """From which day the account is seen; ``at`` None: with everything that is known now."""

    form: KnownOnForm
    today: date
    at: datetime | None

    @property
    def back(self) -> bool:
        return self.at is not None

    @property
    def known(self) -> str | None:
        """The day as an address has it; None where it is today."""
        return self.today.isoformat() if self.back else None


def looking(typed: MultiDict[str, str], *, now: datetime) -> Looking:
    """What the address asks for: a day that has passed, or now, where it names no such day.

    On a day was known what was recorded until its end, in Brussels.
    """
    today = day_of(now)
    form = KnownOnForm(typed if "known" in typed else None, today=today)
    asked = form.known.data if form.validate() else None
    if asked is None or asked == today:
        return Looking(form, today, None)
    end = datetime.combine(asked + timedelta(days=1), time(), BRUSSELS)
    return Looking(form, asked, end - timedelta(microseconds=1))
