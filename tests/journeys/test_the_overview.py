"""Figures of a year, in a real browser: every one opens into the list that it counts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.people import every, follow, texts
from tests.journeys.sheets import csv_lines, taken, xlsx_lines

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

BRAM, MERIDIAN = "Bram Peeters", "0190000432"
#: A year in which nobody registers any more: the other journeys change those of today.
YEAR = 2025


def _table(page: Page, caption: str) -> dict[str, list[str]]:
    """The lines of a table of the overview by what they are about."""
    table = page.get_by_role("table", name=caption, exact=True)
    table.wait_for()
    lines = every(table.get_by_role("row").filter(has=page.get_by_role("rowheader")))
    return {
        line.get_by_role("rowheader").inner_text(): texts(line.get_by_role("cell"))
        for line in lines
    }


def _hours(said: str) -> int:
    """The whole hours that a figure says, such as 1,887 h."""
    found = re.search(r"([\d,]+)\sh", said)
    assert found, said
    return int(found[1].replace(",", ""))


def test_every_figure_opens_into_its_list_and_the_sheets_come_to_the_same(visitor: Open) -> None:
    bram = visitor()
    bram.sign_in(BRAM, at=f"/sign-in?next=/employer/{MERIDIAN}/overview")
    page = bram.page
    follow(page.get_by_role("link", name=str(YEAR), exact=True).first)
    overview = page.url
    used = page.locator("dl.figures div").filter(has_text="used").get_by_role("link")
    regimes = _table(page, "By regime")
    assert _hours(used.inner_text()) == sum(_hours(cells[2]) for cells in regimes.values())
    drawn = page.get_by_role("img", name="Hours over the years")
    expect(drawn).to_be_visible()
    assert _hours(_table(page, "Over the years")[str(YEAR)][1]) == _hours(used.inner_text())

    # From what was used to those who used it, and with them into a program of one's own.
    hours = _hours(used.inner_text())
    follow(used)
    expect(page.get_by_role("status").first).to_contain_text(f"used {hours} h")
    first = page.get_by_role("table", name="Workforce").get_by_role("row").nth(1)
    expect(first).to_contain_text("Amina Benali")
    people = csv_lines(taken(page.get_by_role("link", name=re.compile("^CSV, all"))))
    spent = [float(line["Used (hours)"].replace(",", ".") or 0) for line in people]
    assert round(sum(spent)) == hours
    assert spent == sorted(spent, reverse=True)

    # From how many trainings were formal to which, and to the days and hours of each.
    page.goto(overview)
    number, followed, _planned = _table(page, "Formal and informal")["Formal"]
    kinds = page.get_by_role("table", name="Formal and informal")
    follow(kinds.get_by_role("link", name=number, exact=True))
    expect(page.get_by_role("status").first).to_have_text(f"{number} trainings · {followed}")
    listed = page.get_by_role("table", name=f"Trainings of {YEAR}").get_by_role("row")
    expect(listed).to_have_count(int(number) + 1)
    trainings = xlsx_lines(taken(page.get_by_role("link", name=f"XLSX, all {number}")))
    assert {line["Kind"] for line in trainings} == {"Formal"}
    assert round(sum(line["Hours"] for line in trainings)) == _hours(followed)
    assert {line["Last day"].year for line in trainings} == {YEAR}
