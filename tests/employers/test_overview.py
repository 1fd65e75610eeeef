"""The overview of a year: its figures, and that each opens into a list that says the same."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from app.employers.overview.taking import MandateEnded
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.foundation.sheets import read_sheet
from app.learning.workers import lists
from app.learning.workers.lists import people_matching, workers_on_page
from app.learning.workers.summing import accounts_added_up
from app.learning.workers.trainings import (
    TrainingsWanted,
    trainings_added_up,
    trainings_on_page,
)
from app.learning.workers.wanted import Credit, Reached, Regime, Wanted, Who
from tests import messages as xml
from tests.employers.conftest import furnish_meridian, said
from tests.furnishing import once
from tests.house.lives import register
from tests.house_of import AMINA, BRAM, MERIDIAN, House, ssin

OVERVIEW = f"/employer/{MERIDIAN}/overview"
GONE = ssin("880101", 300)


@pytest.fixture
def meridian(house: House) -> House:
    """A year with trainings, and somebody who left in spring."""
    furnish_year(house)
    return house


@pytest.fixture
def year(meridian: House) -> House:
    return meridian


@once
def furnish_year(house: House) -> None:
    furnish_meridian(house)
    house.load(xml.persons(xml.person(GONE, "Jansen", "Jo")))
    house.load(xml.dimona(xml.dimona_in(GONE, MERIDIAN, "2024-01-02", ends_on="2026-03-31")))
    register(house, AMINA, "Lifting", followed=True)
    register(house, AMINA, "Bandaging", followed=False)
    register(house, BRAM, "Counting", followed=True)


def test_every_sum_is_that_of_the_list_behind_it(year: House) -> None:
    enterprise, today = year.enterprise(MERIDIAN), day_of(year.clock.now())
    with transaction(year.engine) as db:
        summed = accounts_added_up(db, enterprise, 2026, today=today)
        assert sum(group.totals.people for group in summed.groups) == 3
        assert summed.years.keys() >= {2024, 2025, 2026}
        for each, totals in summed.years.items():
            found = workers_on_page(db, enterprise, Wanted(each, Who.YEAR), today=today)
            assert found.totals == totals, each
        for told, wanted in {
            "committee": lambda v: Wanted(2026, Who.YEAR, committee=v),
            "regime": lambda v: Wanted(2026, Who.YEAR, regime=v),
            "reached": lambda v: Wanted(2026, Who.YEAR, reached=v),
        }.items():
            for value in {getattr(group, told) for group in summed.groups}:
                people = sum(
                    group.totals.people for group in summed.groups if getattr(group, told) == value
                )
                found = workers_on_page(db, enterprise, wanted(value), today=today)
                assert found.totals.people == people, (told, value)


def test_every_sum_of_trainings_is_that_of_the_list_behind_it(year: House) -> None:
    enterprise, today = year.enterprise(MERIDIAN), day_of(year.clock.now())
    with transaction(year.engine) as db:
        groups = trainings_added_up(db, enterprise, 2026)
        assert sum(amount.trainings for amount in groups.values()) == 3
        for (month, followed, formal, giver, field), amount in groups.items():
            wanted = TrainingsWanted(2026, month, followed, formal, giver, field)
            assert trainings_on_page(db, enterprise, wanted, today=today).total == amount


def test_every_figure_of_the_page_opens(year: House, bram: FlaskClient) -> None:
    page = bram.get(OVERVIEW).text
    cells = re.findall(r"<td [^>]*>(.*?)</td>", page, re.DOTALL)
    figures = [cell for cell in cells if re.search(r">\s*[\d,.]+(\s*h)?\s*<", f">{cell}<")]
    assert len(figures) > 30
    assert [cell for cell in figures if "<a " not in cell] == []
    links = {unescape(link) for link in re.findall(r'href="(/employer/[^"]*\?[^"]*)"', page)}
    for link in links:
        assert bram.get(link).status_code == 200, link
    assert "3 people were employed here in 2026." in said(bram.get(OVERVIEW))


def test_who_left_long_ago_is_in_the_sum_and_not_in_the_list(
    year: House, bram: FlaskClient
) -> None:
    page = bram.get(f"/employer/{MERIDIAN}/workforce?who=year")
    assert "Jansen" not in page.text
    assert "1 more worker answers to this" in said(page)


def test_a_year_before_the_law_or_to_come_has_no_overview(bram: FlaskClient) -> None:
    for year in (2019, 2027):
        assert bram.get(f"{OVERVIEW}?year={year}").status_code == 404


def test_an_enterprise_without_anybody_says_so(house: House) -> None:
    house.furnish()
    with house.engine.begin() as connection:
        connection.execute(text("delete from employments"))
    page = house.signed_in(BRAM).get(OVERVIEW)
    assert "No declaration received so far" in said(page)


def test_filters_divide_everybody(year: House) -> None:
    enterprise, today = year.enterprise(MERIDIAN), day_of(year.clock.now())
    with transaction(year.engine) as db:
        everybody = people_matching(db, enterprise, Wanted(2026), today=today)
        assert set(everybody) == {year.person(AMINA), year.person(BRAM)}
        for field, values in (("credit", Credit), ("regime", Regime), ("reached", Reached)):
            found = [
                person
                for value in values
                for person in people_matching(
                    db, enterprise, Wanted(2026, **{field: value}), today=today
                )
            ]
            assert sorted(found) == sorted(everybody), field


def test_days_of_a_month_are_its_own() -> None:
    assert TrainingsWanted(2024, 2).days == (date(2024, 2, 1), date(2024, 2, 29))
    assert TrainingsWanted(2026, 12).days == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["workforce", "trainings", "figures"])
def test_lists_and_sums_can_be_taken_away(
    year: House, bram: FlaskClient, what: str, form: str
) -> None:
    answer = bram.get(f"{OVERVIEW}/{what}.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    content = read_sheet(answer.data, f"x.{form}")
    assert len(content.lines) == {"workforce": 2, "trainings": 3, "figures": 3}[what]
    assert "Jansen" not in str(content.lines)


def test_what_is_taken_away_is_written_down_for_each_worker(year: House, bram: FlaskClient) -> None:
    assert bram.get(f"{OVERVIEW}/workforce.csv?name=amina").data
    with year.engine.connect() as connection:
        seen = connection.execute(
            text("select subject_id from audit_lines where details ->> 'page' like '%taken away'")
        ).scalars()
        assert list(seen) == [year.person(AMINA)]


def test_a_sheet_under_way_stops_when_the_mandate_ends(
    year: House, bram: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_CHUNK", 1)
    monkeypatch.setattr("app.foundation.sheets.writing._BYTES_AT_A_TIME", 1)
    answer = bram.get(f"{OVERVIEW}/workforce.csv", buffered=False)
    pieces = answer.iter_encoded()
    assert b"Benali" in next(pieces)
    with year.engine.begin() as connection:
        connection.execute(text("update mandates set valid_until = date '2026-11-20'"))
    with pytest.raises(MandateEnded):
        next(pieces)
