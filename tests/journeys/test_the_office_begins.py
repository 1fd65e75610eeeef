"""An office begins to act for a client, in a real browser; what both registered is kept once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.people import Visitor, day, fill_in_training, texts
from tests.journeys.sheets import number_of

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

INGRID, KATRIEN = "Ingrid Van Kerckhove", "Katrien Maes"
AREND, AMINA = "Arend van 't Zandveld", "Amina Benali"
OFFICE, CLIENT = "Secretariat Kompas vzw", "Atelier Nord scrl"


def _confirm_and_let_act(ingrid: Visitor, who: str, ssin: str) -> None:
    """The mandate that waits for an answer is confirmed, and somebody may use it."""
    page = ingrid.page
    page.get_by_role("link", name=re.compile(f"for the answer of {OFFICE}")).click()
    expect(page.get_by_role("heading", name="Waiting for your answer")).to_be_visible()
    page.get_by_role("link", name=CLIENT).click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_contain_text("The mandate is confirmed")
    expect(page.get_by_role("main")).to_contain_text("Nobody yet.")
    page.get_by_role("button", name="Let somebody of your office act").click()
    page.get_by_label("National number").fill(ssin)
    page.get_by_label("Name").fill(who)
    expect(page.get_by_role("checkbox", name=CLIENT)).to_be_checked()
    page.get_by_label("Registrar").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is given yet")
    page.get_by_role("button", name="Give the role").click()
    expect(page.get_by_role("alert")).to_contain_text("The person has the role for 1 client")


def _register(who: Visitor, title: str, on: str) -> None:
    """Register a day of training for Amina, beginning at the list of the enterprises."""
    page = who.page
    page.get_by_role("link", name=CLIENT).click()
    page.get_by_role("link", name="Workforce", exact=True).click()
    page.get_by_role("link", name=AMINA).click()
    page.get_by_role("button", name="Register a training").click()
    fill_in_training(page, title, starts=on, hours="3")
    page.get_by_role("button", name="Register the training").click()
    expect(page.get_by_role("alert")).to_contain_text(f"“{title}” is registered.")


def test_the_office_is_confirmed_and_what_it_registers_twice_is_kept_once(
    visitor: Open, populated: tuple[str, Path]
) -> None:
    today = day(0)
    ingrid = visitor()
    ingrid.sign_in(INGRID, at="/sign-in?next=/employer/")
    _confirm_and_let_act(ingrid, KATRIEN, number_of(populated[1], KATRIEN))

    katrien = visitor()
    katrien.sign_in(KATRIEN, at="/sign-in?next=/employer/")
    expect(katrien.page.get_by_role("main")).to_contain_text(f"through {OFFICE}")
    _register(katrien, "Premiers secours à l’atelier", today)

    # At the client nobody knew, and Arend registers it in words of his own.
    arend = visitor()
    arend.sign_in(AREND, at="/sign-in?next=/employer/")
    _register(arend, "Secours : premiers gestes à l’atelier", today)
    page = arend.page
    page.get_by_role("link", name="Workforce").click()
    page.get_by_role("link", name="Registered by others").click()
    page.get_by_role("link", name="See them side by side").click()
    pair = page.locator("section.pair").filter(has_text=AMINA)
    yours, theirs = texts(pair.get_by_role("row", name="Title").get_by_role("cell"))
    assert (yours, theirs) == (
        "Secours : premiers gestes à l’atelier",
        "Premiers secours à l’atelier",
    )
    expect(pair.get_by_role("row", name="Registered by")).to_contain_text(KATRIEN)
    keep = pair.get_by_label("Keep yours, cancel the other")
    keep.check()
    expect(keep).to_have_accessible_description(re.compile("^The balance of"))
    page.get_by_role("button", name="Carry out what is decided").click()
    expect(page.get_by_role("alert")).to_contain_text("1 training is cancelled")
    expect(page.get_by_role("main")).to_contain_text("No training looks as if")

    amina = visitor()
    amina.sign_in(AMINA, at="/sign-in?next=/career?view=trainings")
    titles = texts(amina.page.locator("li.entry h3"))
    assert yours in titles
    assert theirs not in titles
    amina.page.goto("/training-credit")
    amina.page.get_by_role("link", name=CLIENT, exact=True).click()
    cancelled = amina.page.locator("details").filter(has_text=theirs)
    cancelled.locator("summary").click()
    expect(cancelled).to_contain_text("Registered twice: “Secours : premiers gestes à l’atelier”")
    expect(cancelled).to_contain_text(AREND)
