"""Saving a training plan, adopting it with a date, and noting that a copy was deposited.

Kept as every statement of an employer is (:mod:`app.enterprises.stating`): versioned, by a
registrar, with a line in the trail, and nobody overwrites what they have not read.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel
from app.enterprises.seen import NOTHING_STOOD
from app.enterprises.stating import Asked, Keeping, Outcome, Statements
from app.foundation.clock import day_of
from app.foundation.problems import Problem, problem
from app.learning.planning.content import Plan, as_json
from app.learning.planning.models import TrainingPlan
from app.learning.planning.queries import PlanVersion, adopted, versions_of_plan
from app.learning.planning.rules import problems_of_adoption, problems_of_draft

#: Plans are asked for since this year.
FIRST_YEAR = 2023


def _kind(stated: Act) -> Statements:
    return Statements(
        TrainingPlan.__table__,  # type: ignore[arg-type]
        about=("year",),
        content=("content", "number", "adopted_on", "deposited_on"),
        stated=stated,
        withdrawn=stated,  # a plan is never withdrawn: the next version takes its place
        unchanged=Act.PLAN_UNCHANGED,
        refused=Act.PLAN_REFUSED,
        told="year",
    )


_DRAFT, _ADOPTION = _kind(Act.PLAN_DRAFTED), _kind(Act.PLAN_ADOPTED)
_DEPOSIT = _kind(Act.PLAN_DEPOSITED)


def save_draft(
    db: Session,
    year: int,
    plan: Plan,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
    seen: datetime | None = None,
) -> Outcome:
    """Save a draft over what stands; an adopted version under it stays to be read."""
    problems = _problems_of_year(year, day_of(at)) + problems_of_draft(plan)
    asked = Asked(_values(year, plan), problems, seen)
    [outcome] = Keeping(by, via, at).keep(db, _DRAFT, [asked])
    return outcome


def adopt(
    db: Session,
    year: int,
    adopted_on: date,
    *,
    applies: bool,
    by: Actor,
    via: Channel,
    at: datetime,
    seen: datetime | None = None,
) -> Outcome:
    """Adopt the draft that stands, with a date and the next number.

    ``applies``: the law asks this enterprise for a plan.
    """
    versions = _versions(db, year, by)
    standing = _in_force(versions)
    last = adopted(versions)
    problems = _problems_of_year(year, day_of(at))
    values: dict[str, Any] = {"year": year}
    if standing is None or standing.adopted_on is not None:
        problems.append(problem("plan_nothing_to_adopt"))
    else:
        problems += problems_of_adoption(
            standing.plan, adopted_on, year=year, applies=applies, today=day_of(at)
        )
        number = ((last.number or 0) if last else 0) + 1
        values = _values(year, standing.plan, number, adopted_on)
    [outcome] = Keeping(by, via, at).keep(
        db, _ADOPTION, [Asked(values, problems, _seen(seen, standing))]
    )
    return outcome


def note_deposit(
    db: Session,
    year: int,
    deposited_on: date,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
    seen: datetime | None = None,
) -> Outcome:
    """Note the day on which a copy of the adopted plan was sent to the Federal Public Service."""
    versions = _versions(db, year, by)
    standing = _in_force(versions)
    problems = _problems_of_year(year, day_of(at))
    values: dict[str, Any] = {"year": year}
    if standing is None or standing.adopted_on is None:
        problems.append(problem("plan_not_adopted"))
    else:
        if not standing.adopted_on <= deposited_on <= day_of(at):
            problems.append(
                problem(
                    "plan_deposit_impossible",
                    "deposited_on",
                    first=standing.adopted_on,
                    last=day_of(at),
                )
            )
        values = _values(year, standing.plan, standing.number, standing.adopted_on, deposited_on)
    [outcome] = Keeping(by, via, at).keep(
        db, _DEPOSIT, [Asked(values, problems, _seen(seen, standing))]
    )
    return outcome


def _values(
    year: int,
    plan: Plan,
    number: int | None = None,
    adopted_on: date | None = None,
    deposited_on: date | None = None,
) -> dict[str, Any]:
    return {
        "year": year,
        "content": as_json(plan),
        "number": number,
        "adopted_on": adopted_on,
        "deposited_on": deposited_on,
    }


def _versions(db: Session, year: int, by: Actor) -> list[PlanVersion]:
    return versions_of_plan(db, by.enterprise_id, year) if by.enterprise_id else []


def _in_force(versions: list[PlanVersion]) -> PlanVersion | None:
    return next((each for each in versions if each.recorded_until is None), None)


def _seen(seen: datetime | None, standing: PlanVersion | None) -> datetime:
    """What was looked at, if only a moment ago: what is written rests on it either way."""
    return seen or (standing.recorded_from if standing else NOTHING_STOOD)


def _problems_of_year(year: int, today: date) -> list[Problem]:
    last = today.year + 1
    if FIRST_YEAR <= year <= last:
        return []
    return [problem("no_such_year", "year", first=FIRST_YEAR, last=last)]
