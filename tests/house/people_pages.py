"""The pages about who may act, with nothing said yet, with mistakes, and with much said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.house.posting import post
from tests.house_of import AMINA, NORD

Named = tuple[str, TestResponse]
_REASON = "\"'><script>alert(1)</script> {{ 7*7 }}"
_ROLE = {"known_as": _REASON, "role": "reader", "valid_from": "1.12.2026"}


def of_manager(browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """What an access manager of the enterprise sees."""
    place = f"/employer/{enterprise}"
    for name in ("people", "offices", "clients"):
        yield name, browser.get(f"{place}/{name}")
    new = f"{place}/people/new"
    yield "role form", browser.get(new)
    yield "empty role form", post(browser, new, {})
    yield "impossible role form", post(browser, new, _ROLE | {"ssin": "1", "valid_from": "x"})
    typed = _ROLE | {"ssin": AMINA}
    yield "role to confirm", post(browser, new, typed)
    post(browser, new, typed | {"step": "give"})
    people = browser.get(f"{place}/people")
    yield "people", people
    end = re.findall(r'href="([^"]+/end)"', people.text)[0]
    yield "end of a role", browser.get(end)
    yield "office form", browser.get(f"{place}/offices/new")
    yield "impossible office form", post(browser, f"{place}/offices/new", {"office_number": "1"})
    asked = {"office_number": NORD, "valid_from": "2026-10-01"}
    post(browser, f"{place}/offices/new", asked)
    offices = browser.get(f"{place}/offices")
    yield "offices", offices
    [end, *_] = re.findall(r'href="([^"]+/end)"', offices.text)
    yield "end of an office", browser.get(end)


def of_office(browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """What an access manager of an office sees, of which a client has asked."""
    place = f"/employer/{enterprise}/clients"
    clients = browser.get(place)
    yield "clients", clients
    [client, *_] = re.findall(r'href="([^"]+/clients/[0-9a-f-]{36})"', clients.text)
    yield "client that waits", browser.get(client)
    yield "end of a client", browser.get(f"{client}/end")
    post(browser, f"{client}/confirmation", {}, form_at=client)
    yield "client", browser.get(client)
    yield "form for a clerk", browser.get(f"{place}/people/new")
    yield "empty form for a clerk", post(browser, f"{place}/people/new", {})


def of_representative(browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    place = f"/employer/{enterprise}/first-connection"
    yield "enterprises of a representative", browser.get("/employer/")
    yield "first connection", browser.get(place)
    yield "registering the enterprise", browser.get(f"{place}/enterprise")
    yield "impossible enterprise", post(browser, f"{place}/enterprise", {"nsso_number": "12"})
    yield "naming somebody", browser.get(f"{place}/access-managers/new")
