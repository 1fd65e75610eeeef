"""One table of cases through every door: the form, the REST call and the XML file.

What they say is the same, so what comes of it is: the same outcome, the same codes of what is
wrong, and the same row in the end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.channels.api.training_words import registration_of
from app.learning.registration import content_of
from tests.channels.api.programs import FIRST_AID, program
from tests.channels.batch import files
from tests.employers.conftest import csrf
from tests.house_of import AMINA, BRAM, MERIDIAN, House

Plain = dict[str, Any]
REGISTERED, ALREADY = "registered", "already"
WRONG = f"{MERIDIAN[:-2]}{99 - int(MERIDIAN[-2:]):02d}"

#: What is said otherwise than in ``FIRST_AID``, and what comes of it: an outcome, or the codes.
CASES: dict[str, tuple[Plain, str | list[str]]] = {
    "a day of first aid": ({}, REGISTERED),
    "planned for next year": (
        {"startDate": "2027-03-01", "endDate": "2027-03-02", "followed": False},
        REGISTERED,
    ),
    "with everything that can be said": (
        {
            "certificate": {"validUntil": "2028-10-05"},
            "fieldOfLearning": "0913",
            "provider": {"internal": False, "name": "Rode Pijl vzw", "enterpriseNumber": MERIDIAN},
            "financing": "sectorFund",
            "countsForCredit": False,
            "notCountingReason": "trainingLeave",
        },
        REGISTERED,
    ),
    "a certificate without an end, given inside": (
        {"certificate": {}, "provider": {"internal": True}, "formal": False},
        REGISTERED,
    ),
    "spaces around the title": ({"title": "  First   aid at work "}, REGISTERED),
    "a title that is too long": ({"title": "x" * 201}, ["title_too_long"]),
    "ends before it starts": ({"endDate": "2026-10-04"}, ["ends_before_it_starts"]),
    "followed tomorrow": (
        {"startDate": "2026-11-22", "endDate": "2026-11-22"},
        ["followed_in_the_future"],
    ),
    "planned for last month": ({"followed": False}, ["planned_in_the_past"]),
    "planned for another life": (
        {"startDate": "2062-03-01", "endDate": "2062-03-01", "followed": False},
        ["planned_too_far"],
    ),
    "no time at all": ({"minutes": 0}, ["no_time"]),
    "longer than its day": ({"minutes": 1441}, ["longer_than_its_days"]),
    "a certificate that ends first": (
        {"certificate": {"validUntil": "2026-10-04"}},
        ["certificate_ends_first"],
    ),
    "a certificate for a century": (
        {"certificate": {"validUntil": "2126-10-04"}},
        ["certificate_too_long"],
    ),
    "before the first day of work": (
        {"startDate": "2021-10-05", "endDate": "2021-10-05"},
        ["not_employed_then"],
    ),
    "a provider of what is given inside": (
        {"provider": {"internal": True, "name": "Rode Pijl vzw"}},
        ["provider_of_internal"],
    ),
    "a provider with a number and no name": (
        {"provider": {"internal": False, "enterpriseNumber": MERIDIAN}},
        ["provider_without_name"],
    ),
    "a provider whose number has a slip in it": (
        {"provider": {"internal": False, "name": "Rode Pijl vzw", "enterpriseNumber": WRONG}},
        ["provider_number_wrong"],
    ),
    "several things at once": (
        {"title": "x" * 201, "endDate": "2026-10-04", "minutes": 0},
        ["title_too_long", "ends_before_it_starts", "no_time"],
    ),
}


def by_form(house: House, said: Plain) -> str | list[str]:
    page = f"/employer/{MERIDIAN}/workforce/{house.person(AMINA)}/trainings/new"
    bram = house.signed_in(BRAM)
    certificate, provider = said.get("certificate"), said.get("provider", {})
    hours, minutes = divmod(said["minutes"], 60)
    typed = {
        "title": said["title"],
        "status": "followed" if said["followed"] else "planned",
        "starts_on": said["startDate"],
        "ends_on": said["endDate"],
        "hours": str(hours),
        "minutes": str(minutes),
        "kind": "formal" if said["formal"] else "informal",
        "counts": "yes" if said["countsForCredit"] else _snake(said["notCountingReason"]),
        "certificate_until": (certificate or {}).get("validUntil", ""),
        "field_of_learning": said.get("fieldOfLearning", ""),
        "provider": provider.get("name", ""),
        "provider_number": provider.get("enterpriseNumber", ""),
        "financing": _snake(said.get("financing", "")),
        "csrf_token": csrf(bram.get(page).text),
    }
    if certificate is not None:
        typed["certified"] = "y"
    if provider:
        typed["given"] = "internal" if provider["internal"] else "provider"
    answer = bram.post(page, data=typed)
    assert answer.status_code in {200, 302}, answer.text
    if answer.status_code == 302:
        told = bram.get(answer.location).text
        return ALREADY if "was registered already" in told else REGISTERED
    return _refused_last(house)


def by_rest(house: House, said: Plain) -> str | list[str]:
    answer = program(house).register(**said)
    if answer.status_code == 400:
        return [each["code"] for each in answer.json["issues"]]
    return {201: REGISTERED, 200: ALREADY}[answer.status_code]


def by_file(house: House, said: Plain) -> str | list[str]:
    certificate, provider = said.get("certificate"), said.get("provider", {})
    house.clock.at += timedelta(seconds=1)
    elements = {
        "Title": said["title"],
        "StartDate": said["startDate"],
        "EndDate": said["endDate"],
        "Minutes": str(said["minutes"]),
        "TrainingNature": "formal" if said["formal"] else "informal",
        "Followed": str(said["followed"]).lower(),
        "CountsForCredit": str(said["countsForCredit"]).lower(),
        "NotCountingReason": _snake(said.get("notCountingReason", "")) or None,
        "Certificate": None if certificate is None else "true",
        "CertificateEndDate": (certificate or {}).get("validUntil"),
        "FieldOfLearning": said.get("fieldOfLearning"),
        "Internal": str(provider["internal"]).lower() if provider else None,
        "ProviderName": provider.get("name"),
        "ProviderNumber": provider.get("enterpriseNumber"),
        "Financing": _snake(said.get("financing", "")) or None,
    }
    reference = f"R-{house.clock.now():%H%M%S}"
    record = files.training(reference, **elements)
    [result] = files.answered(house, files.message(record, reference=reference))
    if result.faults:
        return [each.code for each in result.faults]
    return {"accepted": REGISTERED, "known": ALREADY}[result.status.value]


DOORS: dict[str, Callable[[House, Plain], str | list[str]]] = {
    "form": by_form,
    "REST": by_rest,
    "file": by_file,
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("case", CASES)
def test_the_same_comes_of_it_at_every_door(house: House, door: str, case: str) -> None:
    house.furnish()
    other, expected = CASES[case]
    said = FIRST_AID | other
    assert DOORS[door](house, said) == expected
    kept = _rows(house)
    if expected != REGISTERED:
        assert kept == []
        return
    wanted = content_of(registration_of(house.person(AMINA), said))
    [row] = kept
    assert {name: row[name] for name in wanted} == wanted


@pytest.mark.parametrize("second", DOORS)
@pytest.mark.parametrize("first", DOORS)
def test_what_came_in_by_one_door_is_known_at_every_other(
    house: House, first: str, second: str
) -> None:
    house.furnish()
    assert DOORS[first](house, FIRST_AID) == REGISTERED
    assert DOORS[second](house, FIRST_AID) == ALREADY
    assert len(_rows(house)) == 1


def _snake(word: str) -> str:
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in word)


def _rows(house: House) -> list[Plain]:
    with house.engine.connect() as connection:
        found = connection.execute(text("select * from trainings")).mappings()
        return [dict(row) for row in found]


def _refused_last(house: House) -> list[str]:
    """The codes in the trail: the page says sentences."""
    with house.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "select details -> 'problems' from audit_lines where act = 'worker:training:refused'"
            " order by line_id desc limit 1"
        ).scalar_one()
    return list(found)
