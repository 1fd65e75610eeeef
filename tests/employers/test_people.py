"""The pages about who may act, and what no longer opens once it is ended."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import text

from app.enterprises.mandates import Role
from tests.employers.conftest import said
from tests.house import people_pages
from tests.house.posting import post
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, NORD, House, ssin

DINA, OMAR = ssin("800101", 2), ssin("810101", 3)


def furnish(house: House) -> None:
    house.furnish()
    house.give_mandate(DINA, MERIDIAN, Role.ACCESS_MANAGER)
    house.give_mandate(OMAR, NORD, Role.ACCESS_MANAGER)


def test_every_page_about_who_may_act_opens(house: House) -> None:
    furnish(house)
    dina, omar = house.signed_in(DINA), house.signed_in(OMAR)
    luc = house.signed_in(CHLOE, represents=(MERIDIAN,))
    shown = [
        *people_pages.of_manager(dina, MERIDIAN),
        *people_pages.of_office(omar, NORD),
        *people_pages.of_representative(luc, MERIDIAN),
    ]
    for name, answer in shown:
        assert answer.status_code == 200, name
        assert "<script>alert" not in answer.text, name


def test_a_typed_number_does_not_tell_whose_it_is(house: House) -> None:
    furnish(house)
    dina, new = house.signed_in(DINA), f"/employer/{MERIDIAN}/people/new"
    typed = {"ssin": CHLOE, "known_as": "Somebody", "role": "reader", "valid_from": "21.11.2026"}
    assert "Chloé" not in post(dina, new, typed).text
    assert post(dina, new, typed | {"step": "give"}).status_code == 302
    page = dina.get(f"/employer/{MERIDIAN}/people").text
    assert "Somebody" in page
    assert "Chloé" not in page


def test_a_role_that_is_ended_shuts_the_next_page_of_an_open_session(house: House) -> None:
    furnish(house)
    bram, dina = house.signed_in(BRAM), house.signed_in(DINA)
    assert bram.get(f"/employer/{MERIDIAN}/rights").status_code == 200
    mandate = house.actor(BRAM, MERIDIAN).mandate_id
    post(dina, f"/employer/{MERIDIAN}/people/{mandate}/end", {})
    assert bram.get(f"/employer/{MERIDIAN}/rights").status_code == 403
    page = said(bram.get("/employer/"))
    assert "21 November 2026 Meridian Care nv Your role has ended. Ask the access manager" in page
    house.clock.at += timedelta(days=91)
    assert "Your role has ended" not in said(house.signed_in(BRAM).get("/employer/"))


def test_what_never_opened_is_not_said_to_have_ended(house: House) -> None:
    furnish(house)
    with house.engine.begin() as connection:
        connection.execute(
            text(
                "update mandates set valid_from = '2027-01-01', ended_at = :at"
                " where person_id = :bram"
            ),
            {"at": house.clock.now(), "bram": house.person(BRAM)},
        )
    assert "has ended" not in said(house.signed_in(BRAM).get("/employer/"))


def test_whoever_has_another_role_left_reads_of_no_end(house: House) -> None:
    furnish(house)
    ended = house.actor(BRAM, MERIDIAN).mandate_id
    house.give_mandate(BRAM, MERIDIAN, Role.READER)
    post(house.signed_in(DINA), f"/employer/{MERIDIAN}/people/{ended}/end", {})
    page = said(house.signed_in(BRAM).get("/employer/"))
    assert "Meridian Care nv" in page
    assert "has ended" not in page


def test_a_cookie_that_says_so_opens_nothing(house: House) -> None:
    furnish(house)
    amina = house.signed_in(AMINA)
    with amina.session_transaction() as cookie:
        cookie["acts_for_any"] = True
    assert amina.get(f"/employer/{MERIDIAN}/rights").status_code == 403
    assert re.search("No enterprise has given you a mandate", amina.get("/employer/").text)


def test_who_acts_for_one_enterprise_begins_the_day_with_its_overview(house: House) -> None:
    furnish(house)
    overview = f"/employer/{MERIDIAN}/overview"
    assert house.signed_in(BRAM).get("/employer/start").location == overview
    # Several roles there are no choice either.
    house.give_mandate(BRAM, MERIDIAN, Role.ACCESS_MANAGER)
    assert house.signed_in(BRAM).get("/employer/start").location == overview


def test_who_acts_for_several_chooses_and_each_leads_to_its_overview(house: House) -> None:
    furnish(house)
    house.give_mandate(BRAM, NORD, Role.READER)
    bram = house.signed_in(BRAM)
    assert bram.get("/employer/start").location == "/employer/"
    page = bram.get("/employer/").text
    for enterprise in (MERIDIAN, NORD):
        assert f'href="/employer/{enterprise}/overview"' in page


def test_who_acts_for_nobody_or_represents_somebody_sees_what_there_is(house: House) -> None:
    furnish(house)
    for browser in (house.signed_in(AMINA), house.signed_in(BRAM, represents=(MERIDIAN,))):
        assert browser.get("/employer/start").location == "/employer/"


def test_a_role_opens_at_once_to_whoever_is_signed_in(house: House) -> None:
    furnish(house)
    dina, chloe, new = (
        house.signed_in(DINA),
        house.signed_in(CHLOE),
        f"/employer/{MERIDIAN}/people/new",
    )
    given = {"ssin": CHLOE, "known_as": "Chloé", "role": "reader", "step": "give"}
    assert chloe.get(f"/employer/{MERIDIAN}/overview").status_code == 403
    page = dina.get(post(dina, new, given | {"valid_from": "21.11.2026"}).location).text
    assert "It opens now. Whoever is signed in already finds" in page
    assert chloe.get(f"/employer/{MERIDIAN}/overview").status_code == 200
    later = given | {"ssin": AMINA, "valid_from": "1.12.2026"}
    page = dina.get(post(dina, new, later).location).text
    assert "It opens on 1 December 2026." in page
    assert house.signed_in(AMINA).get(f"/employer/{MERIDIAN}/overview").status_code == 403
