"""How Amina's employment ends, as Bram states it, and what he is told of her balance first."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from app.enterprises.mandates import Role
from tests import messages as xml
from tests.employers.conftest import acts_on, confirm, go_on, page_of, said, send
from tests.house_of import AMINA, CHLOE, MERIDIAN, NORD, House

RESIGNED = {"end_reason": "resignation", "notice_from": "", "reason": ""}


def _end(house: House, enterprise: str = MERIDIAN) -> str:
    with house.engine.connect() as connection:
        employment_id = connection.execute(
            text(
                "select employment_id from employments where person_id = :person"
                " and enterprise_id = :enterprise and recorded_until is null"
            ),
            {"person": house.person(AMINA), "enterprise": house.enterprise(enterprise)},
        ).scalar_one()
    return f"{page_of(house)}/employments/{employment_id}/end"


@pytest.fixture
def left(meridian: House) -> House:
    """Amina's last day at Meridian was 31 October."""
    meridian.load(
        xml.dimona(xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-10-31", made_on="2026-10-30"))
    )
    return meridian


@pytest.mark.parametrize(
    ("reason", "what_becomes", "left_then"),
    [
        ("resignation", "the last day of the contract, is lost.", "0 days (0 h)"),
        ("serious_cause", "the last day of the contract, is lost.", "0 days (0 h)"),
        ("notice", "the last day of the notice; then it lapses.", "0 days (0 h)"),
        ("indemnity", "is to be counted in the indemnity.", "3.1 days (23 h 20)"),
        ("mutual_agreement", "The law does not say what becomes", "3.1 days (23 h 20)"),
        ("fixed_term", "The law does not say what becomes", "3.1 days (23 h 20)"),
    ],
)
def test_bram_sees_what_becomes_of_her_balance_before_he_states_why_it_ends(
    left: House, bram: FlaskClient, reason: str, what_becomes: str, left_then: str
) -> None:
    # Ten months of 28 h are 23 h 20.
    page = said(send(left, bram, f"{_end(left)}/statement", **(RESIGNED | {"end_reason": reason})))
    assert "Left on 31 October 2026, the last day 3.1 days (23 h 20)" in page
    assert what_becomes in page
    assert f"Then left {left_then}" in page
    assert ("Sources disagree" in page) is (reason == "indemnity")
    assert acts_on(left, "end") == []


def test_the_reason_he_confirms_decides_and_every_version_of_it_stays(
    left: House, bram: FlaskClient
) -> None:
    path = _end(left)
    assert "You have not stated how it ends." in said(bram.get(path))
    noticed = {"end_reason": "notice", "notice_from": "1.8.2026"}
    assert confirm(left, bram, f"{path}/statement", **(RESIGNED | noticed)).location == path
    assert "Dismissal with notice, notice from 1 August 2026" in said(bram.get(path))
    corrected = RESIGNED | {"reason": "She wrote first"}
    confirm(left, bram, f"{path}/statement", **corrected)
    page = said(bram.get(path))
    assert "Resignation In force “She wrote first” Bram Peeters, on these pages" in page
    assert "Then left 0 days (0 h)" in page
    confirm(left, bram, f"{path}/withdrawal", reason="Not settled yet")
    page = said(bram.get(path))
    assert "Withdrawn: Resignation “Not settled yet” Bram Peeters" in page
    assert "which the employer has not stated" in page
    assert acts_on(left, "end") == [
        "worker:end:stated",
        "worker:end:stated",
        "worker:end:withdrawn",
    ]


def test_an_end_may_be_stated_before_its_day_is_declared(
    meridian: House, bram: FlaskClient
) -> None:
    path = _end(meridian)
    page = said(send(meridian, bram, f"{path}/statement", **RESIGNED))
    assert "No last day has been declared yet" in page
    assert "The days left on the last day of the contract are lost." in page
    assert "You have not stated how it ends." in said(bram.get(path))
    confirm(meridian, bram, f"{path}/statement", **RESIGNED)
    assert "Resignation" in said(bram.get(path))


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"end_reason": ""}, "end_reason", "Say how the employment ends"),
        ({"end_reason": "retired"}, "end_reason", ""),
        ({"notice_from": "soon"}, "notice_from", "day, month and year"),
        ({"notice_from": "1.1.2021"}, "notice_from", "on or after the first day"),
        ({"notice_from": "1.11.2026"}, "notice_from", "on or before the last day"),
        (
            {"end_reason": "indemnity", "notice_from": "1.8.2026"},
            "notice_from",
            "leave the first day of notice out",
        ),
        ({"reason": "x" * 501}, "reason", "500 characters or fewer"),
    ],
)
def test_an_end_that_cannot_be_is_refused_beside_its_field(
    left: House, bram: FlaskClient, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(left, bram, f"{_end(left)}/statement", **(RESIGNED | typed))
    assert sentence in answer.text.split(f'id="{field}-error"')[1].split("</p>")[0]


def test_an_employment_elsewhere_or_of_somebody_else_is_not_there(
    meridian: House, bram: FlaskClient
) -> None:
    for path in (_end(meridian, NORD), f"{page_of(meridian)}/employments/{uuid4()}/end"):
        for place in ("", "/statement", "/withdrawal"):
            assert bram.get(f"{path}{place}").status_code == 404


def test_a_reader_sees_how_it_ends_and_cannot_state_it(left: House, bram: FlaskClient) -> None:
    path = _end(left)
    confirm(left, bram, f"{path}/statement", **RESIGNED)
    left.give_mandate(CHLOE, MERIDIAN, Role.READER)
    reader = left.signed_in(CHLOE)
    assert "Resignation" in said(reader.get(path))
    assert '/statement"' not in reader.get(path).text
    for place in ("statement", "withdrawal"):
        assert reader.get(f"{path}/{place}").status_code == 403


def test_what_was_stated_while_he_looked_is_shown_before_he_overwrites_it(
    left: House, bram: FlaskClient
) -> None:
    left.give_mandate(CHLOE, MERIDIAN)
    path = f"{_end(left)}/statement"
    looked_at = send(left, bram, path, **RESIGNED)
    assert "In force now: nothing is stated" in said(looked_at)
    confirm(left, left.signed_in(CHLOE), path, **(RESIGNED | {"end_reason": "indemnity"}))
    left.clock.at += timedelta(seconds=1)
    again = go_on(bram, path, looked_at)
    assert "Somebody changed this in the meantime: nothing is written." in said(again)
    assert "In force now: Dismissal with an indemnity" in said(again)
    assert go_on(bram, path, again).location == _end(left)
    assert "Resignation In force" in said(bram.get(_end(left)))


def test_what_was_stated_while_he_looked_is_shown_before_he_withdraws_it(
    left: House, bram: FlaskClient
) -> None:
    left.give_mandate(CHLOE, MERIDIAN)
    path = _end(left)
    confirm(left, bram, f"{path}/statement", **RESIGNED)
    looked_at = send(left, bram, f"{path}/withdrawal", reason="Not settled yet")
    other = RESIGNED | {"end_reason": "indemnity"}
    confirm(left, left.signed_in(CHLOE), f"{path}/statement", **other)
    left.clock.at += timedelta(seconds=1)
    again = go_on(bram, f"{path}/withdrawal", looked_at)
    assert "In force now: Dismissal with an indemnity" in said(again)
    assert "Dismissal with an indemnity In force" in said(bram.get(path))
    assert go_on(bram, f"{path}/withdrawal", again).location == path
    assert "You have not stated how it ends." in said(bram.get(path))
