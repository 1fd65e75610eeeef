"""Receipts and notifications are what their schema says."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from app.channels.batch import elements, wording
from app.channels.batch.messages import notification, receipt
from app.channels.batch.reading import Broken, RawRecord
from tests.channels.batch.files import (
    about,
    answers,
    correction,
    file,
    message,
    run,
    send,
    training,
)
from tests.house_of import CHLOE, House

SCHEMAS = Path(elements.__file__).parent / "schemas"
EXAMPLES = sorted(Path("docs/examples").glob("registrations-*.xml"))


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / name)))


def test_receipt_and_notification_are_valid_and_in_the_senders_language(house: House) -> None:
    house.furnish()
    content = message(
        training("R1", Title="<b>&amp;"),
        training("R2", CHLOE, Minutes="no\u0007t"),
        training("R3", CHLOE),
        correction("R4", "R9"),
        "<Dismiss/>",
        Language="nl",
    ).replace("\u0007", "")
    received = send(house, content)
    run(house, received.file_id)
    found = file(house, received.file_id)
    with house.app.test_request_context():
        told = "".join(notification(found, answers(house, received.file_id)))
        taken = receipt(found)
        refused = receipt(file(house, send(house, "<no/>").file_id))
    for said in (told, taken, refused):
        answer = etree.fromstring(said.encode())
        assert schema("answers.xsd").validate(answer), schema("answers.xsd").error_log
    codes = etree.fromstring(told.encode()).findall(".//{*}Result/{*}ResultCode")
    assert [each.text for each in codes] == ["1", "0", "0", "0", "0"]
    assert "geen" in told.casefold()
    assert CHLOE not in told


def test_the_answer_to_a_preflight_is_valid(house: House) -> None:
    house.furnish()
    received = send(house, message(training("R1"), Mode="preflight"))
    run(house, received.file_id)
    with house.app.test_request_context():
        said = "".join(
            notification(file(house, received.file_id), answers(house, received.file_id))
        )
    assert schema("answers.xsd").validate(etree.fromstring(said.encode()))
    assert "<Effect>" in said


def test_what_the_reader_knows_the_schema_knows_and_nothing_else() -> None:
    described = etree.parse(str(SCHEMAS / "registrations.xsd")).getroot()
    for kind, known in {**elements.RECORD_ELEMENTS, "Head": elements.HEAD_ELEMENTS}.items():
        found = {
            each.get("name"): each.get("minOccurs") != "0"
            for each in described.find(f"{{*}}complexType[@name='{kind!s}']").iter("{*}element")
        }
        assert found == {each.name: each.needed for each in known}, kind


@pytest.mark.parametrize("name", ["registrations.xsd", "answers.xsd", "types.xsd"])
def test_whoever_reads_the_schema_is_told_what_each_element_and_type_is(name: str) -> None:
    described = etree.parse(str(SCHEMAS / name)).getroot()

    def is_told(each: etree._Element) -> bool:
        return each.find("{*}annotation/{*}documentation") is not None

    told_types = {each.get("name") for each in described.iter("{*}complexType") if is_told(each)}
    untold = [
        each.get("name")
        for each in described.iter("{*}element", "{*}simpleType")
        if each.get("name") and not is_told(each) and each.get("type") not in told_types
    ]
    assert not untold


def test_a_file_as_the_schema_has_it_validates() -> None:
    content = message(
        training("R1"),
        about("StateRight", "R2", Year="2026", Minutes="2280", Reason="Agreement"),
        about("CancelTraining", "R3", OriginalReference="R1", Reason="In error"),
    )
    assert schema("registrations.xsd").validate(etree.fromstring(content.encode()))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_validate(path: Path) -> None:
    name = "answers.xsd" if "notification" in path.name else "registrations.xsd"
    assert schema(name).validate(etree.parse(str(path)))


def test_every_fault_has_its_words(house: House) -> None:
    """Codes stand in the code of the reader, each at one place."""
    import re

    codes = set()
    modules = ("reading", "records", "elements", "carrying", "references", "receiving", "folder")
    for module in modules:
        source = (SCHEMAS.parent / f"{module}.py").read_text()
        codes |= set(re.findall(r"(?:Broken|Fault|Unreadable)\(\s*\"([a-z_]+)\"", source))
        codes |= set(re.findall(r"(?:return|fault = .*?\() ?\"([a-z_]+_[a-z_]+)\"", source))
    assert len(codes) > 25
    worded = set(wording.FILE_FAULTS | wording.RECORD_FAULTS)
    assert codes - worded - {"number_wrong", "not_a_worker_of_yours"} == set()
    assert issubclass(Broken, Exception)
    assert RawRecord("Dismiss", 0, 1).kind is None
