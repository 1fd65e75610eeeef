"""Sent again, sent twice, sent changed: every record is carried out once."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text

from app.channels.batch.receiving import NotTaken, Taken, TakenBefore
from app.channels.batch.running import run_chunk
from app.foundation.database import transaction
from tests.channels.batch.files import (
    END,
    FIRST_AID,
    about,
    answered,
    answers,
    correction,
    file,
    head,
    message,
    person,
    run,
    said,
    send,
    training,
)
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, NORD, House


def counted(house: House, table: str = "trainings") -> int:
    with house.engine.connect() as connection:
        query = text(f"select count(*) from {table}")  # noqa: S608
        found: int = connection.execute(query).scalar_one()
    return found


def test_the_same_file_again_is_the_same_file(house: House) -> None:
    house.furnish()
    first = send(house, message(training("R1")))
    again = send(house, message(training("R1")))
    assert isinstance(first, Taken)
    assert again == TakenBefore(first.file_id)


def test_the_same_records_in_another_file_get_the_same_answers(house: House) -> None:
    house.furnish()
    records = (training("R1"), training("R2", CHLOE), training("R3", Minutes="soon"))
    first = answered(house, message(*records))
    again = answered(house, message(*records, reference="NIGHT-2"))
    assert said(first) == [
        "accepted",
        "refused not_a_worker_of_yours",
        "refused not_a_whole_number",
    ]
    assert said(again) == ["known", *said(first)[1:]]
    assert [each.training_id for each in again] == [each.training_id for each in first]
    assert all(each.again for each in again)
    assert counted(house) == 1


def test_a_changed_record_under_the_same_reference_is_refused_as_such(house: House) -> None:
    house.furnish()
    results = answered(
        house, message(training("R1"), training("R1"), training("R1", Title="Another"))
    )
    assert said(results) == ["accepted", "known", "refused reference_reused"]
    results = answered(house, message(training("R1", Title="A third"), reference="NIGHT-2"))
    assert said(results) == ["refused reference_reused"]
    assert counted(house) == 1


def test_a_record_that_was_mended_is_another_one(house: House) -> None:
    house.furnish()
    doubled = training("R1").replace("<Title>", "<Title>Twice</Title><Title>")
    results = answered(house, message(doubled, training("R1")))
    assert said(results) == ["refused element_twice", "refused reference_reused"]
    assert counted(house) == 0


def test_a_record_that_the_first_release_took_is_known_and_another_one_is_not(
    house: House,
) -> None:
    house.furnish()
    answered(house, message(training("R1")))
    texts = {"RecordReference": "R1", "EnterpriseNumber": MERIDIAN, "SSIN": AMINA} | FIRST_AID
    said_then = repr(("RegisterTraining", sorted(texts.items())))
    with house.engine.begin() as connection:
        connection.execute(
            text("update batch_records set fingerprint = :then"),
            {"then": house.vault.hash(said_then)},
        )
    records = training("R1"), training("R1", Title="Another")
    results = [
        answered(house, message(each, reference=f"NIGHT-{at}"))
        for at, each in enumerate(records, 2)
    ]
    assert [said(each) for each in results] == [["known"], ["refused reference_reused"]]


def test_references_are_each_senders_own(house: House) -> None:
    house.furnish()
    house.give_mandate(CHLOE, NORD)
    answered(house, message(training("R1")))
    results = answered(
        house, message(training("R1", employer=NORD), sender=NORD), person(house, CHLOE, NORD)
    )
    assert said(results) == ["refused not_a_worker_of_yours"]


def test_another_file_under_the_same_reference_is_not_taken(house: House) -> None:
    house.furnish()
    send(house, message(training("R1")))
    refused = send(house, message(training("R2")))
    assert isinstance(refused, NotTaken)
    assert refused.fault.code == "file_reference_reused"


def test_what_is_corrected_may_stand_in_an_earlier_file_or_be_named_by_its_key(
    house: House,
) -> None:
    house.furnish()
    [registered] = answered(house, message(training("R1")))
    by_reference = correction("R2", "R1", Minutes="300")
    by_key = correction("R3", "R1", Minutes="200").replace(
        "<OriginalReference>R1</OriginalReference>",
        f"<TrainingId>{registered.training_id}</TrainingId>",
    )
    unknown = correction("R4", "R9")
    of_somebody_else = correction("R5", "R1", BRAM)
    results = answered(
        house, message(by_reference, by_key, unknown, of_somebody_else, reference="NIGHT-2")
    )
    assert said(results) == [
        "accepted",
        "accepted",
        "refused no_such_training",
        "refused no_such_training",
    ]
    told = [(fault.element, fault.value) for each in results for fault in each.faults]
    assert told == [("OriginalReference", "R9"), ("OriginalReference", "R1")]


def test_whoever_corrects_what_is_cancelled_is_told_which_element_names_it(house: House) -> None:
    house.furnish()
    [registered] = answered(house, message(training("R1")))
    named = f"<TrainingId>{registered.training_id}</TrainingId>"
    changed = correction("R3", "R1").replace("<OriginalReference>R1</OriginalReference>", named)
    cancelled = about("CancelTraining", "R2", OriginalReference="R1", Reason="Did not take place")
    *_, result = answered(house, message(cancelled, changed, reference="NIGHT-2"))
    assert [(each.code, each.element, each.value) for each in result.faults] == [
        ("training_cancelled", "TrainingId", str(registered.training_id))
    ]


def test_a_preflight_leaves_nothing_but_answers(house: House) -> None:
    house.furnish()
    results = answered(
        house,
        message(
            training("R1", Minutes="912"),
            training("R1", Minutes="912"),
            correction("R2", "R1", Minutes="60"),
            Mode="preflight",
        ),
    )
    assert said(results) == ["accepted", "known", "accepted"]
    assert (counted(house), results[0].training_id) == (0, None)
    assert results[0].effect is not None
    assert results[0].effect.year == 2026
    # Nothing is used up by it.
    assert said(answered(house, message(training("R1")))) == ["accepted"]


def _load(house: House) -> str:
    dice = random.Random(5)  # noqa: S311
    records = []
    for n in range(300):
        title = f"Course {dice.randrange(200)}"
        worker = dice.choice((AMINA, BRAM, CHLOE))
        records.append(training(f"R{n}", worker, Title=title))
        if n % 7 == 0:
            records.append(correction(f"C{n}", f"R{dice.randrange(n + 1)}", Title=f"Better {n}"))
    return message(*records)


@pytest.mark.parametrize("most", [40, 10_000])
def test_in_chunks_or_at_once_the_answers_are_the_same(house: House, most: int) -> None:
    house.furnish()
    received = send(house, _load(house))
    run(house, received.file_id, most=most)
    found = answers(house, received.file_id)
    assert [each.ordinal for each in found] == list(range(1, 344))
    assert said(found).count("accepted") == 164
    assert file(house, received.file_id).records == 343


def test_a_chunk_that_is_killed_has_not_happened(house: House) -> None:
    house.furnish()
    received = send(house, _load(house))

    class Killed(Exception):
        pass

    def kill_one() -> None:
        with transaction(house.engine) as db:
            run_chunk(db, received.file_id, vault=house.vault, at=house.clock.now(), most=40)
            raise Killed

    for _ in range(3):
        with pytest.raises(Killed):
            kill_one()
        assert counted(house, "batch_results") == file(house, received.file_id).records
        with transaction(house.engine) as db:
            run_chunk(db, received.file_id, vault=house.vault, at=house.clock.now(), most=40)
    run(house, received.file_id)
    assert counted(house, "batch_results") == 343


def test_a_file_that_breaks_off_is_carried_out_up_to_there(house: House) -> None:
    house.furnish()
    received = send(house, message(training("R1"), training("R2"))[: -len(END) - 30])
    run(house, received.file_id)
    found = file(house, received.file_id)
    assert found.broken is not None
    assert (found.broken.code, found.records) == ("truncated", 1)
    assert found.broken_line


def test_a_short_file_is_carried_out_up_to_what_is_wrong_as_a_long_one_is(house: House) -> None:
    house.furnish()
    received = send(house, message(training("R1"), training("R2").replace("</Title>", "</Titel>")))
    assert isinstance(received, Taken)
    run(house, received.file_id)
    assert said(answers(house, received.file_id)) == ["accepted"]
    found = file(house, received.file_id)
    assert found.broken is not None
    assert found.broken.code == "not_well_formed"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 and so on", "compressed_refused"),
        (b"%PDF-1.7", "not_xml"),
        (b"<Other/>", "unknown_message"),
        (
            message(training("R1")).replace(' xmlns="urn:parcours:registrations:1"', ""),
            "unknown_message",
        ),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><r/>', "doctype_refused"),
        (f'<Registrations xmlns="urn:parcours:registrations:1">{head()}{END}', "no_records"),
        (message(training("R1"), sender=NORD), "not_the_sender"),
        (message(training("R1"), Mode="perhaps"), "not_a_code"),
        (message(training("R1"), FileReference="x" * 65), "not_a_reference"),
        (message(training("R1"), FileReference="x" * 70_000), "head_too_long"),
        (f"{message()[:60]}<A>{'x' * 3_000_000}", "record_too_long"),
    ],
)
def test_what_is_no_file_of_ours_is_not_taken(
    house: House, content: str | bytes, code: str
) -> None:
    house.furnish()
    received = send(house, content)
    assert isinstance(received, NotTaken)
    assert received.fault.code == code
    assert counted(house, "batch_file_parts") == 0


def test_hostile_records_are_refused_and_end_what_cannot_be_read(house: House) -> None:
    house.furnish()
    deep = "<A>" * 2_000 + "</A>" * 2_000
    nested = f"<RegisterTraining><RecordReference>R1</RecordReference>{deep}</RegisterTraining>"
    long_text = training("R2", Title="x" * 5_000)
    nul = training("R3", Title="a\\b N \\N {{ 7*7 }}")
    huge = training("R4", Title="x" * 2_000_000)
    received = send(house, message(nested, long_text, nul, huge, training("R5")))
    run(house, received.file_id)
    assert said(answers(house, received.file_id))[1:] == ["refused text_too_long", "accepted"]
    found = file(house, received.file_id)
    assert found.broken is not None
    assert (found.broken.code, found.records) == ("record_too_long", 3)
