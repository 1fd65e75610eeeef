"""The pages of a worker's learning accounts: now, another year, another day, and mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Named = tuple[str, TestResponse]


def of_person(browser: FlaskClient) -> Iterator[Named]:
    """Every account that the overview leads to."""
    overview = browser.get("/training-credit").text
    for place in dict.fromkeys(re.findall(r'href="(/training-credit/[0-9a-f-]{36})"', overview)):
        yield "account", browser.get(place)
        yield "account of 2024", browser.get(f"{place}?year=2024")
        yield "account known in 2019", browser.get(f"{place}?known=2019-01-01")
        yield "unreadable account", browser.get(f"{place}?known=31.2.2026")
    yield "training credit known in 2019", browser.get("/training-credit?known=2019-01-01")
    yield "impossible training credit", browser.get("/training-credit?known=2031-01-01")
