"""The pages about systems that act, with none yet, with mistakes, with one, and with its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.channels.machines import fresh_key
from tests.house.posting import post

Named = tuple[str, TestResponse]
_NAME = "\"'><script>alert(1)</script> {{ 7*7 }}"


def of_manager(browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """What an access manager of the enterprise sees."""
    place = f"/employer/{enterprise}/machines"
    yield "systems, none", browser.get(place)
    yield "whose system", browser.get(f"{place}/new")
    yield "whose system, nobody's", post(browser, f"{place}/new", {})
    for kind in ("employer", "office", "provider"):
        new = f"{place}/new/{kind}"
        yield f"form for a system, {kind}", browser.get(new)
        yield f"empty form for a system, {kind}", post(browser, new, {})
    first, second = fresh_key("first" * 15), fresh_key("second")
    secret = json.dumps(second.as_dict(private=True))
    new = f"{place}/new/employer"
    typed = {"name": _NAME, "scopes": "workers:read"}
    yield "form with a private key", post(browser, new, typed | {"jwks": secret})
    made = post(browser, new, typed | {"jwks": json.dumps(first.as_dict(private=False))})
    yield "systems", browser.get(place)
    page = browser.get(made.location)
    yield "system", page
    yield "what a system may do", browser.get(f"{made.location}/allowed")
    yield "a system that may do nothing", post(browser, f"{made.location}/allowed", {})
    yield "form for a key", browser.get(f"{made.location}/keys/new")
    yield "unreadable key", post(browser, f"{made.location}/keys/new", {"jwks": _NAME})
    [end] = re.findall(r'href="([^"]+/keys/[^"]+/end)"', page.text)
    yield "end of the only key", browser.get(end)
    post(browser, end, {})
    yield "key that has ended", browser.get(end)
    yield "system without a key", browser.get(made.location)
    yield "end of a system", browser.get(f"{made.location}/end")
    post(browser, f"{made.location}/end", {})
    yield "system that has ended", browser.get(made.location)
    yield "systems, one ended", browser.get(place)
