"""Forms that correct and cancel a registered training: each carries the version that was seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField

from app.employers.forms import StatedForm, TrainingForm
from app.foundation.writing import enterprise_number
from app.learning.correcting import Cancellation, Correction
from app.learning.statements import TrainingVersion

#: Not a version that anybody has ever seen.
_NEVER = datetime.min.replace(tzinfo=UTC)
_GIVEN = {True: "internal", False: "provider", None: None}


def seen_in(typed: str | None) -> datetime:
    """The version that the form was filled in from; one that never was when it is unreadable."""
    try:
        seen = datetime.fromisoformat(typed or "")
    except ValueError:
        return _NEVER
    return seen if seen.tzinfo else _NEVER


class CorrectionForm(TrainingForm):
    """The form that registers, filled in with what stands."""

    seen = HiddenField()
    reason = TextAreaField(
        _("Why do you correct it?"),
        description=_("May stay empty. The worker can read it"),
    )

    def correction(self, person_id: UUID, training_id: UUID) -> Correction:
        """What was typed, once it is readable."""
        return Correction(
            training_id, seen_in(self.seen.data), self.registration(person_id), self.reason.data
        )


class CancellationForm(StatedForm):
    seen = HiddenField()
    reason = TextAreaField(
        _("Why do you cancel it?"),
        description=_(
            "For example that it did not take place, or was registered in error. The worker can "
            "read it"
        ),
    )

    def cancellation(self, person_id: UUID, training_id: UUID) -> Cancellation:
        return Cancellation(person_id, training_id, seen_in(self.seen.data))


def as_typed(training: TrainingVersion) -> dict[str, Any]:
    """What stands, as somebody would type it into the form."""
    hours, minutes = divmod(training.minutes, 60)
    contents = training.contents
    return {
        "title": training.title,
        "status": "followed" if training.followed else "planned",
        "starts_on": training.starts_on,
        "ends_on": training.ends_on if training.ends_on != training.starts_on else None,
        "hours": str(hours),
        "minutes": str(minutes) if minutes else "",
        "kind": "formal" if training.formal else "informal",
        "counts": training.not_counting.value if training.not_counting else "yes",
        "certified": training.certified,
        "certificate_until": training.certificate_until,
        "field_of_learning": contents.field_of_learning,
        "given": _GIVEN[contents.internal],
        "provider": contents.provider,
        "provider_number": enterprise_number(contents.provider_number)
        if contents.provider_number
        else None,
        "financing": contents.financing.value if contents.financing else None,
        "seen": training.recorded_from.isoformat(),
    }
