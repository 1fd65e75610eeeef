"""Until when an employer may look at somebody who left."""

from __future__ import annotations

from datetime import date

import pytest

from app.enterprises.parameters import days_after_the_end, first_end_still_open, is_open
from app.enterprises.rules import open_until

SINCE = ((date(2024, 4, 1), 30),)


@pytest.mark.parametrize(
    ("stretches", "until"),
    [
        ([(date(2020, 1, 1), None)], None),
        ([(date(2020, 1, 1), date(2026, 10, 22))], date(2026, 11, 21)),
        # Back again: what was before is open for as long as what came after.
        ([(date(2020, 1, 1), date(2022, 1, 1)), (date(2026, 1, 1), None)], None),
        (
            [(date(2020, 1, 1), date(2026, 1, 31)), (date(2025, 1, 1), date(2025, 2, 1))],
            date(2026, 3, 2),
        ),
        # Before the first figure the first figure holds.
        ([(date(2020, 1, 1), date(2021, 1, 1))], date(2021, 1, 31)),
    ],
)
def test_thirty_days_after_the_last_end(
    stretches: list[tuple[date, date | None]], until: date | None
) -> None:
    assert open_until(stretches, SINCE) == until


def test_another_figure_holds_for_ends_from_its_day_on() -> None:
    figures = (*SINCE, (date(2027, 1, 1), 45))
    assert open_until([(date(2020, 1, 1), date(2026, 12, 31))], figures) == date(2027, 1, 30)
    assert open_until([(date(2020, 1, 1), date(2027, 1, 1))], figures) == date(2027, 2, 15)


def test_nobody_who_never_worked_there_is_open() -> None:
    assert not is_open([], date(2026, 11, 21))
    assert days_after_the_end() == SINCE
    assert first_end_still_open(date(2026, 11, 21)) == date(2026, 10, 22)
