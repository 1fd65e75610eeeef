"""Correcting trainings that are registered, and cancelling them: each a new version, none lost.

Whoever corrects says which version was seen (``seen``, its ``recorded_from``): a version that
somebody else has replaced since is not overwritten unread.  That a planned training was
followed is a correction like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel
from app.employment.queries import stretches_with
from app.enterprises.rules import problems_of_reason
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import problem
from app.learning.changing import Asked, Cancelled, Changing, Corrected, Key, Outcome, Unchanged
from app.learning.day_lengths import in_minutes
from app.learning.models import Training
from app.learning.registration import Registration, content_of, problems_with
from app.learning.statements import TrainingVersion

__all__ = [
    "Cancellation",
    "Cancelled",
    "Corrected",
    "Correction",
    "Outcome",
    "Refused",
    "Unchanged",
    "as_registered",
    "cancel_trainings",
    "correct_trainings",
]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a training is to say from now on, all of it; the worker stays who it is."""

    training_id: UUID
    seen: datetime | None  # None is not checked
    wanted: Registration
    reason: str | None = None

    @property
    def person_id(self) -> UUID:
        return self.wanted.person_id


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A training that is to count no more: it did not take place, or was registered in error."""

    person_id: UUID
    training_id: UUID
    seen: datetime | None  # None is not checked
    reason: str | None = None  # its own, where not all are cancelled for one


def as_registered(training: TrainingVersion) -> Registration:
    """What a version says, as one would register it: a correction changes some of it."""
    return Registration(
        person_id=training.person_id,
        title=training.title,
        starts_on=training.starts_on,
        ends_on=training.ends_on,
        minutes=training.minutes,
        formal=training.formal,
        followed=training.followed,
        counts=training.counts,
        certified=training.certified,
        certificate_until=training.certificate_until,
        not_counting=training.not_counting,
        **asdict(training.contents),
    )


def correct_trainings(
    db: Session, corrections: Sequence[Correction], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """Correct what can be corrected; one outcome for each, in their order.

    What holds for registering holds for what a training is corrected into.  That it lies in
    the past is no obstacle.
    """
    changing = Changing(by, via, at)

    def correct(db: Session, asked: list[Asked[Correction]]) -> None:
        _judge(db, changing, asked)
        _refuse_doubles(db, changing, asked)
        written = changing.replace(
            db,
            {
                each.key: changing.version(each, content_of(each.change.wanted))
                for each in asked
                if each.outcome is None
            },
        )
        for each in asked:
            if each.outcome is None and each.key in written:
                each.outcome = Corrected(each.change.training_id)
            elif each.outcome is None:
                each.refuse(problem("registered_already", "title"))

    asked = [Asked(each, each.reason) for each in _in_minutes(db, corrections, by)]
    return changing.carry_out(db, asked, Act.TRAINING_CORRECTED, correct)


def _in_minutes(db: Session, corrections: Sequence[Correction], by: Actor) -> list[Correction]:
    """The corrections, with those said in training days worked out for their workers."""
    wanted = in_minutes(db, by.enterprise_id, [each.wanted for each in corrections])
    return [
        each if found is each.wanted else replace(each, wanted=found)
        for each, found in zip(corrections, wanted, strict=True)
    ]


def _judge(db: Session, changing: Changing, asked: list[Asked[Correction]]) -> None:
    enterprise_id = changing.by.enterprise_id
    assert enterprise_id is not None, "the mandate has been checked"
    employed = stretches_with(db, enterprise_id, {each.change.person_id for each in asked})
    first: set[Key] = set()
    for each in asked:
        wanted = each.change.wanted
        if each.standing is None:
            each.refuse(
                problem("training_cancelled") if each.cancelled else problem("no_such_training")
            )
        elif problems := problems_with(
            wanted, employed.get(wanted.person_id, []), today=day_of(changing.at)
        ) + problems_of_reason(each.reason, needed=False):
            each.refuse(*problems)
        elif _says(each.standing, content_of(wanted)):
            each.outcome = Unchanged(each.change.training_id)
        elif each.key in first or not changing.still_as_seen(each):
            each.refuse(problem("changed_meanwhile"))
        else:
            first.add(each.key)


def _says(standing: Any, content: dict[str, Any]) -> bool:
    return all(standing[name] == value for name, value in content.items())


def _refuse_doubles(db: Session, changing: Changing, asked: list[Asked[Correction]]) -> None:
    """Refuse to correct a training into one that is registered, or that another becomes."""
    wanted = [each.change.wanted for each in asked if each.outcome is None]
    rows = db.execute(
        select(Training.person_id, Training.fingerprint, Training.training_id).where(
            Training.enterprise_id == changing.by.enterprise_id,
            Training.person_id == func.any([each.person_id for each in wanted]),
            Training.fingerprint == func.any([each.fingerprint for each in wanted]),
            Training.recorded_until.is_(None),
        )
    )
    taken = {(row.person_id, row.fingerprint): row.training_id for row in rows}
    for each in asked:
        if each.outcome is None:
            becomes = each.change.person_id, each.change.wanted.fingerprint
            if taken.setdefault(becomes, each.change.training_id) != each.change.training_id:
                each.refuse(problem("registered_already", "title"))


def cancel_trainings(
    db: Session,
    cancellations: Sequence[Cancellation],
    *,
    reason: str,
    by: Actor,
    via: Channel,
    at: datetime,
) -> list[Outcome]:
    """Cancel what can be cancelled, for its own reason or else the one of all.

    One outcome for each, in their order.
    """
    changing = Changing(by, via, at)

    def cancel(db: Session, asked: list[Asked[Cancellation]]) -> None:
        versions: dict[Key, dict[str, Any]] = {}
        for each in asked:
            if problems := problems_of_reason(each.reason):
                each.refuse(*problems)
            elif each.standing is None and not each.cancelled:
                each.refuse(problem("no_such_training"))
            elif each.standing is None or each.key in versions:
                each.outcome = Unchanged(each.change.training_id)
            elif not changing.still_as_seen(each):
                each.refuse(problem("changed_meanwhile"))
            else:
                last = {"cancelled": True, "recorded_until": at}
                versions[each.key] = changing.version(each, last)
                each.outcome = Cancelled(each.change.training_id)
        changing.replace(db, versions)

    asked = [Asked(each, each.reason or reason) for each in cancellations]
    return changing.carry_out(db, asked, Act.TRAINING_CANCELLED, cancel)
