"""Forms in which an employer states a size, a right or how an employment ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import (  # type: ignore[attr-defined]
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, ValidationError

from app.employers.forms import StatedForm, read_length
from app.enterprises.stating import SizeStatement
from app.foundation.fields import DateField, HundredthsField
from app.learning.rules.facts import EndReason
from app.learning.rules.stating import RightKind
from app.learning.stating import EndStatement, RightStatement


class ReasonForm(StatedForm):
    """Taking back what was stated: it takes a reason, and nothing else."""

    reason = TextAreaField(
        _("Why do you withdraw it?"),
        description=_("Your workers and the inspection can read it"),
    )


class ReasonOfOneForm(ReasonForm):
    """Taking back what was stated of one worker."""

    reason = TextAreaField(
        _("Why do you withdraw it?"),
        description=_("This worker and the inspection can read it"),
    )


class SizeForm(StatedForm):
    fte = HundredthsField(
        _("Full-time equivalents"),
        [InputRequired(_("Enter the size in full-time equivalents"))],
        description=_("For example 18.5"),
    )
    reason = TextAreaField(
        _("Why is it another figure than the one worked out?"),
        description=_("Your workers and the inspection can read it"),
    )

    def statement(self, first_year: int) -> SizeStatement:
        """What was typed, once it is readable."""
        assert self.fte.data is not None, "the form has been validated"
        return SizeStatement(first_year, self.fte.data, self.reason.data or "")


class _RightForm(StatedForm):
    kind = RadioField(
        _("What do you state?"),
        [InputRequired(_("Say whether you decline the automatic right or state another one"))],
    )
    agreement = StringField(
        _("Registration number of the collective agreement"),
        description=_("For example 182345/CO/200. Leave empty if there is none"),
    )
    reason = TextAreaField(_("Why?"), description=_("Your workers and the inspection can read it"))

    def _kind(self) -> RightKind:
        return RightKind(self.kind.data)


class RightOfAllForm(_RightForm):
    """The right of a year for everyone who has no statement of their own."""

    kind = RadioField(
        _("What do you state for everyone?"),
        [InputRequired(_("Say whether you decline the automatic right or state another one"))],
        choices=[
            SelectChoice(RightKind.STATED.value, _("Another number of days a year")),
            SelectChoice(
                RightKind.OPT_OUT.value,
                _("No automatic right for that year: the figure will be stated later"),
            ),
        ],
    )
    days = HundredthsField(
        _("Training days a year of a full-timer"),
        description=_(
            "For example 4 or 2.5. Part-timers and those hired in the year have their part of it. "
            "Leave empty if you decline the automatic right"
        ),
    )

    def statement(self, year: int) -> RightStatement:
        """What was typed, once it is readable."""
        return RightStatement(
            year,
            self._kind(),
            self.reason.data or "",
            days=self.days.data,
            agreement=self.agreement.data,
        )


class RightOfOneForm(_RightForm):
    """The right of a year for one worker."""

    shown_at: ClassVar[dict[str, str]] = {"minutes": "hours", "days": "hours"}

    kind = RadioField(
        _("What do you state for this worker?"),
        [InputRequired(_("Say whether you decline the automatic right or state another one"))],
        choices=[
            SelectChoice(RightKind.STATED.value, _("Another right for this year")),
            SelectChoice(
                RightKind.OPT_OUT.value,
                _("No automatic right for that year: the figure will be stated later"),
            ),
        ],
    )
    reason = TextAreaField(_("Why?"), description=_("This worker and the inspection can read it"))
    hours = StringField(
        _("Hours"),
        description=_("All hours of the year, as this worker works. Empty if you decline"),
    )
    minutes = StringField(_("Minutes"))

    def validate_hours(self, field: Any) -> None:
        if read_length(field.data or "", self.minutes.data or "") is None:
            raise ValidationError(_("Write hours and minutes in figures, for example 7 and 36"))

    def statement(self, year: int, person_id: UUID) -> RightStatement:
        """What was typed, once it is readable; nothing typed is no figure, not a figure of 0."""
        hours, minutes = (self.hours.data or "").strip(), (self.minutes.data or "").strip()
        return RightStatement(
            year,
            self._kind(),
            self.reason.data or "",
            person_id=person_id,
            minutes=read_length(hours, minutes) if hours or minutes else None,
            agreement=self.agreement.data,
        )


class RightOfSeveralForm(RightOfOneForm):
    """The right of a year for several workers: the same for each of them."""

    of_year = SelectField(_("Year"))
    kind = RadioField(
        _("What do you state for each of them?"),
        [InputRequired(_("Say whether you decline the automatic right or state another one"))],
        choices=[
            SelectChoice(RightKind.STATED.value, _("Another right for this year")),
            SelectChoice(
                RightKind.OPT_OUT.value,
                _("No automatic right for that year: the figure will be stated later"),
            ),
        ],
    )
    hours = StringField(
        _("Hours"),
        description=_("All hours of the year, the same for each of them. Empty if you decline"),
    )
    reason = TextAreaField(_("Why?"), description=_("These workers and the inspection can read it"))

    def said_of(self, year: int, person_id: UUID, seen: datetime) -> RightStatement:
        """What was typed, of one of them; ``seen``: what stood of that one."""
        return replace(self.statement(year, person_id), seen=seen)


class EndForm(StatedForm):
    end_reason = RadioField(
        _("How does the employment end?"),
        [InputRequired(_("Say how the employment ends"))],
        choices=[
            SelectChoice(EndReason.RESIGNATION.value, _("The worker resigns")),
            SelectChoice(EndReason.SERIOUS_CAUSE.value, _("Dismissal for a serious cause")),
            SelectChoice(EndReason.NOTICE.value, _("Dismissal with notice")),
            SelectChoice(EndReason.INDEMNITY.value, _("Dismissal with an indemnity")),
            SelectChoice(EndReason.MUTUAL_AGREEMENT.value, _("By mutual agreement")),
            SelectChoice(EndReason.FIXED_TERM.value, _("The fixed term is over")),
        ],
    )
    notice_from = DateField(
        _("First day of the notice"),
        description=_("Only for a resignation or a dismissal with notice. For example 24.9.2026"),
    )
    reason = TextAreaField(
        _("Remark"),
        description=_("May stay empty. Say why if you correct what was stated before"),
    )

    def statement(self, person_id: UUID, employment_id: UUID) -> EndStatement:
        """What was typed, once it is readable."""
        return EndStatement(
            person_id,
            employment_id,
            EndReason(self.end_reason.data),
            self.notice_from.data,
            self.reason.data,
        )
