"""What becomes of the records of a file."""

from __future__ import annotations

from sqlalchemy import text

from app.channels.batch.running import run_chunk
from app.foundation.database import transaction
from tests.channels.batch.files import (
    about,
    answered,
    correction,
    file,
    message,
    run,
    said,
    send,
    training,
)
from tests.house_of import AMINA, CHLOE, ELSEWHERE, NORD, House, ssin


def rows(house: House, query: str) -> list[tuple[object, ...]]:
    with house.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_bram_sends_a_training_of_amina_and_it_is_registered(house: House) -> None:
    house.furnish()
    [result] = answered(house, message(training("R1")))
    assert said([result]) == ["accepted"]
    [(key, title, minutes, channel)] = rows(
        house, "select training_id, title, minutes, channel from trainings"
    )
    assert (key, title, minutes, channel) == (result.training_id, "First aid", 912, "batch")


def test_what_one_record_does_the_next_one_finds_done(house: House) -> None:
    house.furnish()
    results = answered(
        house,
        message(
            training("R1"),
            correction("R2", "R1", Minutes="456", Reason="One day only"),
            correction("R3", "R1", Minutes="480"),
            about("CancelTraining", "R4", OriginalReference="R3", Reason="Did not take place"),
            about("CancelTraining", "R5", OriginalReference="R1", Reason="Did not take place"),
            correction("R6", "R1"),
        ),
    )
    assert said(results) == [
        *("accepted", "accepted", "accepted", "accepted", "known"),
        "refused training_cancelled",
    ]
    assert rows(house, "select count(*) from trainings") == [(4,)]
    assert rows(house, "select count(*) from trainings where recorded_until is null") == [(0,)]


def test_rights_are_stated_and_withdrawn(house: House) -> None:
    house.furnish()
    results = answered(
        house,
        message(
            about("StateRight", "R1", Year="2026", Minutes="2280", Reason="Sector agreement"),
            about("StateRight", "R2", Year="2026", Minutes="2280", Reason="Sector agreement"),
            about("StateRight", "R3", None, Year="2026", Days="4.5", Reason="Sector agreement"),
            about("OptOut", "R4", Year="2025", Reason="Own agreement"),
            about("WithdrawRight", "R5", Year="2026", Reason="In error"),
            about("WithdrawRight", "R6", Year="2026", Reason="In error"),
        ),
    )
    assert said(results) == ["accepted", "known", "accepted", "accepted", "accepted", "known"]
    in_force = (
        "select year, person_id is null, days from stated_rights where recorded_until is null"
    )
    assert sorted(rows(house, in_force), key=str) == [(2025, False, None), (2026, True, 450)]


def test_a_faulty_record_is_refused_with_all_that_is_wrong_and_the_rest_goes_on(
    house: House,
) -> None:
    house.furnish()
    results = answered(
        house,
        message(
            training("R1", AMINA[:-1] + "0", Minutes="soon", Title=None),
            training("R2", ssin("660606", 6)),
            training("R3", CHLOE),
            training("R4", StartDate="2026-03-04"),
            training("R5", Colour="blue"),
            "<Dismiss><RecordReference>R6</RecordReference></Dismiss>",
            training("R7"),
        ),
    )
    assert said(results) == [
        "refused number_wrong element_missing not_a_whole_number",
        "refused not_a_worker_of_yours",
        "refused not_a_worker_of_yours",
        "refused ends_before_it_starts",
        "refused element_unknown",
        "refused record_unknown",
        "accepted",
    ]
    wrong = {fault.element: fault.value for fault in results[0].faults}
    assert wrong == {"SSIN": None, "Title": None, "Minutes": "soon"}
    assert results[3].faults[0].element == "EndDate"
    assert [each.line for each in results][:2] == [7, 18]


def test_nobody_is_acted_for_without_a_mandate(house: House) -> None:
    house.furnish()
    house.give_mandate(CHLOE, ELSEWHERE)
    results = answered(
        house,
        message(training("R1", employer=NORD), training("R2", CHLOE, ELSEWHERE), training("R3")),
    )
    assert said(results) == ["refused no_mandate", "refused no_mandate", "accepted"]


def test_a_mandate_that_ends_in_mid_file_ends_there(house: House) -> None:
    house.furnish()
    records = [training(f"R{n}", Title=f"Course {n}") for n in range(400)]
    received = send(house, message(*records))
    with transaction(house.engine) as db:
        assert run_chunk(db, received.file_id, vault=house.vault, at=house.clock.now(), most=100)
    done = file(house, received.file_id).records
    assert 100 <= done < 400
    with house.engine.begin() as connection:
        connection.execute(text("update mandates set valid_until = date '2026-11-20'"))
    run(house, received.file_id)
    assert (file(house, received.file_id).accepted, file(house, received.file_id).refused) == (
        done,
        400 - done,
    )
    assert rows(house, "select count(*) from trainings") == [(done,)]
