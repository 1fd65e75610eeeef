"""Bram chooses workers in the list: what he ticks stays, from page to page, for him alone."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.foundation.database import transaction
from app.learning.workers import lists
from app.learning.workers.choosing import forget_choices
from tests import messages as xml
from tests.employers.conftest import THE_CHOSEN, WORKFORCE, choose, csrf, said
from tests.house.test_questions_to_the_database import counted
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, House, ssin
from tests.learning.test_batches import hire

NEW = f"/employer/{MERIDIAN}/trainings/new"


def press(browser: FlaskClient, page: str, name: str, value: str) -> TestResponse:
    """Press a button of the list, as a browser without scripts does: with all that is ticked."""
    typed = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page)
    sent: dict[str, object] = {**dict(typed), name: value}
    sent["workers"] = re.findall(r'name="workers" value="([^"]+)" checked', page)
    return browser.post(f"{WORKFORCE}/choice", data=sent, follow_redirects=True)


def tick(page: TestResponse, *places: int) -> str:
    """The page with these lines ticked, of those that are not, counted from 0."""
    lines = itertools.count()
    return re.sub(
        r'name="workers" value="[^"]+"(?! checked)',
        lambda found: f"{found[0]} checked" if next(lines) in places else found[0],
        page.text,
    )


def chosen_now(browser: FlaskClient) -> list[str]:
    page = browser.get(f"{WORKFORCE}?who=chosen").text
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>(.*?)</a>', page)


@pytest.fixture
def pages(meridian: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Five workers on three pages."""
    hire(meridian, 3)
    monkeypatch.setattr(lists, "PAGE", 2)
    return meridian


def test_what_is_ticked_stays_on_the_next_page_and_through_a_search(
    pages: House, bram: FlaskClient
) -> None:
    first = tick(bram.get(WORKFORCE), 0)
    second = press(bram, first, "to", f"{WORKFORCE}?page=2")
    assert "Page 2 of 3" in said(second)
    assert "1 worker chosen" in said(second)
    found = press(bram, tick(second, 0, 1), "name", "benali")
    assert "1 worker found" in said(found)
    assert "3 workers chosen" in said(found)
    assert len(chosen_now(bram)) == 2, "and a third on the next page"
    assert "Page 1 of 2" in said(bram.get(f"{WORKFORCE}?who=chosen"))


def test_what_is_unticked_is_chosen_no_longer_and_the_others_are(
    pages: House, bram: FlaskClient
) -> None:
    everyone = press(bram, bram.get(WORKFORCE).text, "choice", "found")
    assert "5 workers chosen" in said(everyone)
    unticked = everyone.text.replace('" checked>', '">', 1)
    assert "4 workers chosen" in said(press(bram, unticked, "to", f"{WORKFORCE}?page=3"))
    nobody = press(bram, unticked, "choice", "none")
    assert "workers chosen" not in said(nobody)


def test_all_found_are_those_that_the_page_shows_whatever_is_typed_meanwhile(
    meridian: House, bram: FlaskClient
) -> None:
    shown = bram.get(f"{WORKFORCE}?name=amina").text
    typed = shown.replace('type="search"', 'type="hidden"').replace('value="amina"', 'value=""')
    press(bram, typed, "choice", "found")
    assert chosen_now(bram) == ["Amina Benali"]


@pytest.mark.parametrize("act", ["registering.new", "chosen_rights.state", "statements.new"])
def test_each_act_takes_those_chosen_and_all_found(
    meridian: House, bram: FlaskClient, act: str
) -> None:
    one = choose(meridian, bram, AMINA, for_chosen=act)
    assert one.status_code == 302
    assert "1 worker" in said(bram.get(one.location))
    found = choose(meridian, bram, for_found=act)
    assert "2 workers" in said(bram.get(found.location))
    nobody = choose(meridian, bram, for_chosen=act)
    assert "Nobody is chosen: tick workers in the list first." in said(bram.get(nobody.location))


def test_a_stranger_cannot_be_chosen(meridian: House, bram: FlaskClient) -> None:
    choose(meridian, bram, CHLOE, AMINA)
    assert chosen_now(bram) == ["Amina Benali"]
    assert "For 1 worker chosen." in said(bram.get(NEW, query_string=THE_CHOSEN))


def test_a_choice_is_of_whoever_chose_and_of_one_enterprise(
    meridian: House, bram: FlaskClient
) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN)
    meridian.give_mandate(BRAM, ELSEWHERE)
    choose(meridian, bram, AMINA)
    assert chosen_now(meridian.signed_in(CHLOE)) == []
    assert "worker chosen" not in said(bram.get(f"/employer/{ELSEWHERE}/workforce"))


def test_a_choice_is_over_with_the_day(meridian: House, bram: FlaskClient) -> None:
    choose(meridian, bram, AMINA)
    meridian.clock.at += timedelta(minutes=10)
    assert chosen_now(bram) == ["Amina Benali"]
    meridian.clock.at += timedelta(days=1)
    tomorrow = meridian.signed_in(BRAM)
    assert chosen_now(tomorrow) == []
    choose(meridian, tomorrow, BRAM)
    assert chosen_now(tomorrow) == ["Bram Peeters"]
    with transaction(meridian.engine) as db:
        forget_choices(db, before=(meridian.clock.at + timedelta(days=1)).date())
        assert not db.execute(text("select count(*) from chosen_workers")).scalar_one()


def test_two_numbers_of_one_worker_are_one_tick_when_they_turn_out_one(
    meridian: House, bram: FlaskClient
) -> None:
    former = ssin("824514", 3)
    meridian.load(xml.dimona(xml.dimona_in(former, MERIDIAN, "2022-01-03")))
    choose(meridian, bram, AMINA, former)
    assert "2 workers chosen" in said(bram.get(WORKFORCE))
    meridian.load(xml.persons(xml.person(AMINA, "Benali", "Amina", replaces=former)))
    assert chosen_now(bram) == ["Amina Benali"]
    assert "1 worker chosen" in said(bram.get(WORKFORCE))


@pytest.mark.parametrize("to", ["https://elsewhere.example/?page=2", "//x", "\0", "?name=%00&x"])
def test_no_button_leads_out_of_the_list(meridian: House, bram: FlaskClient, to: str) -> None:
    answer = choose(meridian, bram, AMINA, to=to)
    assert answer.location.startswith(WORKFORCE)
    assert bram.get(answer.location).status_code == 200


def test_keys_that_are_none_choose_nobody(meridian: House, bram: FlaskClient) -> None:
    sent = {"workers": ["x", ""], "shown": "x y", "csrf_token": csrf(bram.get(NEW).text)}
    assert bram.post(f"{WORKFORCE}/choice", data=sent).status_code == 302
    assert bram.post(f"{WORKFORCE}/choice", data=sent | {"for_found": "x"}).status_code == 404
    assert chosen_now(bram) == []


def test_forty_are_chosen_with_as_many_questions_as_two(meridian: House, bram: FlaskClient) -> None:
    def asked() -> int:
        token = {"csrf_token": csrf(bram.get(NEW).text)}
        with counted(meridian.engine) as sent:
            bram.post(f"{WORKFORCE}/choice", data={"choice": "found"} | token)
        return len(sent)

    few = asked()
    hire(meridian, 40)
    assert asked() == few
