"""The same said at every door, and what each answers, in one vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from app.channels.api.problems import _NAMES, RIGHTS
from app.channels.batch.elements import NAMES
from app.channels.batch.values import Result
from tests.channels.batch import files
from tests.house_of import House

Plain = dict[str, Any]
#: Fields of rules that a form shows beside another field, or as a problem of the whole form.
_SHOWN_AT = {"hours": "minutes", "form": ""}


@dataclass(frozen=True)
class Refusal:
    """The codes of what is wrong, and the fields of rules that they are about, each sorted."""

    codes: tuple[str, ...]
    fields: tuple[str, ...]


def refused(*problems: tuple[str, str]) -> Refusal:
    """By code and field; a field is empty where the problem is about none."""
    return Refusal(
        tuple(sorted(code for code, _field in problems)),
        tuple(sorted(field for _code, field in problems)),
    )


def typed(said: Plain) -> dict[str, str]:
    """A training as somebody types it."""
    certificate, provider = said.get("certificate"), said.get("provider", {})
    hours, minutes = divmod(said["minutes"], 60)
    found = {
        "title": said["title"],
        "status": "followed" if said["followed"] else "planned",
        "starts_on": said["startDate"],
        "ends_on": said["endDate"],
        "hours": str(hours),
        "minutes": str(minutes),
        "kind": "formal" if said["formal"] else "informal",
        "counts": "yes" if said["countsForCredit"] else snake(said["notCountingReason"]),
        "certificate_until": (certificate or {}).get("validUntil", ""),
        "field_of_learning": said.get("fieldOfLearning", ""),
        "provider": provider.get("name", ""),
        "provider_number": provider.get("enterpriseNumber", ""),
        "financing": snake(said.get("financing", "")),
    }
    if certificate is not None:
        found["certified"] = "y"
    if provider:
        found["given"] = "internal" if provider["internal"] else "provider"
    return found


def elements(said: Plain) -> dict[str, str | None]:
    """A training as a file has it."""
    certificate, provider = said.get("certificate"), said.get("provider", {})
    return {
        "Title": said["title"],
        "StartDate": said["startDate"],
        "EndDate": said["endDate"],
        "Minutes": str(said["minutes"]),
        "TrainingNature": "formal" if said["formal"] else "informal",
        "Followed": str(said["followed"]).lower(),
        "CountsForCredit": str(said["countsForCredit"]).lower(),
        "NotCountingReason": snake(said.get("notCountingReason", "")) or None,
        "Certificate": None if certificate is None else "true",
        "CertificateEndDate": (certificate or {}).get("validUntil"),
        "FieldOfLearning": said.get("fieldOfLearning"),
        "Internal": str(provider["internal"]).lower() if provider else None,
        "ProviderName": provider.get("name"),
        "ProviderNumber": provider.get("enterpriseNumber"),
        "Financing": snake(said.get("financing", "")) or None,
    }


def result_of(house: House, record: str, reference: str) -> Result:
    """A file of one record, carried out."""
    house.clock.at += timedelta(seconds=1)
    [result] = files.answered(house, files.message(record, reference=reference))
    return result


def reference_at(house: House) -> str:
    """One that no other record has: the clock goes on with every file."""
    return f"R-{house.clock.now():%H%M%S}"


def refused_in_file(result: Result) -> Refusal:
    named = {element: field for field, element in NAMES.items()}
    return refused(*((each.code, named.get(each.element, "")) for each in result.faults))


def refused_by_rest(issues: list[Plain], *, rights: bool = False) -> Refusal:
    known: Mapping[str, str] = RIGHTS if rights else _NAMES
    named = {name: field for field, name in known.items()}
    return refused(
        *(
            (each["code"], named.get(each.get("name", "").removeprefix("items[0]."), ""))
            for each in issues
        )
    )


def refused_on_page(house: House, answer: TestResponse, act: str) -> Refusal:
    """The codes in the trail, for the page says sentences; and the fields it leads to."""
    with house.engine.connect() as connection:
        codes = connection.exec_driver_sql(
            "select details -> 'problems' from audit_lines where act = %s"
            " order by line_id desc limit 1",
            (act,),
        ).scalar_one()
    summary = answer.text.partition('class="govuk-error-summary__body"')[2].partition("</ul>")[0]
    anchors = re.findall(r'href="#([\w-]+)"', summary)
    fields = [_SHOWN_AT.get(each, each) for each in anchors]
    return Refusal(tuple(sorted(codes)), tuple(sorted(fields)))


def snake(word: str) -> str:
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in word)
