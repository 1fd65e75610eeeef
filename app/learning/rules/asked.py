"""The right of anybody who asks, from what they say of themselves: the rules of the account.

Nothing is worked out here.  What was asked becomes an employment and a size as declarations
would give them, and the same rule answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from app.learning.rules.facts import (
    Employed,
    EnterpriseFte,
    RegimePeriod,
    SizeOrigin,
    size_period,
)
from app.learning.rules.right import Right, right_for
from app.learning.rules.terms import Law


class SizeBand(NamedTuple):
    fte_from: int  # hundredths
    example: int  # a size inside it, which stands for all of it


#: The bands of the law, the smallest first.  Agreements have no other boundaries.
BANDS = {
    "under_10": SizeBand(0, 500),
    "from_10": SizeBand(1000, 1500),
    "from_20": SizeBand(2000, 5000),
}
#: A budget may take in the size of other years: the one told is taken for these years around.
_AROUND = 10


def band_of(fte: int) -> str:
    """The name of the band in which a size lies."""
    return [name for name, band in BANDS.items() if band.fte_from <= fte][-1]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody says of their work: weekly hours, days a week and size in hundredths.

    ``band`` where only the band is known; ``fte`` then is any size within it.  ``committee``
    None: not known.  ``days_per_week`` None: not told.
    """

    year: int
    fte: int
    band: bool
    committee: str | None
    hours_worked: int
    hours_full_time: int
    days_per_week: int | None
    starts_on: date
    ends_on: date | None = None

    def employed(self) -> Employed:
        regime = RegimePeriod(
            self.starts_on,
            self.ends_on,
            self.hours_worked,
            self.hours_full_time,
            part_time=self.hours_worked < self.hours_full_time,
            days_per_week=self.days_per_week,
            joint_committee=self.committee,
        )
        return Employed(self.starts_on, self.ends_on, (regime,))

    def sizes(self) -> dict[int, EnterpriseFte]:
        size = EnterpriseFte(self.fte, origin=SizeOrigin.BAND if self.band else SizeOrigin.ASKED)
        years = range(size_period(self.year - _AROUND), self.year + _AROUND, 2)
        return dict.fromkeys(years, size)


def asked_right(asked: Asked, law: Law, *, today: date) -> Right:
    """The right as an account would have it, without what only an account knows."""
    return right_for(asked.year, (asked.employed(),), asked.sizes(), law, today=today)


def granted_before(asked: Asked, right: Right, law: Law, *, today: date) -> Right | None:
    """The right of the earlier year that granted a budget of several years, ``right`` lying in it.

    None where the year of ``right`` grants its own.
    """
    years = [step.named["granted_in"] for step in right.steps if step.code == "budget_before"]
    if right.minutes or not years:
        return None
    return asked_right(replace(asked, year=years[0]), law, today=today)
