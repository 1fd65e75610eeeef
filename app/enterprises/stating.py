"""What an employer states itself: another size for two years; and how any statement is kept.

Every fact that an employer states is kept in one way, here and in other rooms: a registrar's
mandate, one version in force for each key, nothing written when the same is said again, and a
line in the trail for each, which says so where nothing was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Table, func, insert, select, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.mandates import may_register
from app.enterprises.models import Enterprise, StatedSize
from app.enterprises.outcomes import NothingStated as NothingStated
from app.enterprises.outcomes import Outcome as Outcome
from app.enterprises.outcomes import Refused as Refused
from app.enterprises.outcomes import Stated as Stated
from app.enterprises.outcomes import StatedAlready as StatedAlready
from app.enterprises.outcomes import Withdrawn as Withdrawn
from app.enterprises.rules import plain_reason, problems_of_reason, problems_of_size
from app.enterprises.seen import overtaken
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class Statements:
    """A kind of statement: its table, and which columns say what a statement is about."""

    table: Table
    about: tuple[str, ...]  # beside the enterprise
    content: tuple[str, ...]
    stated: Act
    withdrawn: Act
    unchanged: Act  # the same is stated already, or there was nothing to withdraw
    refused: Act
    told: str  # the column of ``about`` that the trail names

    @property
    def own(self) -> tuple[str, ...]:
        return (*self.about, *self.content)


@dataclass(slots=True)
class Asked:
    """One statement, or one withdrawal, on its way through the act.

    ``values`` has the columns of ``about``, and of ``content`` those that are said; ``problems``
    what is wrong with it.
    """

    values: dict[str, Any]
    problems: list[Problem]
    seen: datetime | None = None  # what stood when it was looked at; None is not checked
    outcome: Outcome | None = None
    same_as: Asked | None = None  # said word for word earlier in the batch
    statement_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who states, through which channel, at which instant."""

    by: Actor
    via: Channel
    at: datetime

    def keep(self, db: Session, kind: Statements, asked: Sequence[Asked]) -> list[Outcome]:
        """Keep what may be kept; one outcome each, in their order, and a line for each."""
        return self._carry_out(db, kind, asked, kind.stated, self._state)

    def withdraw(self, db: Session, kind: Statements, asked: Sequence[Asked]) -> list[Outcome]:
        """Take back what is in force; one outcome each, in their order, and a line for each."""
        return self._carry_out(db, kind, asked, kind.withdrawn, self._take_back)

    def allowed(self, db: Session) -> bool:
        return may_register(db, self.by, on=day_of(self.at))

    def _carry_out(
        self,
        db: Session,
        kind: Statements,
        asked: Sequence[Asked],
        act: Act,
        change: Callable[[Session, Statements, list[Asked]], None],
    ) -> list[Outcome]:
        if self.allowed(db):
            _settle_what_cannot_be(kind, asked)
            if open_ones := [each for each in asked if not (each.outcome or each.same_as)]:
                change(db, kind, open_ones)
            for each in asked:
                if each.same_as:
                    each.outcome = _said_again(each.same_as.outcome)
        else:
            for each in asked:
                each.outcome = Refused((problem("no_mandate"),))
        record(db, [self._trace(kind, each, act) for each in asked], via=self.via, at=self.at)
        return [each.outcome for each in asked if each.outcome]

    def _state(self, db: Session, kind: Statements, asked: list[Asked]) -> None:
        standing = self._standing(db, kind, asked)
        changed: list[tuple[Asked, Any]] = []
        for each in asked:
            known = standing.get(_key(kind, each))
            if known and all(known[name] == each.values[name] for name in kind.content):
                each.outcome = StatedAlready(known["statement_id"])
            elif overtaken(each.seen, known, self.at):
                each.outcome = Refused((problem("changed_meanwhile"),))
            else:
                each.outcome = Stated(each.statement_id)
                changed.append((each, known))
        self._write(
            db,
            kind,
            closed=[known for _each, known in changed if known],
            opened=[{**each.values, "statement_id": each.statement_id} for each, _ in changed],
        )

    def _take_back(self, db: Session, kind: Statements, asked: list[Asked]) -> None:
        standing = self._standing(db, kind, asked)
        closed, opened = [], []
        for each in asked:
            known = standing.get(_key(kind, each))
            if known is None:
                each.outcome = NothingStated()
            elif overtaken(each.seen, known, self.at):
                each.outcome = Refused((problem("changed_meanwhile"),))
            else:
                each.outcome = Withdrawn(known["statement_id"])
                closed.append(known)
                last = {name: known[name] for name in kind.own} | each.values
                ended = {"withdrawn": True, "recorded_until": self.at}
                opened.append(last | ended | {"statement_id": each.statement_id})
        self._write(db, kind, closed=closed, opened=opened)

    def _standing(
        self, db: Session, kind: Statements, asked: list[Asked]
    ) -> dict[tuple[Any, ...], Any]:
        """What is in force of what is asked about, by what it is about.

        Those who state for one enterprise take turns, on its row, until their transactions end.
        """
        db.execute(
            select(Enterprise.enterprise_id)
            .where(Enterprise.enterprise_id == self.by.enterprise_id)
            .with_for_update(key_share=True)
        )
        columns = kind.table.c
        rows = db.execute(
            select(kind.table).where(
                columns.enterprise_id == self.by.enterprise_id,
                columns.recorded_until.is_(None),
                *(
                    _among(columns[name], {each.values[name] for each in asked})
                    for name in kind.about
                ),
            )
        ).mappings()
        return {tuple(row[name] for name in kind.about): row for row in rows}

    def _write(
        self, db: Session, kind: Statements, *, closed: list[Any], opened: list[dict[str, Any]]
    ) -> None:
        columns = kind.table.c
        if closed:
            db.execute(
                update(kind.table)
                .where(columns.statement_id == func.any([row["statement_id"] for row in closed]))
                .values(recorded_until=self.at)
            )
        if opened:
            stamp = {
                "enterprise_id": self.by.enterprise_id,
                "stated_by": self.by.person_id,
                "mandate_id": self.by.mandate_id,
                "channel": self.via.value,
                "recorded_from": self.at,
            }
            db.execute(insert(kind.table), [row | stamp for row in opened])

    def _trace(self, kind: Statements, each: Asked, act: Act) -> Trace:
        value = each.values[kind.told]
        told: dict[str, Any] = {kind.told: str(value) if isinstance(value, UUID) else value}
        if isinstance(each.outcome, Refused):
            act = kind.refused
            told["problems"] = [each.code for each in each.outcome.problems]
        else:
            if isinstance(each.outcome, StatedAlready | NothingStated):
                # Whoever follows what was changed is not told of what was not.
                act = kind.unchanged
            found = getattr(each.outcome, "statement_id", None)
            told["statement_id"] = str(found) if found else None
        subject = each.values.get("person_id")
        return Trace(act, self.by, Ground.MANDATE, subject_id=subject, details=told)


def _among(column: ColumnElement[Any], values: set[Any]) -> ColumnElement[bool]:
    said = column == func.any([value for value in values if value is not None])
    return column.is_(None) | said if None in values else said


def _key(kind: Statements, each: Asked) -> tuple[Any, ...]:
    return tuple(each.values[name] for name in kind.about)


def _settle_what_cannot_be(kind: Statements, asked: Sequence[Asked]) -> None:
    """Refuse what has problems, and what contradicts something said earlier in the batch."""
    first: dict[tuple[Any, ...], Asked] = {}
    for each in asked:
        if each.problems:
            each.outcome = Refused(tuple(each.problems))
            continue
        earlier = first.setdefault(_key(kind, each), each)
        if earlier is not each and earlier.values == each.values:
            each.same_as = earlier
        elif earlier is not each:
            each.outcome = Refused((problem("stated_twice"),))


def _said_again(earlier: Outcome | None) -> Outcome | None:
    """The outcome of what had been said word for word earlier in the batch."""
    if isinstance(earlier, Stated):
        return StatedAlready(earlier.statement_id)
    return NothingStated() if isinstance(earlier, Withdrawn) else earlier


_SIZES = Statements(
    StatedSize.__table__,  # type: ignore[arg-type]
    about=("first_year",),
    content=("fte", "reason"),
    stated=Act.SIZE_STATED,
    withdrawn=Act.SIZE_WITHDRAWN,
    unchanged=Act.SIZE_UNCHANGED,
    refused=Act.SIZE_REFUSED,
    told="first_year",
)


@dataclass(frozen=True, slots=True)
class SizeStatement:
    """Another size than the one worked out, for the two years from ``first_year``."""

    first_year: int
    fte: int  # hundredths
    reason: str
    seen: datetime | None = None


def state_sizes(
    db: Session, statements: Sequence[SizeStatement], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """State sizes for the enterprise acted for: the stated one then counts."""
    asked = [
        Asked(
            {"first_year": s.first_year, "fte": s.fte, "reason": plain_reason(s.reason)},
            problems_of_size(s.first_year, s.fte, today=day_of(at)) + problems_of_reason(s.reason),
            s.seen,
        )
        for s in statements
    ]
    return Keeping(by, via, at).keep(db, _SIZES, asked)


def withdraw_size(
    db: Session,
    first_year: int,
    *,
    reason: str,
    by: Actor,
    via: Channel,
    at: datetime,
    seen: datetime | None = None,
) -> Outcome:
    """Withdraw a stated size: the one worked out counts again."""
    values = {"first_year": first_year, "reason": plain_reason(reason)}
    withdrawal = Asked(values, problems_of_reason(reason), seen)
    [outcome] = Keeping(by, via, at).withdraw(db, _SIZES, [withdrawal])
    return outcome
