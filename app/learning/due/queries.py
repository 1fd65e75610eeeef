"""Questions about what is due: how many each task concerns, and who they are.

A handful of questions whatever the size of the workforce.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from app.employment.known import EMPLOYMENTS_KNOWN, goes_on
from app.enterprises.queries import SizeOrigin, sizes_known
from app.enterprises.rules import period_of
from app.foundation.asking import Question
from app.identity.queries import CALLED
from app.learning.due.parameters import duties
from app.learning.due.rules import (
    Code,
    PlanStands,
    Situation,
    Some,
    with_budget_ending,
)
from app.learning.due.sets import EMPLOYED, ENTERPRISE, LISTED, SOME, TODAY, blanks_for
from app.learning.parameters import law
from app.learning.planning.queries import plan_of


@dataclass(frozen=True, slots=True)
class Line:
    """One of those a task concerns; what is not its affair is None."""

    person_id: UUID
    about: UUID | None  # an employment or a training
    day: date | None
    title: str | None
    minutes: int | None
    seen: datetime | None  # the version of a training that was looked at


_COMMITTEES: Question[str] = Question(
    select(EMPLOYMENTS_KNOWN.c.joint_committee)
    .where(
        EMPLOYMENTS_KNOWN.c.enterprise_id == ENTERPRISE,
        goes_on(EMPLOYMENTS_KNOWN.c, TODAY),
        EMPLOYMENTS_KNOWN.c.joint_committee.is_not(None),
    )
    .distinct(),
    str,
)


def _counted(code: Code) -> Any:
    those = SOME[code].subquery(f"those_{code.value}")
    return select(
        literal_column(f"'{code.value}'").label("code"),
        func.count().label("number"),
        func.min(those.c.day).label("first"),
        func.max(those.c.day).label("last"),
    ).select_from(those)


_employed = EMPLOYED.subquery("employed")
_COUNTS: Question[tuple[Any, ...]] = Question(union_all(*map(_counted, SOME)), lambda *row: row)
_COUNT: dict[Code, Question[tuple[Any, ...]]] = {
    code: Question(_counted(code), lambda *row: row) for code in SOME
}
_WORKERS: Question[tuple[int, int]] = Question(
    select(
        func.count(),
        func.count().filter(
            _employed.c.person_id == func.any(bindparam("told", type_=ARRAY(Uuid)))
        ),
    ).select_from(_employed),
    lambda *row: (row[0], row[1]),
)


def situation_of(
    db: Session,
    enterprise_id: UUID,
    *,
    today: date,
    told: Collection[UUID] = (),
    only: Code | None = None,
) -> Situation:
    """All that the tasks of an enterprise follow from, or that one of them does.

    ``told``: whoever has had a balance notice this year.
    """
    sizes = sizes_known(db, enterprise_id)
    blanks = _blanks(db, enterprise_id, today)
    [(workers, of_them)] = _WORKERS.ask(db, enterprise=enterprise_id, today=today, told=list(told))
    counts = {row[0]: row[1:] for each in _counts(only) for row in each.ask(db, **blanks)}
    plan = plan_of(db, enterprise_id, today.year)
    return Situation(
        workers=workers,
        told=of_them,
        some={code: Some(*counts[code.value]) for code in SOME if code.value in counts},
        fte={first_year: each.fte for first_year, each in sizes.items()},
        stated_sizes=frozenset(
            first_year for first_year, each in sizes.items() if each.origin is SizeOrigin.STATED
        ),
        plan=PlanStands(plan.adopted_on, plan.deposited_on) if plan else PlanStands(),
    )


def _counts(only: Code | None) -> list[Question[tuple[Any, ...]]]:
    """All counts in one question; or the one of a task that concerns some, and none of others."""
    if only is None:
        return [_COUNTS]
    return [_COUNT[only]] if only in _COUNT else []


def employed_on(db: Session, enterprise_id: UUID, day: date) -> list[UUID]:
    """Everyone employed on a day."""
    blanks = {"enterprise": enterprise_id, "today": day}
    return list(db.execute(EMPLOYED.order_by("person_id"), blanks).scalars())


def _blanks(db: Session, enterprise_id: UUID, today: date) -> dict[str, Any]:
    size = sizes_known(db, enterprise_id).get(period_of(today.year))
    committees = _COMMITTEES.ask(db, enterprise=enterprise_id, today=today)
    budgets = with_budget_ending(law(), committees, size.fte if size else None, today.year)
    return blanks_for(enterprise_id, today, duties(), law(), budgets)


def lines_of(
    db: Session, enterprise_id: UUID, code: Code, *, today: date, page: int, size: int
) -> tuple[list[Line], int]:
    """One page of those a task concerns, and how many there are in all.

    The earliest day comes first, and within a day, or where there is none, the surname.
    """
    those = LISTED[code].subquery("those")
    blanks = _blanks(db, enterprise_id, today)
    number: int = db.execute(select(func.count()).select_from(those), blanks).scalar_one()
    rows = db.execute(
        select(those)
        .outerjoin(CALLED, CALLED.c.person_id == those.c.person_id)
        .order_by(those.c.day, CALLED.c.folded.asc().nulls_last(), those.c.person_id, those.c.about)
        .limit(size)
        .offset((page - 1) * size),
        blanks,
    )
    return [Line(*row) for row in rows], number
