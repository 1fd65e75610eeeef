"""From the texts of a record to what the acts are asked; all that cannot be read, at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from app.channels.batch.elements import (
    HEAD_ELEMENTS,
    RECORD_ELEMENTS,
    TRAINING,
    Element,
    Kind,
    Unreadable,
)
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
    faults: list[Fault]
    #: All that it says, however it is laid out.
    whole: bytes

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


@dataclass(slots=True)
class _Part:
    """Some elements of a record: values by their fields, what is wrong, how many there were."""

    said: dict[str, Any]
    faults: list[Fault]
    known: int


class _Trainings(dict[tuple[str | None, ...], _Part]):
    """What records say of trainings, by the texts of the elements: read once in a chunk."""

    def __missing__(self, texts: tuple[str | None, ...]) -> _Part:
        found = zip(_TRAINING_NAMES, texts, strict=True)
        self[texts] = part = _read({name: text for name, text in found if text}, TRAINING)
        return part


_TRAINING_NAMES = tuple(each.name for each in TRAINING)
#: Of each kind of record, the elements before those of the training, and those after them.
_BESIDE = {
    kind.value: (
        elements[: elements.index(TRAINING[0])] if TRAINING[0] in elements else elements,
        elements[elements.index(TRAINING[-1]) + 1 :] if TRAINING[0] in elements else None,
    )
    for kind, elements in RECORD_ELEMENTS.items()
}


def read_records(raws: Iterable[RawRecord], first: int) -> list[Record]:
    """Records one after the other, ``first`` the ordinal of the first.

    Many workers follow the same training: what is said of one is read once.
    """
    trainings = _Trainings()
    return [_read_record(raw, ordinal, trainings) for ordinal, raw in enumerate(raws, first)]


def _read_record(raw: RawRecord, ordinal: int, trainings: _Trainings) -> Record:
    kind, texts = raw.kind, raw.texts
    if kind is None:
        name = " ".join(raw.name.split())[:60]  # the name of a namespace may hold anything
        fault = Fault("record_unknown", name)
        whole = _whole(name, texts)
        return Record(ordinal, raw.line, None, None, None, {}, texts, name, [fault], whole)
    before, after = _BESIDE[raw.name]
    parts = [_read(texts, before)]
    if after is not None:
        parts.append(trainings[tuple(map(texts.get, _TRAINING_NAMES))])
        if after:
            parts.append(_read(texts, after))
    said, faults = _together(raw, parts)
    if sum(part.known for part in parts) < len(texts):
        faults.append(_unknown(texts, RECORD_ELEMENTS[kind]))
    if kind in _CHANGING and ("training_id" in said) == ("original" in said):
        faults.append(Fault("one_original", "TrainingId"))
    reference, number = said.get("reference"), said.get("enterprise_number")
    # What is wrong with its elements is a part of what a record says: mended, it is another one.
    whole = _whole(" ".join([raw.name, *(raw.fault or ())]), texts)
    return Record(ordinal, raw.line, kind, reference, number, said, texts, raw.name, faults, whole)


def _whole(name: str, texts: dict[str, str]) -> bytes:
    # A file can invent as many elements as it likes: what no record has is not remembered.
    order = _order if len(texts) <= _MOST_ELEMENTS else _order.__wrapped__
    begin, in_order = order(name, tuple(texts))
    return begin + "\0".join(in_order(texts)).encode()


@lru_cache(maxsize=1_000)
def _order(name: str, names: tuple[str, ...]) -> tuple[bytes, Callable[[Any], Iterable[str]]]:
    """How all that a record says begins: with the names.  And its texts in the order of those."""
    names = tuple(sorted(names))
    # No XML holds the character in between.
    begin = "\0".join([name, *names, ""]).encode()
    return begin, itemgetter(*names) if len(names) > 1 else lambda texts: texts.values()


_MOST_ELEMENTS = max(map(len, RECORD_ELEMENTS.values()))
_CHANGING = frozenset({Kind.CORRECT, Kind.CANCEL})


def _together(raw: RawRecord, parts: Iterable[_Part]) -> tuple[dict[str, Any], list[Fault]]:
    said: dict[str, Any] = {}
    faults = [Fault(*raw.fault)] if raw.fault else []
    for part in parts:
        said |= part.said
        faults += part.faults
    return said, faults


def read_head(raw: RawRecord) -> tuple[dict[str, Any], list[Fault]]:
    part = _read(raw.texts, HEAD_ELEMENTS)
    said, faults = _together(raw, [part])
    if part.known < len(raw.texts):
        faults.append(_unknown(raw.texts, HEAD_ELEMENTS))
    return said, faults


def _read(texts: dict[str, str], elements: Iterable[Element]) -> _Part:
    """The values by their fields, and everything that is wrong with them."""
    said: dict[str, Any] = {}
    faults: list[Fault] = []
    known = 0
    for element in elements:
        text = texts.get(element.name)
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
    return _Part(said, faults, known)


def _unknown(texts: dict[str, str], elements: Iterable[Element]) -> Fault:
    """The first element that does not belong there."""
    names = {element.name for element in elements}
    first = next(name for name in texts if name not in names)
    return Fault("element_unknown", first[:60])


_CONTENT = fields(Registration)[1:]
_CONTENT_FIELDS = [each.name for each in _CONTENT]
_NOT_SAID = [None if each.default is MISSING else each.default for each in _CONTENT]


def registration_of(record: Record, person_id: UUID) -> Registration:
    """The training that a record describes, for that worker."""
    said: Iterable[Any] = map(record.said.get, _CONTENT_FIELDS, _NOT_SAID)
    return Registration(person_id, *said)


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
