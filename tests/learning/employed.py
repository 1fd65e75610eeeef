"""Employments, trainings and sizes in few words, for the tests of the rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.learning.rules.facts import (
    ContractEnd,
    CreditedTraining,
    Employed,
    EndReason,
    EnterpriseFte,
    RegimePeriod,
    Statement,
)
from app.learning.rules.inputs import AccountInputs

TODAY = date(2026, 11, 21)
HIRED = date(2022, 1, 3)
QUARTERS = ((20244, 5000), (20251, 5000))


def regime(
    worked: int | None = None,
    full_time: int | None = 3800,
    *,
    since: date = HIRED,
    until: date | None = None,
    part_time: bool | None = None,
    days: int | None = 500,
    committee: str | None = "XXX",
) -> RegimePeriod:
    """A regime; hours in hundredths.  Saying hours worked makes a part-timer."""
    part_time = worked is not None if part_time is None else part_time
    return RegimePeriod(since, until, worked, full_time, part_time, days, committee)


def employed(
    *regimes: RegimePeriod,
    since: date = HIRED,
    until: date | None = None,
    end: EndReason | None = None,
) -> Employed:
    return Employed(since, until, regimes, ContractEnd(end) if end else None)


def sizes(fte: int | None) -> dict[int, EnterpriseFte]:
    """The same size in every period; None: never known."""
    if fte is None:
        return {}
    return {year: EnterpriseFte(fte, QUARTERS) for year in range(2022, 2040, 2)}


def training(
    ends_on: date, minutes: int = 456, *, followed: bool = True, counts: bool = True, key: str = "a"
) -> CreditedTraining:
    return CreditedTraining(key, ends_on, ends_on, minutes, followed, counts)


def statement(year: int = 2026, *, everyone: bool = False, **said: Any) -> Statement:
    """Neither minutes nor days: the automatic right is declined."""
    told = {"minutes": None, "days": None, "reason": "Own agreement", "channel": "page"}
    return Statement(year, everyone, stated_on=date(2026, 2, 2), **(told | said))


def inputs(*jobs: Employed, fte: int | None = 5000, **more: Any) -> AccountInputs:
    return AccountInputs(jobs, sizes=sizes(fte), **more)
