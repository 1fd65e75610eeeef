"""An enterprise begins, in a real browser: Luc represents it, Gert manages, Hanne registers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Open
from tests.journeys.people import follow, texts
from tests.journeys.sheets import number_of

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

LUC, GERT, HANNE, MIREILLE = (
    "Luc Delvaux",
    "Gert Van Hoorebeke",
    "Hanne D'Hooghvorst",
    "Mireille Hardy",
)
GLACIER = "Glacier Polaire srl"
PHONE = {"width": 360, "height": 740}


def _say_who(page: Page, name: str, number: str, role: str = "") -> None:
    """Whom to give a role: the form, what it says before anything is given, and giving it."""
    page.get_by_label("National number").fill(number)
    page.get_by_label("Name", exact=True).fill(name)
    if role:
        page.get_by_label(role).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is given yet")
    expect(page.get_by_role("main")).to_contain_text(name)
    page.get_by_role("button", name="Give the role").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _tasks(page: Page) -> list[tuple[str, str]]:
    """The steps of the first connection, each with where it stands."""
    names = texts(page.locator(".govuk-task-list__name-and-hint > :first-child"))
    return list(zip(names, texts(page.locator(".govuk-task-list__status")), strict=True))


def test_an_enterprise_connects_and_a_role_that_ends_closes_a_page_that_is_open(
    visitor: Open, populated: tuple[str, Path]
) -> None:
    numbers = {who: number_of(populated[1], who) for who in (GERT, HANNE, MIREILLE)}
    luc = visitor()
    luc.sign_in(LUC, at="/sign-in?next=/employer/")
    page = luc.page
    follow(page.get_by_role("link", name=f"First connection of {GLACIER}"))
    assert _tasks(page) == [
        ("The enterprise is known", "Done"),
        ("Name access managers", "To do"),
        ("Give people their roles", "Cannot start yet"),
    ]
    page.get_by_role("link", name="Name access managers").click()
    _say_who(page, GERT, numbers[GERT])
    expect(page.get_by_role("heading", level=1)).to_contain_text("First connection")
    assert [state for _task, state in _tasks(page)] == ["Done", "Done", "To do"]

    # On a phone, since this one is seldom at a desk.
    gert = visitor(viewport=PHONE, is_mobile=True, has_touch=True)
    gert.sign_in(GERT, at="/sign-in?next=/employer/")
    page = gert.page
    page.get_by_role("link", name=GLACIER).tap()
    page.get_by_role("link", name="Who may act").tap()
    for who, role in ((HANNE, "Registrar:"), (MIREILLE, "Reader:")):
        page.get_by_role("button", name="Give a role").tap()
        _say_who(page, who, numbers[who], role)
        expect(page.get_by_role("table").get_by_role("row").filter(has_text=who)).to_have_count(1)

    hanne = visitor()
    hanne.sign_in(HANNE, at="/sign-in?next=/employer/")
    hanne.page.get_by_role("link", name=GLACIER).click()
    hanne.page.get_by_role("link", name="Size of the enterprise").click()
    follow(hanne.page.get_by_role("button", name=re.compile("State another size")).first)
    state_size = hanne.page.url
    hanne.page.get_by_label("Full-time equivalents").fill("4,5")
    hanne.page.get_by_label("Why is it another figure").fill("The ice cream season")
    hanne.page.get_by_role("button", name="Look at what it changes").click()
    expect(hanne.page.get_by_role("main")).to_contain_text("Nothing is written yet")
    hanne.page.get_by_role("button", name="Confirm").click()
    expect(hanne.page.get_by_role("alert")).to_be_visible()
    expect(hanne.page.get_by_role("main")).to_contain_text("stated by you")

    mireille = visitor()
    mireille.sign_in(MIREILLE, at="/sign-in?next=/employer/")
    mireille.page.get_by_role("link", name=GLACIER).click()
    follow(mireille.page.get_by_role("link", name="Size of the enterprise"))
    expect(mireille.page.get_by_role("main")).to_contain_text("The ice cream season")
    expect(mireille.page.get_by_role("button", name=re.compile("State another"))).to_have_count(0)
    expect(mireille.page.get_by_role("link", name="Who may act")).to_have_count(0)
    assert mireille.page.request.get(state_size).status == 403

    hanne.page.goto(state_size)
    hanne.page.get_by_label("Full-time equivalents").fill("9")
    page.get_by_role("row").filter(has_text=HANNE).get_by_role("link", name="End").tap()
    expect(page.get_by_role("main")).to_contain_text("It ends at once")
    page.get_by_role("button", name="End the role").tap()
    expect(page.get_by_role("alert")).to_contain_text("The role is ended, from now on.")
    hanne.page.get_by_role("button", name="Look at what it changes").click()
    expect(hanne.page.get_by_role("main")).to_contain_text("Error 403")
    hanne.page.goto("/employer/")
    expect(hanne.page.get_by_role("main")).to_contain_text("Your role has ended.")
    expect(hanne.page.get_by_role("link", name=GLACIER)).to_have_count(0)
    hanne.forget_refusals()
