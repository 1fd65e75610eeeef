"""The pages on which files of registrations are sent and followed, from none to refused records."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.channels.batch.running import run_chunk
from app.foundation.database import transaction
from tests.channels.batch.files import about, message, training
from tests.house.posting import post, token_of
from tests.house_of import AMINA, CHLOE, House

Named = tuple[str, TestResponse]
#: What nobody should see as more than words.
_MEAN = '"><script>alert(1)</script> {{ 7*7 }}'


def of_enterprise(house: House, browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """With nothing sent, with mistakes, waiting, done, broken off, and as a pre-flight."""
    place = f"/employer/{enterprise}/files"
    yield "files, none sent", browser.get(place)
    yield "file to send", browser.get(f"{place}/new")
    yield "no file chosen", post(browser, f"{place}/new", {"mode": ""})
    yield "file not taken", _sent(browser, place, "%PDF-1.7")
    records = (
        training("R1", AMINA, enterprise),
        training("R2", CHLOE, enterprise, Minutes=_MEAN),
        training("R3", AMINA, enterprise, Title=None),
    )
    sent = _sent(browser, place, message(*records, sender=enterprise)).location
    yield "file waiting", browser.get(sent)
    _work(house, sent)
    yield "file done", browser.get(sent)
    little = {"Year": "2026", "Minutes": "100", "Reason": "So agreed"}
    right = about("StateRight", "R0", AMINA, EnterpriseNumber=enterprise, **little)
    broken = message(right, *records, sender=enterprise, reference="NIGHT-2")[:-40]
    sent = _sent(browser, place, broken, "preflight").location
    _work(house, sent)
    yield "pre-flight that broke off", browser.get(sent)
    yield "files sent", browser.get(place)


def _sent(browser: FlaskClient, place: str, content: str, mode: str = "") -> TestResponse:
    data = {
        "csrf_token": token_of(browser.get(f"{place}/new")),
        "mode": mode,
        "file": (io.BytesIO(content.encode()), "'><b>night<i> {{ 7*7 }}.xml"),
    }
    return browser.post(f"{place}/new", data=data)


def _work(house: House, sent: str) -> None:
    more = True
    while more:
        house.clock.at += timedelta(milliseconds=1)
        with transaction(house.engine) as db:
            more = run_chunk(
                db, UUID(sent.rpartition("/")[2]), vault=house.vault, at=house.clock.now()
            )
