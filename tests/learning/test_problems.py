"""What must hold for a training to be registered, to the day and to the minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from app.learning.rules.registering import employed_throughout, problems_of

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    title: str = "Lifting and moving people"
    starts_on: date = date(2026, 9, 24)
    ends_on: date = date(2026, 9, 24)
    minutes: int = 456
    days: int | None = None
    followed: bool = True
    certified: bool = False
    certificate_until: date | None = None


def codes(**said: Any) -> list[tuple[str, str | None]]:
    return [(each.code, each.field) for each in problems_of(Wanted(**said), today=TODAY)]


NOW = {"starts_on": TODAY, "ends_on": TODAY}
LATER = {"starts_on": TODAY + DAY, "ends_on": TODAY + DAY}
BEFORE = {"starts_on": TODAY - DAY, "ends_on": TODAY - DAY}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"title": "x"},
        {"title": "é" * 200},
        {"title": "  " + "x" * 200 + "  "},  # kept without the spaces around it
        NOW,
        NOW | {"followed": False},
        LATER | {"followed": False},
        {"minutes": 1},
        {"minutes": 24 * 60},
        {"minutes": 2 * 24 * 60, "ends_on": date(2026, 9, 25)},
        {"certified": True},
        {"certified": True, "certificate_until": date(2026, 9, 24)},
        {"starts_on": date(2025, 12, 29), "ends_on": date(2026, 1, 9)},
        {"starts_on": date(2020, 1, 1), "minutes": 60 * 9999},
    ],
)
def test_nothing_is_wrong_with_it(said: dict[str, Any]) -> None:
    assert codes(**said) == []


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"title": ""}, "title_missing", "title"),
        ({"title": " \t\u00a0 "}, "title_missing", "title"),
        ({"title": "x" * 201}, "title_too_long", "title"),
        ({"title": "Lifting\0"}, "title_unreadable", "title"),
        ({"title": "Lifting \x1b[2J"}, "title_unreadable", "title"),
        ({"title": "Lifting \ud800"}, "title_unreadable", "title"),
        ({"ends_on": date(2026, 9, 23)}, "ends_before_it_starts", "ends_on"),
        (LATER, "followed_in_the_future", "ends_on"),
        (NOW | {"ends_on": TODAY + DAY}, "followed_in_the_future", "ends_on"),
        (BEFORE | {"followed": False}, "planned_in_the_past", "ends_on"),
        ({"minutes": 0}, "no_time", "minutes"),
        ({"minutes": -456}, "no_time", "minutes"),
        ({"minutes": 24 * 60 + 1}, "longer_than_its_days", "minutes"),
        (
            {"starts_on": date(2020, 1, 1), "minutes": 60 * 9999 + 1},
            "too_much_time",
            "minutes",
        ),
        (
            {"certificate_until": date(2031, 9, 24)},
            "validity_without_certificate",
            "certificate_until",
        ),
        (
            {"certified": True, "certificate_until": date(2026, 9, 23)},
            "certificate_ends_first",
            "certificate_until",
        ),
    ],
)
def test_one_thing_is_wrong_with_it(said: dict[str, Any], code: str, field: str) -> None:
    assert codes(**said) == [(code, field)]


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_form() -> None:
    wrong = codes(
        title=" ",
        ends_on=date(2026, 9, 1),
        minutes=0,
        certificate_until=date(2026, 1, 1),
    )
    assert wrong == [
        ("title_missing", "title"),
        ("ends_before_it_starts", "ends_on"),
        ("no_time", "minutes"),
        ("validity_without_certificate", "certificate_until"),
    ]


@pytest.mark.parametrize(
    ("employments", "throughout"),
    [
        ([], False),
        ([(date(2022, 1, 3), None)], True),
        ([(date(2026, 9, 24), date(2026, 9, 25))], True),
        ([(date(2026, 9, 25), None)], False),
        ([(date(2022, 1, 3), date(2026, 9, 24))], False),
        # Two contracts with a day between them do not cover a training over both.
        ([(date(2022, 1, 3), date(2026, 9, 24)), (date(2026, 9, 26), None)], False),
    ],
)
def test_she_must_be_employed_from_its_first_day_to_its_last(
    employments: list[tuple[date, date | None]], throughout: bool
) -> None:
    first, last = date(2026, 9, 24), date(2026, 9, 25)
    assert employed_throughout(first, last, employments) is throughout


@pytest.mark.parametrize(
    "title",
    ["\u200b", "\u200b\u200d", "Reading \u202eplans", "\u2066care", "Care\ue000", "a\u0000"],
)
def test_a_title_that_nobody_can_see_or_that_turns_the_rest_is_refused(title: str) -> None:
    assert codes(title=title) == [("title_unreadable", "title")]


@pytest.mark.parametrize("title", ["Réa 👩\u200d⚕️", "安全", "C++", "§ 12", "5S"])
def test_a_title_in_any_letters_is_taken(title: str) -> None:
    assert codes(title=title) == []


def test_a_slip_of_the_year_is_not_planned() -> None:
    far = date(2062, 9, 24)
    assert codes(starts_on=far, ends_on=far, followed=False) == [("planned_too_far", "ends_on")]
    forever = date(9999, 12, 31)
    assert codes(certified=True, certificate_until=forever) == [
        ("certificate_too_long", "certificate_until")
    ]
