"""Filling in forms as a browser would."""

from __future__ import annotations

import re
from html import unescape
from weakref import WeakKeyDictionary

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

#: The form tokens of browsers that keep theirs; empty before their first form.
_KEPT: WeakKeyDictionary[FlaskClient, str] = WeakKeyDictionary()


def keeping_token(browser: FlaskClient) -> FlaskClient:
    """The browser, which from now on looks at a page for its form token only once.

    For who goes through very many forms: one token is good for all of a session.
    """
    _KEPT.setdefault(browser, "")
    return browser


def token_of(answer: TestResponse) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found, "the page has no form"
    return found[1]


def post(
    browser: FlaskClient, path: str, data: dict[str, str], *, form_at: str = ""
) -> TestResponse:
    """Fill in the form of a page as a browser would, its token included."""
    token = _KEPT.get(browser) or token_of(browser.get(form_at or path))
    if browser in _KEPT:
        _KEPT[browser] = token
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
