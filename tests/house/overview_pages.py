"""The pages of a whole workforce: filtered, by year, those who left, and the overview."""

from __future__ import annotations

from collections.abc import Iterator

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Named = tuple[str, TestResponse]

_PAGES = {
    "workforce by year": "workforce?who=year&year=2025&sort=-used",
    "workforce, those who left": "workforce?who=left",
    "workforce, filtered": "workforce?regime=part&credit=all&ends_within=8&nothing_followed=1",
    "overview": "overview",
    "overview of 2024": "overview?year=2024",
    "trainings of the year": "overview/trainings",
    "trainings of a month": "overview/trainings?month=02&followed=0&giver=none",
}


def of_enterprise(browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    for name, place in _PAGES.items():
        yield name, browser.get(f"/employer/{enterprise}/{place}")
