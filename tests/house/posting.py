"""Filling in forms as a browser would."""

from __future__ import annotations

import re
from html import unescape

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


def confirm(browser: FlaskClient, path: str, data: dict[str, str]) -> TestResponse:
    """Fill in a form, look at what it changes, and confirm with what that page carries."""
    looked_at = post(browser, path, data)
    if looked_at.status_code != 200:
        return looked_at  # there is nothing to confirm
    carried = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', looked_at.text)
    typed = {name: unescape(value) for name, value in carried}
    assert "seen" in typed, "the page shows nothing to confirm"
    return browser.post(path, data=typed | {"step": "state"})
