"""Forms about who may act: whom, in which role, from when to when; which office, from when."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.employers.people.wording import sentence
from app.enterprises.mandates import Role
from app.enterprises.numbers import InvalidNumber, read_enterprise_number, read_nsso_number
from app.foundation.fields import DateField
from app.foundation.problems import Problem
from app.identity.national_numbers import InvalidSsin, read_ssin


class AccessForm(FlaskForm):  # type: ignore[misc]
    """A form whose values an act may refuse: what is wrong stands beside its field."""

    def show(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            field = self._fields.get(problem.field or "")
            if field is not None:
                field.errors = [*field.errors, sentence(problem)]
            else:
                self.form_errors.append(sentence(problem))


class PersonForm(AccessForm):
    """Somebody by national number, and the name under which whoever gives the role knows them.

    The register's name is not shown for a number that was only typed: anybody could guess one.
    """

    ssin = StringField(
        _("National number"),
        [InputRequired(_("Enter the national number of the person"))],
        description=_("Eleven digits, on the back of the identity card"),
    )
    known_as = StringField(
        _("Name"),
        [InputRequired(_("Enter the name of the person"))],
        description=_("As you know the person: it stands in your list until they sign in"),
    )

    def validate_ssin(self, field: Any) -> None:
        try:
            read_ssin(field.data or "")
        except InvalidSsin:
            raise ValidationError(
                _("This is not a national number: check its eleven digits")
            ) from None


class RoleForm(PersonForm):
    role = RadioField(
        _("What may the person do?"),
        [InputRequired(_("Choose what the person may do"))],
        choices=[
            SelectChoice(
                Role.REGISTRAR.value,
                _("Registrar: sees the workforce, registers trainings, states rights"),
            ),
            SelectChoice(Role.READER.value, _("Reader: sees the workforce, changes nothing")),
            SelectChoice(
                Role.ACCESS_MANAGER.value,
                _("Access manager: sees the workforce, gives roles, chooses offices"),
            ),
        ],
    )
    valid_from = DateField(
        _("From"), [InputRequired(_("Enter the first day"))], description=_("For example 1.1.2027")
    )
    valid_until = DateField(
        _("Until"), description=_("Leave empty if no end is known; you can end it at any time")
    )


class UseForm(RoleForm):
    """Somebody of an office, and the clients for whom they act."""

    role = RadioField(
        _("What may the person do for these clients?"),
        [InputRequired(_("Choose what the person may do"))],
        choices=[
            SelectChoice(
                Role.REGISTRAR.value,
                _("Registrar: sees the workforce, registers trainings, states rights"),
            ),
            SelectChoice(Role.READER.value, _("Reader: sees the workforce, changes nothing")),
        ],
    )
    clients = SelectMultipleField(
        _("For which clients?"),
        [InputRequired(_("Choose one client or several"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
    )


class EndForm(AccessForm):
    """Ending a role; ``last`` is asked of whoever ends the last access manager's."""

    last = BooleanField(
        _("I know that after this only the legal representative can name an access manager")
    )
    everywhere = BooleanField(_("End what this person may do for all other clients too"))


class OfficeForm(AccessForm):
    office_number = StringField(
        _("Enterprise number of the office"),
        [InputRequired(_("Enter the enterprise number of the office"))],
        description=_("Ten digits, for example 0400.000.003"),
    )
    valid_from = RadioField(
        _("From which quarter on?"), [InputRequired(_("Choose the first quarter"))]
    )

    def validate_office_number(self, field: Any) -> None:
        try:
            read_enterprise_number(field.data or "")
        except InvalidNumber:
            raise ValidationError(
                _("This is not an enterprise number: check its ten digits")
            ) from None


class EnterpriseForm(AccessForm):
    nsso_number = StringField(
        _("NSSO number"),
        [InputRequired(_("Enter the NSSO number of the enterprise"))],
        description=_("Up to ten digits, on your quarterly declarations"),
    )

    def validate_nsso_number(self, field: Any) -> None:
        try:
            read_nsso_number("".join((field.data or "").replace("-", "").replace("/", "").split()))
        except InvalidNumber:
            raise ValidationError(_("This is not an NSSO number: check its digits")) from None

    @property
    def number(self) -> int:
        typed = (self.nsso_number.data or "").replace("-", "").replace("/", "")
        return read_nsso_number("".join(typed.split()))


class NothingTyped(AccessForm):
    """A button: its token, and nothing else."""
