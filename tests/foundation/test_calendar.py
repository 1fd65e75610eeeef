from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.calendar import Quarter

quarters = st.builds(Quarter, st.integers(1000, 9998), st.integers(1, 4))


@given(quarters)
def test_a_quarter_reads_back_what_it_writes(quarter: Quarter) -> None:
    assert Quarter.from_dmfa(str(quarter)) == quarter == Quarter.from_key(quarter.key)


@given(quarters)
def test_a_quarter_ends_the_day_before_the_next_begins(quarter: Quarter) -> None:
    assert quarter.last_day + timedelta(days=1) == quarter.next.first_day
    assert quarter.next.previous == quarter


@given(quarters, quarters)
def test_keys_sort_as_time_does(one: Quarter, other: Quarter) -> None:
    assert (one < other) == (one.key < other.key) == (one.first_day < other.first_day)


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    assert Quarter.of(day).first_day <= day <= Quarter.of(day).last_day


@pytest.mark.parametrize(
    "text", ["20265", "20260", "2026", "202611", "", "2026x", "２０２６１"[:4]]
)
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.from_dmfa(text)


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        Quarter(2026, 5)
