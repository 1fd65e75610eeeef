"""Bram writes, adopts, deposits and changes the training plan of Meridian."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.enterprises.mandates import Role
from tests.employers.conftest import said
from tests.house_of import CHLOE, MERIDIAN, House

PLAN = f"/employer/{MERIDIAN}/plan"
TYPED = {
    "starts_on": "1.1.2026",
    "ends_on": "31.12.2026",
    "contribution": "Two days each",
    "risk_groups": "Half of the hours",
    "bottleneck": "Nurses",
    "gender": "As many men as women",
    "evaluation": "Together",
    "body": "workers",
    "given_on": "20.2.2026",
    "advice_on": "10.3.2026",
    "trainings-0-title": "Lifting",
    "trainings-0-kind": "formal",
    "trainings-0-group": "fifty_plus",
    "trainings-0-hours": "7,6",
    "trainings-1-title": "Shadowing",
    "trainings-1-kind": "informal",
    "trainings-1-group": "everyone",
    "trainings-2-kind": "formal",
    "trainings-2-group": "everyone",
}


def send(house: House, browser: FlaskClient, path: str, **typed: str) -> TestResponse:
    """Fill in the form at a path as a browser would, with what it carries along."""
    house.clock.at += timedelta(seconds=1)
    page = browser.get(path).text
    carried = {
        name: unescape(re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1])  # type: ignore[index]
        for name in ("csrf_token", "seen")
    }
    return browser.post(path, data=carried | typed)


@pytest.fixture
def adopted(meridian: House, bram: FlaskClient) -> FlaskClient:
    assert send(meridian, bram, f"{PLAN}/2026/draft", **TYPED).status_code == 302
    assert send(meridian, bram, f"{PLAN}/2026/adoption", day="20.3.2026").status_code == 302
    return bram


def test_bram_reads_whether_the_law_asks_for_a_plan_and_why(
    meridian: House, bram: FlaskClient
) -> None:
    assert "the size that counts is 25 full-time equivalents" in said(bram.get(PLAN))
    with meridian.engine.begin() as connection:
        connection.execute(text("update enterprise_sizes set fte = 1990"))
    assert "The law asks you for no training plan" in said(bram.get(PLAN))
    with meridian.engine.begin() as connection:
        connection.execute(text("delete from enterprise_sizes"))
    assert "your size is not known yet" in said(bram.get(PLAN))


def test_a_draft_is_saved_unfinished_and_says_what_is_missing(
    meridian: House, bram: FlaskClient
) -> None:
    half = TYPED | {"gender": "", "body": ""}
    send(meridian, bram, f"{PLAN}/2026/draft", **half)
    page = said(bram.get(f"{PLAN}/2026/adoption"))
    assert "Women and men: The law wants the plan to say something here" in page
    assert "Who was heard: Say who was heard about the plan" in page
    refused = send(meridian, bram, f"{PLAN}/2026/adoption", day="20.3.2026")
    assert refused.status_code == 200
    assert "Draft" in said(bram.get(f"{PLAN}/2026"))


def test_an_adopted_plan_is_due_for_deposit_and_then_not(
    meridian: House, adopted: FlaskClient
) -> None:
    page = said(adopted.get(f"{PLAN}/2026"))
    assert "Version 1, adopted on 20 March 2026." in page
    assert "is to be deposited by 20 April 2026" in page
    assert "Deposit a copy" in said(adopted.get(f"/employer/{MERIDIAN}/due"))
    send(meridian, adopted, f"{PLAN}/2026/deposit", day="2.4.2026")
    assert "A copy was deposited on 2 April 2026." in said(adopted.get(f"{PLAN}/2026"))
    assert "Deposit a copy" not in said(adopted.get(f"/employer/{MERIDIAN}/due"))


def test_older_versions_can_be_read_with_what_changed(
    meridian: House, adopted: FlaskClient
) -> None:
    changed = TYPED | {"gender": "Half and half", "trainings-1-title": "Job rotation"}
    send(meridian, adopted, f"{PLAN}/2026/draft", **changed)
    draft = said(adopted.get(f"{PLAN}/2026"))
    assert "Changed since version 1" in draft
    assert "As many men as women Half and half" in draft
    assert "Shadowing Job rotation" in draft
    older = said(adopted.get(f"{PLAN}/2026?version=1"))
    assert "As many men as women" in older
    assert "Half and half" not in older
    assert adopted.get(f"{PLAN}/2026?version=2").status_code == 404
    send(meridian, adopted, f"{PLAN}/2026/adoption", day="1.4.2026")
    assert "Version 2, adopted on 1 April 2026." in said(adopted.get(f"{PLAN}/2026"))
    assert "Changed since version 1" in said(adopted.get(f"{PLAN}/2026?version=2"))


def test_more_lines_can_be_had_without_scripts_and_nothing_typed_is_lost(
    meridian: House, bram: FlaskClient
) -> None:
    page = send(meridian, bram, f"{PLAN}/2026/draft", **TYPED, step="more").text
    assert 'value="Shadowing"' in page
    assert 'name="trainings-4-title"' in page
    assert "No plan of this year is begun" in said(bram.get(f"{PLAN}/2026"))


def test_mistakes_stand_beside_the_line_they_are_about(meridian: House, bram: FlaskClient) -> None:
    wrong = TYPED | {"trainings-1-title": "", "trainings-1-when": "May", "gender": "x" * 4001}
    page = send(meridian, bram, f"{PLAN}/2026/draft", **wrong)
    beside = page.text.split('id="trainings-1-title-error"')[1].split("</p>")[0]
    assert "Enter the title of the training" in beside
    assert "Write 4,000 characters or fewer here" in said(page) or "4000" in said(page)


def test_next_years_plan_begins_with_this_years(meridian: House, adopted: FlaskClient) -> None:
    page = adopted.get(f"{PLAN}/2027/draft").text
    assert 'value="Lifting"' in page
    assert 'value="01.01.2027"' in page
    assert 'value="20.02.2026"' not in page


@pytest.mark.parametrize("role", [Role.READER, Role.ACCESS_MANAGER])
def test_those_who_do_not_register_read_the_plan_and_do_not_change_it(
    meridian: House, adopted: FlaskClient, role: Role
) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN, role)
    reader = meridian.signed_in(CHLOE)
    page = reader.get(f"{PLAN}/2026")
    assert "Lifting" in said(page)
    assert "/draft" not in page.text
    for place in ("draft", "adoption", "deposit"):
        assert reader.get(f"{PLAN}/2026/{place}").status_code == 403


@pytest.mark.parametrize("year", [2022, 2028])
def test_years_without_a_plan_are_not_there(meridian: House, bram: FlaskClient, year: int) -> None:
    assert bram.get(f"{PLAN}/{year}").status_code == 404
    assert bram.get(f"{PLAN}/{year}/draft").status_code == 404
