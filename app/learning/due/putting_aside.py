"""Putting a task aside, with a reason, and taking it up again.

Kept as every statement of an employer is (:mod:`app.enterprises.stating`): versioned, by a
registrar, with a line in the trail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel
from app.enterprises.rules import plain_reason, problems_of_reason
from app.enterprises.stating import Asked, Keeping, Outcome, Statements
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem
from app.learning.due.models import TaskPutAside
from app.learning.due.rules import Aside, Code

#: Nobody forgets a task for longer than that without saying that it is done with.
LONGEST_DAYS = 180

_ASIDE = Statements(
    TaskPutAside.__table__,  # type: ignore[arg-type]
    about=("task", "period"),
    content=("until", "reason"),
    stated=Act.TASK_PUT_ASIDE,
    withdrawn=Act.TASK_TAKEN_UP,
    unchanged=Act.TASK_UNCHANGED,
    refused=Act.TASK_REFUSED,
    told="task",
)


@dataclass(frozen=True, slots=True)
class PuttingAside:
    """``until`` None: this occurrence of the task is done with."""

    task: Code
    period: str
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class AsideRow:
    """What is put aside now, by whom."""

    aside: Aside
    reason: str
    stated_by: UUID | None
    recorded_from: datetime


def put_aside(
    db: Session, wanted: Sequence[PuttingAside], *, by: Actor, via: Channel, at: datetime
) -> list[Outcome]:
    """Put tasks aside; one outcome for each, in their order."""
    asked = [
        Asked(
            {
                "task": each.task.value,
                "period": each.period,
                "until": each.until,
                "reason": plain_reason(each.reason),
            },
            problems_of_aside(each.until, today=day_of(at)) + problems_of_reason(each.reason),
        )
        for each in wanted
    ]
    return Keeping(by, via, at).keep(db, _ASIDE, asked)


def problems_of_aside(until: date | None, *, today: date) -> list[Problem]:
    """What is wrong with the day until which a task is put aside."""
    if until is None:
        return []
    last = today + timedelta(days=LONGEST_DAYS)
    if not today < until <= last:
        return [problem("aside_until_impossible", "until", first=today, last=last)]
    return []


def take_up(
    db: Session, task: Code, period: str, *, by: Actor, via: Channel, at: datetime
) -> Outcome:
    """Show a task again that was put aside."""
    [outcome] = Keeping(by, via, at).withdraw(
        db, _ASIDE, [Asked({"task": task.value, "period": period}, [])]
    )
    return outcome


def asides_of(db: Session, enterprise_id: UUID) -> list[AsideRow]:
    """What an enterprise has put aside, newest first; what is over by the day is among it."""
    rows = db.execute(
        select(
            TaskPutAside.task,
            TaskPutAside.period,
            TaskPutAside.until,
            TaskPutAside.reason,
            TaskPutAside.stated_by,
            TaskPutAside.recorded_from,
        )
        .where(TaskPutAside.enterprise_id == enterprise_id, TaskPutAside.recorded_until.is_(None))
        .order_by(TaskPutAside.recorded_from.desc())
    )
    return [
        AsideRow(Aside(Code(task), period, until), reason, by, since)
        for task, period, until, reason, by, since in rows
    ]
