"""A receiver who wants to hear when a document is no longer current."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.attestations.checks import can_be_written_to
from app.attestations.numbering import new_number
from tests.checking.given import Given, hand_over
from tests.house.posting import post, token_of
from tests.house_of import House


@pytest.fixture
def given(house: House) -> Given:
    config = house.app.config["PARCOURS"]
    house.app.config["PARCOURS"] = replace(config, mail_server="mail", mail_from="a@example.be")
    return hand_over(house)


def _left(house: House) -> int:
    with house.engine.connect() as connection:
        return int(connection.execute(text("select count(*) from attestation_watchers")).scalar())


def test_an_address_is_left_once_and_taken_back(house: House, given: Given) -> None:
    browser, form = house.stranger(), {"number": given.number, "address": "rik@example.be"}
    post(browser, "/check/watch", form)
    page = post(browser, "/check/watch", form)
    assert _left(house) == 1
    with house.engine.connect() as connection:
        kept = connection.execute(text("select address_encrypted from attestation_watchers"))
        assert b"rik" not in bytes(kept.scalar_one())
    token = page.text.split('name="token" value="')[1].split('"')[0]
    sent = {"token": token, "csrf_token": token_of(page)}
    assert browser.post("/check/watch/forget", data=sent).status_code == 200
    assert _left(house) == 0
    sent["token"] = token[:-2] + "AA"
    assert browser.post("/check/watch/forget", data=sent).status_code == 400


def test_a_mistake_is_told_at_its_field(house: House, given: Given) -> None:
    for form, field in (
        ({"number": given.number, "address": "rik"}, "address"),
        ({"number": new_number(2026), "address": "rik@example.be"}, "number"),
        ({"number": "PC-1", "address": "rik@example.be"}, "number"),
    ):
        page = post(house.stranger(), "/check/watch", form).text
        assert f'id="{field}-error"' in page
    assert _left(house) == 0


@pytest.mark.parametrize(
    "address",
    [
        *("rik", "rik@example", "rik@192.0.2.7", "rik@example.be.", "rik@-example.be"),
        *("a@[b.cd", "a@b.be,root", "a@b.be>", '"a b"@example.be', "a(b)@example.be", "a:b@c.be"),
        *("a..b@example.be", ".a@example.be", "=?utf-8?q?x?=@example.be", "a%c.be@example.be"),
        *("jörg@example.be", "rik@bücher.example", "rik@example.be\nBcc: mia@example.be"),
        *("", "r" * 65 + "@example.be", "rik@" + "example." * 32 + "be"),
    ],
)
def test_nobody_is_written_to_by_an_address_that_may_be_read_in_two_ways(address: str) -> None:
    assert not can_be_written_to(address)


def test_addresses_that_people_have_are_taken() -> None:
    for address in ("rik@example.be", "o'neil+jobs@hr.example.be", "r_d-1@xn--bcher-kva.example"):
        assert can_be_written_to(address)


def test_where_no_mail_is_sent_no_address_is_asked_for(house: House) -> None:
    browser = house.stranger()
    assert browser.get("/check/watch").status_code == 404
    assert "/check/watch" not in browser.get("/check").text
