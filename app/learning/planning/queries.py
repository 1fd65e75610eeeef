"""Questions about training plans: those of an enterprise, and every version of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.learning.planning.content import Plan, from_json
from app.learning.planning.models import TrainingPlan


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version.  ``number`` counts the adopted ones; a draft has none."""

    statement_id: UUID
    year: int
    plan: Plan
    number: int | None
    adopted_on: date | None
    deposited_on: date | None
    recorded_from: datetime
    recorded_until: datetime | None
    stated_by: UUID | None
    mandate_id: UUID | None
    channel: str


_VERSIONS = select(
    TrainingPlan.statement_id,
    TrainingPlan.year,
    TrainingPlan.content,
    TrainingPlan.number,
    TrainingPlan.adopted_on,
    TrainingPlan.deposited_on,
    TrainingPlan.recorded_from,
    TrainingPlan.recorded_until,
    TrainingPlan.stated_by,
    TrainingPlan.mandate_id,
    TrainingPlan.channel,
)


def _version(
    statement_id: UUID, year: int, content: dict[str, object], *rest: object
) -> PlanVersion:
    return PlanVersion(statement_id, year, from_json(content), *rest)  # type: ignore[arg-type]


def versions_of_plan(db: Session, enterprise_id: UUID, year: int) -> list[PlanVersion]:
    """Every version of the plan of a year, oldest first."""
    rows = db.execute(
        _VERSIONS.where(
            TrainingPlan.enterprise_id == enterprise_id, TrainingPlan.year == year
        ).order_by(TrainingPlan.recorded_from)
    )
    return [_version(*row) for row in rows]


def plans_of(db: Session, enterprise_id: UUID) -> dict[int, list[PlanVersion]]:
    """What there is of every year: the version in force and the adopted ones, oldest first."""
    rows = db.execute(
        _VERSIONS.where(
            TrainingPlan.enterprise_id == enterprise_id,
            TrainingPlan.recorded_until.is_(None) | TrainingPlan.number.is_not(None),
        ).order_by(TrainingPlan.year, TrainingPlan.recorded_from)
    )
    found: dict[int, list[PlanVersion]] = {}
    for row in rows:
        version = _version(*row)
        found.setdefault(version.year, []).append(version)
    return found


def plan_of(db: Session, enterprise_id: UUID, year: int) -> PlanVersion | None:
    """The plan of a year as it was adopted last; None before it is."""
    return adopted(versions_of_plan(db, enterprise_id, year))


def adopted(versions: Iterable[PlanVersion]) -> PlanVersion | None:
    """Of some versions, oldest first, the one adopted last."""
    found = [each for each in versions if each.number is not None]
    return found[-1] if found else None


def consultable(versions: Iterable[PlanVersion]) -> list[PlanVersion]:
    """The adopted versions, one for each number, as they stand last; oldest first."""
    found = {each.number: each for each in versions if each.number is not None}
    return list(found.values())
