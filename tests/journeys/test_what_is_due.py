"""What is due, in a real browser: Farida works her list off, and takes the letters away."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Open
from tests.journeys.people import day, follow, texts
from tests.journeys.sheets import taken

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

FARIDA, DIETER = "Farida El Amrani-Weyhers", "Dieter Hansen"


def test_farida_works_off_what_is_due_and_has_a_letter_for_everybody(visitor: Open) -> None:
    farida, year = visitor(), day(0).rpartition(".")[2]
    farida.sign_in(FARIDA, at="/sign-in?next=/employer/")
    page = farida.page
    page.get_by_role("link", name="Tischlerei Hohes Moos GmbH").click()
    page.get_by_role("link", name="What is due").click()
    tasks = page.locator("li.task")
    days = [_read(each) for each in texts(tasks.locator(".task__day"))]
    assert days == sorted(days)
    assert len(days) >= 2
    rights = tasks.filter(has_text=f"Check the rights of 6 workers for {year}")
    rights.get_by_role("link", name="Put aside").click()
    page.get_by_label("It is done").check()
    page.get_by_label("Why").fill("Compared with the agreement")
    page.get_by_role("button", name="Put aside").click()
    expect(page.locator("li.entry")).to_contain_text("Compared with the agreement")
    expect(rights).to_have_count(0)

    # The page asks again by itself, telling how many are made, until there is a ZIP to have.
    notices = page.get_by_role("link", name=f"Balance notices of {year}")
    notices.click()
    expect(page.get_by_role("main")).to_contain_text("One letter each is made for 6 workers")
    page.get_by_role("button", name="Make the notices").click()
    expect(page.get_by_role("status")).to_contain_text("6 notices are made.")
    download = page.get_by_role("button", name="Download all of them (ZIP)")
    expect(download).to_be_visible(timeout=30_000)
    with ZipFile(BytesIO(taken(download))) as letters:
        assert letters.testzip() is None
        read = [PdfReader(BytesIO(letters.read(name))) for name in letters.namelist()]
    languages = [str(each.trailer["/Root"]["/Lang"])[:2] for each in read]  # type: ignore[index]
    words = [" ".join(sheet.extract_text() for sheet in each.pages) for each in read]
    assert len(words) == 6
    assert set(languages) == {"de", "fr", "nl"}
    [his] = [place for place, each in enumerate(words) if DIETER in each]
    assert languages[his] == "de"
    assert year in words[his]

    # Nobody is left to be told, and who comes back tomorrow still finds the letters.
    follow(page.get_by_role("link", name="What is due").first)
    expect(tasks.filter(has_text=f"their balance of {year}")).to_have_count(0)
    notices.click()
    expect(download).to_be_visible()


def _read(said: str) -> tuple[int, ...]:
    """A day as lists write it, to be compared: year, month, day."""
    return tuple(int(part) for part in reversed(said.split(".")))
