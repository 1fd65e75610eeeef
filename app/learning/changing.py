"""What correcting and cancelling trainings share: looking up, closing, opening, telling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.employment.closing import closed_to
from app.enterprises.mandates import may_register
from app.enterprises.rules import plain_reason
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem
from app.learning.jobs import keep_later
from app.learning.models import Training

Key = tuple[UUID, UUID]  # person and training


class Change(Protocol):
    """A change of one training, by somebody who saw the version recorded at ``seen``."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def training_id(self) -> UUID: ...
    @property
    def seen(self) -> datetime | None: ...  # None is not checked


Wanted = TypeVar("Wanted", bound=Change)


@dataclass(frozen=True, slots=True)
class Corrected:
    training_id: UUID


@dataclass(frozen=True, slots=True)
class Cancelled:
    training_id: UUID


@dataclass(frozen=True, slots=True)
class Unchanged:
    """It stood so already, or was cancelled already: nothing was written."""

    training_id: UUID


Outcome = Corrected | Cancelled | Unchanged | Refused


@dataclass(slots=True)
class Asked(Generic[Wanted]):
    """One change on its way through the act.

    ``standing`` is the version in force, None where there is none; ``cancelled`` tells whether
    the training was cancelled before.
    """

    change: Wanted
    reason: str | None
    outcome: Outcome | None = None
    standing: Any = None
    cancelled: bool = False

    @property
    def key(self) -> Key:
        return self.change.person_id, self.change.training_id

    def refuse(self, *problems: Problem) -> None:
        self.outcome = Refused(problems)


@dataclass(frozen=True, slots=True)
class Changing:
    """Who changes trainings, of which enterprise, through which channel, at which instant."""

    by: Actor
    via: Channel
    at: datetime

    def carry_out(
        self,
        db: Session,
        asked: list[Asked[Wanted]],
        done: Act,
        change: Callable[[Session, list[Asked[Wanted]]], None],
    ) -> list[Outcome]:
        """One outcome for each change, in their order, and a line in the trail for each."""
        if may_register(db, self.by, on=day_of(self.at)):
            assert self.by.enterprise_id is not None, "the mandate has been checked"
            open_ones = self._still_open(db, asked)
            self._look_up(db, open_ones)
            change(db, open_ones)
            changed = [each for each in asked if isinstance(each.outcome, Corrected | Cancelled)]
            keep_later(db, self.by.enterprise_id, {each.change.person_id for each in changed})
        else:
            for each in asked:
                each.refuse(problem("no_mandate"))
        record(db, [self._trace(each, done) for each in asked], via=self.via, at=self.at)
        return [each.outcome for each in asked if each.outcome]

    def _still_open(self, db: Session, asked: list[Asked[Wanted]]) -> list[Asked[Wanted]]:
        """Those about workers who may still be looked at; the others are refused."""
        assert self.by.enterprise_id is not None, "the mandate has been checked"
        persons = {each.change.person_id for each in asked}
        closed = closed_to(db, self.by.enterprise_id, persons, today=day_of(self.at))
        for each in asked:
            if each.change.person_id in closed:
                each.refuse(problem("access_closed", "worker"))
        return [each for each in asked if each.outcome is None]

    def _look_up(self, db: Session, asked: list[Asked[Wanted]]) -> None:
        """Find the versions in force.  They are held first, until the transaction ends.

        Whoever waited for somebody else's change sees it when looking, and not before.
        """
        these = self._of({each.key for each in asked})
        db.execute(
            select(Training.training_id)
            .where(*these, Training.recorded_until.is_(None))
            # In one order everywhere: two batches would otherwise each hold what the other
            # waits for.
            .order_by(Training.person_id, Training.training_id)
            .with_for_update()
        )
        by_key: dict[Key, list[Asked[Wanted]]] = defaultdict(list)
        for each in asked:
            by_key[each.key].append(each)
        rows = db.execute(
            select(Training.__table__).where(
                *these, Training.recorded_until.is_(None) | Training.cancelled
            )
        ).mappings()
        for row in rows:
            for each in by_key[row["person_id"], row["training_id"]]:
                if row["cancelled"]:
                    each.cancelled = True
                else:
                    each.standing = row

    def _of(self, keys: Collection[Key]) -> tuple[Any, ...]:
        return (
            Training.person_id == func.any([person_id for person_id, _ in keys]),
            Training.training_id == func.any([training_id for _, training_id in keys]),
            Training.enterprise_id == self.by.enterprise_id,
        )

    def still_as_seen(self, each: Asked[Wanted]) -> bool:
        """Whether nobody was quicker, not even by a clock a little ahead of this one."""
        since = each.standing["recorded_from"]
        return bool(each.change.seen in {None, since} and since < self.at)

    def version(self, each: Asked[Wanted], says: dict[str, Any]) -> dict[str, Any]:
        """The next version of a training: as it stands, but for what is said now, and by whom."""
        stamp = {
            "recorded_from": self.at,
            "registered_by": self.by.person_id,
            "mandate_id": self.by.mandate_id,
            "sender_id": self.by.sender_id,
            "client_id": self.by.client_id,
            "channel": self.via.value,
            "reason": plain_reason(each.reason) or None,
        }
        return dict(each.standing) | says | stamp

    def replace(self, db: Session, versions: dict[Key, dict[str, Any]]) -> set[Key]:
        """Close what stands and open these; the keys of those that could be opened.

        Where somebody registered the very same in the meantime, what stood goes on standing.
        """
        if not versions:
            return set()
        self._end(db, versions, Training.recorded_until.is_(None), until=self.at)
        rows = db.execute(
            insert(Training)
            .on_conflict_do_nothing()
            .returning(Training.person_id, Training.training_id),
            [versions[key] for key in sorted(versions)],
        )
        written = {(person_id, training_id) for person_id, training_id in rows}
        if taken := versions.keys() - written:
            self._end(db, taken, Training.recorded_until == self.at, until=None)
        return written

    def _end(
        self, db: Session, keys: Collection[Key], those: Any, *, until: datetime | None
    ) -> None:
        db.execute(update(Training).where(*self._of(keys), those).values(recorded_until=until))

    def _trace(self, each: Asked[Wanted], done: Act) -> Trace:
        details: dict[str, Any] = {"training_id": str(each.change.training_id)}
        if isinstance(each.outcome, Refused):
            done = Act.TRAINING_CHANGE_REFUSED
            details["problems"] = [each.code for each in each.outcome.problems]
        elif isinstance(each.outcome, Unchanged):
            # Whoever follows what was changed is not told of what was not.
            done = Act.TRAINING_UNCHANGED
        subject = each.change.person_id
        return Trace(done, self.by, Ground.MANDATE, subject_id=subject, details=details)
