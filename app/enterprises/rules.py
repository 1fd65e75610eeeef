"""Which two years a size counts for, and which quarters it is measured over.

Law of 3 October 2022, article 50 paragraph 2, as quoted by the Federal Public Service
Employment: periods of two years, the first from 1 January 2022; for each, the average of the
full-time equivalents declared at the end of the last quarter of the year before last and of
the first three quarters of last year, divided by the number of quarters really declared.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.foundation.calendar import Quarter


def period_of(year: int) -> int:
    """The first year of the two-year period that ``year`` lies in: 2024 for 2024 and 2025."""
    return year - year % 2


def reference_quarters(first_year: int) -> tuple[Quarter, ...]:
    """The four quarters over which the size for a two-year period is measured."""
    before, last = first_year - 2, first_year - 1
    return (Quarter(before, 4), Quarter(last, 1), Quarter(last, 2), Quarter(last, 3))


def periods_measured_by(quarter: Quarter) -> tuple[int, ...]:
    """The first years of the two-year periods that a quarter is a reference quarter of."""
    candidates = (quarter.year + 1, quarter.year + 2)
    return tuple(
        year for year in candidates if year % 2 == 0 and quarter in reference_quarters(year)
    )


def average_fte(declared: Mapping[Quarter, int]) -> int:
    """Average full-time equivalents in hundredths, over the quarters really declared.

    Rounded half up to the hundredth.  ``declared`` must not be empty.
    """
    total, count = sum(declared.values()), len(declared)
    return (2 * total + count) // (2 * count)
