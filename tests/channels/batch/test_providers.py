"""Files of a training provider: what it gave, for whichever employer, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from app.channels.batch.receiving import NotTaken
from app.channels.batch.running import run_chunk
from app.channels.batch.values import Mode, Sender
from app.enterprises.machines.scopes import ClientKind, Scope
from app.foundation.database import transaction
from tests.channels.batch.files import (
    about,
    answered,
    answers,
    correction,
    file,
    message,
    person,
    run,
    said,
    send,
    training,
)
from tests.channels.machines import Machine, machine
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House

GIVEN = {"Internal": "false", "ProviderName": "Atelier Nord", "ProviderNumber": NORD}
Sending = Callable[[Machine], Sender]


def _system(school: Machine) -> Sender:
    return Sender(NORD, client_id=school.client_id)


def _folder(_school: Machine) -> Sender:
    return Sender(NORD)


def _registrar(school: Machine) -> Sender:
    school.house.give_mandate(CHLOE, NORD)
    return person(school.house, CHLOE, NORD)


def _registering(school: Machine) -> None:
    _change(school, "scopes = '{trainings:write}'")


def _ended(school: Machine) -> None:
    _change(school, "ended_at = created_at, ended_by = created_by")


def _change(school: Machine, what: str) -> None:
    with school.house.engine.begin() as connection:
        connection.execute(text(f"update api_clients set {what}"))  # noqa: S608 - our own words


@pytest.fixture
def school(house: House) -> Machine:
    """Atelier Nord's system, which its access manager registered as a training provider's."""
    house.furnish()
    scopes = (Scope.BATCHES_READ, Scope.BATCHES_WRITE)
    return machine(house, *scopes, enterprise=NORD, kind=ClientKind.PROVIDER)


@pytest.mark.parametrize("way", [_system, _folder, _registrar])
def test_a_provider_sends_what_it_gave_to_the_workers_of_any_employer(
    school: Machine, way: Sending
) -> None:
    house = school.house
    content = message(
        training("P1", **GIVEN),
        training("P2", CHLOE, ELSEWHERE, **GIVEN),
        training("P3", BRAM),
        training("P4", BRAM, **(GIVEN | {"ProviderNumber": ELSEWHERE})),
        training("P5", CHLOE, **GIVEN),
        correction("P6", "P1"),
        about("CancelTraining", "P7", OriginalReference="P1", Reason="Never held"),
        about("StateRight", "P8", Year="2026", Minutes="2280", Reason="Agreed"),
        sender=NORD,
    )
    sender = way(school)
    assert said(answered(house, content, sender)) == [
        *("accepted", "accepted", "refused not_given_by_you", "refused not_given_by_you"),
        *("refused not_a_worker_of_yours", "refused no_mandate", "refused no_mandate"),
        "refused no_mandate",
    ]
    with house.engine.connect() as connection:
        registered = connection.execute(
            text(
                "select distinct ground, sender_id, client_id, actor_id from audit_lines"
                " where act = 'worker:training:registered'"
            )
        ).all()
    nord = house.enterprise(NORD)
    assert registered == [("training_given", nord, sender.client_id, sender.person_id)]


def test_the_employer_finds_what_the_registrar_of_a_provider_sent_among_what_others_did(
    school: Machine,
) -> None:
    house = school.house
    answered(house, message(training("P1", **GIVEN), sender=NORD), _registrar(school))
    page = house.signed_in(BRAM).get(f"/employer/{MERIDIAN}/others").text
    assert "First aid" in page
    assert "Atelier Nord scrl" in page


def test_worker_and_employer_read_which_provider_the_registrar_sent_for(school: Machine) -> None:
    house = school.house
    answered(house, message(training("P1", **GIVEN), sender=NORD), _registrar(school))
    amina = house.person(AMINA)
    with house.engine.connect() as connection:
        key = connection.execute(text("select training_id from trainings")).scalar_one()
    hers = house.signed_in(AMINA)
    account = hers.get(f"/training-credit/{house.enterprise(MERIDIAN)}").text
    assert "Chloé Dubois of Atelier Nord scrl, for Meridian Care nv" in account
    life = hers.get("/career?view=trainings").text
    assert "Registered by Atelier Nord scrl, for Meridian Care nv" in life
    place = f"/employer/{MERIDIAN}/workforce/{amina}/trainings/{key}"
    assert "Chloé Dubois, for Atelier Nord scrl" in house.signed_in(BRAM).get(place).text


def test_a_provider_that_only_looks_is_told_of_no_balance_and_whoever_it_asks_about_sees_it(
    school: Machine,
) -> None:
    house = school.house
    records = (
        training("P1", **GIVEN),
        training("P2", Title="Second aid", **GIVEN),
        training("P3", CHLOE, **GIVEN),  # who does not work there: it is told so
    )
    content = message(*records, sender=NORD)
    received = send(house, content, _folder(school), mode=Mode.PREFLIGHT)
    run(house, received.file_id)
    told = answers(house, received.file_id)
    assert said(told) == ["accepted", "accepted", "refused not_a_worker_of_yours"]
    assert [(each.effect, each.training_id) for each in told] == [(None, None)] * 3
    with house.engine.connect() as connection:
        seen = (
            "select subject_id, ground, sender_id from audit_lines where act = 'worker:record:seen'"
        )
        lines = sorted(connection.execute(text(seen)).all())
    nord = house.enterprise(NORD)
    asked = sorted((house.person(AMINA), house.person(CHLOE)))
    assert lines == [(each, "training_given", nord) for each in asked]


@pytest.mark.parametrize("change", [_ended, _registering])
@pytest.mark.parametrize("way", [_folder, _registrar])
def test_without_a_system_that_may_send_files_nobody_registers_for_others(
    school: Machine, change: Callable[[Machine], None], way: Sending
) -> None:
    sender = way(school)
    change(school)
    content = message(training("P1", **GIVEN), sender=NORD)
    assert said(answered(school.house, content, sender)) == ["refused no_mandate"]


def test_a_system_that_was_ended_stops_in_mid_file_and_sends_no_other(school: Machine) -> None:
    house, sender = school.house, _system(school)
    records = [training(f"P{n}", Title=f"Course {n}", **GIVEN) for n in range(200)]
    received = send(house, message(*records, sender=NORD), sender)
    with transaction(house.engine) as db:
        assert run_chunk(db, received.file_id, vault=house.vault, at=house.clock.now(), most=10)
    _ended(school)
    run(house, received.file_id)
    found = file(house, received.file_id, NORD)
    assert found.accepted >= 10
    assert found.refused == 200 - found.accepted > 0
    assert said(answers(house, received.file_id))[-1] == "refused no_mandate"
    later = send(house, message(*records, sender=NORD, reference="NIGHT-2"), sender)
    assert isinstance(later, NotTaken)
    assert later.fault.code == "no_mandate"


def test_the_mandate_of_a_providers_registrar_is_of_nobody_else(school: Machine) -> None:
    house = school.house
    somebody_else = Sender(NORD, house.person(AMINA), _registrar(school).mandate_id)
    received = send(house, message(training("P1", **GIVEN), sender=NORD), somebody_else)
    assert isinstance(received, NotTaken)


def test_a_provider_sends_by_rest_and_fetches_its_answers(school: Machine) -> None:
    house = school.house
    headers = school.headers()
    content = message(training("P1", **GIVEN), sender=NORD)
    sent = house.stranger().post(
        "/api/v1/batches", data=content, headers=headers, content_type="application/xml"
    )
    assert sent.status_code == 202, sent.text
    run(house, UUID(sent.json["batchId"]))
    told = house.stranger().get(f"{sent.headers['Location']}/results", headers=headers)
    assert "<Accepted>1</Accepted>" in told.text
