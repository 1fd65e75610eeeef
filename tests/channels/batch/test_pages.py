"""Bram sends a file from his pages and follows it."""

from __future__ import annotations

import io
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.audit.trail import OPERATOR, Channel
from app.channels.batch import handing_out
from app.channels.batch.queries import results_of
from app.channels.batch.values import Mode, Sender, Way
from app.employers.overview.taking import MandateEnded
from app.enterprises.mandates import Role, give_mandate
from app.foundation.database import transaction
from tests.channels.batch.files import about, message, run, send, training
from tests.house.matrix import client_mandate
from tests.house.posting import token_of
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House

PLACE = f"/employer/{MERIDIAN}/files"
RIGHT = about("StateRight", "S1", Year="2026", Minutes="1000", Reason="So agreed")


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
    waiting = browser.get(sent.location).text
    assert "% is done" in waiting
    assert 'data-pause="700"' in waiting
    house.clock.at += timedelta(seconds=10)  # it is a long one: whoever reads is not disturbed
    assert 'data-pause="5000"' in browser.get(sent.location).text
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
    run(house, send(house, message(RIGHT, reference="RIGHTS-1")).file_id)
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


def test_a_notification_tells_effects_to_those_alone_who_act_for_the_employer(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office's file may be of many clients, and not everybody of the office acts for each."""
    house.furnish()
    mandate = client_mandate(house, MERIDIAN, NORD)
    house.give_mandate(CHLOE, NORD, Role.READER)
    run(house, send(house, message(RIGHT, reference="RIGHTS-1")).file_id)
    content = message(training("R0", Title=None), training("R1"), sender=NORD)
    foretold = send(house, content, Sender(NORD), way=Way.FOLDER, mode=Mode.PREFLIGHT)
    run(house, foretold.file_id)
    place = f"/employer/{NORD}/files/{foretold.file_id}/notification.xml"
    monkeypatch.setattr(handing_out, "results_of", partial(results_of, most=1))
    told = house.signed_in(CHLOE).get(place).text
    assert ("<RecordReference>R1<" in told, "<Effect>" in told) == (True, False)
    assert seen_by(house, CHLOE) == []
    with transaction(house.engine) as db:
        give_mandate(
            db,
            to=house.person(CHLOE),
            enterprise_id=house.enterprise(MERIDIAN),
            role=Role.READER,
            valid_from=date(2026, 10, 1),
            client_mandate_id=mandate,
            by=OPERATOR,
            via=Channel.COMMAND,
            at=house.clock.now(),
        )
    told = house.signed_in(CHLOE).get(place).text
    assert "<Effect><Year>2026</Year><LeftBefore>1000</LeftBefore>" in told
    assert seen_by(house, CHLOE) == [house.person(AMINA)]


def seen_by(house: House, who: str) -> list[UUID]:
    """Whose data this person looked at, says the trail."""
    seen = text("select subject_id from audit_lines where act = :act and actor_id = :who")
    values = {"act": "worker:record:seen", "who": house.person(who)}
    with house.engine.connect() as connection:
        return list(connection.execute(seen, values).scalars())


@pytest.mark.parametrize("what", ["notification.xml", "refused.csv"])
def test_what_is_being_taken_away_breaks_off_once_the_mandate_has_ended(
    house: House, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    house.furnish()
    monkeypatch.setattr("app.foundation.sheets.writing._BYTES_AT_A_TIME", 1)
    records = training("R1"), training("R2", Minutes="=1+1")
    foretold = send(house, message(*records), mode=Mode.PREFLIGHT).file_id
    run(house, foretold)
    answer = house.signed_in(BRAM).get(f"{PLACE}/{foretold}/{what}", buffered=False)
    pieces = answer.iter_encoded()
    assert next(pieces)
    with house.engine.begin() as connection:
        connection.execute(text("update mandates set valid_until = date '2026-11-20'"))
    with pytest.raises(MandateEnded):
        next(pieces)


def test_a_preflight_that_changes_no_balance_says_so(house: House) -> None:
    house.furnish()
    browser = house.signed_in(BRAM)
    sent = upload(browser, message(training("R1", CountsForCredit="false")), "preflight")
    run(house, UUID(sent.location.rpartition("/")[2]))
    assert "No balance would change" in browser.get(sent.location).text
