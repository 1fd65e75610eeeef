"""What a person does in the browser, in the words of the person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml import html
from playwright.sync_api import Locator, Page, expect

from app.foundation.clock import day_of


@dataclass
class Visitor:
    """Somebody in front of a browser window; ``errors`` is what its console complained of."""

    page: Page
    errors: list[str]

    def sign_in(
        self, name: str, key: str = "eID", *, at: str = "/sign-in", on_the_pages: bool = False
    ) -> None:
        """Sign in as one of the demonstration's people, and arrive.

        Portal and provider are asked the same either way.  What is about signing in does it
        ``on_the_pages``; otherwise these are not drawn, which takes longer than what follows.
        """
        if on_the_pages:
            self.page.goto(at)
            self.page.get_by_role("radio", name=name, exact=True).check()
            self.page.get_by_role("button", name=key).click()
        else:
            self.page.goto(self._answer(at, name, key))
        expect(self.page.locator(".frame__name")).to_have_text(name)

    def _answer(self, at: str, name: str, key: str) -> str:
        """Choose on the provider's form without drawing it; the address where that leads."""
        asking = self.page.context.request
        asked = asking.get(at)
        form = html.fromstring(asked.text())
        [person] = form.xpath(
            "//input[@id = //label[normalize-space() = $name]/@for]/@value", name=name
        )
        [with_key] = form.xpath("//button[@name = 'key'][contains(., $key)]/@value", key=key)
        arrived = asking.post(asked.url, form={"person": person, "key": with_key})
        assert arrived.ok, arrived.url
        return arrived.url

    def sign_out(self) -> None:
        follow(self.page.locator(".frame__out"))

    def token(self) -> str:
        """The session cookie, as a thief would copy it."""
        [found] = [
            cookie["value"]
            for cookie in self.page.context.cookies()
            if cookie["name"] == "parcours"
        ]
        return found

    def forget_refusals(self) -> None:
        self.errors[:] = [
            error for error in self.errors if not re.search(r"status of 4\d\d", error)
        ]


def follow(way: Locator) -> None:
    """Click what leads to another page, and arrive: until then the old one would answer."""
    with way.page.expect_event("load"):
        way.click()


def texts(found: Locator) -> list[str]:
    """What each of them says, once the first is there: the page may still be on its way."""
    found.first.wait_for()
    return found.all_inner_texts()


def every(found: Locator) -> list[Locator]:
    """Every one of them, once the first is there."""
    found.first.wait_for()
    return found.all()


def day(from_today: int) -> str:
    """A day, as people type it here, counted from today in Brussels."""
    wanted = day_of(datetime.now(UTC)) + timedelta(days=from_today)
    return f"{wanted.day}.{wanted.month}.{wanted.year}"


def fill_in_training(page: Page, title: str, *, starts: str, ends: str = "", hours: str) -> None:
    """Everything the form asks of a training that was followed."""
    page.get_by_label("Title of the training").fill(title)
    page.get_by_label("Yes, it was followed").check()
    page.get_by_label("First day").fill(starts)
    page.get_by_label("Last day").fill(ends)
    page.get_by_label("Hours", exact=True).fill(hours)
    page.get_by_label("Informal").check()
