"""Reading reports of periods and diplomas: a format of our own, docs/formats.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from app.career.timeline import PeriodKind
from app.identity.national_numbers import read_ssin
from app.sources.readers.xml import (
    Fault,
    Faulty,
    Unreadable,
    checked,
    day,
    demanded,
    events,
    forget,
    line_of,
    texts,
    whole_from_one,
)

ROOT = "PeriodReport"
_LONGEST_KEY = 100  # characters; it stands in an index
_KINDS = frozenset(kind.value for kind in PeriodKind)


@dataclass(frozen=True, slots=True)
class ReportHead:
    institution: str
    reported_on: date
    reported_until: date


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    reference: str
    ssin: str
    kind: str
    starts_on: date
    ends_on: date | None
    share: int | None


@dataclass(frozen=True, slots=True)
class DiplomaRecord:
    reference: str
    ssin: str
    title: str
    awarded_on: date
    awarded_by: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    reference: str


Item = ReportHead | PeriodRecord | DiplomaRecord | Withdrawal | Fault


def read(stream: IO[bytes]) -> Iterator[Item]:
    """The head first, then the records in their order, faults in their place."""
    source = events(stream, (*_READERS, ROOT))
    head: ReportHead | None = None
    for element in source:
        root = element if element.tag == ROOT else element.getparent()
        if head is None:
            # A report of nothing still says until when there was nothing.
            head = _head(root)
            yield head
        if element is root:
            continue
        try:
            yield _READERS[element.tag](element)
        except Faulty as fault:
            yield Fault(line_of(element, fault.element), fault.element, fault.code, fault.params)
        forget(element)


def _head(root: Any) -> ReportHead:
    values = {name: text.strip() for name, text in root.attrib.items()}
    try:
        reported_on = day(values, "reportedOn")
        if reported_on is None:
            raise Faulty("element_missing", "reportedOn")
        return ReportHead(
            institution=demanded(values, "institution", longest=_LONGEST_KEY),
            reported_on=reported_on,
            reported_until=day(values, "reportedUntil") or reported_on,
        )
    except Faulty as fault:
        raise Unreadable(Fault(root.sourceline, fault.element, fault.code, fault.params)) from None


def _reference(element: Any) -> str:
    reference: str = (element.get("reference") or "").strip()
    if not reference:
        raise Faulty("element_missing", "reference")
    if len(reference) > _LONGEST_KEY:
        raise Faulty("text_too_long", "reference")
    return reference


def _period(element: Any) -> PeriodRecord:
    values = texts(element)
    kind = demanded(values, "Kind")
    if kind not in _KINDS:
        raise Faulty("unknown_code", "Kind", value=kind)
    starts_on, ends_on = day(values, "StartingDate"), day(values, "EndingDate")
    if starts_on is None:
        raise Faulty("element_missing", "StartingDate")
    if ends_on and ends_on < starts_on:
        raise Faulty("ends_before_it_starts", "EndingDate", start=starts_on.isoformat())
    share = whole_from_one(values, "Share", most=100)
    return PeriodRecord(
        reference=_reference(element),
        ssin=checked(read_ssin, demanded(values, "INSS"), "INSS", "not_a_national_number"),
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        share=share,
    )


def _diploma(element: Any) -> DiplomaRecord:
    values = texts(element)
    awarded_on = day(values, "AwardedOn")
    if awarded_on is None:
        raise Faulty("element_missing", "AwardedOn")
    level = whole_from_one(values, "Level", most=8)
    return DiplomaRecord(
        reference=_reference(element),
        ssin=checked(read_ssin, demanded(values, "INSS"), "INSS", "not_a_national_number"),
        title=demanded(values, "Title"),
        awarded_on=awarded_on,
        awarded_by=demanded(values, "Institution"),
        level=level,
    )


def _withdrawal(element: Any) -> Withdrawal:
    return Withdrawal(_reference(element))


_READERS: dict[str, Callable[[Any], PeriodRecord | DiplomaRecord | Withdrawal]] = {
    "Period": _period,
    "Diploma": _diploma,
    "Cancel": _withdrawal,
}
