"""Registering trainings, one or a thousand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.audit.trail import Channel
from app.channels.api.calls import Answer, Call, answers
from app.channels.api.naming import named
from app.channels.api.problems import Kind, Refusal, issues_of
from app.channels.api.training_words import registration_of
from app.foundation.problems import Problem
from app.learning.registration import (
    AlreadyRegistered,
    Outcome,
    Refused,
    Registered,
    register_trainings,
)

Plain = dict[str, Any]
#: What is wrong with whoever asks, and not with what is asked.
_MISSING = {"no_mandate"}
_WORDS = {
    Registered: "registered",
    AlreadyRegistered: "alreadyRegistered",
    Refused: "refused",
}


@answers("registerTraining")
def register_training(call: Call) -> Answer:
    [(worker, outcome)] = _register(call, [call.body])
    if isinstance(outcome, Refused):
        raise refusal_of(outcome)
    assert worker is not None, "somebody unknown is refused"
    body = _outcome(call, worker, outcome, "")
    status = 201 if isinstance(outcome, Registered) else 200
    return Answer(body, status, {"Location": body["href"]})


@answers("registerTrainings")
def register_many(call: Call) -> Answer:
    found = _register(call, call.body["items"])
    items = [
        _outcome(call, worker, outcome, f"items[{place}].")
        for place, (worker, outcome) in enumerate(found)
    ]
    counts = Counter(each["outcome"] for each in items)
    return Answer({"items": items} | {word: counts[word] for word in _WORDS.values()})


def refusal_of(refused: Refused) -> Refusal:
    """The problem that a refused act ends a call with."""
    if any(each.code in _MISSING for each in refused.problems):
        return Refusal(Kind.MISSING_PERMISSION, issues=issues_of(refused.problems))
    return Refusal(Kind.BAD_REQUEST, issues=issues_of(refused.problems))


def _register(call: Call, items: Sequence[Plain]) -> list[tuple[UUID | None, Outcome]]:
    """The worker and the outcome of each, in their order."""
    workers = named(call, list(dict.fromkeys(each["ssin"] for each in items)))
    known = [(workers[each["ssin"]], each["training"]) for each in items]
    outcomes = iter(
        register_trainings(
            call.db,
            [registration_of(who, said) for who, said in known if isinstance(who, UUID)],
            by=call.actor,
            via=Channel.API,
            at=call.at,
        )
    )
    return [
        (None, Refused((who,))) if isinstance(who, Problem) else (who, next(outcomes))
        for who, _said in known
    ]


def _outcome(call: Call, worker: UUID | None, outcome: Outcome, before: str) -> Plain:
    word = _WORDS[type(outcome)]
    if isinstance(outcome, Refused):
        return {"outcome": word, "issues": issues_of(outcome.problems, before=before)}
    return {
        "outcome": word,
        "href": call.href("workers", worker, "trainings", outcome.training_id),
        "trainingId": str(outcome.training_id),
        "workerId": str(worker),
    }
