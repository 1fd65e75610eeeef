"""Stating rights by REST, withdrawing them, reading what is stated."""

from __future__ import annotations

from datetime import timedelta

from tests.channels.api.programs import Program, codes
from tests.house_of import AMINA, BRAM, CHLOE, House

WHY = "The agreement of the sector says so."


def one(ssin: str, **other: object) -> dict[str, object]:
    said = {"appliesTo": "worker", "ssin": ssin, "year": 2026, "kind": "stated", "minutes": 2280}
    return said | {"reason": WHY} | other


def everyone(**other: object) -> dict[str, object]:
    said = {"appliesTo": "everyone", "year": 2026, "kind": "stated", "days": "4.5"}
    return said | {"reason": WHY} | other


def state(hr: Program, *items: dict[str, object]) -> list[dict[str, object]]:
    answer = hr.post(hr.here("rights/state"), {"items": list(items)})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json["items"]
    return found


def test_a_right_is_stated_for_one_and_for_everyone(hr: Program) -> None:
    amina, all_ = state(hr, one(AMINA), everyone())
    assert (amina["outcome"], all_["outcome"]) == ("stated", "stated")
    read = hr.get(str(amina["href"]))
    assert (read.json["minutes"], "ETag" in read.headers) == (2280, True)
    assert hr.get(str(all_["href"])).json["days"] == "4.5"
    assert [each["outcome"] for each in state(hr, one(AMINA), everyone())] == ["statedAlready"] * 2
    found = hr.post(hr.here("rights/query"), {"year": 2026}).json
    assert [each["appliesTo"] for each in found["items"]] == ["everyone", "worker"]
    assert found["items"][1]["version"]["reason"] == WHY
    bram = hr.post(hr.here("rights/query"), {"year": 2026, "ssins": [BRAM]}).json
    assert [each["appliesTo"] for each in bram["items"]] == ["everyone"]


def test_opting_out_and_withdrawing_leave_nothing_stated(hr: Program, house: House) -> None:
    [out] = state(
        hr, {"appliesTo": "worker", "ssin": AMINA, "year": 2026, "kind": "optOut", "reason": WHY}
    )
    assert hr.get(str(out["href"])).json["kind"] == "optOut"
    said = {"appliesTo": "worker", "ssin": AMINA, "year": 2026, "reason": WHY}
    house.clock.at += timedelta(minutes=1)
    done = hr.post(hr.here("rights/withdraw"), {"items": [said]}).json["items"]
    assert done == [{"outcome": "withdrawn"}]
    again = hr.post(hr.here("rights/withdraw"), {"items": [said]}).json["items"]
    assert again == [{"outcome": "nothingStated"}]
    assert hr.get(str(out["href"])).status_code == 404


def test_a_refused_statement_keeps_no_other_from_being_kept(hr: Program) -> None:
    found = state(hr, one(CHLOE), one(AMINA, year=2019), one(BRAM))
    assert [each["outcome"] for each in found] == ["refused", "refused", "stated"]
    assert found[0]["issues"][0]["name"] == "items[0].ssin"
    assert found[1]["issues"][0]["code"] == "no_such_year"


def test_a_worker_is_named_where_it_is_about_one_and_nowhere_else(hr: Program) -> None:
    nameless = one(AMINA)
    del nameless["ssin"]
    answer = hr.post(hr.here("rights/state"), {"items": [nameless, everyone(ssin=AMINA)]})
    assert answer.status_code == 400
    assert [each["name"] for each in answer.json["issues"]] == ["items[0].ssin", "items[1].ssin"]
    assert codes(answer) == ["invalidInput", "invalidInput"]
