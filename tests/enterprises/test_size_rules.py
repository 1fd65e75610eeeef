"""How large an enterprise is, for which two years, and from which quarters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enterprises.rules import (
    average_fte,
    period_of,
    periods_measured_by,
    periods_of_first_employment,
    quarter_of_first_employment,
    reference_quarters,
)
from app.foundation.calendar import Quarter


def test_2026_and_2027_use_the_last_quarter_of_2024_and_the_first_three_of_2025() -> None:
    assert period_of(2026) == period_of(2027) == 2026
    assert [q.key for q in reference_quarters(2026)] == [20244, 20251, 20252, 20253]


@pytest.mark.parametrize(
    ("quarter", "years"),
    [(20244, (2026,)), (20253, (2026,)), (20254, ()), (20194, ()), (20204, (2022,))],
)
def test_a_quarter_counts_for_one_period_or_none(quarter: int, years: tuple[int, ...]) -> None:
    assert periods_measured_by(Quarter.from_key(quarter)) == years


@given(st.integers(2003, 2100), st.integers(1, 4))
def test_a_quarter_measures_the_periods_that_refer_to_it(year: int, number: int) -> None:
    quarter = Quarter(year, number)
    referring = tuple(
        first for first in range(2022, 2104, 2) if quarter in reference_quarters(first)
    )
    assert periods_measured_by(quarter) == referring


def test_the_average_is_over_the_quarters_really_declared() -> None:
    assert average_fte({Quarter(2024, 4): 1000, Quarter(2025, 2): 2000}) == 1500


def test_a_half_hundredth_is_rounded_up() -> None:
    assert average_fte({Quarter(2024, 4): 1000, Quarter(2025, 1): 1001}) == 1001
    assert average_fte({Quarter(2024, 4): 0, Quarter(2025, 1): 0, Quarter(2025, 2): 1}) == 0


def test_an_employer_without_workers_has_a_size_of_nothing() -> None:
    assert average_fte({Quarter(2025, 1): 0}) == 0


@given(
    st.dictionaries(
        st.builds(Quarter, st.just(2025), st.integers(1, 4)), st.integers(0, 10**7), min_size=1
    )
)
def test_the_average_lies_between_the_smallest_and_the_largest(d: dict[Quarter, int]) -> None:
    assert min(d.values()) <= average_fte(d) <= max(d.values())


@pytest.mark.parametrize(
    ("employed_before", "first_day", "quarter"),
    [
        (False, date(2026, 5, 4), Quarter(2026, 2)),
        (False, date(2025, 10, 1), Quarter(2025, 4)),
        (False, date(2027, 12, 31), Quarter(2027, 4)),
        (False, date(2028, 1, 1), None),  # not in these two years
        (False, None, None),
        # A declaration of the reference quarters is missing: they are no new employer.
        (True, date(2026, 5, 4), None),
        (True, None, None),
    ],
)
def test_the_first_quarter_counts_where_no_reference_quarter_could_be_declared(
    employed_before: bool, first_day: date | None, quarter: Quarter | None
) -> None:
    found = quarter_of_first_employment(2026, employed_before=employed_before, first_day=first_day)
    assert found == quarter


@pytest.mark.parametrize(
    ("quarter", "years"),
    [(20264, (2026,)), (20271, (2026,)), (20274, (2026, 2028)), (20214, (2022,)), (20213, ())],
)
def test_the_quarter_before_a_period_may_decide_that_period_too(
    quarter: int, years: tuple[int, ...]
) -> None:
    assert periods_of_first_employment(Quarter.from_key(quarter)) == years
