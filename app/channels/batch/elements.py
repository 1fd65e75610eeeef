"""The elements of a file: their names, and how each is read.  The schemas say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from app.enterprises.numbers import read_enterprise_number
from app.identity.national_numbers import read_ssin
from app.learning.rules.contents import Financing
from app.learning.rules.facts import NotCounting

NAMESPACE = "urn:parcours:registrations:1"
ROOT = "Registrations"
HEAD = "Head"


class Kind(StrEnum):
    """What a record asks for, by the name of its element."""

    REGISTER = "RegisterTraining"
    CORRECT = "CorrectTraining"
    CANCEL = "CancelTraining"
    STATE = "StateRight"
    OPT_OUT = "OptOut"
    WITHDRAW = "WithdrawRight"


class Unreadable(ValueError):
    """A text that is no value of its element; the code says which kind of value it should be."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Element:
    """``field``: how the acts call it.  ``read`` raises Unreadable."""

    name: str
    field: str
    read: Callable[[str], Any]
    needed: bool = False


_REFERENCE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:/-]{0,63}")
_DAY = re.compile(r"(1[89]|2\d)\d\d-\d\d-\d\d", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_TEN_DIGITS = re.compile(r"\d{10}", re.ASCII)
_HUNDREDTHS = re.compile(r"(\d{1,5})(?:\.(\d{1,2}))?", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_NATURES = {"formal": True, "informal": False}


def read_reference(text: str) -> str:
    """Sixty-four letters, digits and ``._:/-`` at most."""
    if not _REFERENCE.fullmatch(text):
        raise Unreadable("not_a_reference")
    return text


@lru_cache(maxsize=10_000)
def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise Unreadable("not_a_date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("not_a_date") from None


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise Unreadable("not_a_whole_number")
    return int(text)


def _hundredths(text: str) -> int:
    """``3.5`` in hundredths: 350."""
    found = _HUNDREDTHS.fullmatch(text)
    if not found:
        raise Unreadable("not_a_decimal")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        raise Unreadable("not_a_boolean")
    return _BOOLEANS[text]


def _one_of(values: dict[str, Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if text not in values:
            raise Unreadable("not_a_code")
        return values[text]

    return read


@lru_cache(maxsize=1_000)  # the records of a worker mostly stand together
def _ssin(text: str) -> str:
    try:
        return read_ssin(text)
    except ValueError:
        raise Unreadable("number_wrong") from None


@lru_cache(maxsize=10_000)
def read_number(text: str) -> str:
    """An enterprise number of ten digits; raises Unreadable."""
    try:
        return read_enterprise_number(text)
    except ValueError:
        raise Unreadable("not_an_enterprise_number") from None


def _digits(text: str) -> str:
    """The digits of an enterprise number of somebody else: whether it is one, the act says."""
    try:
        return read_number(text)
    except Unreadable:
        if not _TEN_DIGITS.fullmatch(text):
            raise
        return text


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Unreadable("not_a_key") from None


_COMMON = (
    Element("RecordReference", "reference", read_reference, needed=True),
    Element("EnterpriseNumber", "enterprise_number", read_number, needed=True),
    Element("MandateNbr", "mandate", _key),
)
_WORKER = Element("SSIN", "worker", _ssin, needed=True)
#: Without a number, everyone who works there.
_WORKER_OR_EVERYONE = Element("SSIN", "worker", _ssin)
_REASON = Element("Reason", "reason", str, needed=True)
_YEAR = Element("Year", "year", _whole, needed=True)
#: What a training is, whoever it is for.
TRAINING = (
    Element("Title", "title", str, needed=True),
    Element("StartDate", "starts_on", _day, needed=True),
    Element("EndDate", "ends_on", _day, needed=True),
    Element("Minutes", "minutes", _whole, needed=True),
    Element("TrainingNature", "formal", _one_of(_NATURES), needed=True),
    Element("Followed", "followed", _boolean, needed=True),
    Element("CountsForCredit", "counts", _boolean, needed=True),
    Element("NotCountingReason", "not_counting", _one_of({e.value: e for e in NotCounting})),
    Element("Certificate", "certified", _boolean),
    Element("CertificateEndDate", "certificate_until", _day),
    Element("FieldOfLearning", "field_of_learning", str),
    Element("Internal", "internal", _boolean),
    Element("ProviderName", "provider", str),
    Element("ProviderNumber", "provider_number", _digits),
    Element("Financing", "financing", _one_of({e.value: e for e in Financing})),
)
#: What is corrected or cancelled: by its key, or by the reference of the record that registered it.
_ORIGINAL = (
    Element("TrainingId", "training_id", _key),
    Element("OriginalReference", "original", read_reference),
)

HEAD_ELEMENTS = (
    Element("Sender", "sender", read_number, needed=True),
    Element("FileReference", "file_reference", read_reference, needed=True),
    Element("CreationDate", "created_on", _day, needed=True),
    Element("CreationHour", "created_hour", str),
    Element("Mode", "mode", _one_of({"production": "production", "preflight": "preflight"})),
    Element("Language", "language", _one_of({each: each for each in ("fr", "nl", "de", "en")})),
)
RECORD_ELEMENTS: dict[Kind, tuple[Element, ...]] = {
    Kind.REGISTER: (*_COMMON, _WORKER, *TRAINING),
    Kind.CORRECT: (
        *_COMMON,
        _WORKER,
        *_ORIGINAL,
        *TRAINING,
        Element("Reason", "reason", str),
    ),
    Kind.CANCEL: (*_COMMON, _WORKER, *_ORIGINAL, _REASON),
    Kind.STATE: (
        *_COMMON,
        _WORKER_OR_EVERYONE,
        _YEAR,
        Element("Minutes", "minutes", _whole),
        Element("Days", "days", _hundredths),
        Element("CollectiveAgreementNbr", "agreement", str),
        _REASON,
    ),
    Kind.OPT_OUT: (*_COMMON, _WORKER_OR_EVERYONE, _YEAR, _REASON),
    Kind.WITHDRAW: (*_COMMON, _WORKER_OR_EVERYONE, _YEAR, _REASON),
}
#: How the elements are called for the fields that the acts' problems name.
NAMES: dict[str, str] = {
    each.field: each.name for elements in RECORD_ELEMENTS.values() for each in elements
}
