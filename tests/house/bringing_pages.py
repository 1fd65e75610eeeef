"""The pages on which the history is brought along, from an empty list to what was loaded."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.database import transaction
from app.learning.bringing.loading import read_in
from app.learning.bringing.rights import check_rights, write_rights
from tests.house.posting import post, token_of
from tests.house_of import AMINA, CHLOE, House

#: What nobody should see as more than words.
_MEAN = '""><script>alert(1)</script> {{ 7*7 }}'
_TRAININGS = (
    f'NISS;Titre;Début;Heures;Type;"{_MEAN}"\r\n'
    f"{AMINA};Premiers secours;3/02/2025;7,6;formel;x\r\n"
    f'{AMINA};Excel;4/02/2025;4;"{_MEAN}";y\r\n'
)
_RIGHTS = (
    "NISS;Année;Droit en jours\r\n"
    f"{AMINA};2025;3\r\n{CHLOE};2025;5\r\n{AMINA};2025;4\r\n{AMINA};soon;4\r\n"
)

Named = tuple[str, TestResponse]


def of_enterprise(house: House, browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """With nothing brought, with mistakes, and every step of trainings and of rights."""
    place = f"/employer/{enterprise}/history"
    yield "history, nothing brought", browser.get(place)
    yield "file form", browser.get(f"{place}/new")
    yield "empty file form", post(browser, f"{place}/new", {})
    yield "unreadable file", _bring(browser, place, "trainings", "%PDF-1.7")
    columns = _bring(browser, place, "trainings", _TRAININGS).location
    yield "columns of trainings", browser.get(columns)
    yield "columns not chosen", post(browser, columns, {"title": ""})
    words = post(browser, columns, _chosen(browser.get(columns).text)).location
    yield "words of trainings", browser.get(words)
    yield "words without meaning", post(browser, words, {})
    columns = _bring(browser, place, "rights", _RIGHTS).location
    yield "columns of rights", browser.get(columns)
    rights = post(browser, columns, _chosen(browser.get(columns).text)).location
    yield "rights being read", browser.get(rights)
    key = UUID(rights.rpartition("/")[2])
    with transaction(house.engine) as db:
        read_in(db, key, vault=house.vault, at=house.clock.now())
        check_rights(db, key, at=house.clock.now())
    yield "rights read", browser.get(rights)
    yield "history, something brought", browser.get(place)
    browser.post(f"{rights}/load", data={"csrf_token": token_of(browser.get(rights))})
    yield "rights being stated", browser.get(rights)
    with transaction(house.engine) as db:
        write_rights(db, key, at=house.clock.now())
    yield "rights stated", browser.get(rights)


def _bring(browser: FlaskClient, place: str, what: str, content: str) -> TestResponse:
    data: dict[str, Any] = {
        "csrf_token": token_of(browser.get(f"{place}/new")),
        "what": what,
        "origin": "federal_account",
        "origin_name": "",
        "sheet": (io.BytesIO(content.encode()), "'><b>file<i> {{ 7*7 }}.csv"),
    }
    return browser.post(f"{place}/new", data=data)


def _chosen(page: str) -> dict[str, str]:
    """What the form of a page would send as it stands; what must be said and is not, is."""
    found = {"kind": "value:formal"}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        marked = re.search(r'<option selected value="([^"]+)"', options)
        if marked:
            found[name] = marked[1]
    for name, words in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S
    ):
        found[name] = unescape(words.strip())
    return found | {"unit": "hours", "days": "day_first"}
