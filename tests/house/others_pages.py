"""The pages about what others registered: nothing, a list, a filter, and what may stand twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.audit.trail import Channel
from app.foundation.database import transaction
from app.learning.registration import register_trainings
from tests.house.posting import post
from tests.house_of import House
from tests.learning.by_others import LIFTING

#: What nobody should see as more than words.
_SAID = "\"'><script>alert(1)</script> {{ 7*7 }}"

Named = tuple[str, TestResponse]


def of_enterprise(
    house: House, browser: FlaskClient, enterprise: str, worker: str, registrar: str
) -> Iterator[Named]:
    """From what waits, two of them likely one, to nothing that waits any more."""
    place = f"/employer/{enterprise}/others"
    _register_twice(house, enterprise, worker, registrar)
    yield "registered by others", browser.get(place)
    yield "registered by others, nobody found", browser.get(f"{place}?way=nothing")
    yield "registered twice", browser.get(f"{place}/twice")
    yield "registered twice", browser.get(f"{place}/twice?own=1")
    empty = post(browser, f"{place}/decisions", {}, form_at="/attestations")
    assert empty.status_code == 302
    yield "registered twice, refused", browser.get(f"{place}/twice")
    _decide(browser, f"{place}/twice", f"{place}/decisions")
    yield "registered twice, nobody found", browser.get(f"{place}/twice")
    until = (house.clock.now() + timedelta(seconds=1)).isoformat()
    post(browser, f"{place}/checked", {"step": "all", "until": until}, form_at="/attestations")
    yield "registered by others, nobody found", browser.get(place)


def _register_twice(house: House, enterprise: str, worker: str, registrar: str) -> None:
    """The same day under two titles, once on the pages and once in a file."""
    actor = house.actor(registrar, enterprise)
    for title, via in ((_SAID, Channel.PAGE), (f"{_SAID} twice", Channel.BATCH)):
        house.clock.at += timedelta(seconds=1)
        wanted = replace(
            LIFTING, person_id=house.person(worker), title=title, provider=_SAID, internal=False
        )
        with transaction(house.engine) as db:
            register_trainings(db, [wanted], by=actor, via=via, at=house.clock.now())


def _decide(browser: FlaskClient, page: str, path: str) -> None:
    """Say of every pair of the page that both are real."""
    parts = browser.get(page).text.split('name="pair-')[1:]
    pairs = {
        f"pair-{number}": part.split('value="')[1].split('"')[0]
        for number, part in enumerate(parts, start=1)
    }
    choices = {name.replace("pair", "choice"): "both" for name in pairs}
    post(browser, path, pairs | choices, form_at="/attestations")
