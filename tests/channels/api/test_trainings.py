"""Registering, reading, correcting and cancelling trainings by REST."""

from __future__ import annotations

from datetime import timedelta

from tests.channels.api.programs import FIRST_AID, Program, codes, program
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, NORD, House, ssin


def test_a_training_is_registered_read_and_registered_once(hr: Program, house: House) -> None:
    answer = hr.register()
    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json["href"]
    again = hr.register()
    assert again.status_code == 200
    assert again.json == answer.json | {"outcome": "alreadyRegistered"}
    read = hr.get(answer.json["href"]).json
    assert read["training"] == FIRST_AID
    assert read["version"]["channel"] == "api"
    assert "by" not in read["version"]
    assert house.signed_in(AMINA).get("/career?view=trainings").text.count(FIRST_AID["title"]) >= 1


def test_everything_that_is_said_is_kept(hr: Program) -> None:
    said = FIRST_AID | {
        "certificate": {"validUntil": "2028-10-05"},
        "fieldOfLearning": "0913",
        "provider": {"internal": False, "name": "Rode Pijl vzw"},
        "financing": "sectorFund",
        "countsForCredit": False,
        "notCountingReason": "trainingLeave",
    }
    href = hr.register(**said).json["href"]
    assert hr.get(href).json["training"] == said


def test_what_is_refused_is_named_with_its_code_and_never_with_the_number(hr: Program) -> None:
    answer = hr.register(endDate="2026-10-04", startDate="2026-10-05", title=" ")
    assert answer.status_code == 400
    assert codes(answer) == ["title_missing", "ends_before_it_starts"]
    names = [each["name"] for each in answer.json["issues"]]
    assert names == ["training.title", "training.endDate"]
    refused = [hr.register(CHLOE), hr.register(ssin("700101", 3)), hr.register("82051400299")]
    assert [codes(each) for each in refused] == [
        ["not_a_worker_of_yours"],
        ["not_a_worker_of_yours"],
        ["number_wrong"],
    ]
    for each, number in zip(refused, (CHLOE, ssin("700101", 3), "82051400299"), strict=True):
        assert number not in each.text


def test_refusals_speak_the_language_that_is_asked_for(hr: Program) -> None:
    hr.language = "nl-BE"
    answer = hr.register(title=" ")
    assert answer.headers["Content-Language"] == "nl"
    assert "Accept-Language" in answer.headers["Vary"]
    assert "opleiding" in answer.json["issues"][0]["detail"]


def test_of_many_each_has_its_own_outcome(hr: Program) -> None:
    hr.register()
    items = [
        {"ssin": AMINA, "training": FIRST_AID},
        {"ssin": BRAM, "training": FIRST_AID},
        {"ssin": CHLOE, "training": FIRST_AID},
        {"ssin": BRAM, "training": FIRST_AID | {"minutes": 0}},
    ]
    answer = hr.post(hr.here("trainings/batch"), {"items": items}).json
    words = [each["outcome"] for each in answer["items"]]
    assert words == ["alreadyRegistered", "registered", "refused", "refused"]
    assert (answer["registered"], answer["alreadyRegistered"], answer["refused"]) == (1, 1, 2)
    assert answer["items"][3]["issues"][0]["name"] == "items[3].training.minutes"


def test_a_correction_names_the_version_it_saw(hr: Program, house: House) -> None:
    href = hr.register().json["href"]
    etag = hr.get(href).headers["ETag"]
    body = {"training": FIRST_AID | {"minutes": 228}, "reason": "Half a day."}
    assert hr.put(href, body).status_code == 428
    house.clock.at += timedelta(minutes=1)
    done = hr.put(href, body, headers={"If-Match": etag})
    assert (done.status_code, done.json["outcome"]) == (200, "corrected")
    late = hr.put(href, {"training": FIRST_AID | {"minutes": 60}}, headers={"If-Match": etag})
    assert late.status_code == 412
    before_all_time = '"0001-01-01T00:00:00.000000+14:00"'
    for another in ("*", before_all_time):
        assert hr.put(href, body, headers={"If-Match": another}).status_code == 412
    read = hr.get(href)
    assert read.headers["ETag"] == done.headers["ETag"]
    assert read.json["training"]["minutes"] == 228
    same = hr.put(href, body, headers={"If-Match": done.headers["ETag"]})
    assert same.json["outcome"] == "unchanged"


def test_a_cancelled_training_keeps_its_history(hr: Program, house: House) -> None:
    href = hr.register().json["href"]
    etag = hr.get(href).headers["ETag"]
    house.clock.at += timedelta(minutes=1)
    match = {"If-Match": etag}
    done = hr.post(f"{href}/cancel", {"reason": "The trainer was ill."}, headers=match)
    assert done.json["outcome"] == "cancelled"
    again = hr.post(f"{href}/cancel", {"reason": "The trainer was ill."}, headers=match)
    assert again.json["outcome"] == "unchanged"
    assert hr.get(href).json["cancelled"] is True
    history = hr.get(f"{href}/history").json["items"]
    assert [each["cancelled"] for each in history] == [False, True]
    assert history[1]["version"]["reason"] == "The trainer was ill."
    corrected = hr.put(href, {"training": FIRST_AID | {"minutes": 60}}, headers=match)
    assert (corrected.status_code, corrected.json["type"].rsplit(":", 1)[1]) == (
        409,
        "trainingCancelled",
    )


def test_what_another_channel_registered_is_read_and_corrected_here(
    hr: Program, house: House
) -> None:
    page = f"/employer/{hr.number}/workforce/{house.person(AMINA)}"
    assert house.signed_in(BRAM).get(page).status_code == 200
    hr.register()
    found = hr.post(hr.here("trainings/query"), {"ssins": [AMINA, CHLOE], "year": 2026}).json
    assert [each["training"]["title"] for each in found["items"]] == [FIRST_AID["title"]]
    assert not hr.post(hr.here("trainings/query"), {"ssins": [AMINA], "year": 2025}).json["items"]


def test_nobody_elses_worker_or_training_is_there(hr: Program, house: House) -> None:
    href = hr.register().json["href"]
    other = program(house, enterprise=ELSEWHERE)
    other.number = ELSEWHERE
    moved = href.replace(hr.number, ELSEWHERE)
    etag = {"If-Match": hr.get(href).headers["ETag"]}
    refused = [
        other.get(moved),
        other.get(f"{moved}/history"),
        other.put(moved, {"training": FIRST_AID}, headers=etag),
        other.post(f"{moved}/cancel", {"reason": "No."}, headers=etag),
        hr.get(hr.here(f"workers/{house.person(CHLOE)}")),
        hr.get(href[:-4] + "0000"),
    ]
    assert [each.status_code for each in refused] == [404] * 6
    foreign = [
        other.get(href),
        other.post(f"/enterprises/{hr.number}/workers/query", {}),
        other.post(f"/enterprises/{NORD}/workers/query", {}),
        other.post("/enterprises/0999999922/workers/query", {}),
    ]
    assert [each.status_code for each in foreign] == [403] * 4
    assert {each.json["type"] for each in foreign} == {"urn:problem-type:belgif:missingPermission"}


def test_workers_are_listed_with_their_key_and_leave_a_trace(hr: Program, house: House) -> None:
    everybody = hr.post(hr.here("workers/query"), {}).json
    assert [each["ssin"] for each in everybody["items"]] == [AMINA, BRAM]
    assert everybody["total"] == 2
    [amina] = hr.post(hr.here("workers/query"), {"ssins": [AMINA, CHLOE]}).json["items"]
    assert amina == hr.get(amina["href"]).json
    assert (amina["givenNames"], amina["surname"]) == ("Amina", "Benali")
    with house.engine.connect() as connection:
        seen = connection.exec_driver_sql(
            "select count(*) from audit_lines where act = 'worker:record:seen'"
            " and channel = 'api' and client_id is not null and subject_id = %s",
            (house.person(AMINA),),
        ).scalar_one()
    assert seen == 3


def test_the_account_comes_with_its_steps(hr: Program, house: House) -> None:
    hr.register()
    account = hr.post(hr.here("accounts/query"), {"ssin": AMINA, "year": 2026}).json
    assert [each["year"] for each in account["years"]] == [2026]
    assert account["years"][0]["usedMinutes"] == 456
    assert AMINA not in str(account)
    house.clock.at += timedelta(days=2)
    hr.headers = {}
    hr.register(title="Fire drill")
    then = hr.post(hr.here("accounts/query"), {"ssin": AMINA, "knownOn": "2026-11-22"}).json
    assert then["seenFrom"] == "2026-11-22"
    assert then["years"][-1]["usedMinutes"] == 456
    assert (
        hr.post(hr.here("accounts/query"), {"ssin": AMINA}).json["years"][-1]["usedMinutes"] == 912
    )
    to_come = hr.post(hr.here("accounts/query"), {"ssin": AMINA, "knownOn": "2027-01-05"})
    assert to_come.status_code == 400
    assert codes(hr.post(hr.here("accounts/query"), {"ssin": CHLOE})) == ["not_a_worker_of_yours"]
    assert hr.post(hr.here("accounts/query"), {"ssin": AMINA, "year": 2010}).status_code == 404
