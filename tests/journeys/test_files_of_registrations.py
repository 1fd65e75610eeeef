"""A file of registrations, in a real browser: looked at first, then sent, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.journeys.conftest import Open
from tests.journeys.people import Visitor, texts
from tests.journeys.sheets import csv_lines, number_of, taken

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

FARIDA, DIETER, CHLOE = "Farida El Amrani-Weyhers", "Dieter Hansen", "Chloé Dubois"
HOHES_MOOS = "0190000531"
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<Registrations xmlns="urn:parcours:registrations:1">
<Head><Sender>{HOHES_MOOS}</Sender><FileReference>HOLZ-1</FileReference>
<CreationDate>2026-11-20</CreationDate><CreationHour>08:00:00</CreationHour>
<Mode>production</Mode><Language>de</Language></Head>
"""


def _record(reference: str, ssin: str, title: str, *, until: str = "2025-06-04") -> str:
    return f"""<RegisterTraining><RecordReference>{reference}</RecordReference>
<EnterpriseNumber>{HOHES_MOOS}</EnterpriseNumber><SSIN>{ssin}</SSIN><Title>{title}</Title>
<StartDate>2025-06-03</StartDate><EndDate>{until}</EndDate><Minutes>480</Minutes>
<TrainingNature>formal</TrainingNature><Followed>true</Followed>
<CountsForCredit>true</CountsForCredit></RegisterTraining>
"""


def _send(farida: Visitor, file: FilePayload, *, look_only: bool = False) -> None:
    """Send a file from the overview of files, and wait until it is carried out."""
    page = farida.page
    page.goto(f"/employer/{HOHES_MOOS}/files")
    page.get_by_role("button", name="Send a file").click()
    page.get_by_label("The file, XML").set_input_files(file)
    if look_only:
        page.get_by_label("Only look what would come of it").check()
    page.get_by_role("button", name="Send the file").click()
    heading = page.get_by_role("heading", level=1)
    came = "What would come of your file" if look_only else "What came of your file"
    expect(heading).to_contain_text(came, timeout=30_000)


def _counted(farida: Visitor) -> dict[str, str]:
    """How many records were accepted, known and refused."""
    terms = texts(farida.page.locator(".govuk-summary-list__key"))
    return dict(zip(terms, texts(farida.page.locator(".govuk-summary-list__value")), strict=True))


def test_farida_looks_first_then_sends_and_takes_away_what_is_refused(
    visitor: Open, populated: tuple[str, Path]
) -> None:
    dieter, chloe = (number_of(populated[1], name) for name in (DIETER, CHLOE))
    records = [
        _record("H-1", dieter, "Oberflächen ölen"),
        _record("H-2", dieter, "Zinken von Hand", until="2025-06-01"),
        _record("H-3", chloe, "Drechseln"),
    ]
    content = f"{_HEAD}{''.join(records)}</Registrations>".encode()
    file = FilePayload(name="holz.xml", mimeType="application/xml", buffer=content)
    farida = visitor()
    farida.sign_in(FARIDA)
    page = farida.page
    _send(farida, file, look_only=True)
    foretold = _counted(farida)
    assert (foretold["Accepted"], foretold["Refused"]) == ("1", "2")
    expect(page.get_by_role("main")).to_contain_text("Nothing was registered: this was a pre-fl")
    expect(page.get_by_role("heading", name="What it would do to balances")).to_be_visible()

    _send(farida, file)
    assert _counted(farida) == foretold | {"Known already": "0"}
    refused = taken(page.get_by_role("link", name="Refused records (CSV)"))
    assert [line["Reference"] for line in csv_lines(refused)] == ["H-2", "H-3"]
    assert chloe.encode() not in refused
    expect(page.get_by_role("table", name="Refused records").get_by_role("row")).to_have_count(3)
    notification = taken(page.get_by_role("link", name="Notification, an answer for each record"))
    assert notification.count(b"<ResultCode>0</ResultCode>") == 2

    # Sent once more it is the same file: it has the answers that it had.
    before = page.url
    _send(farida, file)
    assert page.url == before

    his = visitor()
    his.sign_in(DIETER, at="/sign-in?next=/career?view=trainings")
    titles = texts(his.page.locator("li.entry h3"))
    assert titles.count("Oberflächen ölen") == 1
    assert "Zinken von Hand" not in titles
