"""The pages about what is due, the balance notices and the training plan of an enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.house.posting import post
from tests.house_of import House

#: What nobody should see as more than words.
_SAID = "\"'><script>alert(1)</script> {{ 7*7 }}"
_PLAN = {
    "starts_on": "1.1.2026",
    "ends_on": "31.12.2026",
    **dict.fromkeys(("contribution", "risk_groups", "bottleneck", "gender", "evaluation"), _SAID),
    "body": "workers",
    "given_on": "1.3.2026",
    "advice_on": "20.3.2026",
    "advice": _SAID,
    "trainings-0-title": _SAID,
    "trainings-0-kind": "formal",
    "trainings-0-group": "fifty_plus",
    "trainings-0-for_whom": _SAID,
    "trainings-0-when": "March",
    "trainings-0-hours": "7,6",
    "trainings-1-title": "Onboarding",
    "trainings-1-kind": "informal",
    "trainings-1-group": "everyone",
}
_DAY = {"day": "20.11.2026"}

Named = tuple[str, TestResponse]


def of_enterprise(house: House, browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """Everything due, put aside and shown again; notices made; a plan from nothing to deposit."""
    place = f"/employer/{enterprise}"
    yield from _due(browser, f"{place}/due")
    yield "rights of several, not chosen", browser.get(f"{place}/rights/chosen")
    yield from _rights_of_some(browser, place)
    yield from _notices(house, browser, f"{place}/notices/2026")
    yield from _plan(house, browser, f"{place}/plan")


def _due(browser: FlaskClient, place: str) -> Iterator[Named]:
    yield "what is due", browser.get(place)
    for task in ("right_check", "planned_over", "certificates", "ends", "new_worker"):
        yield f"due: {task}", browser.get(f"{place}/{task}")
    aside = f"{place}/right_check/aside"
    yield "putting aside", browser.get(aside)
    yield "empty putting aside", post(browser, aside, {})
    yield "impossible putting aside", post(browser, aside, {"kind": "later", "until": "1.1.1999"})
    post(browser, aside, {"kind": "done", "reason": _SAID})
    yield "what is due", browser.get(place)


def _rights_of_some(browser: FlaskClient, place: str) -> Iterator[Named]:
    """Of everybody whom the list of the workforce finds."""
    form = f"{place}/rights/chosen"
    everyone = {"everyone": "1"}
    token = {"form_at": "/attestations"}
    yield "rights of several", post(browser, form, everyone, **token)
    yield "empty rights of several", post(browser, form, everyone | {"step": "look"}, **token)


def _notices(house: House, browser: FlaskClient, place: str) -> Iterator[Named]:
    yield "balance notices", browser.get(place)
    post(browser, f"{place}/making", {}, form_at=place)
    yield "balance notices", browser.get(place)
    none_made(house)
    yield "balance notices", browser.get(place)


def none_made(house: House) -> None:
    """End the runs without a letter: whether one is a good one is another test's affair."""
    with house.engine.begin() as connection:
        connection.execute(text("update statement_run_rows set problem = 'not_found'"))


def _plan(house: House, browser: FlaskClient, place: str) -> Iterator[Named]:
    def send(path: str, typed: dict[str, str]) -> None:
        """Two versions need two moments."""
        house.clock.at += timedelta(seconds=1)
        assert post(browser, path, typed).status_code == 302

    yield "plans", browser.get(place)
    yield "plan", browser.get(f"{place}/2026")
    draft, adoption, deposit = (f"{place}/2026/{each}" for each in ("draft", "adoption", "deposit"))
    yield "plan form", browser.get(draft)
    yield "empty plan form", post(browser, draft, {"starts_on": "", "trainings-0-hours": "x"})
    yield "plan form", post(browser, draft, _PLAN | {"step": "more"})
    send(draft, _PLAN | {"evaluation": "", "body": "", "seen": "none"})
    yield "plan", browser.get(f"{place}/2026")
    yield "adoption", browser.get(adoption)
    seen = _seen(browser.get(draft))
    send(draft, _PLAN | {"seen": seen})
    yield "adoption", browser.get(adoption)
    yield "empty adoption", post(browser, adoption, {"day": ""})
    send(adoption, _DAY | {"seen": _seen(browser.get(adoption))})
    yield "plan", browser.get(f"{place}/2026")
    yield "deposit", browser.get(deposit)
    yield "impossible deposit", post(browser, deposit, {"day": "1.1.1999"})
    send(deposit, _DAY | {"seen": _seen(browser.get(deposit))})
    changed = _PLAN | {"gender": "Otherwise", "seen": _seen(browser.get(draft))}
    send(draft, changed | {"trainings-1-title": "Shadowing", "ends_on": "31.12.2027"})
    yield "plan", browser.get(f"{place}/2026")
    yield "plan", browser.get(f"{place}/2026?version=1")
    yield "plans", browser.get(place)


def _seen(answer: TestResponse) -> str:
    """What the form of a page carries along of what stands."""
    found = answer.text.split('name="seen"')[1].split('value="')[1]
    return found.split('"')[0]
