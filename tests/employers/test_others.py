"""What Bram sees of what others registered for Meridian, and what he decides."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.audit.trail import Actor, Channel
from app.enterprises.mandates import Role
from app.foundation.database import transaction
from app.learning.queries import trainings_of
from tests.employers.conftest import acts_on, csrf, said
from tests.house.matrix import LIEVE
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House
from tests.learning.by_others import let_the_office_in, registered

OTHERS = f"/employer/{MERIDIAN}/others"
TWICE = f"{OTHERS}/twice"


@pytest.fixture
def office(meridian: House) -> Actor:
    return let_the_office_in(meridian)


@pytest.fixture
def doubled(meridian: House, office: Actor) -> House:
    """Bram registered a day for Amina, and the office half of it under a similar title."""
    registered(meridian)
    registered(meridian, office, title="Lifting people", minutes=456)
    return meridian


def send(house: House, browser: FlaskClient, page: str, path: str, **data: object) -> TestResponse:
    house.clock.at += timedelta(seconds=1)
    token = csrf(browser.get(page).text)
    return browser.post(f"{OTHERS}/{path}", data=data | {"csrf_token": token})


def carried(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}"[^>]* value="([^"]*)"', page)


def titles(house: House) -> set[str]:
    with transaction(house.engine) as db:
        return {each.title for each in trainings_of(db, house.person(AMINA))}


def test_who_registered_it_and_how_stands_beside_each(
    meridian: House, bram: FlaskClient, office: Actor
) -> None:
    assert "Nothing to look at" in said(bram.get(OTHERS))
    registered(meridian, office)
    registered(meridian, via=Channel.BATCH, title="In a file")
    page = said(bram.get(OTHERS))
    assert "2 trainings to look at" in page
    assert "for Atelier Nord scrl on these pages" in page
    assert "Bram Peeters in a file" in page
    only = said(bram.get(f"{OTHERS}?way=batch"))
    assert "In a file" in only
    assert "Lifting" not in only
    assert "Take away all filters" in said(bram.get(f"{OTHERS}?who=nobody"))


@pytest.mark.parametrize("typed", ["who=x", "who='--", "way=%00", "page=9999999999999", "page=-1"])
def test_an_address_that_makes_no_sense_shows_the_list(
    doubled: House, bram: FlaskClient, typed: str
) -> None:
    assert bram.get(f"{OTHERS}?{typed}").status_code == 200
    assert "Lifting people" in said(bram.get(f"{TWICE}?{typed}"))


def test_bram_marks_one_and_then_all(meridian: House, bram: FlaskClient, office: Actor) -> None:
    for number in range(3):
        registered(meridian, office, title=f"Course {number}", minutes=60)
    answer = send(meridian, bram, OTHERS, "checked", step="these")
    assert "Choose at least one training" in said(bram.get(answer.location))
    [one, *_] = carried(bram.get(OTHERS).text, "training")
    send(meridian, bram, OTHERS, "checked", step="these", training=one)
    page = bram.get(OTHERS)
    assert "1 registration is marked as checked" in said(page)
    assert "2 trainings to look at" in said(page)
    [until] = carried(page.text, "until")
    send(meridian, bram, OTHERS, "checked", step="all", until=until)
    assert "Nothing to look at" in said(bram.get(OTHERS))
    assert acts_on(meridian, "others") == ["enterprise:others:checked"] * 2


def test_what_nobody_was_shown_is_not_marked(
    meridian: House, bram: FlaskClient, office: Actor
) -> None:
    registered(meridian, office)
    for until in ("", "soon", "2020-01-01T00:00:00+00:00"):
        send(meridian, bram, OTHERS, "checked", step="all", until=until)
    send(meridian, bram, OTHERS, "checked", step="these", training="x y z")
    assert "1 training to look at" in said(bram.get(OTHERS))


def test_the_office_is_told_that_somebody_else_checks(doubled: House) -> None:
    page = doubled.signed_in(LIEVE).get(OTHERS)
    assert "What your office registered itself is checked by somebody else" in said(page)
    assert carried(page.text, "training") == []


def test_the_two_stand_side_by_side_and_what_differs_is_said(
    doubled: House, bram: FlaskClient
) -> None:
    assert "may be registered twice" in said(bram.get(OTHERS))
    page = said(bram.get(TWICE))
    assert "1 pair of trainings is likely one" in page
    assert "Likely one: same days · similar title · same length" in page
    assert "Title different Lifting and moving people Lifting people" in page
    assert "When 24 September 2026" in page
    assert "Left in 2026:" in page


def test_one_decision_keeps_one(doubled: House, bram: FlaskClient) -> None:
    [pair] = carried(bram.get(TWICE).text, "pair-1")
    nothing = {"pair-1": pair, "choice-1": "later"}
    answer = send(doubled, bram, TWICE, "decisions", **nothing)
    assert "Decide about at least one pair" in said(bram.get(answer.location))
    answer = send(doubled, bram, TWICE, "decisions", **nothing | {"choice-1": "one"})
    assert "1 training is cancelled, and the other one stays" in said(bram.get(answer.location))
    assert titles(doubled) == {"Lifting and moving people"}
    answer = send(doubled, bram, TWICE, "decisions", **nothing | {"choice-1": "other"})
    assert "Somebody changed this in the meantime" in said(bram.get(answer.location))
    assert titles(doubled) == {"Lifting and moving people"}


def test_the_reason_names_the_one_that_is_kept(doubled: House, bram: FlaskClient) -> None:
    page = bram.get(TWICE).text
    [theirs] = re.findall(r'href="([^"]+/trainings/[^"]+)">By others', page)
    [pair] = carried(page, "pair-1")
    send(doubled, bram, TWICE, "decisions", **{"pair-1": pair, "choice-1": "one"})
    history = said(bram.get(theirs))
    assert "Registered twice: “Lifting and moving people” of 24 September 2026 is kept" in history


def test_two_that_are_real_do_not_come_back(doubled: House, bram: FlaskClient) -> None:
    [pair] = carried(bram.get(TWICE).text, "pair-1")
    send(doubled, bram, TWICE, "decisions", **{"pair-1": pair, "choice-1": "both"})
    page = said(bram.get(TWICE))
    assert "1 pair is two trainings: it is not shown again" in page
    assert "No training looks as if it were registered twice" in page
    assert len(titles(doubled)) == 2


def test_the_own_ones_of_a_page_are_chosen_in_one_click_and_kept_in_another(
    doubled: House, bram: FlaskClient
) -> None:
    office = doubled.actor(LIEVE, MERIDIAN)
    registered(doubled, who=BRAM)
    registered(doubled, office, who=BRAM, title="Lifting people")
    page = bram.get(f"{TWICE}?own=1").text
    chosen = re.findall(r'name="(choice-\d)" value="(\w+)" checked', page)
    assert chosen == [("choice-1", "one"), ("choice-2", "one")]
    fields = {f"pair-{n}": carried(page, f"pair-{n}")[0] for n in (1, 2)}
    answer = send(doubled, bram, TWICE, "decisions", **fields | dict(chosen))
    assert "2 trainings are cancelled" in said(bram.get(answer.location))
    assert titles(doubled) == {"Lifting and moving people"}


def test_a_reader_looks_and_decides_nothing(doubled: House) -> None:
    doubled.give_mandate(CHLOE, MERIDIAN, Role.READER)
    chloe = doubled.signed_in(CHLOE)
    for page in (OTHERS, TWICE):
        answer = chloe.get(page)
        assert "Lifting people" in said(answer)
        assert 'method="post" id="form"' not in answer.text
    token = csrf(chloe.get("/attestations").text)
    for path in ("checked", "decisions"):
        assert chloe.post(f"{OTHERS}/{path}", data={"csrf_token": token}).status_code == 403


def test_each_worker_shown_is_told_who_looked(doubled: House, bram: FlaskClient) -> None:
    for page in (OTHERS, TWICE):
        before = len(acts_on(doubled, "record"))
        bram.get(page)
        assert len(acts_on(doubled, "record")) == before + 1
