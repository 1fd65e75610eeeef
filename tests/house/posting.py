"""Filling in forms as a browser would."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def token_of(answer: TestResponse) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found, "the page has no form"
    return found[1]


def post(
    browser: FlaskClient, path: str, data: dict[str, str], *, form_at: str = ""
) -> TestResponse:
    """Fill in the form of a page as a browser would, its token included."""
    token = token_of(browser.get(form_at or path))
    return browser.post(path, data=data | {"csrf_token": token})
