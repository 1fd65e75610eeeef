"""Reading trainings: some workers' trainings, one training, every version of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.channels.api.calls import Answer, Call, answers, said
from app.channels.api.naming import employments_open, named, not_found, seen_worker
from app.channels.api.training_words import content_said, etag_of, origin_said, version_said
from app.identity.queries import names_of
from app.learning.statements import TRAININGS_AMONG, TrainingVersion, versions_of

Plain = dict[str, Any]


@answers("queryTrainings")
def query_trainings(call: Call) -> Answer:
    wanted = call.body
    keys = {key for key in named(call, wanted["ssins"]).values() if isinstance(key, UUID)}
    workers = list(employments_open(call, keys))
    call.saw(workers, "trainings")
    known = TRAININGS_AMONG.ask(call.db, people=workers, enterprise=call.enterprise_id)
    found = [each for each in known if _fits(each, wanted)]
    found.sort(key=lambda each: (each.ends_on, each.training_id), reverse=True)
    names = names_behind(call, found)
    items = [training_said(call, each, names) for each in found]
    return Answer({"items": items, "total": len(items)})


def _fits(training: TrainingVersion, wanted: Plain) -> bool:
    if "year" in wanted and training.ends_on.year != wanted["year"]:
        return False
    return bool(wanted.get("followed", training.followed) == training.followed)


@answers("getTraining")
def get_training(call: Call) -> Answer:
    versions = versions_here(call, seen_worker(call, "training"))
    last = in_force(versions) or versions[-1]
    body = training_said(call, last, names_behind(call, [last]))
    return Answer(body, headers={"ETag": etag_of(last.recorded_from)})


@answers("getTrainingHistory")
def get_history(call: Call) -> Answer:
    versions = versions_here(call, seen_worker(call, "history of a training"))
    names = names_behind(call, versions)
    items = [
        {
            "cancelled": each.version.ended,
            "training": content_said(each),
            "version": version_said(each.version, names),
        }
        for each in versions
    ]
    return Answer({"items": items, "total": len(items)})


def versions_here(call: Call, worker: UUID) -> list[TrainingVersion]:
    """Every version of the training in the address, the oldest first; a refusal where it is none
    of this worker with this enterprise."""
    found = versions_of(call.db, worker, call.path["training_id"], enterprise_id=call.enterprise_id)
    if not found:
        raise not_found()
    return found


def in_force(versions: list[TrainingVersion]) -> TrainingVersion | None:
    """None once the training is cancelled."""
    return next((each for each in versions if each.version.recorded_until is None), None)


def names_behind(call: Call, found: list[TrainingVersion]) -> dict[UUID, str | None]:
    """The names of those who made these versions."""
    people = {each.version.by for each in found if each.version.by}
    return {key: name.full for key, name in names_of(call.db, people).items()} if people else {}


def training_said(call: Call, each: TrainingVersion, names: dict[UUID, str | None]) -> Plain:
    return said(
        href=call.href("workers", each.person_id, "trainings", each.training_id),
        trainingId=str(each.training_id),
        workerId=str(each.person_id),
        cancelled=each.version.ended,
        training=content_said(each),
        origin=origin_said(each.contents),
        version=version_said(each.version, names),
    )
