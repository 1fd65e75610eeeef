"""Forms of the employer: what was typed, as values or as sentences; a training first."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # its stubs are older than SelectChoice
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from app.employers.fields_offered import FieldOfLearningField
from app.enterprises.numbers import InvalidNumber, read_enterprise_number
from app.foundation.fields import DateField, HundredthsField
from app.foundation.problems import Problem
from app.learning.registration import Registration
from app.learning.rules.contents import Financing, Origin
from app.learning.rules.facts import NotCounting
from app.learning.wording import sentence

_FIGURES = re.compile(r"[0-9]{1,4}")
#: The rules refuse it too; the form says it at once with whatever else it lacks.
_NO_LENGTH = Problem("no_time", "minutes")


def read_length(hours: str, minutes: str) -> int | None:
    """Hours (``7``, ``7,5``) and minutes (``36``) as whole minutes; None when unreadable."""
    hours, minutes = hours.strip().replace(",", ".") or "0", minutes.strip() or "0"
    whole, _point, fraction = hours.partition(".")
    figures = (whole, minutes, fraction or "0")
    if not all(_FIGURES.fullmatch(each) for each in figures):
        return None
    # Half up, in whole numbers: 7,55 hours are 7 h 33.
    scale: int = 10 ** len(fraction)
    part = (2 * int(fraction or 0) * 60 + scale) // (2 * scale)
    return int(whole) * 60 + part + int(minutes)


class StatedForm(FlaskForm):  # type: ignore[misc]
    """A form whose values an act may refuse: what is wrong stands beside its field."""

    #: The field that shows what is wrong with a value, where it has another name.
    shown_at: ClassVar[dict[str, str]] = {"minutes": "hours"}

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem beside its field; what has none of its own stands in the summary."""
        for problem in problems:
            name = self.shown_at.get(problem.field or "", problem.field or "")
            target = self._fields.get(name)
            if target is not None:
                target.errors = [*target.errors, sentence(problem)]
            else:
                self.form_errors.append(sentence(problem))


class DaysField(HundredthsField):
    """Training days in one line; ``data`` is in hundredths."""

    unreadable = _("Write the days in figures, with two decimals at most: for example 1 or 0.5")


def _filled(field: Any) -> bool:
    """Whether somebody typed something, rather than that it was filled in for them."""
    return any(str(typed).strip() for typed in field.raw_data or ())


class TrainingForm(StatedForm):
    title = StringField(
        _("Title of the training"), [InputRequired(_("Enter the title of the training"))]
    )
    status = RadioField(
        _("Has it taken place?"),
        [InputRequired(_("Say whether the training was followed or is planned"))],
        choices=[
            SelectChoice("followed", _("Yes, it was followed")),
            SelectChoice("planned", _("No, it is planned")),
        ],
    )
    starts_on = DateField(
        _("First day"),
        [InputRequired(_("Enter the first day"))],
        description=_("For example 24.9.2026"),
    )
    ends_on = DateField(
        _("Last day"),
        description=_("Leave empty if it lasts one day"),
    )
    unit = RadioField(
        _("How long does it last?"),
        choices=[
            SelectChoice("hours", _("In hours and minutes")),
            SelectChoice("days", _("In training days")),
        ],
        default="hours",
    )
    hours = StringField(_("Hours"), description=_("Time in training, breaks not included"))
    minutes = StringField(_("Minutes"))
    days = DaysField(
        _("Training days"),
        description=_(
            "For example 1 or 0.5. A day is as long as a full-timer's, as the training account of "
            "each worker counts it"
        ),
    )
    kind = RadioField(
        _("What kind of training is it?"),
        [InputRequired(_("Say whether the training is formal or informal"))],
        choices=[
            SelectChoice(
                "formal",
                _("Formal: designed by trainers, with a programme, usually away from work"),
            ),
            SelectChoice(
                "informal",
                _("Informal: any other learning that is directly about the work"),
            ),
        ],
    )
    counts = RadioField(
        _("Does it count for the training credit?"),
        [InputRequired(_("Say whether the training counts for the credit"))],
        choices=[
            SelectChoice("yes", _("Yes")),
            SelectChoice(
                NotCounting.TRAINING_LEAVE.value,
                _("No, it is Flemish training leave or paid educational leave"),
            ),
            SelectChoice(
                NotCounting.OUTSIDE_WORK.value,
                _("No, it is followed outside the professional context"),
            ),
            SelectChoice(NotCounting.OTHER.value, _("No, for another reason")),
        ],
        default="yes",
    )
    certified = BooleanField(_("It ends with a certificate"))
    certificate_until = DateField(
        _("The certificate is valid until"), description=_("Leave empty if it does not expire")
    )
    field_of_learning = FieldOfLearningField(
        _("Field of learning"),
        [Optional()],
        description=_("The international classification ISCED-F 2013"),
    )
    given = RadioField(
        _("Who gives it?"),
        [Optional()],
        choices=[
            SelectChoice("internal", _("Your enterprise itself")),
            SelectChoice("provider", _("Somebody else")),
        ],
    )
    provider = StringField(_("Name of the provider"))
    provider_number = StringField(
        _("Enterprise number of the provider"), description=_("For example 0400.000.003")
    )
    financing = SelectField(
        _("Who pays for it?"),
        [Optional()],
        choices=[
            SelectChoice("", _("Not said")),
            SelectChoice(Financing.EMPLOYER.value, _("Your enterprise")),
            SelectChoice(Financing.SECTOR_FUND.value, _("The sector's training fund")),
            SelectChoice(
                Financing.TRAINING_LEAVE.value,
                _("Flemish training leave or paid educational leave"),
            ),
            SelectChoice(Financing.OTHER.value, _("Somebody else, or in another way")),
        ],
    )

    @property
    def says_more(self) -> bool:
        """Whether anything was typed, or is wrong, in what may stay empty."""
        more = (
            *(self.field_of_learning, self.given, self.provider),
            *(self.provider_number, self.financing),
        )
        return any(each.errors or each.data for each in more)

    @property
    def in_days(self) -> bool:
        return bool(self.unit.data == "days")

    def validate_hours(self, field: Any) -> None:
        if self.in_days:
            if _filled(field) or _filled(self.minutes):
                raise ValidationError(
                    _("Days are chosen: leave hours and minutes empty, or choose them instead")
                )
        elif read_length(field.data or "", self.minutes.data or "") is None:
            raise ValidationError(_("Write hours and minutes in figures, for example 7 and 36"))
        elif not any(_filled(each) for each in (field, self.minutes, self.days)):
            raise ValidationError(sentence(_NO_LENGTH))

    def validate_days(self, field: Any) -> None:
        if self.in_days:
            # What cannot be read has its own sentence already.
            if not any(_filled(each) for each in (field, self.hours, self.minutes)):
                raise ValidationError(sentence(_NO_LENGTH))
        elif _filled(field):
            raise ValidationError(
                _("Hours and minutes are chosen: leave days empty, or choose them instead")
            )

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Beside its field each; what is wrong with the length, where the length was typed."""
        if self.in_days:
            problems = tuple(
                replace(each, field="days") if each.field == "minutes" else each
                for each in problems
            )
        super().show(problems)

    def registration(self, person_id: UUID) -> Registration:
        """What was typed, once it is readable."""
        starts_on = self.starts_on.data
        assert starts_on is not None, "the form has been validated"
        return Registration(
            person_id=person_id,
            title=self.title.data or "",
            starts_on=starts_on,
            ends_on=self.ends_on.data or starts_on,
            minutes=0 if self.in_days else self._minutes(),
            formal=self.kind.data == "formal",
            followed=self.status.data == "followed",
            counts=self.counts.data == "yes",
            certified=bool(self.certified.data),
            certificate_until=self.certificate_until.data,
            not_counting=None if self.counts.data == "yes" else NotCounting(self.counts.data),
            field_of_learning=self.field_of_learning.data or None,
            internal=self._internal(),
            provider=self.provider.data or None,
            provider_number=_as_number(self.provider_number.data or ""),
            financing=Financing(self.financing.data) if self.financing.data else None,
            origin=Origin.PAGE,
            days=(self.days.data or 0) if self.in_days else None,
        )

    def _minutes(self) -> int:
        return read_length(self.hours.data or "", self.minutes.data or "") or 0

    def _internal(self) -> bool | None:
        if self.given.data:
            return bool(self.given.data == "internal")
        # Whoever names a provider need not say that there is one.
        return False if self.provider.data or self.provider_number.data else None


def _as_number(typed: str) -> str | None:
    """An enterprise number in its ten digits; as it was typed where it is none, to be refused."""
    try:
        return read_enterprise_number(typed) if typed.strip() else None
    except InvalidNumber:
        return typed
