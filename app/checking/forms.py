"""The three ways to check something: the file, the code as text, the number."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from app.attestations.numbering import has_form

A_SLIP = _(
    "This number cannot be right: a character is wrong or missing. Compare it with the paper."
)


class DocumentForm(FlaskForm):  # type: ignore[misc]
    document = FileField(
        _("The PDF file"),
        description=_("Up to 2 MB. It is sent to us, checked, and not kept."),
        validators=[FileRequired(_("Choose the PDF file that you were given"))],
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = TextAreaField(
        _("The code as text"),
        description=_(
            "Everything that a scanner shows. What the code says is sent to us, and not kept."
        ),
        validators=[InputRequired(_("Paste the code"))],
    )


class _WithNumber(FlaskForm):  # type: ignore[misc]
    number = StringField(
        _("The number"),
        description=_("It begins with PC, such as PC-2026-7K3M-Q9XD."),
        validators=[InputRequired(_("Enter the number"))],
    )

    def validate_number(self, field: Any) -> None:
        if not has_form(field.data):
            raise ValidationError(A_SLIP)

    def was_a_slip(self) -> None:
        """Said of a number that nobody was given and whose check character does not fit.

        Not before it was looked up: numbers given long ago have none that fits.
        """
        self.number.errors = [A_SLIP]


class NumberForm(_WithNumber):
    """How does the document stand that bears this number?"""


class WatchForm(_WithNumber):
    address = EmailField(
        _("Your e-mail address"),
        description=_("It is kept encrypted, and deleted once that one mail has gone."),
        validators=[InputRequired(_("Enter your e-mail address"))],
    )
