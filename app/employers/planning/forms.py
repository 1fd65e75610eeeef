"""The training plan as it is typed: its texts, who was heard, and its trainings line by line."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    FieldList,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, ValidationError

from app.employers.forms import StatedForm, read_length
from app.foundation.fields import DateField
from app.foundation.letters import plain
from app.foundation.problems import Problem
from app.learning.planning.content import SECTIONS, Body, Group, Plan, PlannedTraining
from app.learning.wording import sentence

#: Empty lines beside those that are filled in, so that it works without scripts.
MORE_LINES = 3

BODIES = {
    Body.WORKS_COUNCIL: _("The works council"),
    Body.UNION_DELEGATION: _("The union delegation: there is no works council"),
    Body.WORKERS: _("The workers themselves: there is neither"),
}
GROUPS = {
    Group.EVERYONE: _("Everyone"),
    Group.FIFTY_PLUS: _("Workers of 50 and more"),
    Group.DISABILITY: _("Workers with a disability"),
    Group.FOREIGN_ORIGIN: _("Workers of foreign origin"),
    Group.BOTTLENECK: _("Bottleneck occupations"),
    Group.OTHER: _("Another group"),
}


class TrainingLine(FlaskForm):  # type: ignore[misc]
    """One training of the plan.  A line without a title is no training."""

    class Meta:
        csrf = False  # the form around it has the token

    title = StringField(_("Title"))
    kind = SelectField(
        _("Kind"),
        choices=[SelectChoice("formal", _("Formal")), SelectChoice("informal", _("Informal"))],
        default="formal",
    )
    group = SelectField(
        _("For whom"), choices=[SelectChoice(each.value, said) for each, said in GROUPS.items()]
    )
    for_whom = StringField(_("In your words"), description=_("For example the night shift"))
    when = StringField(_("When"), description=_("For example March, or every quarter"))
    hours = StringField(_("Hours"), description=_("For each participant"))

    def validate_hours(self, field: Any) -> None:
        if read_length(field.data or "", "") is None:
            raise ValidationError(_("Write the hours in figures, for example 7 or 7.5"))

    @property
    def filled(self) -> bool:
        return any((each.data or "").strip() for each in (self.title, self.for_whom, self.when))

    def training(self) -> PlannedTraining:
        return PlannedTraining(
            title=plain(self.title.data or ""),
            formal=self.kind.data == "formal",
            group=Group(self.group.data),
            for_whom=plain(self.for_whom.data or ""),
            when=plain(self.when.data or ""),
            minutes=read_length(self.hours.data or "", "") or 0,
        )


class PlanForm(StatedForm):
    shown_at: ClassVar[dict[str, str]] = {}

    seen = HiddenField()
    starts_on = DateField(_("First day of the plan"), [InputRequired(_("Enter the first day"))])
    ends_on = DateField(
        _("Last day of the plan"),
        [InputRequired(_("Enter the last day"))],
        description=_("A year after the first one, or later"),
    )
    contribution = TextAreaField(
        _("How do the trainings contribute to the training right and the sector's effort?")
    )
    risk_groups = TextAreaField(
        _("Groups at risk"),
        description=_(
            "What is planned for workers of 50 and more, workers with a disability, of foreign "
            "origin, and others at risk"
        ),
    )
    bottleneck = TextAreaField(
        _("Bottleneck occupations"),
        description=_("What is planned for occupations that are hard to fill in your sector"),
    )
    gender = TextAreaField(
        _("Women and men"), description=_("How the plan takes the gender dimension into account")
    )
    evaluation = TextAreaField(
        _("Evaluation"), description=_("How the trainings are evaluated with the workers")
    )
    body = SelectField(
        _("Who is heard?"),
        choices=[
            SelectChoice("", _("Not said yet")),
            *(SelectChoice(each.value, said) for each, said in BODIES.items()),
        ],
    )
    given_on = DateField(
        _("Draft given on"), description=_("15 days before it is discussed. For example 15.2.2026")
    )
    advice_on = DateField(_("Advice of"), description=_("By 15 March. For example 15.3.2026"))
    advice = TextAreaField(
        _("What the advice says"), description=_("No names: a copy of the plan is deposited")
    )
    trainings = FieldList(FormField(TrainingLine))

    def plan(self) -> Plan:
        """What was typed, once it is readable."""
        assert self.starts_on.data is not None, "the form has been validated"
        assert self.ends_on.data is not None, "the form has been validated"
        lines = [each.form for each in self.trainings]
        return Plan(
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            **{name: _paragraphs(self[name].data) for name in (*SECTIONS, "advice")},
            body=Body(self.body.data) if self.body.data else None,
            given_on=self.given_on.data,
            advice_on=self.advice_on.data,
            trainings=tuple(each.training() for each in lines if each.filled),
        )

    def add_lines(self) -> None:
        """Empty lines at the end, to be filled in."""
        empty = sum(not each.form.filled for each in self.trainings)
        for _number in range(MORE_LINES - empty if empty < MORE_LINES else 0):
            self.trainings.append_entry()

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Beside its field; what is about a training stands beside its line."""
        filled = [each.form for each in self.trainings if each.form.filled]
        rest = []
        for each in problems:
            index, field = _line(each.field)
            if index is not None and index < len(filled):
                filled[index][field].errors = [*filled[index][field].errors, sentence(each)]
            else:
                rest.append(each)
        super().show(tuple(rest))


def _line(field: str | None) -> tuple[int | None, str]:
    """The line and the field of it that ``trainings-2-title`` names."""
    parts = (field or "").split("-")
    return (int(parts[1]), parts[2]) if len(parts) == 3 else (None, "")


def _paragraphs(text: str | None) -> str:
    """What was typed, with its lines and without spaces around them."""
    lines = [plain(line) for line in (text or "").splitlines()]
    return "\n".join(lines).strip()


def as_typed(plan: Plan) -> dict[str, Any]:
    """What stands, as somebody would type it into the form."""
    said = {name: getattr(plan, name) for name in (*SECTIONS, "advice", "given_on", "advice_on")}
    return said | {
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "body": plan.body.value if plan.body else "",
        "trainings": [
            {
                "title": each.title,
                "kind": "formal" if each.formal else "informal",
                "group": each.group.value,
                "for_whom": each.for_whom,
                "when": each.when,
                "hours": _hours(each.minutes),
            }
            for each in plan.trainings
        ],
    }


def _hours(minutes: int) -> str:
    """Hours with two decimals at most, as they are typed: ``7.6`` for 456 minutes."""
    if not minutes:
        return ""
    whole, rest = divmod(minutes * 100 // 60, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def wants_more_lines() -> bool:
    """Whether the button pressed asks for more lines, and nothing is to be saved."""
    return request.form.get("step") == "more"


class DayForm(StatedForm):
    """The day of an adoption or a deposit, and what was looked at."""

    shown_at: ClassVar[dict[str, str]] = {"adopted_on": "day", "deposited_on": "day"}

    seen = HiddenField()
    day = DateField(
        _("Day"), [InputRequired(_("Enter the day"))], description=_("For example 24.9.2026")
    )
