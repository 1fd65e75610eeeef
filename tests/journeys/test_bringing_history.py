"""History brought along, in a real browser: Wannes brings lists, Elif reads what came of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.journeys.conftest import Open
from tests.journeys.people import Visitor, texts
from tests.journeys.sheets import csv_lines, number_of, semicolons, taken, workbook

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

WANNES, ELIF = "Wannes Lieven van 't Zandveld", "Elif Yılmaz"
CONFITURERIE = "0190001125"
#: As a list of the federal tool may have them; nobody can tell that "Wat" is the title.
COLUMNS = ("INSZ", "Wat", "Begindatum", "Einddatum", "Duur in uren", "Soort", "Geregistreerd op")


def _bring(wannes: Visitor, file: FilePayload) -> None:
    """Bring a list of the federal tool, and arrive where its columns are said."""
    page = wannes.page
    page.goto(f"/employer/{CONFITURERIE}/history/new")
    page.get_by_label("Trainings, one on each line").check()
    page.get_by_label("The federal tool").check()
    page.get_by_label("The file, CSV or XLSX").set_input_files(file)
    page.get_by_role("button", name="Go on to the columns").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Which column is what?")


def _load(wannes: Visitor, button: str) -> None:
    """Have written what the lines come to; both pages ask again by themselves until it is so."""
    wannes.page.get_by_role("button", name=button, exact=True).click(timeout=30_000)
    heading = wannes.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Receipt", timeout=30_000)


def _line(wannes: Visitor, title: str) -> Locator:
    return wannes.page.get_by_role("row").filter(has_text=title)


def test_wannes_brings_two_lists_and_nothing_stands_twice(
    visitor: Open, populated: tuple[str, Path]
) -> None:
    niss = number_of(populated[1], ELIF)
    jam = (niss, "Confituur koken", date(2024, 11, 18), date(2024, 11, 19), 15.2, "klassikaal")
    night = (niss, "Meelopen met de nacht", date(2025, 2, 3), None, 7.6, "werkvloer", None)
    nobody = ("12345678901", "Suiker", date(2025, 2, 3), None, 7.6, "klassikaal", None)
    wannes = visitor()
    wannes.sign_in(WANNES)
    page = wannes.page
    _bring(wannes, workbook([COLUMNS, (*jam, date(2024, 12, 2)), night, nobody], "2024.xlsx"))

    # What the names tell is chosen, and what they do not tell is asked for.
    expect(page.get_by_label("First day").locator("option:checked")).to_contain_text("Begindatum")
    expect(page.get_by_role("main")).not_to_contain_text(niss)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Title of the training")
    page.get_by_label("Title of the training").select_option(label="Wat – Confituur koken")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("“werkvloer”").select_option("informal")
    page.get_by_label("“klassikaal”").select_option("formal")
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("main")).to_contain_text("Nothing is written yet", timeout=30_000)
    _load(wannes, "Register 2 trainings")
    expect(_line(wannes, "This is not a national number")).to_have_count(1)

    # Months later: the same columns in another order, a line of before, and a new one.
    sugar = (niss, "Suiker en zuren", "3/3/2025", "", "4:00", "werkvloer", "")
    again = (*jam[:2], "18/11/2024", "19/11/2024", "15,2", "klassikaal", "02/12/2024")
    lines = [tuple(reversed(line)) for line in (COLUMNS, again, sugar)]
    _bring(wannes, semicolons(lines, "2025.csv"))
    expect(page.get_by_role("main")).to_contain_text("These columns are known")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("“werkvloer”").locator("option:checked")).to_have_text("informal")
    page.get_by_role("button", name="Go on").click()
    _load(wannes, "Register 1 training")
    receipt = csv_lines(taken(page.get_by_role("link", name="Download the receipt (CSV)")))
    outcomes = {row["Title"]: row["Outcome"] for row in receipt}
    assert outcomes == {"Confituur koken": "registered before", "Suiker en zuren": "registered"}

    elif_ = visitor()
    elif_.sign_in(ELIF, at="/sign-in?next=/career?view=trainings")
    told = elif_.page.locator("li.entry")
    assert [each for each in texts(told.locator("h3")) if each in outcomes | {night[1]: ""}] == [
        "Suiker en zuren",
        "Meelopen met de nacht",
        "Confituur koken",
    ]
    expect(told.filter(has_text="Confituur koken")).to_contain_text(
        "brought along from the Federal Learning Account, registered there on 2 December 2024"
    )
