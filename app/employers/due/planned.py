"""Planned trainings whose last day has passed: followed as planned or cancelled, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.correcting_forms import seen_in
from app.employers.due.views import PAGE
from app.employers.looking import now
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.problems import Problem
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.correcting import (
    Cancellation,
    Correction,
    Outcome,
    Refused,
    as_registered,
    cancel_trainings,
    correct_trainings,
)
from app.learning.statements import TRAININGS_AMONG, TrainingVersion
from app.learning.wording import sentence

door = Blueprint(
    "planned", __name__, url_prefix="/employer/<enterprise_number>/due/planned-trainings"
)


@door.post("")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def settle(enterprise_number: str) -> Response:
    """``step`` says what became of those chosen: ``followed`` or ``cancelled``."""
    mandate = mandate_for(enterprise_number)
    chosen = _chosen()
    if not chosen:
        flash(_("Choose at least one training."), "error")
    elif request.form.get("step") == "cancelled":
        _say(_cancel(mandate, chosen), followed=False)
    else:
        _say(_follow(mandate, chosen), followed=True)
    return redirect(url_for("due.listed", enterprise_number=enterprise_number, task="planned_over"))


Chosen = tuple[UUID, UUID, datetime]


def _chosen() -> list[Chosen]:
    """Worker, training and the version seen of those ticked: a page of them at most."""
    found = []
    for value in request.form.getlist("training")[:PAGE]:
        person, _space, rest = value.partition(" ")
        training, _space, seen = rest.partition(" ")
        try:
            found.append((UUID(person), UUID(training), seen_in(seen)))
        except ValueError:
            continue  # no page of ours wrote that
    return found


def _follow(mandate: HeldMandate, chosen: Sequence[Chosen]) -> list[Outcome]:
    standing = _standing(mandate, {person for person, _training, _seen in chosen})
    corrections = [
        Correction(training, seen, replace(as_registered(standing[training]), followed=True))
        for person, training, seen in chosen
        if training in standing and standing[training].person_id == person
    ]
    return correct_trainings(
        session(), corrections, by=acting_under(mandate), via=Channel.PAGE, at=now()
    )


def _cancel(mandate: HeldMandate, chosen: Sequence[Chosen]) -> list[Outcome]:
    return cancel_trainings(
        session(),
        [Cancellation(*each) for each in chosen],
        reason=request.form.get("reason", ""),
        by=acting_under(mandate),
        via=Channel.PAGE,
        at=now(),
    )


def _standing(mandate: HeldMandate, people: set[UUID]) -> dict[UUID, TrainingVersion]:
    rows = TRAININGS_AMONG.ask(session(), people=list(people), enterprise=mandate.enterprise_id)
    return {each.training_id: each for each in rows}


def _say(outcomes: Sequence[Outcome], *, followed: bool) -> None:
    refused = [each for each in outcomes if isinstance(each, Refused)]
    done = len(outcomes) - len(refused)
    if done and followed:
        flash(
            ngettext(
                "%(num)s training is registered as followed.",
                "%(num)s trainings are registered as followed.",
                done,
            ),
            "success",
        )
    elif done:
        flash(
            ngettext("%(num)s training is cancelled.", "%(num)s trainings are cancelled.", done),
            "success",
        )
    problems: dict[Problem, None] = {p: None for each in refused for p in each.problems}
    for each in problems:
        flash(sentence(each), "error")
