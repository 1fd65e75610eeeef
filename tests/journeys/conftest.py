"""A browser, the portal in front of it, and the demo population behind it.

The journeys share one portal: each begins signed out and leaves the others' people alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect, sync_playwright

from app.application import create_app
from app.demo.populating import populate
from app.foundation.database import engine_for
from config import Config
from tests.conftest import clone
from tests.journeys.people import Visitor
from tests.journeys.running import Parcours, running_parcours
from tests.journeys.windows import PATIENCE, Window, Windows

#: Without these the browser looks for news of its own; and some machines have no sandbox.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"),
]
# A busy machine is no fault of a page: what is there at once costs nothing for that.
expect.set_options(timeout=PATIENCE)
#: The fewest people among whom the story's enterprises keep their sizes.
WORKERS = 90


@pytest.fixture(scope="session")
def populated(
    postgres: object, template: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A database with the demo population, and the list of who may sign in."""
    folder = tmp_path_factory.mktemp("parcours")
    address = clone(postgres, template, "journeys")
    config = replace(Config(), database_url=address, data_dir=folder)
    engine = engine_for(config)
    app = create_app(config, engine=engine)
    with app.app_context():
        populate(workers=WORKERS, seed=1, tell=lambda line: None)
    engine.dispose()
    return address, folder / "demo" / "people.json"


@pytest.fixture(scope="session")
def parcours(
    populated: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Parcours]:
    address, people = populated
    with running_parcours(address, tmp_path_factory.mktemp("provider"), people) as running:
        yield running


def installed_browser() -> str:
    # The first is the same engine without the window around it: a third of the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, f"a browser is needed: one of {', '.join(names)}"
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = installed_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


Open = Callable[..., Visitor]


@pytest.fixture(scope="session")
def windows(chromium: Browser, parcours: Parcours) -> Iterator[Windows]:
    opened = Windows(chromium, parcours.address)
    yield opened
    opened.close()


@pytest.fixture
def visitor(windows: Windows) -> Iterator[Open]:
    """Take a browser window of one's own; at the end its console must be free of errors."""
    borrowed: list[Window] = []

    def take(language: str = "en", *, chosen: bool = True, **options: Any) -> Visitor:
        window = windows.borrow(locale=language, **options)
        borrowed.append(window)
        if chosen:  # in this window alone: it is not saved for the person
            window.context.request.get(f"/language/{language}", max_redirects=0)
        return Visitor(window.page, window.complaints)

    yield take
    complaints = [each for window in borrowed for each in windows.take_back(window)]
    assert not complaints


@pytest.fixture(scope="session")
def axe() -> Axe:
    return Axe()
