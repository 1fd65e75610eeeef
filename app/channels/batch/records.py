"""From the texts of a record to what the acts are asked; all that cannot be read, at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from app.channels.batch.elements import HEAD_ELEMENTS, RECORD_ELEMENTS, Element, Kind, Unreadable
from app.channels.batch.reading import RawRecord
from app.foundation.problems import Problem
from app.learning.registration import Registration
from app.learning.stating import RightKind, RightStatement, RightWithdrawal

#: Nine digits or more, however they are written: it may be a national number gone astray.
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-/]*\d){8,}")
_SHOWN = 40
#: No element holds more characters.
LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record: a stable code, the element, what was written there.

    ``params`` are those of the sentence.  Neither they nor the value hold a national number.
    """

    code: str
    element: str = ""
    value: str | None = None
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(slots=True)
class Record:
    """A record as it was read; ``said`` has a value for each field that is said.

    ``reference`` and ``enterprise_number`` are None where they cannot be read.
    """

    ordinal: int
    line: int
    kind: Kind | None
    reference: str | None
    enterprise_number: str | None
    said: dict[str, Any]
    texts: dict[str, str]
    name: str
    faults: list[Fault] = field(default_factory=list)

    def fault_of(self, problem: Problem, names: dict[str, str]) -> Fault:
        """A problem of an act as a fault of this record, with what it says there."""
        element = names.get(problem.field or "", "")
        written = None if element == "SSIN" else self.texts.get(element)
        return Fault(problem.code, element, shown(written), problem.params)


def shown(text: str | None) -> str | None:
    """As much of what was written as helps to find it; long numbers are left out."""
    if text is None:
        return None
    return _LONG_NUMBER.sub("…", text)[:_SHOWN].replace("\x00", "")


def read_record(raw: RawRecord, ordinal: int) -> Record:
    kind = raw.kind
    if kind is None:
        fault = Fault("record_unknown", raw.name[:60])
        return Record(ordinal, raw.line, None, None, None, {}, raw.texts, raw.name[:60], [fault])
    said, faults = _read(raw, RECORD_ELEMENTS[kind])
    if kind in {Kind.CORRECT, Kind.CANCEL} and ("training_id" in said) == ("original" in said):
        faults.append(Fault("one_original", "TrainingId"))
    return Record(
        ordinal,
        raw.line,
        kind,
        said.get("reference"),
        said.get("enterprise_number"),
        said,
        raw.texts,
        kind.value,
        faults,
    )


def read_head(raw: RawRecord) -> tuple[dict[str, Any], list[Fault]]:
    return _read(raw, HEAD_ELEMENTS)


def _read(raw: RawRecord, elements: tuple[Element, ...]) -> tuple[dict[str, Any], list[Fault]]:
    """The values by their fields, and everything that is wrong with them."""
    faults = [Fault(*raw.fault)] if raw.fault else []
    said: dict[str, Any] = {}
    known = 0
    for element in elements:
        text = raw.texts.get(element.name)
        if text is None:
            if element.needed:
                faults.append(Fault("element_missing", element.name))
            continue
        known += 1
        if len(text) > LONGEST_TEXT:
            faults.append(Fault("text_too_long", element.name, params=(("most", LONGEST_TEXT),)))
            continue
        try:
            said[element.field] = element.read(text)
        except Unreadable as unreadable:
            value = None if element.name == "SSIN" else shown(text)
            faults.append(Fault(unreadable.code, element.name, value))
    if known < len(raw.texts):
        names = {element.name for element in elements}
        first = next(name for name in raw.texts if name not in names)
        faults.append(Fault("element_unknown", first[:60]))
    return said, faults


_CONTENT = frozenset(Registration.__dataclass_fields__) - {"person_id"}


def registration_of(record: Record, person_id: UUID) -> Registration:
    """The training that a record describes, for that worker."""
    said = {name: value for name, value in record.said.items() if name in _CONTENT}
    return Registration(person_id, **said)


def right_of(record: Record, person_id: UUID | None) -> RightStatement:
    said = record.said
    kind = RightKind.OPT_OUT if record.kind is Kind.OPT_OUT else RightKind.STATED
    return RightStatement(
        year=said["year"],
        kind=kind,
        reason=said["reason"],
        person_id=person_id,
        minutes=said.get("minutes"),
        days=said.get("days"),
        agreement=said.get("agreement"),
    )


def withdrawal_of(record: Record, person_id: UUID | None) -> RightWithdrawal:
    return RightWithdrawal(record.said["year"], record.said["reason"], person_id)


def plain_fault(fault: Fault) -> list[Any]:
    """A fault as JSON keeps it; a day among its values is told from a text."""
    values = {
        name: {"day": value.isoformat()} if isinstance(value, date) else value
        for name, value in fault.params
    }
    return [fault.code, fault.element, fault.value, values]


def fault_from(said: list[Any]) -> Fault:
    code, element, value, values = said
    params = (
        (name, date.fromisoformat(each["day"]) if isinstance(each, dict) else each)
        for name, each in values.items()
    )
    return Fault(code, element, value, tuple(sorted(params)))
