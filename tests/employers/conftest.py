"""Meridian with its people, and Bram's browser."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests import messages as xml
from tests.furnishing import once
from tests.house_of import AMINA, BRAM, ELSEWHERE, MERIDIAN, NORD, House

WORKFORCE = f"/employer/{MERIDIAN}/workforce"
#: Those chosen in the list, as a form for several says it.
THE_CHOSEN = {"everyone": "1", "who": "chosen"}
#: A training as Bram types it.
TYPED = {
    "title": "Lifting and moving people",
    "status": "followed",
    "starts_on": "24.9.2026",
    "ends_on": "",
    "hours": "7",
    "minutes": "36",
    "kind": "formal",
    "counts": "yes",
    "certificate_until": "",
}


@once
def furnish_meridian(house: House) -> None:
    house.furnish()
    house.load(xml.dimona(xml.dimona_in(AMINA, NORD, "2025-03-03")))
    for enterprise in (MERIDIAN, NORD, ELSEWHERE):
        full = xml.worker(BRAM, xml.occupation("2015-02-02"), quarter_start="2025-07-01")
        house.load(xml.dmfa("20253", full, enterprise=enterprise, made_on="2025-10-20"))
    lines = xml.occupation("2022-01-03", part_time=True, hours=2800)
    house.load(
        xml.dmfa(
            "20263",
            xml.worker(AMINA, lines, quarter_start="2026-07-01"),
            xml.worker(BRAM, xml.occupation("2015-02-02"), quarter_start="2026-07-01"),
            enterprise=MERIDIAN,
        )
    )
    house.load(
        xml.dmfa(
            "20263",
            xml.worker(
                AMINA,
                xml.occupation("2025-03-03", part_time=True, hours=950, joint_committee="200"),
                quarter_start="2026-07-01",
            ),
            enterprise=NORD,
        )
    )
    with house.engine.begin() as connection:
        # Twenty-five full-time equivalents, without declaring twenty-five people.
        connection.exec_driver_sql("update enterprise_sizes set fte = 2500")


@pytest.fixture
def meridian(house: House) -> House:
    """Twenty-five people in the reference quarters, Amina on 28 of 38 hours today."""
    furnish_meridian(house)
    return house


@pytest.fixture
def bram(meridian: House) -> FlaskClient:
    return meridian.signed_in(BRAM)


def form_of(house: House) -> str:
    return f"{page_of(house)}/trainings/new"


def page_of(house: House) -> str:
    return f"/employer/{MERIDIAN}/workforce/{house.person(AMINA)}"


def csrf(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def send(house: House, browser: FlaskClient, path: str, **typed: str) -> TestResponse:
    """Fill in the form at a path, a second after what came before: two versions, two moments."""
    house.clock.at += timedelta(seconds=1)
    return browser.post(path, data=typed | {"csrf_token": csrf(browser.get(path).text)})


def confirm(house: House, browser: FlaskClient, path: str, **typed: str) -> TestResponse:
    """Fill in the form, look at what it changes, and confirm with what that page carries."""
    return go_on(browser, path, send(house, browser, path, **typed))


def go_on(browser: FlaskClient, path: str, looked_at: TestResponse) -> TestResponse:
    """Confirm what a page shows, with what that page carries."""
    assert "Nothing is written yet" in looked_at.text
    carried = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', looked_at.text)
    return browser.post(path, data=dict(carried) | {"step": "state"})


def choose(house: House, browser: FlaskClient, *numbers: str, **pressed: str) -> TestResponse:
    """Tick these workers in the list, and nobody else; by default to search for everybody."""
    people = [str(house.person(each)) for each in numbers]
    token = csrf(browser.get("/attestations").text)
    browser.post(f"{WORKFORCE}/choice", data={"choice": "none", "csrf_token": token})
    sent = {"workers": people, "csrf_token": token} | pressed
    return browser.post(f"{WORKFORCE}/choice", data=sent)


def said(answer: TestResponse) -> str:
    """What a page says, in plain words with plain spaces."""
    main = answer.text.split("<main")[1].split("</main>")[0]
    words = unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ")
    return " ".join(words.split())


def acts_on(house: House, thing: str) -> list[str]:
    """The lines of the trail about a thing, in order."""
    with house.engine.connect() as connection:
        found = connection.execute(
            text("select act from audit_lines where act like :thing order by at, line_id"),
            {"thing": f"%:{thing}:%"},
        )
        return [str(act) for act in found.scalars()]
