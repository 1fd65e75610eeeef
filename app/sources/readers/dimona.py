"""Reading Dimona: the start, end, change or cancellation of an employment, told at once.

Structure: the social security office's schema Dimona (editions 2022/3 and 2023/1 looked at).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from app.enterprises.numbers import read_enterprise_number, read_nsso_number
from app.identity.national_numbers import read_ssin
from app.sources.readers.codes import WORKER_TYPES
from app.sources.readers.committees import joint_committee
from app.sources.readers.xml import (
    Fault,
    Faulty,
    checked,
    day,
    demanded,
    events,
    forget,
    line_of,
    made_at,
    texts,
    whole,
)

ROOT = "Dimona"
_ACTS = {"DimonaIn": "in", "DimonaOut": "out", "DimonaUpdate": "update", "DimonaCancel": "cancel"}
_NSSO_NUMBERS = ("NOSSRegistrationNbr", "ProvisionalNSSONbr", "NOSSLPARegistrationNbr")


@dataclass(frozen=True, slots=True)
class DimonaForm:
    """One declaration."""

    act: str
    ssin: str
    enterprise_number: str | None
    nsso_number: int | None
    period_number: int | None
    starts_on: date | None
    ends_on: date | None
    worker_type: str | None
    joint_committee: str | None
    made_at: datetime
    fingerprint: bytes


def read(stream: IO[bytes]) -> Iterator[DimonaForm | Fault]:
    """The declarations of the file; what Dimona carries beside them is passed over."""
    source = events(stream, ("Form",))
    for form in source:
        try:
            declared = next((x for x in form if x.tag in _ACTS), None)
            if declared is not None:
                yield _form(form, declared)
        except Faulty as fault:
            yield Fault(line_of(form, fault.element), fault.element, fault.code, fault.params)
        forget(form)


def _form(form: Any, declared: Any) -> DimonaForm:
    values = texts(declared)
    person = declared.find("NaturalPerson")
    if person is not None:
        values |= texts(person)
    act = _ACTS[declared.tag]
    starts_on, ends_on = day(values, "StartingDate"), day(values, "EndingDate")
    _demand_dates(act, starts_on, ends_on)
    features = declared.find("DimonaFeatures")
    worker_type, committee = _features(texts(features) if features is not None else {}, act)
    enterprise_number, nsso_number = _employer(declared)
    content = (
        act,
        checked(read_ssin, demanded(values, "INSS"), "INSS", "not_a_national_number"),
        enterprise_number,
        nsso_number,
        whole(values, "DimonaPeriodId", most=999_999_999_999),
        starts_on,
        ends_on,
        worker_type,
        committee,
        made_at(texts(form)),
    )
    identity = repr((content[0], content[4:])).encode()
    return DimonaForm(*content, hashlib.blake2b(identity, digest_size=16).digest())


def _demand_dates(act: str, starts_on: date | None, ends_on: date | None) -> None:
    if act == "in" and starts_on is None:
        raise Faulty("element_missing", "StartingDate")
    if act == "out" and ends_on is None:
        raise Faulty("element_missing", "EndingDate")
    if starts_on and ends_on and ends_on < starts_on:
        raise Faulty("ends_before_it_starts", "EndingDate", start=starts_on.isoformat())


def _features(values: dict[str, str], act: str) -> tuple[str | None, str | None]:
    worker_type = values.get("WorkerType")
    if worker_type is None and act == "in":
        raise Faulty("element_missing", "WorkerType")
    if worker_type is not None and worker_type not in WORKER_TYPES:
        raise Faulty("unknown_code", "WorkerType", value=worker_type)
    committee = values.get("JointCommissionNbr")
    return worker_type, committee and joint_committee(committee)


def _employer(declared: Any) -> tuple[str | None, int | None]:
    element = declared.find("EmployerId")
    values = texts(element) if element is not None else {}
    company = values.get("CompanyID", "0")
    enterprise_number = (
        checked(read_enterprise_number, company, "CompanyID", "not_an_enterprise_number")
        if company.strip("0")
        else None
    )
    name = next((x for x in _NSSO_NUMBERS if values.get(x, "0").strip("0")), None)
    nsso_number = (
        checked(read_nsso_number, values[name], name, "not_an_nsso_number") if name else None
    )
    if enterprise_number is None and nsso_number is None:
        raise Faulty("employer_without_number", "EmployerId")
    return enterprise_number, nsso_number
