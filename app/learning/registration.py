"""The one act that registers trainings, behind every door.

The page, the XML file and the REST call all end here; a form is a batch of one.  Everything
is looked up in a handful of statements whatever the number of registrations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.employment.queries import stretches_with
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem
from app.learning.jobs import keep_later
from app.learning.models import Training
from app.learning.rules.facts import NotCounting
from app.learning.rules.registering import (
    employed_throughout,
    plain_title,
    problems_of,
    problems_of_counting,
)

#: Refused is said of every act of an employer, in one way: it is part of this act's answer too.
__all__ = [
    "AlreadyRegistered",
    "Outcome",
    "Refused",
    "Registered",
    "Registration",
    "content_of",
    "problems_with",
    "register_trainings",
]


@dataclass(frozen=True, slots=True)
class Registration:
    """A training of one worker with the enterprise that is acted for."""

    person_id: UUID
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    formal: bool
    followed: bool
    counts: bool
    certified: bool = False
    certificate_until: date | None = None
    #: Why it does not count; where that is not said, for another reason than those with a name.
    not_counting: NotCounting | None = None

    @property
    def fingerprint(self) -> bytes:
        """What makes it the same training: who it is for is in the table's key."""
        title = plain_title(self.title).casefold()
        identity = repr((title, self.starts_on, self.ends_on, self.minutes))
        return hashlib.blake2b(identity.encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Registered:
    training_id: UUID


@dataclass(frozen=True, slots=True)
class AlreadyRegistered:
    """The same training stands already: nothing was written a second time."""

    training_id: UUID


Outcome = Registered | AlreadyRegistered | Refused


@dataclass(slots=True)
class _Asked:
    """One registration on its way through the act."""

    registration: Registration
    outcome: Outcome | None = None
    training_id: UUID = field(default_factory=uuid4)

    @property
    def key(self) -> tuple[UUID, bytes]:
        return self.registration.person_id, self.registration.fingerprint


def register_trainings(
    db: Session,
    registrations: Sequence[Registration],
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> list[Outcome]:
    """Register what can be registered; one outcome for each registration, in its order.

    The actor must hold a registrar's mandate of the enterprise it acts for, and each worker
    must have been employed there from the first day of the training to the last.
    """
    asked = [_Asked(registration) for registration in registrations]
    today = day_of(at)
    if by.enterprise_id is None or not may_register(db, by, on=today):
        refusal = Refused((problem("no_mandate"),))
        for each in asked:
            each.outcome = refusal
    else:
        _judge(db, asked, by.enterprise_id, today)
        _write(db, asked, by.enterprise_id, by=by, via=via, at=at)
        changed = [each for each in asked if isinstance(each.outcome, Registered)]
        keep_later(db, by.enterprise_id, {each.registration.person_id for each in changed})
    record(db, [_trace(each, by) for each in asked], via=via, at=at)
    return [each.outcome for each in asked if each.outcome]


def _judge(db: Session, asked: list[_Asked], enterprise_id: UUID, today: date) -> None:
    workers = {each.registration.person_id for each in asked}
    employed = stretches_with(db, enterprise_id, workers)
    for each in asked:
        wanted = each.registration
        problems = problems_with(wanted, employed.get(wanted.person_id, []), today=today)
        if problems:
            each.outcome = Refused(tuple(problems))


def problems_with(
    wanted: Registration, stretches: Sequence[tuple[date, date | None]], *, today: date
) -> list[Problem]:
    """Everything that is wrong with a training of somebody employed during ``stretches``."""
    if not stretches:
        # Said alone: what else is wrong is no business of somebody else's employer.
        return [problem("not_a_worker_of_yours", "worker")]
    problems = problems_of(wanted, today=today)
    problems += problems_of_counting(wanted.counts, wanted.not_counting)
    if wanted.starts_on <= wanted.ends_on and not employed_throughout(
        wanted.starts_on, wanted.ends_on, stretches
    ):
        problems.append(problem("not_employed_then", "starts_on"))
    return problems


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
    first: dict[tuple[UUID, bytes], _Asked] = {}
    for each in asked:
        if each.outcome is None:
            first.setdefault(each.key, each)
    if not first:
        return
    # In one order everywhere: two batches with the same trainings would otherwise each hold
    # what the other waits for.
    rows = [_row(first[key], enterprise_id, by, via, at) for key in sorted(first)]
    written = set(
        db.execute(
            insert(Training).on_conflict_do_nothing().returning(Training.training_id), rows
        ).scalars()
    )
    known = _known(db, enterprise_id, first) if len(written) < len(asked) else {}
    for each in asked:
        if each.outcome is None:
            each.outcome = (
                Registered(each.training_id)
                if each.training_id in written
                else AlreadyRegistered(known[each.key])
            )


def _row(
    each: _Asked, enterprise_id: UUID, by: Actor, via: Channel, at: datetime
) -> dict[str, Any]:
    return content_of(each.registration) | {
        "person_id": each.registration.person_id,
        "training_id": each.training_id,
        "recorded_from": at,
        "enterprise_id": enterprise_id,
        "registered_by": by.person_id,
        "mandate_id": by.mandate_id,
        "channel": via.value,
    }


def content_of(wanted: Registration) -> dict[str, Any]:
    """What a version of a training says, column by column."""
    why_not = None if wanted.counts else wanted.not_counting or NotCounting.OTHER
    return {
        "fingerprint": wanted.fingerprint,
        "title": plain_title(wanted.title),
        "starts_on": wanted.starts_on,
        "ends_on": wanted.ends_on,
        "minutes": wanted.minutes,
        "formal": wanted.formal,
        "followed": wanted.followed,
        "counts": wanted.counts,
        "not_counting": why_not.value if why_not else None,
        "certified": wanted.certified,
        "certificate_until": wanted.certificate_until,
    }


def _known(
    db: Session, enterprise_id: UUID, first: dict[tuple[UUID, bytes], _Asked]
) -> dict[tuple[UUID, bytes], UUID]:
    rows = db.execute(
        select(Training.person_id, Training.fingerprint, Training.training_id).where(
            Training.enterprise_id == enterprise_id,
            Training.person_id == func.any([person_id for person_id, _ in first]),
            Training.fingerprint == func.any([fingerprint for _, fingerprint in first]),
            Training.recorded_until.is_(None),
        )
    )
    return {(row.person_id, row.fingerprint): row.training_id for row in rows}


def _trace(each: _Asked, by: Actor) -> Trace:
    """Registered or found registered: which training; refused: the codes of why."""
    if isinstance(each.outcome, Refused):
        details: dict[str, Any] = {"problems": [p.code for p in each.outcome.problems]}
        act = Act.TRAINING_REFUSED
    else:
        assert each.outcome is not None
        details = {"training_id": str(each.outcome.training_id)}
        act = Act.TRAINING_REGISTERED
    return Trace(act, by, Ground.MANDATE, subject_id=each.registration.person_id, details=details)
