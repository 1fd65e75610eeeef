"""What a person chooses for a document, one form for each choice."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired

from app.attestations.choices import Choice, said_of
from app.attestations.told_apart import employer_said, employment_said, training_said
from app.attestations.wishes import Wish
from app.attestations.wording import sentence
from app.employment.queries import EmploymentRow, employments_of
from app.foundation.fields import DateField, HundredthsField
from app.foundation.languages import LANGUAGES
from app.foundation.problems import Problem
from app.learning.accounts import accounts_known
from app.learning.queries import trainings_of

_ALL = "all"


class ChoosingForm(FlaskForm):  # type: ignore[misc]
    """The first step: which document."""

    class Meta:
        csrf = False  # it is read by GET and changes nothing

    choice = RadioField(_("What do you want attested?"))

    def offer(self) -> None:
        self.choice.choices = [SelectChoice(each.value, said_of(each).name) for each in Choice]


class WholeNumberField(HundredthsField):
    """A whole number in one line; ``data`` is that number."""

    unreadable = _("Write the number in figures, for example 5")

    def read(self, typed: str) -> int | None:
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None

    def written(self, value: int) -> str:
        return str(value)


class WishForm(FlaskForm):  # type: ignore[misc]
    """The second step; fields that a choice does not know are taken out."""

    employment_id = RadioField(_("Which employment?"), [InputRequired(_("Choose an employment"))])
    training_id = SelectField(_("Which training?"), [InputRequired(_("Choose a training"))])
    enterprise_id = RadioField(_("Which employer?"), [InputRequired(_("Choose an employer"))])
    year = SelectField(_("Which year?"), default=_ALL)
    years = WholeNumberField(
        _("At least how many years?"), [InputRequired(_("Enter the number of years"))]
    )
    joint_committee = StringField(
        _("Number of the joint committee"),
        [InputRequired(_("Enter the joint committee"))],
        description=_("For example 124 or 149.01"),
    )
    days = HundredthsField(
        _("At least how many training days?"),
        [InputRequired(_("Enter the number of days"))],
        description=_("For example 2.5"),
    )
    on = DateField(
        _("Valid on which day?"),
        [InputRequired(_("Enter the day"))],
        description=_("For example 24.9.2026"),
    )
    starts_on = DateField(
        _("From"), description=_("Leave both empty for everything. For example 1.1.2020")
    )
    ends_on = DateField(_("Until"))
    with_pay = BooleanField(_("Show days worked and gross pay, year by year"))
    periods = BooleanField(_("Unemployment and breaks"), default=True)
    trainings = BooleanField(_("Trainings"), default=True)
    diplomas = BooleanField(_("Diplomas"), default=True)
    language = RadioField(
        _("In which language should the document be?"), [InputRequired(_("Choose a language"))]
    )
    #: Whether this person has nothing that the document could be about.
    nothing = False

    def fit(self, choice: Choice, db: Session, person_id: UUID, *, today: date) -> None:
        """Keep the fields of this choice, and offer what this person has."""
        for name in set(self._fields) - _FIELDS[choice] - {"language", "csrf_token"}:
            del self[name]
        self.language.choices = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
        if "employment_id" in self or "enterprise_id" in self:
            self._offer_work(choice, employments_of(db, person_id))
        if "year" in self:
            accounts = accounts_known(db, person_id, today=today)
            years = {str(of.year) for each in accounts for of in each.ledger.years}
            offered = [SelectChoice(year, year) for year in sorted(years, reverse=True)]
            self.year.choices = [SelectChoice(_ALL, gettext("All years")), *offered]
        if "training_id" in self:
            certified = choice is Choice.CERTIFICATE
            offered = [
                SelectChoice(str(each.training_id), training_said(each))
                for each in trainings_of(db, person_id)
                if each.followed and (each.certified or not certified)
            ]
            self.nothing = not offered
            self.training_id.choices = [SelectChoice("", ""), *offered]

    def _offer_work(self, choice: Choice, rows: list[EmploymentRow]) -> None:
        self.nothing = not rows and choice not in _OF_ANY_EMPLOYER
        if "employment_id" in self:
            self.employment_id.choices = [
                SelectChoice(str(each.employment_id), employment_said(each)) for each in rows
            ]
        if "enterprise_id" in self:
            named = {str(each.enterprise_id): employer_said(each) for each in rows}
            offered = [SelectChoice(key, name) for key, name in named.items()]
            if choice in _OF_ANY_EMPLOYER:
                offered.insert(0, SelectChoice(_ALL, gettext("All employers")))
                if self.enterprise_id.data is None:
                    self.enterprise_id.data = _ALL
            self.enterprise_id.choices = offered

    def wish(self, choice: Choice) -> Wish:
        """What was typed, once it is readable; what is missing is told by the rules."""
        typed = {name: field.data for name, field in self._fields.items() if field.data}
        keys = ("employment_id", "training_id", "enterprise_id")
        chosen: dict[str, Any] = {
            name: UUID(typed[name]) for name in keys if typed.get(name, _ALL) != _ALL
        }
        if typed.get("year", _ALL) != _ALL:
            chosen["year"] = int(typed["year"])
        plain = ("years", "days", "on", "starts_on", "ends_on")
        chosen |= {name: typed[name] for name in plain if name in typed}
        if "joint_committee" in typed:
            chosen["joint_committee"] = typed["joint_committee"].strip()
        optional = ("periods", "trainings", "diplomas")
        left_out = tuple(each for each in optional if each in self and not self[each].data)
        return Wish(
            choice.kind,
            self.language.data,
            with_pay="with_pay" in typed,
            without=left_out,
            asked=choice.asked,
            **chosen,
        )

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem at its field; what has none concerns the form."""
        for each in problems:
            if each.field and each.field in self:
                self[each.field].errors = [*self[each.field].errors, sentence(each)]
            else:
                self.form_errors.append(sentence(each))


_OF_ANY_EMPLOYER = (Choice.EMPLOYMENTS, Choice.TRAININGS)
_PERIOD = {"starts_on", "ends_on"}
_FIELDS: dict[Choice, set[str]] = {
    Choice.CAREER: {*_PERIOD, "with_pay", "periods", "trainings", "diplomas"},
    Choice.EMPLOYMENTS: {*_PERIOD, "enterprise_id", "with_pay"},
    Choice.EMPLOYMENT: {"employment_id", "with_pay"},
    Choice.BREAKS: _PERIOD,
    Choice.TRAININGS: {*_PERIOD, "enterprise_id", "diplomas"},
    Choice.TRAINING: {"training_id"},
    Choice.ACCOUNT: {"enterprise_id", "year"},
    Choice.SENIORITY: {"years", "joint_committee"},
    Choice.CERTIFICATE: {"training_id", "on"},
    Choice.CREDIT: {"days", "enterprise_id"},
}
