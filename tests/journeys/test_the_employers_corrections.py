"""What an employer changes, in a real browser: Bram chooses, states, corrects; workers see it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Open
from tests.journeys.people import Visitor, day, every, fill_in_training, follow, texts

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

AMINA, BRAM, WIBISANASARI = "Amina Benali", "Bram Peeters", "Wibisanasari"
MERIDIAN = "Meridian Care nv"
PHONE = {"width": 360, "height": 740}


def _workforce(visitor: Visitor) -> Page:
    """The list of everybody at Meridian, as Bram comes to it."""
    visitor.sign_in(BRAM, at="/sign-in?next=/employer/")
    visitor.page.get_by_role("link", name=MERIDIAN).click()
    follow(visitor.page.get_by_role("link", name="Workforce", exact=True))
    return visitor.page


def _account(visitor: Visitor, who: str) -> Page:
    """What the worker sees of the year's account with Meridian."""
    visitor.sign_in(who, at="/sign-in?next=/training-credit")
    follow(visitor.page.get_by_role("link", name=MERIDIAN, exact=True))
    return visitor.page


def _employers(page: Page, subject: str) -> None:
    """Another subject of the employer's section."""
    follow(page.get_by_role("navigation", name="Employer").get_by_role("link", name=subject))


def _lines(page: Page) -> Locator:
    return page.locator("tbody tr").filter(has=page.locator("input[name=workers]"))


def _state(page: Page, kind: str, reason: str, hours: str = "") -> None:
    """State the right of those chosen, after a look at what it changes."""
    page.get_by_role("button", name="State the right of those chosen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("State the right of 3 workers")
    page.get_by_label(kind).check()
    page.get_by_label("Hours").fill(hours)
    page.get_by_label("Registration number").fill("182345/CO/200")
    page.get_by_label("Why?").fill(reason)
    page.get_by_role("button", name="Look at what it changes").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is written yet.")


def test_a_right_is_stated_of_several_then_declined_and_each_sees_why(visitor: Open) -> None:
    bram = visitor()
    page = _workforce(bram)
    _lines(page).nth(2).get_by_role("checkbox").check()
    _lines(page).nth(4).get_by_role("checkbox").check()
    page.get_by_label("Name").fill("wibis")
    page.get_by_role("button", name="Search").click()
    page.get_by_label(f"Choose {WIBISANASARI}").check()

    _state(page, "Another right for this year", "As agreed for nights", "52")
    changed = page.get_by_role("table").locator("tbody tr")
    lines = [texts(row.locator("th, td")) for row in every(changed)]
    workers, _now, then = zip(*lines, strict=True)
    assert sum(map(int, workers)) == 3
    assert all("52 h" in each.replace("\u00a0", " ") for each in then)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_be_visible()

    _employers(page, "Workforce")
    _state(page, "No automatic right for that year", "To be agreed again")
    expect(page.get_by_role("main")).to_contain_text("something is stated of 3 of them")
    assert set(texts(changed.locator("td").last)) == {"not known"}
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_be_visible()

    theirs = _account(visitor(), WIBISANASARI).locator("section:has(#stated) .versions > li")
    newest, before = texts(theirs)
    assert "To be agreed again" in newest
    assert "in force" in newest
    assert "52 h" in before.replace("\u00a0", " ")
    assert "As agreed for nights" in before
    for each in (newest, before):
        assert f"by {BRAM}, for {MERIDIAN}" in each

    _employers(page, "Workforce")
    page.get_by_role("button", name="Choose nobody").click()
    expect(page.locator("input[name=workers]:checked")).to_have_count(0)


def test_a_correction_and_a_cancellation_show_each_version_and_who_made_it(visitor: Open) -> None:
    title, bram = "Lifting with care", visitor()
    page = _workforce(bram)
    page.get_by_label("Name").fill("benali")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=AMINA).click()
    page.get_by_role("button", name="Register a training").click()
    fill_in_training(page, title, starts=day(-6), hours="3")
    page.get_by_role("button", name="Register the training").click()
    expect(page.get_by_role("alert")).to_contain_text("is registered")

    page.get_by_role("main").get_by_role("link", name=title).click()
    page.get_by_role("button", name="Correct it").click()
    page.get_by_role("textbox", name="Hours").fill("4")
    page.get_by_role("textbox", name="Minutes").fill("30")
    page.get_by_role("textbox", name=re.compile("Why")).fill("It took longer")
    page.get_by_role("button", name="Correct the training").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert len(texts(page.locator("ul.entries > li"))) == 2

    hers = _account(visitor(), AMINA)
    entry = hers.locator(".ledger__line").filter(has_text=title)
    expect(entry.locator("summary")).to_contain_text("corrected")
    entry.locator("summary").click()
    newest, first = texts(entry.locator(".versions > li"))
    assert "It took longer" in newest
    assert f"by {BRAM}, for {MERIDIAN}" in newest
    assert "in force" in newest
    assert "in force" not in first

    page.get_by_role("button", name="Cancel it").click()
    page.get_by_role("textbox", name=re.compile("Why")).fill("It was somebody else")
    page.get_by_role("button", name="Cancel the training").click()
    expect(page.get_by_role("main")).to_contain_text("This training is cancelled")
    cancelled, corrected, registered = texts(page.locator("ul.entries > li"))
    for said, (begins, what) in zip(
        (cancelled, corrected, registered),
        (
            ("Cancelled:", "It was somebody else"),
            ("Corrected:", "It took longer"),
            ("Registered:", "3 h"),
        ),
        strict=True,
    ):
        assert begins in said
        assert what in said.replace("\u00a0", " ")
        assert BRAM in said

    hers.reload()
    expect(entry.locator("summary")).to_contain_text("cancelled")
    entry.locator("summary").click()
    newest, *earlier = texts(entry.locator(".versions > li"))
    assert len(earlier) == 2
    assert "It was somebody else" in newest
    assert f"by {BRAM}, for {MERIDIAN}" in newest


def _found(page: Page) -> int:
    """How many workers the list says it has."""
    said = re.match(r"\d+", page.locator(".matches").inner_text())
    assert said
    return int(said[0])


def test_the_workforce_is_searched_filtered_and_sorted_on_a_phone(visitor: Open) -> None:
    page = _workforce(visitor(viewport=PHONE, is_mobile=True, has_touch=True))
    everybody = _found(page)
    page.get_by_label(re.compile("Nothing followed in")).check()
    follow(page.get_by_role("button", name="Search"))
    filters = page.get_by_role("list", name="Filters in force").get_by_role("listitem")
    expect(filters).to_have_count(1)
    idle = _found(page)
    assert 0 < idle < everybody

    follow(page.get_by_role("columnheader", name="Since").get_by_role("button"))
    expect(page.get_by_role("columnheader", name="Since")).to_have_attribute(
        "aria-sort", "ascending"
    )
    since = [each.split(".")[::-1] for each in texts(_lines(page).locator("td:nth-of-type(7)"))]
    assert since == sorted(since)
    assert _found(page) == idle, "sorting keeps the filter"

    page.get_by_label("Name").fill("benali")
    follow(page.get_by_role("button", name="Search"))
    expect(filters).to_have_count(3)
    follow(page.get_by_role("button", name="Take away all filters"))
    assert _found(page) == everybody
    page.get_by_label("Name").fill("benali")
    follow(page.get_by_role("button", name="Search"))
    follow(page.get_by_role("link", name=AMINA))
    expect(page.get_by_role("heading", level=1)).to_contain_text(AMINA)
    expect(page.get_by_role("main")).to_contain_text("Employment with you")
