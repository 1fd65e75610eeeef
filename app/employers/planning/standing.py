"""What stands of a training plan as its pages tell it: whether it is asked for, what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.employers.looking import today
from app.employers.planning.forms import BODIES, GROUPS
from app.enterprises.mandates import HeldMandate
from app.enterprises.queries import size_for
from app.foundation.problems import Problem
from app.learning.due.parameters import duties
from app.learning.due.rules import Code, months_after, plan_applies
from app.learning.planning.content import SECTIONS
from app.learning.planning.planning import FIRST_YEAR
from app.learning.planning.queries import PlanVersion
from app.learning.planning.rules import problems_of_adoption, remarks_on_adoption
from app.learning.wording import sentence


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether the law asks for a plan, and the size (hundredths) that says so; None: not known."""

    fte: int | None
    yes: bool | None


def applies_to(db: Session, mandate: HeldMandate, year: int) -> Applies:
    """Whether the law asks the enterprise for a plan of that year."""
    size = size_for(db, mandate.enterprise_id, year).get(mandate.enterprise_id)
    fte = size.fte if size else None
    return Applies(fte, plan_applies(fte, duties()[Code.TRAINING_PLAN]))


def years_of_plans() -> range:
    """Those of which there may be a plan: up to the next one."""
    return range(FIRST_YEAR, today().year + 2)


def asked_year(year: int) -> int:
    """The year in an address; 404 for one of which there is none."""
    if year not in years_of_plans():
        abort(404)
    return year


def in_force(versions: list[PlanVersion]) -> PlanVersion | None:
    """The version that stands, a draft or not."""
    return next((each for each in versions if each.recorded_until is None), None)


def deposit_due(version: PlanVersion | None) -> date | None:
    """Until when a copy of it is to be deposited; None where it is not adopted."""
    if version is None or version.adopted_on is None:
        return None
    return months_after(version.adopted_on, duties()[Code.PLAN_DEPOSIT].months)


def words_of_plans() -> dict[str, Any]:
    """What every page of a plan calls its parts."""
    return {
        "bodies": BODIES,
        "groups": GROUPS,
        "sections": SECTIONS,
        "headings": {
            "starts_on": _("First day of the plan"),
            "ends_on": _("Last day of the plan"),
            "contribution": _("What the trainings contribute"),
            "risk_groups": _("Groups at risk"),
            "bottleneck": _("Bottleneck occupations"),
            "gender": _("Women and men"),
            "evaluation": _("Evaluation"),
            "body": _("Who was heard"),
            "given_on": _("Draft given on"),
            "advice_on": _("Advice of"),
            "advice": _("What the advice says"),
            "trainings": _("Trainings"),
        },
    }


def lacking(
    standing: PlanVersion, day: date, applies: Applies, year: int
) -> dict[str, list[tuple[str, str]]]:
    """What is missing and what is late, each with the part of the plan it is about."""
    headings = words_of_plans()["headings"]

    def said(problems: list[Problem]) -> list[tuple[str, str]]:
        return [
            (headings.get((each.field or "").split("-")[0], ""), sentence(each))
            for each in problems
            if each.field != "adopted_on"
        ]

    return {
        "missing": said(
            problems_of_adoption(
                standing.plan,
                day,
                year=year,
                applies=applies.yes is not False,
                today=today(),
            )
        ),
        "remarks": said(remarks_on_adoption(standing.plan, day, duties()[Code.TRAINING_PLAN], year))
        if applies.yes
        else [],
    }
