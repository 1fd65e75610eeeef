"""A page from nowhere with one of our scripts in it; no portal is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

WHENCE = "https://checker.example"
SCRIPTS = Path(__file__).parents[2] / "static" / "checker"


@contextmanager
def page_from_nowhere(chromium: Browser, script: str) -> Iterator[Page]:
    """Whatever script it asks for is ``script`` of the checker."""
    window = chromium.new_page()
    window.route(
        f"{WHENCE}/**",
        lambda route: (
            route.fulfill(path=SCRIPTS / script, content_type="text/javascript")
            if route.request.url.endswith(".js")
            else route.fulfill(body="<title>nowhere</title>", content_type="text/html")
        ),
    )
    window.goto(f"{WHENCE}/")
    yield window
    window.close()
