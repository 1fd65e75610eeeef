"""The training plan, in a real browser: Wannes writes it, and Mireille reads every version."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Open
from tests.journeys.people import Visitor, day, follow

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

WANNES, MIREILLE = "Wannes Lieven van 't Zandveld", "Mireille Hardy"
CLIENT, CONFITURERIE = "Confiturerie du Pont-Dormant sa", "0190001125"


def _training(wannes: Visitor, place: int, title: str, kind: str) -> None:
    line = wannes.page.get_by_role("group", name=f"Training {place}")
    line.get_by_label("Title").fill(title)
    line.get_by_label("Kind").select_option(kind)
    line.get_by_label("Hours").fill("7,6")


def _save(wannes: Visitor) -> None:
    wannes.page.get_by_role("button", name="Save the draft").click()
    expect(wannes.page.get_by_role("alert")).to_contain_text("The draft is saved")


def _adopt(wannes: Visitor, on: str) -> None:
    page = wannes.page
    page.get_by_role("button", name="Adopt the plan").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is missing")
    page.get_by_label("Day").fill(on)
    page.get_by_role("button", name="Adopt the plan").click()
    expect(page.get_by_role("alert")).to_contain_text("The plan is adopted")


def test_the_plan_is_drafted_adopted_and_changed_and_every_version_stays_to_be_read(
    visitor: Open,
) -> None:
    today = day(0)
    year = today.rpartition(".")[2]
    wannes = visitor()
    wannes.sign_in(WANNES, at="/sign-in?next=/employer/")
    page = wannes.page
    page.get_by_role("link", name=CLIENT).click()
    page.get_by_role("link", name="Training plan").click()
    expect(page.get_by_role("main")).to_contain_text("The law asks you for a training plan")
    page.get_by_role("link", name=year, exact=True).click()
    page.get_by_role("button", name="Write the plan").click()
    _training(wannes, 1, "Hygiène en cuisine", "formal")
    _training(wannes, 2, "Apprendre à côté d’un ancien", "informal")
    _save(wannes)

    # What the law still wants is said before the plan can be adopted.
    page.get_by_role("button", name="Adopt the plan").click()
    missing = page.get_by_role("main").get_by_role("listitem").filter(has_text="Women and men")
    expect(missing).to_contain_text("The law wants the plan to say something here")
    page.get_by_role("button", name="Complete the plan").click()
    for label in ("How do the trainings contribute", "Groups at risk", "Bottleneck occupations"):
        page.get_by_label(label).fill("Deux jours pour chacun")
    page.get_by_label("Women and men").fill("Autant d’hommes que de femmes")
    page.get_by_label("Evaluation").fill("Une réunion en décembre")
    page.get_by_label("Who is heard?").select_option("workers")
    page.get_by_label("Draft given on").fill(day(-40))
    page.get_by_label("Advice of").fill(day(-20))
    _save(wannes)
    _adopt(wannes, today)
    expect(page.get_by_role("main")).to_contain_text("Version 1, adopted on")

    page.get_by_role("button", name="Change the plan").click()
    page.get_by_label("Evaluation").fill("Une enquête en janvier")
    _save(wannes)
    _adopt(wannes, today)
    expect(page.locator("ins")).to_have_text("Une enquête en janvier")
    expect(page.locator("del")).to_have_text("Une réunion en décembre")

    # Who may not register reads all of it, as it was adopted each time, and changes nothing.
    mireille = visitor()
    mireille.sign_in(MIREILLE, at=f"/sign-in?next=/employer/{CONFITURERIE}/plan")
    page = mireille.page
    expect(page.get_by_role("row", name=year)).to_contain_text("Version 2, adopted on")
    follow(page.get_by_role("link", name=year, exact=True))
    expect(page.get_by_role("main")).to_contain_text("Une enquête en janvier")
    expect(page.get_by_role("button", name="Change the plan")).to_have_count(0)
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Version 1, adopted on")
    expect(page.get_by_role("main")).to_contain_text("Une réunion en décembre")
    expect(page.get_by_role("table")).to_contain_text("Hygiène en cuisine")
    answer = page.goto(f"/employer/{CONFITURERIE}/plan/{year}/draft")
    assert answer is not None
    assert answer.status == 403
    mireille.forget_refusals()
