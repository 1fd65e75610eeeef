"""Correcting and cancelling one training, by somebody who says which version was seen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from app.audit.trail import Channel
from app.channels.api.calls import Answer, Call, answers
from app.channels.api.naming import employments_open, not_found
from app.channels.api.problems import Kind, Refusal
from app.channels.api.resources.registering import refusal_of
from app.channels.api.training_words import etag_of, registration_of, seen_in
from app.learning.correcting import (
    Cancellation,
    Cancelled,
    Corrected,
    Correction,
    Outcome,
    Refused,
    Unchanged,
    cancel_trainings,
    correct_trainings,
)

_WORDS = {Corrected: "corrected", Cancelled: "cancelled", Unchanged: "unchanged"}


@answers("correctTraining")
def correct_training(call: Call) -> Answer:
    worker, seen = _worker(call), _seen(call)
    correction = Correction(
        call.path["training_id"],
        seen,
        registration_of(worker, call.body["training"]),
        call.body.get("reason"),
    )
    [outcome] = correct_trainings(call.db, [correction], by=call.actor, via=Channel.API, at=call.at)
    return _answer(call, worker, outcome)


@answers("cancelTraining")
def cancel_training(call: Call) -> Answer:
    worker, seen = _worker(call), _seen(call)
    [outcome] = cancel_trainings(
        call.db,
        [Cancellation(worker, call.path["training_id"], seen)],
        reason=call.body["reason"],
        by=call.actor,
        via=Channel.API,
        at=call.at,
    )
    return _answer(call, worker, outcome)


def _worker(call: Call) -> UUID:
    """The worker in the address, who is the enterprise's; the act leaves the line in the trail."""
    worker: UUID = call.path["worker_id"]
    if worker not in employments_open(call, [worker]):
        raise not_found()
    return worker


def _seen(call: Call) -> datetime:
    sent = call.headers.get("If-Match")
    if sent is None:
        detail = _("Say in If-Match which version you saw: its ETag.")
        raise Refusal(Kind.UNCONDITIONAL, detail)
    seen = seen_in(sent)
    if seen is None:
        raise _changed()
    return seen


def _changed() -> Refusal:
    detail = _("This is not the version that stands now: read the training again.")
    return Refusal(Kind.CHANGED, detail)


def _answer(call: Call, worker: UUID, outcome: Outcome) -> Answer:
    if isinstance(outcome, Refused):
        raise _refusal(outcome)
    href = call.href("workers", worker, "trainings", outcome.training_id)
    # Of what stood so already, this may not be the version that was seen.
    headers = {"ETag": etag_of(call.at)} if isinstance(outcome, Corrected) else {}
    return Answer({"outcome": _WORDS[type(outcome)], "href": href}, headers=headers)


def _refusal(refused: Refused) -> Refusal:
    codes = {each.code for each in refused.problems}
    if "no_such_training" in codes:
        return not_found()
    if "changed_meanwhile" in codes:
        return _changed()
    if "training_cancelled" in codes:
        return Refusal(Kind.CANCELLED, _("What is cancelled is corrected no more."))
    return refusal_of(refused)
