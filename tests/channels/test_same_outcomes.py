"""One table of cases through every door: the form, the REST call and the XML file.

What they say is the same, so what comes of it is: the same outcome, the same codes of what is
wrong at the same fields, and the same row in the end.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.channels.api.training_words import registration_of
from app.learning.registration import content_of
from tests.channels.api.programs import FIRST_AID, program
from tests.channels.batch import files
from tests.channels.contents import WITH_EVERYTHING, WRONG
from tests.channels.saying import (
    Plain,
    Refusal,
    elements,
    reference_at,
    refused,
    refused_by_rest,
    refused_in_file,
    refused_on_page,
    result_of,
    typed,
)
from tests.house.posting import post
from tests.house_of import AMINA, BRAM, MERIDIAN, House

REGISTERED, ALREADY = "registered", "already"

#: What is said otherwise than in ``FIRST_AID``, and what comes of it.
CASES: dict[str, tuple[Plain, str | Refusal]] = {
    "a day of first aid": ({}, REGISTERED),
    "planned for next year": (
        {"startDate": "2027-03-01", "endDate": "2027-03-02", "followed": False},
        REGISTERED,
    ),
    "with everything that can be said": (WITH_EVERYTHING, REGISTERED),
    "a certificate without an end, given inside": (
        {"certificate": {}, "provider": {"internal": True}, "formal": False},
        REGISTERED,
    ),
    "spaces around the title": ({"title": "  First   aid at work "}, REGISTERED),
    "planned for last month": ({"followed": False}, refused(("planned_in_the_past", "ends_on"))),
    "planned for another life": (
        {"startDate": "2062-03-01", "endDate": "2062-03-01", "followed": False},
        refused(("planned_too_far", "ends_on")),
    ),
    "several things at once": (
        {"title": "x" * 201, "endDate": "2026-10-04", "minutes": 0},
        refused(
            ("title_too_long", "title"),
            ("ends_before_it_starts", "ends_on"),
            ("no_time", "minutes"),
        ),
    ),
    **WRONG,
}


def by_form(house: House, said: Plain) -> str | Refusal:
    page = f"/employer/{MERIDIAN}/workforce/{house.person(AMINA)}/trainings/new"
    bram = house.signed_in(BRAM)
    answer = post(bram, page, typed(said))
    assert answer.status_code in {200, 302}, answer.text
    if answer.status_code == 302:
        told = bram.get(answer.location).text
        return ALREADY if "was registered already" in told else REGISTERED
    return refused_on_page(house, answer, "worker:training:refused")


def by_rest(house: House, said: Plain) -> str | Refusal:
    answer = program(house).register(**said)
    if answer.status_code == 400:
        return refused_by_rest(answer.json["issues"])
    return {201: REGISTERED, 200: ALREADY}[answer.status_code]


def by_file(house: House, said: Plain) -> str | Refusal:
    reference = reference_at(house)
    result = result_of(house, files.training(reference, **elements(said)), reference)
    if result.faults:
        return refused_in_file(result)
    return {"accepted": REGISTERED, "known": ALREADY}[result.status.value]


DOORS: dict[str, Callable[[House, Plain], str | Refusal]] = {
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


def _rows(house: House) -> list[Plain]:
    with house.engine.connect() as connection:
        found = connection.execute(text("select * from trainings")).mappings()
        return [dict(row) for row in found]
