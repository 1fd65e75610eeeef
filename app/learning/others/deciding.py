"""Deciding about two trainings that are likely one: one is kept, or both are real.

What is not kept is cancelled as every training is, with a reason that names the one kept.  Both
are held first, and both must stand as they were seen: of two people who decide at once, one
decision stands and the other is told, and never are both trainings cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.employment.closing import closed_to
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem
from app.learning.correcting import Cancellation, cancel_trainings
from app.learning.models import Training
from app.learning.others.checking import SeenVersion, mark_checked
from app.learning.others.models import RealPair


@dataclass(frozen=True, slots=True)
class SeenTraining:
    """A training as somebody saw it: the version recorded at ``seen``."""

    training_id: UUID
    seen: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """About two trainings of one worker: ``kept`` is the key of one of them; None keeps both.

    ``reason`` is why the other is cancelled, naming the one kept, in the words of whoever decides;
    the worker can read it.
    """

    person_id: UUID
    one: SeenTraining
    other: SeenTraining
    kept: UUID | None
    reason: str = ""

    @property
    def both(self) -> tuple[UUID, UUID]:
        """The keys of the two, in the order of the table."""
        first, second = sorted((self.one.training_id, self.other.training_id))
        return first, second

    @property
    def given_up(self) -> SeenTraining | None:
        """The one that is to be cancelled."""
        if self.kept is None:
            return None
        return self.other if self.kept == self.one.training_id else self.one


@dataclass(frozen=True, slots=True)
class KeptOne:
    """``kept`` stands, ``cancelled`` counts no more."""

    kept: UUID
    cancelled: UUID


@dataclass(frozen=True, slots=True)
class BothReal:
    """Two trainings: they are not shown side by side again."""


Outcome = KeptOne | BothReal | Refused


@dataclass(slots=True)
class _Asked:
    decision: Decision
    outcome: Outcome | None = None

    def refuse(self, *problems: Problem) -> None:
        self.outcome = Refused(problems)


@dataclass(slots=True)
class _Standing:
    """What stands of the trainings that are decided about, while they are held."""

    since: dict[tuple[UUID, UUID], datetime]  # person and training: the version in force
    real: set[tuple[UUID, tuple[UUID, UUID]]]  # person and pair
    kept: set[UUID] = field(default_factory=set)  # by an earlier decision of the list
    given_up: set[UUID] = field(default_factory=set)


def decide(
    db: Session, decisions: Sequence[Decision], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """Carry out what can be; one outcome for each decision, in their order.

    Where two decisions of the list contradict each other the earlier one stands.
    """
    asked = [_Asked(each) for each in decisions]
    if by.enterprise_id is not None and may_register(db, by, on=day_of(at)):
        _refuse_what_is_closed(db, asked, by.enterprise_id, at)
        open_ones = [each for each in asked if each.outcome is None]
        _judge(open_ones, _look_up(db, open_ones, by.enterprise_id), at)
        _cancel(db, open_ones, by=by, via=via, at=at)
        _remember(db, open_ones, by.enterprise_id, by=by, via=via, at=at)
    else:
        for each in asked:
            each.refuse(problem("no_mandate"))
    record(db, [_trace(each, by) for each in asked], via=via, at=at)
    return [each.outcome for each in asked if each.outcome]


def _refuse_what_is_closed(
    db: Session, asked: Sequence[_Asked], enterprise_id: UUID, at: datetime
) -> None:
    people = {each.decision.person_id for each in asked}
    closed = closed_to(db, enterprise_id, people, today=day_of(at))
    for each in asked:
        if each.decision.person_id in closed:
            each.refuse(problem("access_closed", "worker"))


def _look_up(db: Session, asked: Sequence[_Asked], enterprise_id: UUID) -> _Standing:
    """What stands.  It is held first: whoever waited for somebody else's decision sees it."""
    people = list({each.decision.person_id for each in asked})
    trainings = list({key for each in asked for key in each.decision.both})
    these = (
        Training.person_id == func.any(people),
        Training.training_id == func.any(trainings),
        Training.enterprise_id == enterprise_id,
        Training.recorded_until.is_(None),
    )
    key = (Training.person_id, Training.training_id)
    # In the order in which every act about trainings takes them.
    db.execute(select(*key).where(*these).order_by(*key).with_for_update())
    rows = db.execute(select(*key, Training.recorded_from).where(*these))
    since = {(person_id, training_id): began for person_id, training_id, began in rows}
    real = db.execute(
        select(RealPair.person_id, RealPair.one_id, RealPair.other_id).where(
            RealPair.person_id == func.any(people), RealPair.one_id == func.any(trainings)
        )
    )
    return _Standing(since, {(person_id, (one, other)) for person_id, one, other in real})


def _judge(asked: Sequence[_Asked], standing: _Standing, at: datetime) -> None:
    for each in asked:
        decision = each.decision
        if decision.kept not in {None, *decision.both} or len(set(decision.both)) < 2:
            each.refuse(problem("no_such_training"))
        elif not _as_seen(decision, standing, at) or _contradicts(decision, standing):
            each.refuse(problem("changed_meanwhile"))
        elif decision.given_up is None or decision.kept is None:
            each.outcome = BothReal()
            standing.kept.update(decision.both)
        else:
            each.outcome = KeptOne(decision.kept, decision.given_up.training_id)
            standing.kept.add(decision.kept)
            standing.given_up.add(decision.given_up.training_id)


def _as_seen(decision: Decision, standing: _Standing, at: datetime) -> bool:
    """Whether nobody was quicker, not even by a clock a little ahead of this one."""
    person_id = decision.person_id
    if decision.kept is not None and (person_id, decision.both) in standing.real:
        return False
    return all(
        standing.since.get((person_id, each.training_id)) == each.seen and each.seen < at
        for each in (decision.one, decision.other)
    )


def _contradicts(decision: Decision, standing: _Standing) -> bool:
    """Whether an earlier decision of the list gave up one of them, or kept what this gives up."""
    given_up = decision.given_up
    return not standing.given_up.isdisjoint(decision.both) or (
        given_up is not None and given_up.training_id in standing.kept
    )


def _cancel(db: Session, asked: Sequence[_Asked], *, by: Actor, via: Channel, at: datetime) -> None:
    wanted = [(each, each.decision.given_up) for each in asked]
    cancelling = [
        (each, Cancellation(each.decision.person_id, it.training_id, it.seen, each.decision.reason))
        for each, it in wanted
        if it is not None and isinstance(each.outcome, KeptOne)
    ]
    if not cancelling:
        return
    outcomes = cancel_trainings(
        db, [cancellation for _each, cancellation in cancelling], reason="", by=by, via=via, at=at
    )
    for (each, _cancellation), outcome in zip(cancelling, outcomes, strict=True):
        if isinstance(outcome, Refused):
            each.outcome = outcome


def _remember(
    db: Session,
    asked: Sequence[_Asked],
    enterprise_id: UUID,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> None:
    """Keep that pairs are real, and that what stays was looked at."""
    rows = [
        {
            "person_id": each.decision.person_id,
            "one_id": each.decision.both[0],
            "other_id": each.decision.both[1],
            "enterprise_id": enterprise_id,
            "decided_by": by.person_id,
            "mandate_id": by.mandate_id,
            "channel": via.value,
            "decided_at": at,
        }
        for each in asked
        if isinstance(each.outcome, BothReal)
    ]
    if rows:
        db.execute(insert(RealPair).on_conflict_do_nothing(), rows)
    stay = [
        SeenVersion(each.decision.person_id, it.training_id, it.seen)
        for each in asked
        if not isinstance(each.outcome, Refused)
        for it in (each.decision.one, each.decision.other)
        if it is not each.decision.given_up
    ]
    if stay:
        mark_checked(db, enterprise_id, stay, by=by, via=via, at=at)


def _trace(each: _Asked, by: Actor) -> Trace:
    decision = each.decision
    details: dict[str, Any] = {"training_ids": [str(key) for key in decision.both]}
    if isinstance(each.outcome, Refused):
        act = Act.PAIR_REFUSED
        details["problems"] = [problem.code for problem in each.outcome.problems]
    else:
        act = Act.PAIR_DECIDED
        details["kept"] = str(decision.kept) if decision.kept else None
    return Trace(act, by, Ground.MANDATE, subject_id=decision.person_id, details=details)
