"""How many training days do I have?  Asked by anybody, without signing in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.learning.parameters import law
from app.learning.rules.asked import BANDS, Asked, asked_right, band_of
from app.learning.rules.facts import EnterpriseFte
from app.learning.rules.right import right_for
from app.learning.words.committees import COMMITTEES
from tests.house_of import House
from tests.learning.employed import TODAY

#: Somebody in construction, in an enterprise of 20 and more, full-time since 2020.
TYPED = {
    "committee": "124",
    "size": "from_20",
    "fte": "",
    "hours": "38",
    "full_time": "38",
    "days": "5",
    "start": "6.1.2020",
    "end": "",
    "year": "2026",
}
ASKED = Asked(
    year=2026,
    fte=5000,
    band=True,
    committee="124",
    hours_worked=3800,
    hours_full_time=3800,
    days_per_week=500,
    starts_on=date(2020, 1, 6),
)


def ask(house: House, **typed: str | None) -> TestResponse:
    """Send the form as a browser does; None leaves a field out of the address."""
    said = {name: value for name, value in (TYPED | typed).items() if value is not None}
    browser = house.stranger()
    return browser.get("/training-days", query_string=said, headers={"Accept-Language": "en"})


def minutes(**said: Any) -> int | None:
    return asked_right(replace(ASKED, **said), law(), today=TODAY).minutes


def said_beside(answer: TestResponse, field: str) -> str:
    """The error message that stands beside a field, and in the summary with a way to it."""
    assert answer.status_code == 200
    assert answer.text.count("account__left") == 0, "there is no figure beside a mistake"
    marked = f'id="{field}-error"'
    assert marked in answer.text, f"nothing is said beside {field}"
    message = answer.text.split(marked)[1].split("</span> ")[1].split("</p>")[0]
    assert f'<a href="#{field}">{message}</a>' in answer.text
    assert "<title>Error: How many" in answer.text
    return message


def test_a_builder_has_three_days_in_2026_and_sees_the_agreement_they_come_from(
    house: House,
) -> None:
    page = ask(house).text
    assert '<p class="account__left">3\u00a0days</p>' in page
    assert "that is 22\u00a0h\u00a048, with a training day of 7\u00a0h\u00a036" in page
    assert "Collective agreement of joint committee 124" in page
    assert 'href="https://constructiv.be/fr/formation' in page
    assert "Sources disagree on when the agreement was concluded" in page
    assert "20 and more" in page


def test_the_page_gives_the_right_that_an_account_would_have_from_the_same_facts() -> None:
    for committee in (None, "124", "200", "302", "209", "112", "999"):
        for worked in (3800, 3040, 1900):
            for year in (2023, 2024, 2026, 2028):
                asked = replace(ASKED, committee=committee, hours_worked=worked, year=year)
                found = asked_right(asked, law(), today=TODAY)
                sizes = dict.fromkeys(range(2016, 2040, 2), EnterpriseFte(5000, ((20244, 5000),)))
                account = right_for(year, (asked.employed(),), sizes, law(), today=TODAY)
                assert found.minutes == account.minutes
                assert [each.code for each in found.steps[1:]] == [
                    each.code for each in account.steps[1:]
                ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, 3 * 456),  # 3 days of 7 h 36
        ({"committee": None}, 5 * 456),  # the law
        ({"committee": None, "fte": 1500}, 456),  # 10 to under 20: one day
        ({"committee": None, "fte": 500}, 0),
        ({"hours_worked": 1900}, 684),  # 3 × 456 × 50%
        ({"starts_on": date(2026, 7, 15)}, 684),  # 3 × 456 × 6 ÷ 12
        ({"ends_on": date(2026, 3, 1)}, 342),  # 3 × 456 × 3 ÷ 12
        ({"days_per_week": 400}, 1710),  # 3 × (2280 ÷ 4 = 570)
        ({"committee": "209", "days_per_week": 400}, 2400),  # 40 hours, however long a day is
    ],
)
def test_the_figure_is_the_one_worked_out_by_hand(said: dict[str, Any], expected: int) -> None:
    assert minutes(**said) == expected


def test_a_band_stands_for_every_size_within_it() -> None:
    """Should an agreement draw another boundary, asking for the band would no longer do."""
    edges = {
        edge
        for agreement in law().agreements
        for each in (*agreement.entitlements, *agreement.collective)
        for edge in (each.fte_from, each.fte_below)
        if edge is not None
    }
    assert edges <= {band.fte_from for band in BANDS.values()}
    assert [band_of(fte) for fte in (0, 999, 1000, 1999, 2000, 900_000)] == [
        "under_10",
        "under_10",
        "from_10",
        "from_10",
        "from_20",
        "from_20",
    ]
    assert all(band_of(band.example) == name for name, band in BANDS.items())


def test_every_agreement_can_be_chosen_by_its_committee_and_name() -> None:
    known = {code for agreement in law().agreements for code in agreement.committees}
    assert set(COMMITTEES) == known


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"hours": "39"}, "hours", "Your hours cannot be more than those of a full-timer, 38"),
        ({"hours": ""}, "hours", "Enter your hours a week"),
        ({"hours": "0"}, "hours", "Enter more than 0 hours"),
        ({"hours": "many"}, "hours", "Write the number in figures, for example 38 or 30.4"),
        ({"hours": "-3"}, "hours", "Write the number in figures, for example 38 or 30.4"),
        ({"full_time": "0"}, "full_time", "Enter more than 0 hours"),
        ({"full_time": "130"}, "full_time", "130\u00a0h do not fit into 5 days: correct"),
        ({"days": "0"}, "days", "A week has more than 0 and at most 7 working days"),
        ({"days": "8"}, "days", "A week has more than 0 and at most 7 working days"),
        ({"start": ""}, "start", "Enter the first day of your contract"),
        ({"start": "31.2.2026"}, "start", "Write the day as day, month and year"),
        ({"end": "5.1.2020"}, "end", "The last day must be on or after the first day, 6 January"),
        ({"year": "2022"}, "year", "Enter a year from 2023 to 2031"),
        ({"year": "2032"}, "year", "Enter a year from 2023 to 2031"),
        ({"year": "soon"}, "year", "Enter a year from 2023 to 2031"),
        ({"year": ""}, "year", "Enter a year"),
        ({"start": "1.1.2027"}, "year", "With these dates there is no employment in 2026"),
        ({"committee": "construction"}, "committee", "Write the number of the joint committee"),
        ({"committee": "12"}, "committee", "Write the number of the joint committee"),
        ({"committee": "１２４"}, "committee", "Write the number of the joint committee"),
        ({"committee": ""}, "committee", "Enter the number of the joint committee, or say"),
        ({"committee_unknown": "y"}, "committee", "Enter the number, or say"),
        ({"size": None}, "size", "Say how large the enterprise is"),
        ({"size": "huge"}, "size", "Say how large the enterprise is"),
        ({"fte": "9"}, "fte", "This number does not belong to the size chosen above"),
        ({"fte": "999999,99", "size": None}, "fte", ""),
    ],
)
def test_a_mistake_is_named_beside_its_field(
    house: House, typed: dict[str, str | None], field: str, message: str
) -> None:
    if not message:
        assert "account__left" in ask(house, **typed).text
    else:
        assert said_beside(ask(house, **typed), field).startswith(message)


def test_all_that_is_wrong_is_said_at_once(house: House) -> None:
    answer = ask(house, committee="", hours="39", size=None)
    for field in ("committee", "hours", "size"):
        assert said_beside(answer, field)


@pytest.mark.parametrize("typed", ["124", "124.00", " 124 ", "PC 124", "cp124", "124.00.00"])
def test_a_committee_is_read_as_people_write_it(house: House, typed: str) -> None:
    assert "3\u00a0days" in ask(house, committee=typed).text


def test_an_own_agreement_of_a_sub_committee_goes_before(house: House) -> None:
    page = ask(house, committee="149.01").text
    assert "4\u00a0days" in page
    assert "pieces of at least 4\u00a0h" in page


def test_who_does_not_know_the_committee_gets_the_days_of_the_law_with_a_doubt(
    house: House,
) -> None:
    page = ask(house, committee="", committee_unknown="y").text
    assert "5\u00a0days" in page
    assert "The joint committee is not known, so no agreement can be looked up." in page


def test_a_sector_without_a_known_agreement_is_told_so(house: House) -> None:
    assert "No agreement of joint committee 330 is known here" in ask(house, committee="330").text


def test_a_figure_that_no_source_tells_is_not_guessed(house: House) -> None:
    page = ask(house, committee="200", year="2023").text
    assert '<p class="account__left">Not known</p>' in page
    assert "sets a number of days for this period that none of our sources gives" in page


def test_an_exact_size_needs_no_band(house: House) -> None:
    page = ask(house, size=None, fte="12,5", committee="302").text
    assert "1\u00a0day<" in page
    assert "12.5 full-time equivalents" in page


def test_the_address_can_be_kept_and_passed_on(house: House) -> None:
    first, second = ask(house), ask(house)
    for answer in (first, second):
        assert "Set-Cookie" not in answer.headers
        assert 'rel="canonical" href="/training-days"' in answer.text
    assert "3\u00a0days" in second.text


def test_the_empty_page_asks_and_blames_nobody(house: House) -> None:
    page = _open(house.stranger(), "/training-days").text
    assert "error" not in page.split("<main")[1]
    assert 'value="38"' in page
    assert 'value="2026"' in page


def test_a_link_may_fill_in_a_part(house: House) -> None:
    page = _open(house.stranger(), "/training-days?committee=302&utm=x").text
    assert 'value="302"' in page
    assert "error" not in page.split("<main")[1]
    assert "account__left" not in page


def test_what_is_typed_is_nobodys_script(house: House) -> None:
    script = '"><script>alert(1)</script>'
    page = ask(house, **{name: script for name in TYPED if name != "size"}).text
    assert "<script>alert" not in page


def test_the_page_says_what_is_law_today_and_what_was(house: House) -> None:
    page = _open(house.stranger(), "/training-days").text
    assert "What is law today, and what was" in page
    assert "From 1 April 2024 to 31 December 2025 employers had to register" in page


def test_a_visitor_finds_it_from_the_start_page(house: House) -> None:
    assert 'href="/training-days"' in _open(house.stranger(), "/").text


def _open(browser: FlaskClient, path: str) -> TestResponse:
    answer = browser.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("year", ["0000", "0001", "1999", "9999"])
def test_a_year_without_law_is_refused_beside_its_field(house: House, year: str) -> None:
    answer = ask(house, year=year)
    assert answer.status_code == 200
    assert "Enter a year from 2023" in said_beside(answer, "year")


def test_who_asks_in_the_second_year_of_a_budget_is_not_told_of_nothing(house: House) -> None:
    page = ask(house, committee="142.01", year="2026").get_data(as_text=True)
    assert "Your training days for 2025 to 2026 together" in page
    assert "6 days" in page.replace("\xa0", " ")
