"""Bram sends a file from his pages and follows it."""

from __future__ import annotations

import io
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.channels.batch.values import Sender, Way
from tests.channels.batch.files import about, message, run, send, training
from tests.house.posting import token_of
from tests.house_of import BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House

PLACE = f"/employer/{MERIDIAN}/files"


def upload(browser: FlaskClient, content: str, mode: str = "") -> TestResponse:
    data = {
        "csrf_token": token_of(browser.get(f"{PLACE}/new")),
        "mode": mode,
        "file": (io.BytesIO(content.encode()), "night.xml"),
    }
    return browser.post(f"{PLACE}/new", data=data)


def test_bram_sends_a_file_and_sees_what_came_of_it(house: House) -> None:
    house.furnish()
    browser = house.signed_in(BRAM)
    sent = upload(browser, message(training("R1"), training("R2", Minutes="=1+1")))
    assert sent.status_code == 302, sent.text
    assert "% is done" in browser.get(sent.location).text
    run(house, UUID(sent.location.rpartition("/")[2]))
    page = browser.get(sent.location).text
    assert "1 record is refused" in page
    assert "This is not a whole number" in page
    assert "<Accepted>1</Accepted>" in browser.get(f"{sent.location}/notification.xml").text
    assert "<ResultCode>1</ResultCode>" in browser.get(f"{sent.location}/receipt.xml").text
    assert "'=1+1" in browser.get(f"{sent.location}/refused.csv").text
    assert "night.xml" in browser.get(PLACE).text


def test_a_file_that_is_not_taken_is_said_at_the_field(house: House) -> None:
    house.furnish()
    page = upload(house.signed_in(BRAM), message(training("R1"), sender=NORD)).text
    assert "The sender in the file is not the enterprise" in page


def test_a_file_is_its_senders_alone(house: House) -> None:
    house.furnish()
    house.give_mandate(CHLOE, ELSEWHERE)
    received = send(house, message(training("R1")))
    run(house, received.file_id)
    chloe = house.signed_in(CHLOE)
    for what in ("", "/receipt.xml", "/notification.xml", "/refused.csv"):
        assert chloe.get(f"{PLACE}/{received.file_id}{what}").status_code == 403
        elsewhere = f"/employer/{ELSEWHERE}/files/{received.file_id}{what}"
        assert chloe.get(elsewhere).status_code == 404


def test_the_schemas_are_open_to_anyone(house: House) -> None:
    with house.stranger().get("/xml/schemas/registrations.xsd") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    assert house.stranger().get("/xml/schemas/models.py").status_code == 404


def test_a_sender_without_anybody_may_do_nothing_where_nobody_let_it(house: House) -> None:
    house.furnish()
    received = send(house, message(training("R1"), sender=NORD), Sender(NORD), way=Way.FOLDER)
    run(house, received.file_id)
    with house.engine.connect() as connection:
        found = connection.exec_driver_sql("select count(*) from trainings").scalar_one()
    assert found == 0


def test_bram_sees_what_a_preflight_would_do_to_balances(house: House) -> None:
    house.furnish()
    right = about("StateRight", "S1", Year="2026", Minutes="1000", Reason="So agreed")
    run(house, send(house, message(right, reference="RIGHTS-1")).file_id)
    browser = house.signed_in(BRAM)
    sent = upload(browser, message(training("R1"), training("R2", Title="Second aid")), "preflight")
    run(house, UUID(sent.location.rpartition("/")[2]))
    page = browser.get(sent.location).text
    assert "1 worker takes more than is left" in page
    assert "Benali" in page
    with house.engine.connect() as connection:
        seen = (
            "select count(*) from audit_lines where act = 'worker:record:seen' and channel = 'page'"
        )
        assert connection.exec_driver_sql(seen).scalar_one() == 1
    sheet = browser.get(f"{sent.location}/balances.csv").text
    assert sheet.splitlines()[1:] == [f"{MERIDIAN};Amina Benali;2026;1000;0;824"]
    produced = send(house, message(training("R3")))
    assert browser.get(f"{PLACE}/{produced.file_id}/balances.csv").status_code == 404


def test_a_preflight_that_changes_no_balance_says_so(house: House) -> None:
    house.furnish()
    browser = house.signed_in(BRAM)
    sent = upload(browser, message(training("R1", CountsForCredit="false")), "preflight")
    run(house, UUID(sent.location.rpartition("/")[2]))
    assert "No balance would change" in browser.get(sent.location).text
