"""Dates, hours and money as each language writes them in Belgium; ~ is a no-break space."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from app.foundation import writing
from app.foundation.calendar import Quarter
from tests.languages import LANGUAGES, speaking

FIRST, LATER = date(2026, 10, 1), date(2026, 3, 22)

CASES: list[tuple[Callable[[], str], str, str, str, str]] = [
    (
        lambda: writing.day_month_year(FIRST),
        "1er octobre 2026",
        "1 oktober 2026",
        "1. Oktober 2026",
        "1 October 2026",
    ),
    (
        lambda: writing.day_month_year(LATER),
        "22 mars 2026",
        "22 maart 2026",
        "22. März 2026",
        "22 March 2026",
    ),
    (lambda: writing.month_year(LATER), "mars 2026", "maart 2026", "März 2026", "March 2026"),
    (lambda: writing.short_date(FIRST), *["01.10.2026"] * 4),
    (
        lambda: writing.quarter(Quarter(2026, 1)),
        "1er trimestre 2026",
        "1e kwartaal 2026",
        "1. Quartal 2026",
        "1st quarter 2026",
    ),
    (
        lambda: writing.quarter(Quarter(2026, 2)),
        "2e trimestre 2026",
        "2e kwartaal 2026",
        "2. Quartal 2026",
        "2nd quarter 2026",
    ),
    (
        lambda: writing.quarter(Quarter(2026, 3)),
        "3e trimestre 2026",
        "3e kwartaal 2026",
        "3. Quartal 2026",
        "3rd quarter 2026",
    ),
    (
        lambda: writing.quarter(Quarter(2026, 4)),
        "4e trimestre 2026",
        "4e kwartaal 2026",
        "4. Quartal 2026",
        "4th quarter 2026",
    ),
    (lambda: writing.hundredths(6150), "61,5", "61,5", "61,5", "61.5"),
    (lambda: writing.hundredths(3800), "38", "38", "38", "38"),
    (lambda: writing.hundredths(6125), "61,25", "61,25", "61,25", "61.25"),
    (lambda: writing.hundredths(5), "0,05", "0,05", "0,05", "0.05"),
    (lambda: writing.hundredths(1_404_000), "14~040", "14~040", "14~040", "14,040"),
    (
        lambda: writing.hundredths(123_456_789),
        "1~234~567,89",
        "1~234~567,89",
        "1~234~567,89",
        "1,234,567.89",
    ),
    (lambda: writing.money(319_926), "3~199,26~€", "€~3~199,26", "3~199,26~Euro", "€3,199.26"),
    (lambda: writing.money(100), "1,00~€", "€~1,00", "1,00~Euro", "€1.00"),
    (lambda: writing.money(0), "0,00~€", "€~0,00", "0,00~Euro", "€0.00"),
    (lambda: writing.money(-150), "-1,50~€", "-€~1,50", "-1,50~Euro", "-€1.50"),
    (lambda: writing.percent(6500), "65~%", "65%", "65~%", "65%"),
    (lambda: writing.percent(7368), "73,68~%", "73,68%", "73,68~%", "73.68%"),
    (lambda: writing.days(456, 456), "1~jour", "1~dag", "1~Tag", "1~day"),
    (lambda: writing.days(912, 456), "2~jours", "2~dagen", "2~Tage", "2~days"),
    (lambda: writing.days(684, 456), "1,5~jour", "1,5~dagen", "1,5~Tage", "1.5~days"),
    (lambda: writing.days(1680, 456), "3,7~jours", "3,7~dagen", "3,7~Tage", "3.7~days"),
    (lambda: writing.days(0, 456), "0~jour", "0~dagen", "0~Tage", "0~days"),
    (lambda: writing.hours(456), "7~h~36", "7~u.~36", "7~Std.~36", "7~h~36"),
    (lambda: writing.hours(425), "7~h~05", "7~u.~05", "7~Std.~05", "7~h~05"),
    (lambda: writing.hours(420), "7~h", "7~u.", "7~Std.", "7~h"),
    (lambda: writing.hours(45), "45~min", "45~min", "45~min", "45~min"),
    (lambda: writing.hours(0), "0~h", "0~u.", "0~Std.", "0~h"),
    (lambda: writing.enterprise_number("0353456320"), *["0353.456.320"] * 4),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_written_as_the_language_writes_it(language: str) -> None:
    with speaking(language):
        written = [said().replace("\u00a0", "~") for said, *_ in CASES]
    assert written == [expected[LANGUAGES.index(language)] for _, *expected in CASES]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 21, 22, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 23, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 7, 21, 22, 0, tzinfo=UTC), date(2026, 7, 22)),
    ],
)
def test_a_day_begins_in_brussels(at: datetime, day: date) -> None:
    assert writing.belgian_day(at) == day
