"""Files that programs send: each sees its own, learns what became of them, and nobody else's."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from app.channels.batch.handing_out import AccessEnded
from app.channels.batch.values import Mode
from app.enterprises.machines.scopes import ClientKind, Scope
from tests.channels.api.programs import BASE, Program, program
from tests.channels.batch.files import about, message, run, send, training
from tests.house.given_up_pages import fail
from tests.house.matrix import client_mandate
from tests.house_of import MERIDIAN, NORD, House

NIGHT = message(training("R1"), training("R2", Minutes="=1+1"))
RIGHT = about("StateRight", "S1", Year="2026", Minutes="1000", Reason="So agreed")


def batch(sender: Program, content: str = NIGHT) -> dict[str, str]:
    sent = sender.call("POST", "/batches", data=content, content_type="application/xml")
    assert sent.status_code == 202, sent.text
    return dict(sent.json)


def test_a_file_is_of_the_system_that_sent_it_and_of_no_other_of_its_enterprise(
    hr: Program, house: House
) -> None:
    """A provider's system may know nothing of balances, and a second one acts for others."""
    own, by_bram = batch(hr)["href"], send(house, message(training("R3"), reference="PAGE")).file_id
    run(house, by_bram)
    school = program(house, Scope.BATCHES_READ, Scope.BATCHES_WRITE, kind=ClientKind.PROVIDER)
    for each, href in ((school, own), (program(house), own), (hr, f"/batches/{by_bram}")):
        assert [each.get(f"{href}{part}").status_code for part in ("", "/results")] == [404, 404]
    again = school.call("POST", "/batches", data=NIGHT, content_type="application/xml")
    assert again.json["type"] == "urn:problem-type:parcours:batchSentBefore"
    assert "batchId" not in again.text


def test_a_system_registered_anew_goes_on_with_the_files_of_the_one_that_was_ended(
    hr: Program, house: House
) -> None:
    sent = batch(hr)
    run(house, UUID(sent["batchId"]))
    anew, school = program(house), program(house, kind=ClientKind.PROVIDER)
    theirs = program(house, enterprise=NORD)
    assert anew.get(sent["href"]).status_code == 404, "both systems are in use"
    end(house, hr)
    assert anew.get(sent["href"]).json["state"] == "done"
    assert b"TrainingId" in anew.get(f"{sent['href']}/results").data
    assert batch(anew)["href"] == sent["href"]
    assert [each.get(sent["href"]).status_code for each in (school, theirs)] == [404, 404]


def test_of_an_office_only_a_system_that_acts_for_the_same_clients_goes_on(house: House) -> None:
    house.furnish()
    client_mandate(house, MERIDIAN, NORD)

    def office(*chosen: str, every_client: bool = False) -> Program:
        kind, acts_for = ClientKind.OFFICE, {"chosen": chosen, "every_client": every_client}
        return program(house, enterprise=NORD, kind=kind, **acts_for)

    first, all_ = office(MERIDIAN), office(every_client=True)
    sent = batch(first, message(training("R1"), sender=NORD))
    of_all = batch(all_, message(training("R2"), sender=NORD, reference="ALL"))
    anew, none, every = office(MERIDIAN), office(), office(every_client=True)
    end(house, first, all_)
    assert [each.get(sent["href"]).status_code for each in (anew, none, every)] == [200, 404, 200]
    assert [each.get(of_all["href"]).status_code for each in (anew, every)] == [404, 200]


def end(house: House, *systems: Program) -> None:
    """As an access manager ends them."""
    ended = text(
        "update api_clients set ended_at = :now, ended_by = created_by"
        " where client_id = any(:these)"
    )
    these = [each.machine.client_id for each in systems]
    with house.engine.begin() as connection:
        connection.execute(ended, {"now": house.clock.now(), "these": these})


def test_results_leave_a_line_and_break_off_once_the_system_may_read_them_no_more(
    hr: Program, house: House
) -> None:
    sent = batch(hr)
    run(house, UUID(sent["batchId"]))
    path = f"{BASE}/batches/{sent['batchId']}/results"
    answer = house.stranger().get(path, headers=hr.headers, buffered=False)
    pieces = answer.iter_encoded()
    assert b"<Notification" in next(pieces)
    with house.engine.begin() as connection:
        found = connection.execute(
            text(
                "select client_id, channel from audit_lines where act = 'enterprise:file:answered'"
            )
        )
        assert found.all() == [(hr.machine.client_id, "api")]
        connection.execute(text("update api_clients set scopes = '{batches:write}'"))
    with pytest.raises(AccessEnded):
        next(pieces)


def test_a_program_learns_that_a_fault_stopped_its_file_and_sends_it_again(
    hr: Program, house: House
) -> None:
    sent = batch(hr)
    soon, late = timedelta(seconds=2), timedelta(seconds=30)
    assert datetime.fromisoformat(sent["pollAfter"]) == house.clock.at + soon
    house.clock.at += timedelta(minutes=9)
    waiting = hr.get(sent["href"]).json
    assert datetime.fromisoformat(waiting["pollAfter"]) == house.clock.at + late
    fail(house, "files:run")
    stopped = hr.get(sent["href"]).json
    assert (stopped["state"], "pollAfter" in stopped) == ("stopped", False)
    early = hr.get(f"{sent['href']}/results")
    assert (early.status_code, "send the same file again" in early.json["detail"]) == (409, True)
    again = batch(hr)
    assert (again["href"], again["state"]) == (sent["href"], "received")
    run(house, UUID(sent["batchId"]))
    done = hr.get(sent["href"]).json
    assert (done["state"], "pollAfter" in done) == ("done", False)


def test_a_preflight_tells_a_program_what_it_would_do_to_balances(
    hr: Program, house: House
) -> None:
    run(house, send(house, message(RIGHT, reference="RIGHTS-1")).file_id)
    trainings = training("R1"), training("R2", Title="Second aid")
    sent = batch(hr, message(*trainings, Mode=Mode.PREFLIGHT))
    assert "balances" not in sent
    run(house, UUID(sent["batchId"]))
    told = {"workers": 1, "workersKnown": 1, "workersOver": 1, "beyond": 824}
    year = {"year": 2026, "leftBefore": 1000, "leftAfter": 0} | told
    assert hr.get(sent["href"]).json["balances"] == [year]


def test_an_office_is_told_sums_of_those_alone_whom_its_system_acts_for_today(
    house: House,
) -> None:
    house.furnish()
    client_mandate(house, MERIDIAN, NORD)
    office = program(house, enterprise=NORD, kind=ClientKind.OFFICE, every_client=True)
    sent = batch(office, message(training("R1"), RIGHT, sender=NORD, Mode=Mode.PREFLIGHT))
    run(house, UUID(sent["batchId"]))
    assert office.get(sent["href"]).json["balances"][0]["workers"] == 1
    with house.engine.begin() as connection:
        ended = text(
            "update client_mandates set ended_at = :now, ended_by = proposed_by,"
            " ended_for = client_id"
        )
        connection.execute(ended, {"now": house.clock.now()})
    assert office.get(sent["href"]).json["balances"] == []
