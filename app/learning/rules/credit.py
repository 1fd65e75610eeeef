"""Several accounts of one worker read together, where adding them up makes sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.learning.rules.account import YearAccount


@dataclass(frozen=True, slots=True)
class Credit:
    """The accounts of one year added up, in minutes; each stays with its own employer.

    ``at_least``: what came from earlier years is not known everywhere; ``left`` holds less or all.
    """

    year: int
    opening: int
    granted: int
    used: int
    planned: int
    left: int
    day_minutes: int
    accounts: int
    at_least: bool


def credit_of(accounts: Sequence[YearAccount]) -> Credit | None:
    """The sum; None without accounts, with an unknown one, and where a day is not equally long.

    Days of different lengths can be added up only as hours, and no number of days would be
    right for the sum.
    """
    if not accounts or any(each.left is None for each in accounts):
        return None
    if len({(each.year, each.day_minutes) for each in accounts}) > 1:
        return None
    return Credit(
        year=accounts[0].year,
        opening=sum(each.opening or 0 for each in accounts),
        granted=sum(each.granted or 0 for each in accounts),
        used=sum(each.used for each in accounts),
        planned=sum(each.planned for each in accounts),
        left=sum(each.left or 0 for each in accounts),
        day_minutes=accounts[0].day_minutes,
        accounts=len(accounts),
        at_least=any(each.at_least for each in accounts),
    )
