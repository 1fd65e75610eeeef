"""Which employments are one account, which trainings are its own, and its five-year periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.learning.rules.account import FiveYears
from app.learning.rules.facts import CreditedTraining, Employed
from app.learning.rules.terms import Law, RightParameters


@dataclass(frozen=True, slots=True)
class Contract:
    """Employments that make one account: no longer break lies between them."""

    employments: tuple[Employed, ...]
    starts_on: date
    ends_on: date | None


def contracts_of(employments: Sequence[Employed], federal: RightParameters) -> tuple[Contract, ...]:
    """Employments with one employer, cut where more than ``same_account_days`` lie between."""
    found: list[Contract] = []
    for each in sorted(employments, key=lambda e: (e.starts_on, e.ends_on or date.max)):
        if found and _continues(found[-1], each, federal.same_account_days):
            last = found.pop()
            ends_on = max(last.ends_on, each.ends_on) if last.ends_on and each.ends_on else None
            found.append(Contract((*last.employments, each), last.starts_on, ends_on))
        else:
            found.append(Contract((each,), each.starts_on, each.ends_on))
    return tuple(found)


def _continues(last: Contract, each: Employed, most: int) -> bool:
    return last.ends_on is None or (each.starts_on - last.ends_on).days - 1 <= most


def in_time(training: CreditedTraining) -> tuple[date, str]:
    return training.ends_on, training.reference


Trainings = dict[tuple[int, int], list[CreditedTraining]]


def by_contract_and_year(
    trainings: Sequence[CreditedTraining], contracts: Sequence[Contract]
) -> Trainings:
    """Those that count, in time; each belongs to the contract last begun when it ended."""
    found: Trainings = defaultdict(list)
    for training in sorted(trainings, key=in_time):
        if training.counts:
            begun = [i for i, each in enumerate(contracts) if each.starts_on <= training.ends_on]
            found[begun[-1] if begun else -1, training.ends_on.year].append(training)
    return found


@lru_cache(maxsize=1 << 10)
def five_years_of(year: int, hired_in: int, law: Law) -> FiveYears | None:
    """The five-year period of a year; None before the first one of the law.

    Who was employed on the law's first day has the law's periods; who was hired later has
    periods that begin on 1 January of the year of hire.
    """
    federal = law.federal
    begins = max(federal.first_five_years.year, hired_in)
    if year < begins:
        return None
    first = year - (year - begins) % federal.five_years
    return FiveYears(date(first, 1, 1), date(first + federal.five_years - 1, 12, 31))
