"""The career page of a worker with twenty years behind her, beside a constant view."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from statistics import median
from typing import Any

from flask import current_app
from flask.sessions import SecureCookieSessionInterface

from app.application import create_app
from app.demo.populating import populate
from app.foundation.database import transaction
from app.identity.identifying import identify_persons
from app.identity.sessions import start_session
from benchmarks.figures import Figure, Measured
from benchmarks.place import Place, requests_per_second

#: Many short rounds, each beside its own limit: a machine that others use changes its speed
#: from one second to the next.
ROUNDS, SECONDS = 11, 2


def measure(place: Place) -> Measured:
    address = place.fresh_database("bench_timeline")
    portal = create_app(place.config(address))
    with portal.app_context():
        populate(workers=90, seed=1, tell=lambda line: None)
        cookie = _cookie_of_amina(place)
    browser = portal.test_client(use_cookies=False)
    answer = browser.get("/career", headers={"Cookie": cookie})
    assert answer.status_code == 200, answer.status
    size = len(answer.data)
    os.environ["CONSTANT_SIZE"] = str(size)
    ours, constant = [], []
    with (
        place.serving("wsgi:app", 8311, address) as portal_home,
        place.serving("benchmarks.constant:app", 8312, address) as constant_home,
    ):
        # What a process does once in its life is not what a page costs.
        requests_per_second(f"{portal_home}/career", cookie=cookie, seconds=2)
        requests_per_second(f"{constant_home}/", seconds=2)
        for _ in range(ROUNDS):
            ours.append(
                requests_per_second(f"{portal_home}/career", cookie=cookie, seconds=SECONDS)
            )
            constant.append(requests_per_second(f"{constant_home}/", seconds=SECONDS))
    ratio = median(a / b for a, b in zip(ours, constant, strict=True))
    return Measured(
        ratio,
        f"career page, looked at again ({median(ours):.0f}/s), beside a constant Flask view "
        f"of the same {size} bytes ({median(constant):.0f}/s), same server",
    )


def _cookie_of_amina(place: Place) -> str:
    """A session of Amina's, as signing in would have left it in her browser."""
    people = json.loads((place.folder / "demo" / "people.json").read_text("utf-8"))["people"]
    ssin = people[0]["ssin"]
    extensions, now = current_app.extensions, datetime.now(UTC)
    with transaction(extensions["engine"]) as db:
        person = identify_persons(db, [ssin], vault=extensions["vault"], at=now)[ssin]
        token = start_session(db, person, level="bench", at=now, hours=10)
    portal: Any = current_app
    signer = SecureCookieSessionInterface().get_signing_serializer(portal._get_current_object())
    assert signer is not None
    content = {"_user_id": token, "_fresh": True, "language": "fr"}
    return f"parcours={signer.dumps(content)}"


TIMELINE = Figure("timeline", aim=0.25, floor=0.10, measure=measure)
