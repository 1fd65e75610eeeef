"""What Bram types, as days and minutes."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from wtforms.widgets import Select

from app.employers.forms import TrainingForm, read_length
from app.foundation.fields import read_date
from app.foundation.languages import speaking

SEPTEMBER_24 = date(2026, 9, 24)


@pytest.mark.parametrize(
    "typed",
    [
        "24.9.2026",
        "24.09.2026",
        "24/09/2026",
        "24/9/2026",
        "24-9-2026",
        "2026-09-24",
        "2026/09/24",
        " 24.9.2026 ",
        "24. 9. 2026",
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert read_date(typed) == SEPTEMBER_24


@pytest.mark.parametrize(
    "typed",
    [
        "24-9-26",
        "24.9.26",
        "31.2.2026",
        "32.1.2026",
        "0.1.2026",
        "1.13.2026",
        "9/24/2026",
        "",
        "today",
        "24",
        "24.9",
        "24.9.2026.1",
        "24 september 2026",
        "-24.9.2026",
        "24..2026",
        "24.9.02026",
        "24.9.20260",
        "+24.9.2026",
        "2_4.9.2026",
        "٢٤.9.2026",
        "24.9.²026",
        "9" * 25 + ".9.2026",
        "24.9." + "9" * 5000,
        "24.9.2026\x00",
        "0000-00-00",
        "24.9.0000",
    ],
)
def test_what_could_be_misread_is_not_read(typed: str) -> None:
    assert read_date(typed) is None


@pytest.mark.parametrize(
    ("hours", "minutes", "read"),
    [
        ("7", "36", 456),
        ("7,6", "", 456),
        ("7.6", "", 456),
        ("7", "", 420),
        ("", "45", 45),
        (" 7 ", " 36 ", 456),
        ("0", "0", 0),
        ("", "", 0),
        ("0,5", "", 30),
        ("7,55", "", 453),
        ("7,5", "15", 465),
        ("1,333", "", 80),
        ("1", "90", 150),
        ("7,", "", 420),
        ("9999", "", 599_940),
    ],
)
def test_hours_and_minutes_are_read_as_people_write_them(
    hours: str, minutes: str, read: int
) -> None:
    assert read_length(hours, minutes) == read


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ("7 h 36", ""),
        ("-7", ""),
        ("7", "-1"),
        ("seven", ""),
        ("7,6,1", ""),
        ("7.6.1", ""),
        ("1e3", ""),
        ("99999", ""),
        ("7", "99999"),
        ("1,33333", ""),
        (",5", ""),
        ("7:36", ""),
        ("7", "36.5"),
        ("²", ""),
        ("٧", ""),
        ("7\0", ""),
    ],
)
def test_hours_that_could_be_misread_are_not_read(hours: str, minutes: str) -> None:
    assert read_length(hours, minutes) is None


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_the_field_of_learning_is_offered_as_any_other_choice_is(
    shared_portal: Flask, language: str
) -> None:
    for code in ("", "0011", "01", "0913", "zz", '"><b>'):
        typed = {"method": "POST", "data": {"field_of_learning": code}}
        with shared_portal.test_request_context("/", **typed), speaking(language):
            field = TrainingForm().field_of_learning
            named = {"class": "govuk-select", "aria-describedby": "more"}
            assert field(**named) == Select()(field, **named)
