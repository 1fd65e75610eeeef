"""Rights stated, declined and taken back, as a table, through every door.

The page of one worker and that of everyone, REST, the file; and the sheet, which states rights of
workers and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests import messages as xml
from tests.channels.api.programs import program
from tests.channels.batch import files
from tests.channels.saying import (
    Refusal,
    reference_at,
    refused,
    refused_by_rest,
    refused_in_file,
    refused_on_page,
    result_of,
)
from tests.employers.conftest import acts_on
from tests.employers.test_bringing_rights import read_rights
from tests.house.posting import confirm, post
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House, ssin
from tests.learning.carrying_out import open_workplace

Plain = dict[str, Any]
DORA = ssin("990909", 4)  # works for Meridian since this year
STATED, ALREADY, WITHDRAWN, NOTHING = "stated", "statedAlready", "withdrawn", "nothingStated"
WHY = "The agreement of the sector says so."
AGREED = {"kind": "stated", "minutes": 2280, "year": 2026, "reason": WHY}
FOR_ALL = {"kind": "stated", "days": "4.5", "year": 2026, "reason": WHY}
DECLINED = {"kind": "optOut", "year": 2026, "reason": WHY}
HOURS_IN_A_LEAP_YEAR = 366 * 24

#: About whom (None: everyone), what is said, how it is refused, and which doors can say it at all:
#: a page of a worker or year that is none is not found, and a file has no words for some.
REFUSED: dict[str, tuple[str | None, Plain, Refusal, tuple[str, ...]]] = {
    "more than a year has": (
        AMINA,
        AGREED | {"minutes": (HOURS_IN_A_LEAP_YEAR + 1) * 60},
        refused(("right_impossible", "minutes")),
        ("page", "REST", "file", "sheet"),
    ),
    "no figure": (
        AMINA,
        {name: each for name, each in AGREED.items() if name != "minutes"},
        refused(("right_missing", "minutes")),
        ("page", "REST", "file"),
    ),
    "an agreement that is none": (
        AMINA,
        AGREED | {"agreement": "§ 5"},
        refused(("agreement_unreadable", "agreement")),
        ("page", "REST", "file", "sheet"),
    ),
    "a reason that is too long": (
        AMINA,
        AGREED | {"reason": "x" * 501},
        refused(("reason_too_long", "reason")),
        ("page", "REST", "file"),
    ),
    "declined, with a figure": (
        AMINA,
        DECLINED | {"minutes": 60},
        refused(("right_of_an_opt_out", "minutes")),
        ("page", "REST"),
    ),
    "a year before the law": (
        AMINA,
        AGREED | {"year": 2022},
        refused(("no_such_year", "year")),
        ("REST", "file", "sheet"),
    ),
    "a year in which she worked elsewhere": (
        DORA,
        AGREED | {"year": 2025},
        refused(("not_employed_that_year", "year")),
        ("page", "REST", "file", "sheet"),
    ),
    "somebody else's worker": (
        CHLOE,
        AGREED,
        refused(("not_a_worker_of_yours", "worker")),
        ("REST", "file", "sheet"),
    ),
    "everyone, in minutes": (
        None,
        AGREED,
        refused(("right_in_another_unit", "minutes")),
        ("REST", "file"),
    ),
    "everyone, more days than a year has": (
        None,
        FOR_ALL | {"days": "366.5"},
        refused(("right_impossible", "days")),
        ("page", "REST", "file"),
    ),
    "everyone, no figure": (
        None,
        {name: each for name, each in FOR_ALL.items() if name != "days"},
        refused(("right_missing", "days")),
        ("page", "REST", "file"),
    ),
    "several things at once": (
        AMINA,
        AGREED
        | {"minutes": (HOURS_IN_A_LEAP_YEAR + 1) * 60, "agreement": "§ 5", "reason": "x" * 501},
        refused(
            ("right_impossible", "minutes"),
            ("agreement_unreadable", "agreement"),
            ("reason_too_long", "reason"),
        ),
        ("page", "REST", "file"),
    ),
}
#: What is said one after the other, and what comes of each.
IN_TURN: dict[str, tuple[str | None, list[tuple[Plain | None, str]]]] = {
    "of one worker": (
        AMINA,
        [
            (None, NOTHING),
            (AGREED, STATED),
            (AGREED, ALREADY),
            (DECLINED, STATED),
            (None, WITHDRAWN),
        ],
    ),
    "of everyone": (
        None,
        [
            (None, NOTHING),
            (FOR_ALL, STATED),
            (FOR_ALL, ALREADY),
            (DECLINED, STATED),
            (None, WITHDRAWN),
        ],
    ),
}
#: Whom it is about, and what is said; None takes back what is stated.
Door = Callable[[House, str | None, Plain | None], str | Refusal]


def on_page(house: House, whom: str | None, said: Plain | None) -> str | Refusal:
    bram = house.signed_in(BRAM)
    here, year = f"/employer/{MERIDIAN}", (said or AGREED)["year"]
    place = (
        f"{here}/workforce/{house.person(whom)}/rights/{year}" if whom else f"{here}/rights/{year}"
    )
    if said is None:
        if bram.get(f"{place}/withdrawal").status_code == 302:
            return NOTHING
        answer = confirm(bram, f"{place}/withdrawal", {"reason": WHY})
    else:
        looked_at = post(bram, f"{place}/statement", _typed(said))
        if "govuk-error-summary" in looked_at.text:
            return refused_on_page(house, looked_at, "worker:right:refused")
        answer = confirm(bram, f"{place}/statement", _typed(said))
    told = bram.get(answer.location).text
    words = {
        "Your statement is recorded": STATED,
        "This was stated already": ALREADY,
        "Your statement is withdrawn": WITHDRAWN,
        "there is nothing to withdraw": NOTHING,
    }
    return next(outcome for word, outcome in words.items() if word in told)


def _typed(said: Plain) -> dict[str, str]:
    hours, minutes = divmod(said.get("minutes", 0), 60)
    return {
        "kind": "opt_out" if said["kind"] == "optOut" else "stated",
        "days": said.get("days", ""),
        "hours": str(hours) if "minutes" in said else "",
        "minutes": str(minutes) if "minutes" in said else "",
        "agreement": said.get("agreement", ""),
        "reason": said["reason"],
    }


def by_rest(house: House, whom: str | None, said: Plain | None) -> str | Refusal:
    hr = program(house)
    about = {"appliesTo": "worker", "ssin": whom} if whom else {"appliesTo": "everyone"}
    if said is None:
        what = {"year": AGREED["year"], "reason": WHY}
        answer = hr.post(hr.here("rights/withdraw"), {"items": [about | what]})
    else:
        answer = hr.post(hr.here("rights/state"), {"items": [about | said]})
    assert answer.status_code == 200, answer.text
    [found] = answer.json["items"]
    if found["outcome"] == "refused":
        return refused_by_rest(found["issues"], rights=True)
    return str(found["outcome"])


def by_file(house: House, whom: str | None, said: Plain | None) -> str | Refusal:
    reference = reference_at(house)
    what = said or {"year": AGREED["year"], "reason": WHY}
    content = {
        "Year": str(what["year"]),
        "Minutes": str(what["minutes"]) if "minutes" in what else None,
        "Days": what.get("days"),
        "CollectiveAgreementNbr": what.get("agreement"),
        "Reason": what["reason"],
    }
    kind = (
        "WithdrawRight" if said is None else "OptOut" if said["kind"] == "optOut" else "StateRight"
    )
    result = result_of(house, files.about(kind, reference, whom, **content), reference)
    if result.faults:
        return refused_in_file(result)
    done = (WITHDRAWN, NOTHING) if said is None else (STATED, ALREADY)
    return done[result.status.value != "accepted"]


def by_sheet(house: House, whom: str | None, said: Plain | None) -> str | Refusal:
    """What stands at its line before it is confirmed; days of a worker of thirty-eight hours."""
    assert whom
    assert said
    bram: FlaskClient = house.signed_in(BRAM)
    days = f"{said['minutes'] / 456:.2f}".replace(".", ",")
    house.clock.at += timedelta(seconds=1)
    read_rights(house, bram, f"{whom};{said['year']};{days};{said.get('agreement', '')}")
    with house.engine.connect() as connection:
        row = connection.execute(
            text(
                "select status, problems from brought_rights join brought_sheets using (sheet_id)"
                " order by sheet_id desc limit 1"
            )
        ).one()
    if row.problems:
        return refused(*((code, field or "") for code, field, *_params in row.problems))
    return {"ready": STATED, "already": ALREADY}[row.status]


DOORS: dict[str, Door] = {"page": on_page, "REST": by_rest, "file": by_file, "sheet": by_sheet}


@pytest.fixture
def meridian(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    open_workplace(house, monkeypatch)
    house.furnish()
    house.load(xml.persons(xml.person(DORA, "Maes", "Dora", language="nl")))
    house.load(xml.dimona(xml.dimona_in(DORA, MERIDIAN, "2026-02-02")))
    return house


@pytest.mark.parametrize("door", DOORS)
def test_what_no_right_can_be_is_refused_the_same(meridian: House, door: str) -> None:
    cases = {case: told for case, told in REFUSED.items() if door in told[-1]}
    found = {case: DOORS[door](meridian, who, said) for case, (who, said, *_) in cases.items()}
    expected = {case: wanted for case, (_who, _said, wanted, _doors) in cases.items()}
    if door == "page":  # its address says the year: what is wrong with it is said of the form
        case = "a year in which she worked elsewhere"
        expected[case] = Refusal(expected[case].codes, ("",))
    assert found == expected
    assert in_force(meridian) == []


@pytest.mark.parametrize("door", ["page", "REST", "file"])
@pytest.mark.parametrize("case", IN_TURN)
def test_rights_come_and_go_the_same_at_every_door(meridian: House, door: str, case: str) -> None:
    whom, turns = IN_TURN[case]
    found = []
    for said, _expected in turns:
        meridian.clock.at += timedelta(seconds=1)
        found.append(DOORS[door](meridian, whom, said))
    assert found == [expected for _said, expected in turns]
    assert in_force(meridian) == []
    assert heard_of(meridian) == ["rightStated", "rightStated", "rightWithdrawn"]
    stood_so = acts_on(meridian, "right").count("worker:right:unchanged")
    assert stood_so == (0 if door == "page" else 2), "a page says so before anything is confirmed"


@pytest.mark.parametrize("door", ["page", "REST", "file"])
def test_what_a_sheet_would_state_is_what_stands_by_another_door(
    meridian: House, door: str
) -> None:
    assert by_sheet(meridian, AMINA, AGREED) == STATED
    said = AGREED | {"reason": "Brought along from the federal tool, file fla.csv"}
    assert DOORS[door](meridian, AMINA, said) == STATED
    assert in_force(meridian) == [(2026, "stated", 2280, None, None)]
    assert by_sheet(meridian, AMINA, AGREED) == ALREADY


def heard_of(house: House) -> list[str]:
    """What a program hears that follows the changes."""
    hr = program(house)
    return [each["change"] for each in hr.get(hr.here("changes")).json["items"]]


def in_force(house: House) -> list[tuple[Any, ...]]:
    with house.engine.connect() as connection:
        found = connection.execute(
            text(
                "select year, kind, minutes, days, agreement from stated_rights"
                " where recorded_until is null"
            )
        )
        return [tuple(row) for row in found]
