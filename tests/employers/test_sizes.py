"""The size of Meridian: what Bram sees of how it was worked out, and what he states instead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.enterprises.mandates import Role
from tests.employers.conftest import acts_on, confirm, go_on, page_of, said, send
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House

SIZE = f"/employer/{MERIDIAN}/size"
SPLIT = {"fte": "18,5", "reason": "A third of us moved to another enterprise"}


def test_bram_sees_over_which_quarters_the_size_was_worked_out(
    meridian: House, bram: FlaskClient
) -> None:
    page = said(bram.get(SIZE))
    now = page.split("2026 and 2027", 1)[1].split("2028 and 2029")[0]
    before = page.split("2024 and 2025", 1)[1]
    assert "25 full-time equivalents, worked out from your declarations" in now
    assert "The average is over the quarters declared." in now
    assert now.count("not declared") == 3
    assert "3rd quarter 2025 1 Full-time equivalents on 30 September 2025" in now
    assert "None of the declarations (DmfA) of these quarters has been received." in before


def test_quarters_that_have_not_passed_are_not_said_to_be_missing(
    meridian: House, bram: FlaskClient
) -> None:
    to_come = said(bram.get(SIZE)).split("2028 and 2029", 1)[1].split("2024 and 2025")[0]
    assert "The last one ends on 30 September 2027." in to_come
    assert to_come.count("not declared yet") == 4


def test_an_employer_that_declared_none_is_measured_by_its_first_quarter(
    meridian: House,
) -> None:
    with meridian.engine.begin() as connection:
        connection.exec_driver_sql(
            "update enterprise_sizes set origin = 'first_quarter', fte = 300,"
            """ quarters = '[{"quarter": 20261, "fte": 300}]'"""
        )
    page = said(meridian.signed_in(BRAM).get(SIZE))
    assert "first quarter with employment count: 1st quarter 2026." in page
    assert "1st quarter 2026 3 Workers on 31 March 2026" in page


def test_a_size_that_bram_states_counts_and_every_version_of_it_stays(
    meridian: House, bram: FlaskClient
) -> None:
    assert confirm(meridian, bram, f"{SIZE}/2026/statement", **SPLIT).location == SIZE
    page = said(bram.get(SIZE))
    assert "18.5 full-time equivalents, stated by you" in page
    assert "Worked out from your declarations it would be 25." in page
    assert f"“{SPLIT['reason']}” Bram Peeters, on these pages" in page
    # Under twenty: one day of 28/38.
    assert "5 h 36" in said(meridian.signed_in(AMINA).get("/training-credit"))
    assert "stated already" in _told(meridian, bram, f"{SIZE}/2026/statement", **SPLIT)
    confirm(meridian, bram, f"{SIZE}/2026/withdrawal", reason="Wrong")
    assert "is withdrawn" in said(bram.get(SIZE))
    page = said(bram.get(SIZE))
    assert "25 full-time equivalents, worked out from your declarations" in page
    assert "Withdrawn: 18.5 full-time equivalents “Wrong” Bram Peeters" in page
    assert acts_on(meridian, "size") == [
        "enterprise:size:stated",
        "enterprise:size:withdrawn",
    ]


def test_what_a_size_changes_for_everybody_is_shown_for_both_years_before_it_is_written(
    meridian: House, bram: FlaskClient
) -> None:
    page = said(send(meridian, bram, f"{SIZE}/2026/statement", **SPLIT))
    for year in (2026, 2027):
        table = page.split(f"Rights of {year}, without", 1)[1]
        # One day instead of five: Amina at 28 of 38 hours, Bram full time.
        assert "1 3.7 days (28 h) 0.7 days (5 h 36)" in table
        assert "1 5 days (38 h) 1 day (7 h 36)" in table
    assert "is the number right?" not in page
    assert "worked out from your declarations" in said(bram.get(SIZE)).split("2028")[0]
    assert acts_on(meridian, "size") == []


@pytest.mark.parametrize(
    ("typed", "asked"), [("75", False), ("75,01", True), ("8,34", False), ("8,33", True)]
)
def test_a_figure_far_from_the_one_worked_out_is_asked_about_and_not_refused(
    meridian: House, bram: FlaskClient, typed: str, asked: bool
) -> None:
    path = f"{SIZE}/2026/statement"
    page = said(send(meridian, bram, path, **(SPLIT | {"fte": typed})))
    question = "Worked out from your declarations it is 25: is the number right?"
    assert (question in page) is asked
    assert confirm(meridian, bram, path, **(SPLIT | {"fte": typed})).location == SIZE


def test_withdrawing_a_size_shows_first_whose_right_it_moves(
    meridian: House, bram: FlaskClient
) -> None:
    confirm(meridian, bram, f"{SIZE}/2026/statement", **SPLIT)
    page = said(send(meridian, bram, f"{SIZE}/2026/withdrawal", reason="Wrong"))
    assert "1 0.7 days (5 h 36) 3.7 days (28 h)" in page
    assert "stated by you" in said(bram.get(SIZE))


def _told(house: House, browser: FlaskClient, path: str, **typed: str) -> str:
    send(house, browser, path, **typed)
    return said(browser.get(SIZE))


def test_what_stands_is_filled_in_when_it_is_stated_anew(
    meridian: House, bram: FlaskClient
) -> None:
    confirm(meridian, bram, f"{SIZE}/2026/statement", **SPLIT)
    page = bram.get(f"{SIZE}/2026/statement").text
    assert 'value="18.5"' in page
    assert SPLIT["reason"] in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"fte": ""}, "Enter the size in full-time equivalents"),
        ({"fte": "many"}, "in figures"),
        ({"fte": "-3"}, "in figures"),
        ({"reason": "  "}, "Say why"),
        ({"reason": "x" * 501}, "500 characters or fewer"),
    ],
)
def test_a_size_that_cannot_be_is_refused_in_words(
    meridian: House, bram: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    answer = send(meridian, bram, f"{SIZE}/2026/statement", **(SPLIT | typed))
    assert answer.status_code == 200
    assert sentence in said(answer)
    assert acts_on(meridian, "size") in ([], ["enterprise:size:refused"])


def test_withdrawing_where_nothing_is_stated_is_said(meridian: House, bram: FlaskClient) -> None:
    assert bram.get(f"{SIZE}/2026/withdrawal").location == SIZE
    assert "there is nothing to withdraw" in said(bram.get(SIZE))


@pytest.mark.parametrize("year", [2020, 2025, 2030, 9998])
def test_years_that_begin_no_period_are_not_there(
    meridian: House, bram: FlaskClient, year: int
) -> None:
    for page in ("statement", "withdrawal"):
        assert bram.get(f"{SIZE}/{year}/{page}").status_code == 404


def test_a_reader_sees_the_size_and_cannot_state_it(meridian: House) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN, Role.READER)
    reader = meridian.signed_in(CHLOE)
    page = reader.get(SIZE)
    assert page.status_code == 200
    assert '/statement"' not in page.text
    assert "you can state another figure" not in page.text
    for place in ("statement", "withdrawal"):
        assert reader.get(f"{SIZE}/2026/{place}").status_code == 403
        assert reader.post(f"{SIZE}/2026/{place}", data=SPLIT).status_code == 400


def test_the_page_of_the_workforce_leads_to_it(meridian: House, bram: FlaskClient) -> None:
    page = bram.get(f"/employer/{MERIDIAN}/workforce").text
    assert f'href="{SIZE}"' in page
    assert f'href="/employer/{MERIDIAN}/rights"' in page
    assert "/rights/2026" in bram.get(page_of(meridian)).text


def test_a_size_stated_while_he_looked_is_shown_before_he_overwrites_it(
    meridian: House, bram: FlaskClient
) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN)
    path = f"{SIZE}/2026/statement"
    looked_at = send(meridian, bram, path, **SPLIT)
    confirm(meridian, meridian.signed_in(CHLOE), path, **(SPLIT | {"fte": "17"}))
    meridian.clock.at += timedelta(seconds=1)
    again = go_on(bram, path, looked_at)
    assert "Somebody changed this in the meantime: nothing is written." in said(again)
    assert "In force now: 17" in said(again)
    assert go_on(bram, path, again).location == SIZE
    assert "18.5 full-time equivalents, stated by you" in said(bram.get(SIZE))
