"""One training of one worker: all its versions, and correcting, confirming or cancelling it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.acting import changed_meanwhile
from app.employers.correcting_forms import (
    CancellationForm,
    CorrectionForm,
    as_typed,
    seen_in,
)
from app.employers.histories import training_lines
from app.employers.looking import Worker, look_at, now, today
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.problems import problem
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.correcting import (
    Cancelled,
    Correction,
    Outcome,
    Refused,
    Unchanged,
    as_registered,
    cancel_trainings,
    correct_trainings,
)
from app.learning.statements import TrainingVersion, versions_of
from app.learning.wording import sentence
from app.learning.words.contents import contents_listed
from app.learning.words.versions import counting_said, training_said

door = Blueprint(
    "trainings",
    __name__,
    url_prefix="/employer/<enterprise_number>/workforce/<uuid:person_id>"
    "/trainings/<uuid:training_id>",
)


def _versions(mandate: HeldMandate, worker: Worker, training_id: UUID) -> list[TrainingVersion]:
    """All versions, oldest first; 404 for a training of somebody else or somewhere else."""
    found = versions_of(
        session(), worker.person_id, training_id, enterprise_id=mandate.enterprise_id
    )
    if not found:
        abort(404)
    return found


def _in_force(versions: list[TrainingVersion]) -> TrainingVersion | None:
    """The version in force; None once the training is cancelled."""
    return next((each for each in versions if each.version.recorded_until is None), None)


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str, person_id: UUID, training_id: UUID) -> str:
    mandate = mandate_for(enterprise_number)
    worker = look_at(mandate, person_id, page="training")
    versions = _versions(mandate, worker, training_id)
    training = _in_force(versions)
    shown = training or versions[-1]
    return render_template(
        "employers/training.html",
        **_shared(mandate, worker, shown),
        cancelled=training is None,
        counting=counting_said(shown.not_counting),
        contents=contents_listed(shown.contents),
        may_be_followed=training is not None
        and not training.followed
        and training.ends_on <= today(),
        history=training_lines(session(), versions),
    )


@door.route("/correction", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def correct(enterprise_number: str, person_id: UUID, training_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number)
    worker = look_at(mandate, person_id, page="correction of a training")
    training = _in_force(_versions(mandate, worker, training_id))
    if training is None:
        return _cancelled_already(mandate, worker, training_id)
    form = CorrectionForm(data=as_typed(training))
    if form.validate_on_submit():
        [outcome] = correct_trainings(
            session(),
            [form.correction(person_id, training_id)],
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        if not isinstance(outcome, Refused):
            return _say_and_lead_on(mandate, training, outcome)
        form.show(outcome.problems)
        if changed_meanwhile(outcome):
            return _look_again("employers/correct.html", mandate, worker, training_id, form)
    return render_template(
        "employers/correct.html", **_shared(mandate, worker, training), form=form
    )


@door.post("/followed")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def follow(enterprise_number: str, person_id: UUID, training_id: UUID) -> Response:
    """The planned training took place as it was planned."""
    mandate = mandate_for(enterprise_number)
    worker = look_at(mandate, person_id, page="training")
    training = _in_force(_versions(mandate, worker, training_id))
    if training is None:
        return _cancelled_already(mandate, worker, training_id)
    followed = Correction(
        training_id,
        seen_in(request.form.get("seen")),
        replace(as_registered(training), followed=True),
    )
    [outcome] = correct_trainings(
        session(), [followed], by=acting_under(mandate), via=Channel.PAGE, at=now()
    )
    if isinstance(outcome, Refused):
        for each in outcome.problems:
            flash(sentence(each), "error")
        return redirect(_overview(mandate, worker.person_id, training_id))
    return _say_and_lead_on(mandate, training, outcome)


@door.route("/cancellation", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def cancel(enterprise_number: str, person_id: UUID, training_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number)
    worker = look_at(mandate, person_id, page="cancellation of a training")
    training = _in_force(_versions(mandate, worker, training_id))
    if training is None:
        return _cancelled_already(mandate, worker, training_id)
    form = CancellationForm(data={"seen": training.recorded_from.isoformat()})
    if form.validate_on_submit():
        [outcome] = cancel_trainings(
            session(),
            [form.cancellation(person_id, training_id)],
            reason=form.reason.data or "",
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        if not isinstance(outcome, Refused):
            return _say_and_lead_on(mandate, training, outcome)
        form.show(outcome.problems)
        if changed_meanwhile(outcome):
            return _look_again("employers/cancel.html", mandate, worker, training_id, form)
    return render_template("employers/cancel.html", **_shared(mandate, worker, training), form=form)


def _look_again(
    page: str,
    mandate: HeldMandate,
    worker: Worker,
    training_id: UUID,
    form: CorrectionForm | CancellationForm,
) -> str | Response:
    """The form as it was typed, under what stands now: sent again, it is about that version."""
    training = _in_force(_versions(mandate, worker, training_id))
    if training is None:
        return _cancelled_already(mandate, worker, training_id)
    form.seen.data = training.recorded_from.isoformat()
    return render_template(
        page,
        **_shared(mandate, worker, training) | {"standing": training_said(training)},
        form=form,
    )


def _shared(mandate: HeldMandate, worker: Worker, training: TrainingVersion) -> dict[str, Any]:
    """What every page about a training shows; ``standing`` only where somebody was quicker."""
    return {
        "nav": "employers",
        "mandate": mandate,
        "worker": worker,
        "training": training,
        "standing": None,
    }


def _cancelled_already(mandate: HeldMandate, worker: Worker, training_id: UUID) -> Response:
    flash(sentence(problem("training_cancelled")), "info")
    return redirect(_overview(mandate, worker.person_id, training_id))


def _say_and_lead_on(mandate: HeldMandate, training: TrainingVersion, outcome: Outcome) -> Response:
    if isinstance(outcome, Unchanged):
        flash(_("“%(title)s” stood so already: nothing was changed.", title=training.title), "info")
    elif isinstance(outcome, Cancelled):
        flash(_("“%(title)s” is cancelled.", title=training.title), "success")
    else:
        flash(_("“%(title)s” is corrected.", title=training.title), "success")
    return redirect(_overview(mandate, training.person_id, training.training_id))


def _overview(mandate: HeldMandate, person_id: UUID, training_id: UUID) -> str:
    return url_for(
        "trainings.overview",
        enterprise_number=mandate.enterprise_number,
        person_id=person_id,
        training_id=training_id,
    )
