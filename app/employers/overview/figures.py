"""What the overview says: the sums told apart, each with the list that it opens into."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

from app.learning.workers.lists import Totals
from app.learning.workers.summing import Group, Summed
from app.learning.workers.trainings import Group as TrainingGroup
from app.learning.workers.trainings import TrainingSum

NOBODY = Totals(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people of the year: the value they have in common, and their sums."""

    value: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class TrainingPart:
    """Some of the trainings of the year: those followed and those planned."""

    value: str
    followed: TrainingSum
    planned: TrainingSum


def added(totals: Iterable[Totals]) -> Totals:
    return reduce(lambda one, other: one + other, totals, NOBODY)


def parts(summed: Summed, told_by: Callable[[Group], str]) -> list[Part]:
    """The people of the year told apart, in the order of the value."""
    found: dict[str, Totals] = {}
    for group in summed.groups:
        value = told_by(group)
        found[value] = found.get(value, NOBODY) + group.totals
    return [Part(value, totals) for value, totals in sorted(found.items())]


def training_parts(
    groups: dict[TrainingGroup, TrainingSum], told_by: Callable[[TrainingGroup], str]
) -> list[TrainingPart]:
    """The trainings of the year told apart, in the order of the value."""
    found: dict[str, list[TrainingSum]] = {}
    for group, amount in groups.items():
        both = found.setdefault(told_by(group), [TrainingSum(), TrainingSum()])
        planned = not group[1]
        both[planned] = both[planned] + amount
    return [TrainingPart(value, *both) for value, both in sorted(found.items())]


def average_days(hundredths: int, people: int) -> int:
    """Days for each worker, in hundredths, to the nearest tenth of a day."""
    return (hundredths + 5 * people) // (10 * people) * 10 if people else 0
