"""Account statements for programs: asked for, followed, fetched; and never somebody else's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from sqlalchemy import text
from werkzeug.test import TestResponse

from app.attestations.jobs import make_slice
from app.enterprises.machines.scopes import Scope
from app.foundation.jobs import AFTER_OTHERS
from tests.channels.api.programs import Program, codes, program
from tests.house.given_up_pages import fail
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, House

OF_AMINA = {"appliesTo": "workers", "ssins": [AMINA], "year": 2026}
YEARS = (2025, 2026)
OF_EVERYONE = {"appliesTo": "everyone", "year": 2026}


def statements_of_amina(hr: Program) -> Iterator[TestResponse]:
    """Every answer from asking to fetching; the last is the ZIP."""
    asked = hr.post(hr.here("statements"), OF_AMINA)
    yield asked
    href = asked.json["href"]
    yield from (hr.get(href), hr.get(f"{href}/documents"))
    make_slice(asked.json["runId"], 0)
    done = hr.get(href)
    yield from (done, hr.get(done.json["documents"]))


def test_statements_are_asked_for_followed_and_fetched(hr: Program, house: House) -> None:
    asked, running, early, done, fetched = statements_of_amina(hr)
    assert (asked.status_code, asked.headers["Location"]) == (202, asked.json["href"])
    assert (running.json["state"], running.json["workers"]) == ("running", 1)
    assert (early.status_code, "documents" in running.json) == (409, False)
    assert (done.json["state"], done.json["made"], done.json["missing"]) == ("done", 1, 0)
    with zipfile.ZipFile(io.BytesIO(fetched.data)) as zipped:
        assert [name.startswith("Benali Amina") for name in zipped.namelist()] == [True]
    with house.engine.connect() as connection:
        found = connection.execute(
            text("select act from audit_lines where client_id is not null order by line_id")
        )
        assert list(found.scalars())[-4:] == [
            "enterprise:statements:asked",
            "worker:attestation:asked",
            "enterprise:statements:fetched",
            "worker:attestation:fetched",
        ]


def test_everyone_is_everyone_employed_today(hr: Program) -> None:
    assert hr.post(hr.here("statements"), OF_EVERYONE).json["workers"] == 2
    for unclear in (OF_EVERYONE | {"ssins": [AMINA]}, {"appliesTo": "workers", "year": 2026}):
        answer = hr.post(hr.here("statements"), unclear)
        assert (answer.status_code, codes(answer)) == (400, ["invalidInput"])


def test_nothing_is_made_where_one_is_none_of_theirs(hr: Program) -> None:
    answer = hr.post(hr.here("statements"), OF_AMINA | {"ssins": [AMINA, CHLOE, BRAM]})
    assert (answer.status_code, codes(answer)) == (400, ["not_a_worker_of_yours"])
    assert answer.json["issues"][0]["name"] == "ssins[1]"
    assert CHLOE not in answer.text


def test_the_same_call_with_the_same_key_has_them_made_once(hr: Program) -> None:
    key = {"Idempotency-Key": "statements-of-2026"}
    first, second = (hr.post(hr.here("statements"), OF_AMINA, headers=key) for _ in range(2))
    assert first.json == second.json


def test_asking_a_hundred_times_makes_no_more_work_than_asking_once(
    hr: Program, house: House
) -> None:
    first, second = (hr.post(hr.here("statements"), OF_EVERYONE).json for _ in range(2))
    assert first == second
    others = [hr.post(hr.here("statements"), OF_AMINA | {"year": year}).json for year in YEARS]
    assert len({each["runId"] for each in [first, *others]}) == 3
    with house.engine.connect() as connection:
        jobs = connection.execute(
            text("select priority from procrastinate_jobs where task_name = 'attestations:slice'")
        )
        assert list(jobs.scalars()) == [AFTER_OTHERS] * 3, "after what a citizen waits for"
    make_slice(first["runId"], 0)
    assert hr.post(hr.here("statements"), OF_EVERYONE).json["runId"] != first["runId"]


def test_a_program_learns_that_a_fault_stopped_them_and_asks_again(
    hr: Program, house: House
) -> None:
    href = hr.post(hr.here("statements"), OF_AMINA).json["href"]
    fail(house, "attestations:slice")
    assert hr.get(href).json["state"] == "stopped"
    again = hr.post(hr.here("statements"), OF_AMINA).json
    assert (again["href"], again["state"]) == (href, "running")


def test_statements_of_another_enterprise_are_not_there(hr: Program, house: House) -> None:
    href = hr.post(hr.here("statements"), OF_AMINA).json["href"]
    other = program(house, enterprise=ELSEWHERE)
    theirs = href.replace(hr.number, ELSEWHERE)
    for path, status in ((href, 403), (theirs, 404), (f"{theirs}/documents", 404)):
        assert other.get(path).status_code == status
    reader = program(house, Scope.ATTESTATIONS_READ)
    assert reader.post(reader.here("statements"), OF_AMINA).status_code == 403
    assert reader.get(href).status_code == 200


def test_a_machine_that_was_ended_has_no_more_made(hr: Program, house: House) -> None:
    asked = hr.post(hr.here("statements"), OF_AMINA)
    with house.engine.begin() as connection:
        connection.execute(text("update api_clients set ended_at = now(), ended_by = created_by"))
    make_slice(asked.json["runId"], 0)
    assert program(house).get(asked.json["href"]).json["state"] == "stopped"
