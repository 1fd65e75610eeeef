"""Browser windows that journeys borrow one after the other.

A window that has shown a page keeps the process that did, and the style sheet, fonts and scripts:
opening one anew costs as much processor as four pages.  Of who sat there nothing is kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

#: Milliseconds that a page may take to become what is expected of it.
PATIENCE = 30_000


@dataclass
class Window:
    """One browser window; ``complaints`` is what its console said since it was borrowed."""

    page: Page
    kind: str
    complaints: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        return self.page.context


class Windows:
    """All windows of a browser in front of one portal."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._free: defaultdict[str, list[Window]] = defaultdict(list)

    def borrow(self, **options: Any) -> Window:
        """One in which nobody has been; ``options`` are those of a browser context."""
        kind = repr(sorted(options.items()))
        free = self._free[kind]
        return free.pop() if free else self._opened(kind, options)

    def _opened(self, kind: str, options: dict[str, Any]) -> Window:
        context = self._browser.new_context(base_url=self._address, **options)
        context.set_default_timeout(PATIENCE)
        window = Window(context.new_page(), kind)
        _listen(window)
        return window

    def take_back(self, window: Window) -> list[str]:
        """Forget who was there; what the console complained of until then."""
        complaints = [*window.complaints]
        context, page = window.context, window.page
        # A page that stands still, of the same address: it may empty what others filled.
        page.goto("/static/logo.svg")
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        context.clear_cookies()
        window.complaints.clear()
        self._free[window.kind].append(window)
        return complaints

    def close(self) -> None:
        for window in (each for kind in self._free.values() for each in kind):
            window.context.close()


def _listen(window: Window) -> None:
    page = window.page
    page.on("pageerror", lambda error: window.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            window.complaints.append(f"{page.url}: {message.text}")
            if message.type in {"error", "warning"}
            else None
        ),
    )
