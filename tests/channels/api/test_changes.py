"""Following what anybody changed: in one order, with nothing left out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session

from app.audit.feed import ended_before
from app.audit.trail import Channel
from app.channels.api.training_words import registration_of
from app.enterprises.machines.scopes import Scope
from app.learning.registration import register_trainings
from tests import messages as xml
from tests.channels.api.programs import FIRST_AID, Program, program
from tests.channels.api.test_rights import everyone, state
from tests.house_of import AMINA, BRAM, MERIDIAN, House


def follow(hr: Program, after: str | None = None) -> tuple[list[dict[str, object]], str]:
    where = f"?after={after}" if after else ""
    answer = hr.get(hr.here(f"changes{where}"))
    assert answer.status_code == 200, answer.text
    return answer.json["items"], answer.json["after"]


def test_a_system_hears_of_everything_once(hr: Program, house: House) -> None:
    href = hr.register().json["href"]
    hr.register()  # registered already: no change
    found, after = follow(hr)
    assert [(each["change"], each["href"], each["own"]) for each in found] == [
        ("trainingRegistered", href, True)
    ]
    assert follow(hr, after) == ([], after)
    house.clock.at += timedelta(minutes=1)
    match = {"If-Match": hr.get(href).headers["ETag"]}
    other = program(house)
    other.put(href, {"training": FIRST_AID | {"minutes": 60}}, headers=match)
    state(other, everyone())
    found, after = follow(hr, after)
    assert [(each["change"], each["own"]) for each in found] == [
        ("trainingCorrected", False),
        ("rightStated", False),
    ]
    assert found[1]["year"] == 2026
    assert hr.get(str(found[1]["href"])).status_code == 200
    assert follow(hr, after) == ([], after)
    match = {"If-Match": hr.get(href).headers["ETag"]}
    again = hr.put(href, {"training": FIRST_AID | {"minutes": 60}}, headers=match)
    assert again.json["outcome"] == "unchanged"
    assert follow(hr, after)[0] == [], "what stood so already is no change"


def test_pages_follow_each_other(hr: Program) -> None:
    for title in ("One", "Two", "Three"):
        hr.register(title=title)
    titles = []
    path = hr.here("changes?pageSize=2")
    while path:
        page = hr.get(path).json
        titles += [hr.get(each["href"]).json["training"]["title"] for each in page["items"]]
        path = page.get("next", "")
    assert titles == ["One", "Two", "Three"]


def test_what_is_written_first_and_committed_last_is_not_missed(hr: Program, house: House) -> None:
    by = house.actor(BRAM, MERIDIAN)
    with Session(house.engine) as slow:
        first = registration_of(house.person(AMINA), FIRST_AID | {"title": "Slow"})
        register_trainings(slow, [first], by=by, via=Channel.PAGE, at=house.clock.now())
        hr.register(BRAM, title="Quick")
        found, after = follow(hr)
        assert found == []  # what is quicker waits for what may come before it
        slow.commit()
    found, after = follow(hr, after)
    assert len(found) == 2
    assert {each["channel"] for each in found} == {"page", "api"}


def test_what_is_under_way_in_another_database_of_the_server_holds_nobody_back(
    hr: Program, house: House
) -> None:
    elsewhere = create_engine(house.engine.url.set(database="postgres"), poolclass=NullPool)
    with elsewhere.connect() as slow:
        slow.execute(text("select pg_current_xact_id()"))
        hr.register()
        assert len(follow(hr)[0]) == 1


def test_a_role_that_cannot_see_what_others_write_waits_for_everybody(
    hr: Program, house: House
) -> None:
    """Of a transaction of another role no number is shown, and it may write lines here."""
    hr.register()
    with Session(house.engine) as theirs, Session(house.engine) as ours:
        number = text("select pg_current_xact_id()::text::bigint")
        under_way = theirs.execute(number).scalar_one()
        ours.execute(text("create role of_the_portal"))
        ours.execute(text("set local role of_the_portal"))
        assert ended_before(ours) <= under_way < ours.execute(number).scalar_one()


def test_rights_are_told_to_those_who_may_read_them(hr: Program, house: House) -> None:
    state(hr, everyone())
    assert len(follow(hr)[0]) == 1
    assert follow(program(house, Scope.TRAININGS_READ))[0] == []


def test_a_place_of_another_database_is_refused(hr: Program) -> None:
    answer = hr.get(hr.here(f"changes?after={1 << 60}-{'0' * 32}"))
    assert answer.status_code == 400
    assert answer.json["issues"][0]["name"] == "after"
    assert hr.get(hr.here("changes?after=x")).status_code == 400
    too_far = "9" * 19
    assert hr.get(hr.here(f"changes?after={too_far}-{'0' * 32}")).status_code == 400


def test_whoever_left_long_ago_is_not_spoken_of(hr: Program, house: House) -> None:
    hr.register()
    house.load(xml.dimona(xml.dimona_out(AMINA, MERIDIAN, "2026-11-25")))
    house.clock.at += timedelta(days=60)
    hr.headers = {}
    assert follow(hr)[0] == []
