"""Reading DmfA: the quarterly declaration of an employer.

Structure: the social security office's schema DmfAOriginal; it changes every quarter, so
this reader knows only the elements it needs and passes over all others.  Names are not in it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from app.employment.declaring import DeclaredLine
from app.enterprises.numbers import read_enterprise_number, read_nsso_number
from app.foundation.calendar import Quarter
from app.identity.national_numbers import read_ssin
from app.sources.readers.codes import (
    GROSS_PAY,
    PAID_WORK,
    REMUNERATION_CODES,
    SERVICE_CODES,
    SEVERANCE_PAY,
    WORKER_CODES,
)
from app.sources.readers.committees import joint_committee
from app.sources.readers.xml import (
    Fault,
    Faulty,
    checked,
    day,
    demanded,
    each,
    events,
    forget,
    line_of,
    made_at,
    texts,
    whole,
)

ROOT = "DmfAOriginal"
_HEADER = ("FormCreationDate", "FormCreationHour", "Quarter", "NOSSRegistrationNbr", "CompanyID")


@dataclass(frozen=True, slots=True)
class Declaration:
    """The head of one employer's declaration for one quarter.  A number of 0 is no number."""

    quarter: Quarter
    enterprise_number: str | None
    nsso_number: int | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Worker:
    """One NaturalPerson with all occupation lines."""

    ssin: str
    occupations: list[DeclaredLine]


@dataclass(frozen=True, slots=True)
class EndOfDeclaration:
    """Everything of the declaration under way has been read."""


Item = Declaration | Worker | EndOfDeclaration | Fault


def read(stream: IO[bytes]) -> Iterator[Item]:
    """Declarations, each followed by its workers, faults in their place, and its end.

    A worker with a fault anywhere is refused whole.  A declaration whose head is faulty is
    one fault, and its workers are passed over.
    """
    head: dict[str, str] = {}
    declaration: Declaration | None = None
    begun = False
    source = events(stream, (*_HEADER, "NaturalPerson", "Form"))
    for element in source:
        name = element.tag
        if name == "NaturalPerson":
            if not begun:
                begun = True
                opened = _opened(head, element)
                yield opened
                declaration = opened if isinstance(opened, Declaration) else None
            if declaration:
                yield _worker(element, declaration)
            forget(element)
        elif name == "Form":
            if not begun:
                # A declaration without workers is legal: the employer had nobody.
                opened = _opened(head, element)
                yield opened
                declaration = opened if isinstance(opened, Declaration) else None
            if declaration:
                yield EndOfDeclaration()
            forget(element)
            head, declaration, begun = {}, None, False
        elif element.text:
            head[name] = element.text.strip()


def _opened(head: dict[str, str], element: Any) -> Declaration | Fault:
    try:
        quarter = checked(_quarter, demanded(head, "Quarter"), "Quarter", "not_a_quarter")
        company = head.get("CompanyID", "0")
        nsso = head.get("NOSSRegistrationNbr", "0")
        # Either number may be 0 when the other is known.
        enterprise_number = (
            checked(read_enterprise_number, company, "CompanyID", "not_an_enterprise_number")
            if company.strip("0")
            else None
        )
        nsso_number = (
            checked(read_nsso_number, nsso, "NOSSRegistrationNbr", "not_an_nsso_number")
            if nsso.strip("0")
            else None
        )
        if enterprise_number is None and nsso_number is None:
            raise Faulty("employer_without_number", "CompanyID")
        return Declaration(quarter, enterprise_number, nsso_number, made_at(head))
    except Faulty as fault:
        parent = element.getparent()
        return Fault(
            line_of(parent if parent is not None else element, fault.element),
            fault.element,
            fault.code,
            fault.params,
        )


def _quarter(text: str) -> Quarter:
    quarter = Quarter.from_dmfa(text)
    # The first DmfA was that of the first quarter of 2003; 99994 has no last day.
    if not 2003 <= quarter.year <= 2999:
        raise ValueError("no DmfA for this quarter")
    return quarter


def _worker(element: Any, declaration: Declaration) -> Worker | Fault:
    place = element
    try:
        ssin = checked(read_ssin, demanded(texts(element), "INSS"), "INSS", "not_a_national_number")
        occupations = []
        for record in element.iterchildren("WorkerRecord"):
            place = record
            values = texts(record)
            worker_code = _code(values, "WorkerCode", WORKER_CODES)
            starts_on = day(values, "NOSSQuarterStartingDate") or declaration.quarter.first_day
            for occupation in record.iterchildren("Occupation"):
                place = occupation
                occupations.append(
                    _occupation(occupation, worker_code, starts_on, declaration.quarter)
                )
        return Worker(ssin, _kept_apart(occupations))
    except Faulty as fault:
        place = place if fault.place is None else fault.place
        return Fault(line_of(place, fault.element), fault.element, fault.code, fault.params)


def _kept_apart(occupations: list[DeclaredLine]) -> list[DeclaredLine]:
    """Lines of two records may say the same under the same number: both were declared."""
    if len(occupations) < 2:
        return occupations
    seen: dict[bytes, int] = defaultdict(int)
    for index, line in enumerate(occupations):
        seen[line.fingerprint] += 1
        if (again := seen[line.fingerprint]) > 1:
            key = hashlib.blake2b(line.fingerprint + bytes([again % 256]), digest_size=16).digest()
            occupations[index] = line._replace(fingerprint=key)
    return occupations


def _occupation(
    element: Any, worker_code: int, record_starts_on: date, quarter: Quarter
) -> DeclaredLine:
    values = texts(element)
    starts_on = day(values, "OccupationStartingDate") or record_starts_on
    ends_on = day(values, "OccupationEndingDate")
    if ends_on and ends_on < starts_on:
        raise Faulty("ends_before_it_starts", "OccupationEndingDate", start=starts_on.isoformat())
    contract = whole(values, "ContractType", most=1)
    if contract is None:
        raise Faulty("element_missing", "ContractType")
    services = each(element, "Service", _service)
    remunerations = each(element, "Remun", _remuneration)
    severance = sum(cents for code, cents in remunerations if code in SEVERANCE_PAY)
    # A line that pays for the end of a contract and for nothing else is not work.
    is_work = not (severance and _only_severance(remunerations))
    if is_work and starts_on > quarter.last_day:
        # Severance may run on after the quarter, work may not.
        raise Faulty("starts_after_the_quarter", "OccupationStartingDate")
    content = (
        worker_code,
        starts_on,
        ends_on,
        joint_committee(demanded(values, "JointCommissionNbr")),
        contract == 1,
        whole(values, "MeanWorkingHours", most=6000),
        whole(values, "RefMeanWorkingHours", most=6000),
        whole(values, "WorkingDaysSystem", most=700),
        whole(values, "ReorganisationMeasure", most=999),
        is_work,
        sum(days or 0 for code, days, _ in services if code in PAID_WORK),
        sum(cents for code, cents in remunerations if code in GROSS_PAY),
        severance,
        services,
        remunerations,
    )
    # The sequence number keeps two lines apart that say the same: both were declared.
    identity = repr((values.get("OccupationSequenceNbr"), content)).encode()
    return DeclaredLine(hashlib.blake2b(identity, digest_size=16).digest(), *content)


def _only_severance(remunerations: list[list[int]]) -> bool:
    return all(code in SEVERANCE_PAY for code, _ in remunerations)


def _code(values: dict[str, str], name: str, known: frozenset[int]) -> int:
    demanded(values, name)
    code = whole(values, name, most=999)
    if code not in known:
        raise Faulty("unknown_code", name, value=values[name])
    return code


def _service(values: dict[str, str]) -> list[int | None]:
    return [
        _code(values, "ServiceCode", SERVICE_CODES),
        whole(values, "ServiceNbrDays", most=36_600),
        whole(values, "ServiceNbrHours", most=9_999_999),
    ]


def _remuneration(values: dict[str, str]) -> list[int]:
    code = _code(values, "RemunCode", REMUNERATION_CODES)
    demanded(values, "RemunAmount")
    return [code, whole(values, "RemunAmount", most=99_999_999_999) or 0]
