"""Putting a task aside: until a day, or for good."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectChoice, TextAreaField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError

from app.employers.forms import StatedForm
from app.foundation.fields import DateField


class AsideForm(StatedForm):
    kind = RadioField(
        _("What do you want to do with it?"),
        [InputRequired(_("Say whether it is done, or is to come back"))],
        choices=[
            SelectChoice("later", _("Put it aside until a day")),
            SelectChoice("done", _("It is done: do not show it again")),
        ],
    )
    until = DateField(
        _("Until"), description=_("Only if it is to come back. For example 24.9.2026")
    )
    reason = TextAreaField(
        _("Why?"), description=_("Your colleagues and the inspection can read it")
    )

    def validate_until(self, field: DateField) -> None:
        if self.kind.data == "later" and field.data is None and not field.errors:
            raise ValidationError(_("Enter the day on which it is to come back"))
