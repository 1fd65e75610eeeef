"""The one act that registers trainings, behind every door.

The page, the XML file and the REST call all end here; a form is a batch of one.  Everything
is looked up in a handful of statements whatever the number of registrations.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.employment.queries import stretches_with
from app.enterprises.mandates import may_register
from app.enterprises.parameters import is_open
from app.enterprises.providing import provider_acting
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import problem
from app.learning.contents import (
    Content,
    Contents,
    Registration,
    content_of,
    origin_of,
    problems_beside,
    problems_of_training,
    problems_with,
)
from app.learning.day_lengths import in_minutes
from app.learning.inserting import Key, insert_trainings, known_trainings
from app.learning.jobs import keep_later

#: What a registration says, and that it is refused, is part of what this act takes and answers.
__all__ = [
    "AlreadyRegistered",
    "Outcome",
    "Refused",
    "Registered",
    "Registration",
    "content_of",
    "known_trainings",
    "origin_of",
    "problems_of_training",
    "problems_with",
    "register_trainings",
]


@dataclass(frozen=True, slots=True)
class Registered:
    training_id: UUID


@dataclass(frozen=True, slots=True)
class AlreadyRegistered:
    """The same training stands already: nothing was written a second time."""

    training_id: UUID


Outcome = Registered | AlreadyRegistered | Refused
#: Has the accounts of these persons with an enterprise kept again.
Keeping = Callable[[Session, UUID, Collection[UUID]], None]


@dataclass(slots=True)
class _Asked:
    """One registration on its way through the act."""

    registration: Registration
    content: Content
    outcome: Outcome | None = None
    #: Ours, should it be written.
    training_id: UUID = field(default_factory=uuid4)

    @property
    def key(self) -> Key:
        return self.registration.person_id, self.content.fingerprint

    @property
    def order(self) -> tuple[int, bytes]:
        """The key, in the order of the database; a few times faster to compare."""
        return self.registration.person_id.int, self.content.fingerprint


def register_trainings(
    db: Session,
    registrations: Sequence[Registration],
    *,
    by: Actor,
    via: Channel,
    at: datetime,
    keep: Keeping = keep_later,
) -> list[Outcome]:
    """Register what can be registered; one outcome for each registration, in its order.

    The actor must hold a registrar's mandate of the enterprise it acts for, and each worker
    must have been employed there from the first day of the training to the last.  Whoever
    acts for a training provider may register what that provider gave, and nothing else.  ``keep``
    has the accounts of those workers kept again: later, unless somebody does it at once.  What is
    said in training days lasts as long as they are for its worker.
    """
    today = day_of(at)
    contents = Contents(today)
    said = in_minutes(db, by.enterprise_id, registrations)
    asked = [_Asked(each, contents.of(each)) for each in said]
    mandated = may_register(db, by, on=today)
    provider = None if mandated else provider_acting(db, by, on=today)
    if by.enterprise_id is None or not (mandated or provider):
        refusal = Refused((problem("no_mandate"),))
        for each in asked:
            each.outcome = refusal
    else:
        _judge(db, asked, by.enterprise_id, today, provider)
        _write(db, asked, by.enterprise_id, by=by, via=via, at=at)
        changed = [each for each in asked if isinstance(each.outcome, Registered)]
        keep(db, by.enterprise_id, {each.registration.person_id for each in changed})
    ground = Ground.TRAINING_GIVEN if provider else Ground.MANDATE
    record(db, (_trace(each, by, ground) for each in asked), via=via, at=at)
    return [each.outcome for each in asked if each.outcome]


def _judge(
    db: Session, asked: list[_Asked], enterprise_id: UUID, today: date, provider: str | None
) -> None:
    workers = {each.registration.person_id for each in asked}
    employed = stretches_with(db, enterprise_id, workers)
    worker: UUID | None = None
    for each in asked:
        wanted = each.registration
        if provider and wanted.provider_number != provider:
            # Said alone: of anything else a provider is to learn nothing.
            each.outcome = Refused((problem("not_given_by_you", "provider_number"),))
            continue
        if wanted.person_id is not worker:  # the trainings of one mostly stand together
            worker = wanted.person_id
            stretches = employed.get(worker, ())
            opened = is_open(stretches, today)
        problems = problems_beside(wanted, each.content, stretches, opened=opened)
        if problems:
            each.outcome = Refused(tuple(problems))


def _write(
    db: Session,
    asked: list[_Asked],
    enterprise_id: UUID,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> None:
    """Write what was not refused.  Whoever is quicker wins; the other finds it registered."""
    first: dict[tuple[int, bytes], _Asked] = {}
    left = [(each, first.setdefault(each.order, each)) for each in asked if each.outcome is None]
    if not left:
        return
    # In one order everywhere: two batches with the same trainings would otherwise each hold
    # what the other waits for.
    new = [first[order] for order in sorted(first)]
    shared = _shared(enterprise_id, by, via, at)
    known = insert_trainings(db, new, enterprise_id, shared)
    for each, one in left:
        if known and one.training_id in known:
            each.outcome = AlreadyRegistered(known[one.training_id])
        elif each is one:
            each.outcome = Registered(one.training_id)
        else:
            each.outcome = AlreadyRegistered(one.training_id)


def _shared(enterprise_id: UUID, by: Actor, via: Channel, at: datetime) -> dict[str, Any]:
    """The columns that all trainings of one call have in common."""
    return {
        "recorded_from": at,
        "enterprise_id": enterprise_id,
        "registered_by": by.person_id,
        "mandate_id": by.mandate_id,
        "sender_id": by.sender_id,
        "client_id": by.client_id,
        "channel": via.value,
    }


def _trace(each: _Asked, by: Actor, ground: Ground) -> Trace:
    """Registered or found registered: which training; refused: the codes of why."""
    if isinstance(each.outcome, Refused):
        details: dict[str, Any] = {"problems": [p.code for p in each.outcome.problems]}
        act = Act.TRAINING_REFUSED
    else:
        assert each.outcome is not None
        details = {"training_id": str(each.outcome.training_id)}
        act = Act.TRAINING_REGISTERED
    return Trace(act, by, ground, subject_id=each.registration.person_id, details=details)
