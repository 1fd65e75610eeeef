"""The law's own history: what of it is in force on a day, what was, and what will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.learning.rules.law import LegalFact


class Standing(StrEnum):
    """Where a fact of the law stands, seen from a day."""

    IN_FORCE = "in_force"
    PAST = "past"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class FactSeen:
    """One fact of the law, and how it stands on the day asked."""

    fact: LegalFact
    standing: Standing


def facts_on(facts: Sequence[LegalFact], day: date) -> tuple[FactSeen, ...]:
    """Each fact as it stands on ``day``: those in force first, then past ones, then the rest.

    Within each of the three, in the order given.
    """
    seen = [FactSeen(each, _standing(each, day)) for each in facts]
    order = list(Standing)
    return tuple(sorted(seen, key=lambda each: order.index(each.standing)))


def _standing(fact: LegalFact, day: date) -> Standing:
    if fact.holds_on(day):
        return Standing.IN_FORCE
    return Standing.TO_COME if day < fact.starts_on else Standing.PAST
