"""The pages about who may act, and what no longer opens once it is ended."""

from __future__ import annotations

import re

from app.enterprises.mandates import Role
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


def test_a_cookie_that_says_so_opens_nothing(house: House) -> None:
    furnish(house)
    amina = house.signed_in(AMINA)
    with amina.session_transaction() as cookie:
        cookie["acts_for_any"] = True
    assert amina.get(f"/employer/{MERIDIAN}/rights").status_code == 403
    assert re.search("No enterprise has given you a mandate", amina.get("/employer/").text)
