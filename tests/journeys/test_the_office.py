"""The payroll office, in a real browser: Jamal, its clerk, and Mireille, one of its clients."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.people import day, fill_in_training, follow

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

CLIENT, OFFICE = "Meridian Care nv", "Secretariat Kompas vzw"


def _choose(page: Page, *places: int) -> list[str]:
    """Tick workers by where they stand in the list; their names."""
    lines = page.locator("tr").filter(has=page.locator("input[name=workers]"))
    chosen = [lines.nth(place) for place in places]
    for line in chosen:
        line.get_by_role("checkbox").check()
    return [line.get_by_role("rowheader").inner_text() for line in chosen]


def test_the_office_registers_for_several_until_its_client_ends_the_mandate(visitor: Open) -> None:
    jamal = visitor()
    jamal.sign_in("Jamal El Idrissi", at="/sign-in?next=/employer/")
    page = jamal.page
    expect(page.get_by_role("main")).to_contain_text(f"through {OFFICE}")
    page.get_by_role("link", name=CLIENT).click()
    follow(page.get_by_role("link", name="Workforce", exact=True))
    names = _choose(page, 1, 3, 5)
    page.get_by_role("button", name="Register a training for those chosen").click()
    expect(page.get_by_role("main")).to_contain_text("For 3 workers chosen.")
    fill_in_training(page, "Calm in a crisis", starts=day(-9), hours="2")
    page.get_by_role("button", name="See what it would do").click()

    # The page asks again by itself until it is checked, and until it is written.
    confirm = page.get_by_role("button", name="Register for 3 workers")
    expect(confirm).to_be_visible(timeout=30_000)
    expect(page.get_by_role("main")).to_contain_text("Nothing is written yet")
    confirm.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Receipt", timeout=30_000)
    expect(page.get_by_role("main")).to_contain_text("3 trainings are registered")
    expect(page.get_by_role("main")).to_contain_text(
        re.compile(r"PT-20\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}")
    )
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the receipt (CSV)").click()
    receipt = taken.value.path().read_text("utf-8-sig")
    assert all(name in receipt for name in names)
    receipt_at = page.url
    page.get_by_role("link", name=names[0]).click()
    expect(page.get_by_role("main")).to_contain_text("Calm in a crisis")

    mireille = visitor()
    mireille.sign_in("Mireille Hardy", at="/sign-in?next=/employer/")
    hers = mireille.page
    hers.get_by_role("link", name=CLIENT).click()
    hers.get_by_role("link", name="Who may act").click()
    hers.get_by_role("link", name="Offices that act for you").click()
    hers.get_by_role("link", name=re.compile(f"End it.*{OFFICE}")).click()
    expect(hers).to_have_url(re.compile("/end$"))
    hers.get_by_role("main").get_by_role("button").click()
    expect(hers.get_by_role("alert")).to_be_visible()

    # His session is open, and opens nothing of the client any more.
    page.get_by_role("link", name="Workforce").click()
    expect(page.get_by_role("main")).to_contain_text("Error 403")
    for address in (receipt_at, f"{receipt_at}/receipt.csv"):
        assert page.request.get(address).status == 403
    page.goto("/employer/")
    expect(page.get_by_role("main")).to_contain_text(f"and {OFFICE} has ended")
    expect(page.get_by_role("link", name=CLIENT)).to_have_count(0)
    jamal.forget_refusals()
