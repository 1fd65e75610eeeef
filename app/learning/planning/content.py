"""What a training plan says, as a value, and how it is written into the database.  Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any


class Body(StrEnum):
    """Who is heard about the plan: the first of them that there is."""

    WORKS_COUNCIL = "works_council"
    UNION_DELEGATION = "union_delegation"
    WORKERS = "workers"


class Group(StrEnum):
    """For whom a training is meant: those to whom the law wants attention paid have a name."""

    EVERYONE = "everyone"
    FIFTY_PLUS = "fifty_plus"
    DISABILITY = "disability"
    FOREIGN_ORIGIN = "foreign_origin"
    BOTTLENECK = "bottleneck"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PlannedTraining:
    """One training of the plan.  ``minutes`` for each participant; 0 where it is not said."""

    title: str
    formal: bool
    group: Group
    for_whom: str = ""  # in the employer's words
    when: str = ""  # in the employer's words: "March", "first half of the year"
    minutes: int = 0


#: The parts that are written in the employer's own words, in the order of the plan.
SECTIONS = ("contribution", "risk_groups", "bottleneck", "gender", "evaluation")


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole content.  Dates that are not yet known are None."""

    starts_on: date
    ends_on: date
    contribution: str = ""  # how it contributes to the right and the sector's effort
    risk_groups: str = ""
    bottleneck: str = ""
    gender: str = ""
    evaluation: str = ""
    body: Body | None = None
    given_on: date | None = None  # the draft, to whoever is heard
    advice_on: date | None = None
    advice: str = ""
    trainings: tuple[PlannedTraining, ...] = ()

    @property
    def minutes(self) -> dict[bool, int]:
        """The length of all trainings together, of the formal (True) and the informal ones."""
        return {
            kind: sum(each.minutes for each in self.trainings if each.formal is kind)
            for kind in (True, False)
        }


def empty_plan(year: int) -> Plan:
    return Plan(date(year, 1, 1), date(year, 12, 31))


def moved_to(plan: Plan, year: int) -> Plan:
    """Last year's plan as the beginning of another one's: nobody has been heard about it yet."""
    begun = empty_plan(year)
    return replace(
        plan,
        starts_on=begun.starts_on,
        ends_on=begun.ends_on,
        given_on=None,
        advice_on=None,
        advice="",
    )


def as_json(plan: Plan) -> dict[str, Any]:
    found = asdict(plan)
    for name, value in found.items():
        if isinstance(value, date):
            found[name] = value.isoformat()
    return found | {"trainings": list(found["trainings"])}


def from_json(stored: dict[str, Any]) -> Plan:
    """The inverse of :func:`as_json`."""
    said = {name: stored[name] for name in (each.name for each in fields(Plan)) if name in stored}
    for name in ("starts_on", "ends_on", "given_on", "advice_on"):
        said[name] = date.fromisoformat(said[name]) if said.get(name) else None
    said["body"] = Body(said["body"]) if said.get("body") else None
    said["trainings"] = tuple(
        PlannedTraining(**each | {"group": Group(each["group"])}) for each in said["trainings"]
    )
    return Plan(**said)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one part of the plan between two versions."""

    part: str  # a field of Plan, or "trainings"
    before: Any
    after: Any


def differences(before: Plan, after: Plan) -> list[Difference]:
    """What the later version says otherwise, part by part; trainings as those gone and new."""
    found = [
        Difference(each.name, getattr(before, each.name), getattr(after, each.name))
        for each in fields(Plan)
        if each.name != "trainings" and getattr(before, each.name) != getattr(after, each.name)
    ]
    gone = tuple(each for each in before.trainings if each not in after.trainings)
    new = tuple(each for each in after.trainings if each not in before.trainings)
    if gone or new:
        found.append(Difference("trainings", gone, new))
    return found
