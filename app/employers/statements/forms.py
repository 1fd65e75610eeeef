"""Statements of which year."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

#: The first year of which there is an account.
FIRST_YEAR = 2024


class YearForm(FlaskForm):  # type: ignore[misc]
    #: Not ``year``: that is a field of the filter which says whom the statements are of.
    of_year = SelectField(
        _("Year"),
        [InputRequired(_("Choose a year"))],
        coerce=int,
        validate_choice=True,
    )

    def offer(self, this_year: int) -> None:
        """The years there can be an account of, this year first."""
        self.of_year.choices = [(each, str(each)) for each in range(this_year, FIRST_YEAR - 1, -1)]
