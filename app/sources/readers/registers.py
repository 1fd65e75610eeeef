"""Reading the registers of persons and of enterprises: formats of our own, docs/formats.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from app.enterprises.numbers import read_enterprise_number, read_nsso_number
from app.identity.national_numbers import read_ssin
from app.identity.registering import RegisteredPerson
from app.sources.readers.xml import (
    Fault,
    Faulty,
    checked,
    demanded,
    events,
    forget,
    line_of,
    texts,
)

PERSONS_ROOT = "PersonRegister"
ENTERPRISES_ROOT = "EnterpriseRegister"
LANGUAGES = frozenset({"fr", "nl", "de", "en"})
#: Registers know incomplete dates: a month or a day of 00.
_BIRTH_DATE = re.compile(r"(18|19|20)\d\d-(0\d|1[0-2])-([0-2]\d|3[01])")


@dataclass(frozen=True, slots=True)
class RegisteredEnterprise:
    enterprise_number: str | None
    nsso_number: int | None
    name: str


def read_persons(stream: IO[bytes]) -> Iterator[RegisteredPerson | Fault]:
    source = events(stream, ("Person",))
    for element in source:
        try:
            yield _person(element)
        except Faulty as fault:
            yield Fault(line_of(element, fault.element), fault.element, fault.code, fault.params)
        forget(element)


def _person(element: Any) -> RegisteredPerson:
    values = texts(element)
    born_on = values.get("BirthDate")
    if born_on is not None and not _BIRTH_DATE.fullmatch(born_on):
        raise Faulty("not_a_date", "BirthDate", value=born_on)
    language = values.get("Language")
    if language is not None and language not in LANGUAGES:
        raise Faulty("unknown_code", "Language", value=language)
    replaced = tuple(
        checked(read_ssin, x.text or "", "ReplacedINSS", "not_a_national_number")
        for x in element.iterchildren("ReplacedINSS")
    )
    return RegisteredPerson(
        ssin=checked(read_ssin, demanded(values, "INSS"), "INSS", "not_a_national_number"),
        replaced=replaced,
        surname=demanded(values, "Surname"),
        given_names=values.get("GivenNames"),
        born_on=born_on,
        language=language,
    )


def read_enterprises(stream: IO[bytes]) -> Iterator[RegisteredEnterprise | Fault]:
    source = events(stream, ("Enterprise",))
    for element in source:
        try:
            yield _enterprise(element)
        except Faulty as fault:
            yield Fault(line_of(element, fault.element), fault.element, fault.code, fault.params)
        forget(element)


def _enterprise(element: Any) -> RegisteredEnterprise:
    values = texts(element)
    number, nsso = values.get("EnterpriseNumber"), values.get("NOSSRegistrationNbr")
    if number is None and nsso is None:
        raise Faulty("employer_without_number", "EnterpriseNumber")
    return RegisteredEnterprise(
        enterprise_number=number
        and checked(read_enterprise_number, number, "EnterpriseNumber", "not_an_enterprise_number"),
        nsso_number=int(
            checked(read_nsso_number, nsso, "NOSSRegistrationNbr", "not_an_nsso_number")
        )
        if nsso
        else None,
        name=demanded(values, "Name"),
    )
