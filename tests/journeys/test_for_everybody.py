"""For everybody: with the keyboard alone, without scripts, on a phone, with a screen reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.looking import faults
from tests.journeys.people import Visitor, day, fill_in_training, follow

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

MERIDIAN = "0190000432"


def _pages(visitor: Open) -> Iterator[Page]:
    """Every page once, in German: the longest words; one after the other in the same window."""
    everybody = visitor("de")
    yield from _visited(everybody, "/", "/accessibility", "/nowhere")
    everybody.forget_refusals()
    everybody.sign_in("Hanne D'Hooghvorst")
    yield from _visited(everybody, "/career", "/training-credit")
    yield from _amina_s_pages(everybody)
    yield from _employer_pages(everybody)
    yield from _section_pages(everybody)
    everybody.sign_in("Mireille Hardy")
    yield from _visited(everybody, f"/employer/{MERIDIAN}/people")


def _amina_s_pages(amina: Visitor) -> Iterator[Page]:
    amina.sign_in("Amina Benali")
    yield from _visited(amina, "/career", "/career?view=year")
    yield from _visited(amina, "/career?view=trainings", "/training-credit", "/attestations")
    yield from _visited(amina, "/attestations/new/career")
    # A page that asks again by itself would change while it is looked at: held still, then let go.
    amina.page.route("**/waiting.js", lambda route: route.fulfill(content_type="text/javascript"))
    amina.page.locator("#form button[value=make]").click()
    amina.page.wait_for_url(re.compile(r"/attestations/[0-9a-f-]{36}$"))
    yield amina.page
    amina.page.unroute("**/waiting.js")
    amina.page.reload()
    expect(amina.page.locator("a[href$='document.pdf']")).to_be_visible(timeout=30_000)
    yield amina.page


def _visited(visitor: Visitor, *paths: str) -> Iterator[Page]:
    for path in paths:
        visitor.page.goto(path)
        yield visitor.page


def _employer_pages(bram: Visitor) -> Iterator[Page]:
    bram.sign_in("Bram Peeters")
    yield from _visited(bram, "/employer/")
    follow(bram.page.get_by_role("link", name="Meridian Care nv"))
    follow(bram.page.locator("a[href$='/workforce']"))
    yield bram.page
    follow(bram.page.get_by_role("link", name="Amina Benali"))
    yield bram.page
    follow(bram.page.locator("a[href$='trainings/new']"))
    yield bram.page
    bram.page.locator("#form button[type=submit]").first.click()
    expect(bram.page.locator(".govuk-error-summary")).to_be_visible()
    yield bram.page


def _section_pages(bram: Visitor) -> Iterator[Page]:
    """What differs most in the employer's section: figures, lists, tasks, and long forms."""
    place, year = f"/employer/{MERIDIAN}", day(0).rpartition(".")[2]
    yield from _visited(bram, f"{place}/overview", f"{place}/overview/trainings")
    yield from _visited(bram, f"{place}/due", f"{place}/notices/{year}", f"{place}/others")
    yield from _visited(bram, f"{place}/plan/{year}/draft", f"{place}/rights")
    yield from _visited(bram, f"{place}/history/new", f"{place}/trainings/new")
    # A number that nobody has: its batch shows a line with why, and leaves nothing behind.
    page = bram.page
    page.locator("#numbers").fill("1")
    page.locator("#title").fill("Hebetechniken")
    page.locator("#hours").fill("1")
    page.locator("#starts_on").fill(day(-5))
    for name, value in (("status", "followed"), ("kind", "informal")):
        page.locator(f"input[name={name}][value={value}]").check()
    page.locator("#form button[type=submit]").click()
    expect(page.locator("#lines")).to_be_visible(timeout=30_000)
    yield page


def test_every_page_passes_axe_and_fits_a_phone(visitor: Open, axe: Axe) -> None:
    found, seen = [], 0
    for page in _pages(visitor):
        seen += 1
        found += faults(page, axe)
    assert not found, "\n".join(found)
    assert seen >= 29


def _tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what says these words; it must be seen to be there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and words in (focused.inner_text() or ""):
            expect(focused).to_be_in_viewport()
            return
    raise AssertionError(f"no way to {words!r} with the keyboard")


def test_the_keyboard_alone_leads_to_the_training_credit(visitor: Open) -> None:
    page = visitor().page
    page.goto("/accessibility")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to main content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main-content$"))
    page.goto("/")
    _tab_to(page, "Sign in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/authorize**")
    first = page.get_by_role("radio").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if first.evaluate("radio => radio === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    _tab_to(page, "eID")
    page.keyboard.press("Enter")
    page.wait_for_url("**/career")
    _tab_to(page, "Training credit")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Training credit (FLA)")


def test_without_scripts_a_training_is_registered_and_a_document_taken(visitor: Open) -> None:
    bram = visitor(java_script_enabled=False)
    bram.sign_in("Bram Peeters", "itsme", at="/sign-in?next=/employer/", on_the_pages=True)
    page = bram.page
    page.get_by_role("link", name="Meridian Care nv").click()
    page.get_by_role("link", name="Workforce", exact=True).click()
    page.get_by_role("link", name="Amina Benali").click()
    page.get_by_role("button", name="Register a training").click()
    page.get_by_role("button", name="Register the training").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    fill_in_training(page, "Reading a plan of care", starts=day(-5), hours="0,5")
    page.get_by_role("button", name="Register the training").click()
    expect(page.get_by_role("alert")).to_contain_text("is registered")

    page.goto("/attestations")
    page.get_by_label("Whole career").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("main").get_by_label("English").check()
    page.get_by_role("button", name="Make the attestation").click()
    # The page asks again by itself, without a script.
    expect(page.get_by_text("Your document is ready")).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    bram.sign_out()
    answer = page.request.get("/career", max_redirects=0)
    assert answer.status == 302


def test_another_language_is_the_same_page(visitor: Open) -> None:
    gert = visitor("fr")
    gert.sign_in("Gert Van Hoorebeke")
    page = gert.page
    page.goto("/career?view=year")
    for code, name in (
        ("nl", "Nederlands"),
        ("de", "Deutsch"),
        ("fr", "Français"),
        ("en", "English"),
    ):
        page.get_by_role("link", name=name).click()
        expect(page).to_have_url(re.compile(r"/career\?view=year$"))
        expect(page.locator("html")).to_have_attribute("lang", code)
    follow(page.get_by_role("link", name="Nederlands"))
    gert.sign_out()
    again = visitor("fr", chosen=False)
    again.sign_in("Gert Van Hoorebeke")
    expect(again.page.locator("html")).to_have_attribute("lang", "nl")
