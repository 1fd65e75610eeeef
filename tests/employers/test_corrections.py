"""Trainings that Bram corrects, confirms or cancels: seen before, and never lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from app.enterprises.mandates import Role
from tests.employers.conftest import TYPED, acts_on, csrf, page_of, said, send
from tests.house.lives import register
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House

HALF_A_DAY = TYPED | {"title": "Lifting", "hours": "3", "minutes": "48", "reason": "Half a day"}


@pytest.fixture
def training(meridian: House) -> str:
    """The page of a day of training that Amina followed."""
    training_id = register(meridian, AMINA, "Lifting", followed=True)
    return f"{page_of(meridian)}/trainings/{training_id}"


def _seen(browser: FlaskClient, path: str) -> str:
    return browser.get(path).text.split('name="seen" type="hidden" value="')[1].split('"')[0]


def _send(house: House, browser: FlaskClient, path: str, **typed: str) -> Any:
    """Fill in the form with the version it was opened with."""
    return send(house, browser, path, **({"seen": _seen(browser, path)} | typed))


def test_the_form_that_corrects_is_filled_in_with_what_stands(
    meridian: House, bram: FlaskClient, training: str
) -> None:
    page = bram.get(f"{training}/correction").text
    for value in ("Lifting", "24.09.2026", "7", "36"):
        assert f'value="{value}"' in page
    assert re.findall(r'<input checked[^>]* value="(\w+)"', page) == [
        *("followed", "hours", "formal", "yes")
    ]


def test_a_corrected_training_counts_as_corrected_and_keeps_what_it_said_before(
    meridian: House, bram: FlaskClient, training: str
) -> None:
    assert _send(meridian, bram, f"{training}/correction", **HALF_A_DAY).location == training
    page = said(bram.get(training))
    assert "“Lifting” is corrected." in page
    assert "Corrected: “Lifting” · 24 September 2026 · 3 h 48" in page
    assert "“Half a day” Bram Peeters, on these pages" in page
    assert "Registered: “Lifting” · 24 September 2026 · 7 h 36" in page
    # 28 h less 3 h 48.
    assert "24 h 12" in said(meridian.signed_in(AMINA).get("/training-credit"))


def test_a_correction_of_what_somebody_else_corrected_meanwhile_is_refused_in_words(
    meridian: House, bram: FlaskClient, training: str
) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN)
    other, seen = meridian.signed_in(CHLOE), _seen(bram, f"{training}/correction")
    _send(meridian, other, f"{training}/correction", **HALF_A_DAY)
    longer = HALF_A_DAY | {"hours": "6", "seen": seen}
    answer = send(meridian, bram, f"{training}/correction", **longer)
    assert "Somebody changed this in the meantime" in said(answer)
    assert 'value="6"' in answer.text, "what he typed is not lost"
    answer = send(meridian, bram, f"{training}/cancellation", seen=seen, reason="Ill")
    assert "Somebody changed this in the meantime" in said(answer)
    assert "3 h 48" in said(bram.get(training))


def _sent_again(house: House, browser: FlaskClient, page: str, path: str, **typed: str) -> Any:
    """Send what was typed once more, with the version that the refusing page carries."""
    house.clock.at += timedelta(seconds=1)
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    return browser.post(path, data=typed | {"seen": seen, "csrf_token": csrf(page)})


def test_whoever_reads_what_was_changed_meanwhile_may_correct_it_all_the_same(
    meridian: House, bram: FlaskClient, training: str
) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN)
    path = f"{training}/correction"
    other, seen = meridian.signed_in(CHLOE), _seen(bram, path)
    _send(meridian, other, path, **HALF_A_DAY)
    longer = HALF_A_DAY | {"hours": "6"}
    refused = send(meridian, bram, path, **(longer | {"seen": seen}))
    assert "In force now: “Lifting” · 24 September 2026 · 3 h 48" in said(refused)
    assert _sent_again(meridian, bram, refused.text, path, **longer).location == training
    assert "6 h 48" in said(bram.get(training))


def test_whoever_reads_what_was_changed_meanwhile_may_cancel_it_all_the_same(
    meridian: House, bram: FlaskClient, training: str
) -> None:
    seen, path = _seen(bram, f"{training}/cancellation"), f"{training}/cancellation"
    _send(meridian, bram, f"{training}/correction", **HALF_A_DAY)
    refused = send(meridian, bram, path, seen=seen, reason="Ill")
    assert "In force now: “Lifting” · 24 September 2026 · 3 h 48" in said(refused)
    assert _sent_again(meridian, bram, refused.text, path, reason="Ill").location == training
    assert "“Lifting” is cancelled." in said(bram.get(training))


@pytest.mark.parametrize("seen", ["", "soon", "2026-11-21", "9999-12-31T23:59:59"])
def test_a_version_that_nobody_can_have_seen_corrects_nothing(
    meridian: House, bram: FlaskClient, training: str, seen: str
) -> None:
    typed = HALF_A_DAY | {"seen": seen}
    answer = send(meridian, bram, f"{training}/correction", **typed)
    assert "Somebody changed this in the meantime" in said(answer)


def test_what_stands_so_already_is_said_and_adds_no_version(
    meridian: House, bram: FlaskClient, training: str
) -> None:
    same = TYPED | {"title": "Lifting"}
    _send(meridian, bram, f"{training}/correction", **same)
    page = said(bram.get(training))
    assert "stood so already: nothing was changed" in page
    assert "Corrected:" not in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"starts_on": "31.2.2026"}, "starts_on"),
        ({"ends_on": "23.9.2026"}, "ends_on"),
        ({"hours": "99"}, "hours"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_beside_its_field(
    meridian: House, bram: FlaskClient, training: str, typed: dict[str, str], field: str
) -> None:
    answer = _send(meridian, bram, f"{training}/correction", **(HALF_A_DAY | typed))
    assert f'id="{field}-error"' in answer.text


def test_a_planned_training_becomes_followed_at_the_press_of_a_button(
    meridian: House, bram: FlaskClient
) -> None:
    training_id = register(meridian, AMINA, "Dementia", followed=False)
    path = f"{page_of(meridian)}/trainings/{training_id}"
    assert "It was followed as planned" not in said(bram.get(path)), "it is still to come"
    meridian.clock.at += timedelta(days=40)
    browser = meridian.signed_in(BRAM)
    page = browser.get(path).text
    assert "It was followed as planned" in page
    sent = {"csrf_token": csrf(page), "seen": page.split('name="seen" value="')[1].split('"')[0]}
    assert browser.post(f"{path}/followed", data=sent).location == path
    page = said(browser.get(path))
    assert "“Dementia” is corrected." in page
    assert "Status followed" in page
    browser.post(f"{path}/followed", data=sent)
    assert "stood so already" in said(browser.get(path))


def test_a_training_still_to_come_was_not_followed(meridian: House, bram: FlaskClient) -> None:
    training_id = register(meridian, AMINA, "Dementia", followed=False)
    path = f"{page_of(meridian)}/trainings/{training_id}"
    seen = _seen(bram, f"{path}/correction")
    token = csrf(bram.get(f"{path}/correction").text)
    meridian.clock.at += timedelta(seconds=1)
    bram.post(f"{path}/followed", data={"csrf_token": token, "seen": seen})
    page = said(bram.get(path))
    assert "The training ends after today" in page
    assert "Status planned" in page


def test_a_cancelled_training_gives_back_its_hours_and_stays_to_be_read(
    meridian: House, bram: FlaskClient, training: str
) -> None:
    cancel = f"{training}/cancellation"
    assert "Say why" in said(_send(meridian, bram, cancel, reason=" "))
    assert _send(meridian, bram, cancel, reason="The trainer was ill").location == training
    page = said(bram.get(training))
    assert "“Lifting” is cancelled." in page
    assert "counts for the training credit" not in page.split("All versions")[0]
    assert "This training is cancelled" in page
    assert "Cancelled: “Lifting”" in page
    assert "“The trainer was ill” Bram Peeters, on these pages" in page
    assert "28 h" in said(meridian.signed_in(AMINA).get("/training-credit"))
    for place in ("correction", "cancellation"):
        assert bram.get(f"{training}/{place}").location == training
    assert "cancelled already" in said(bram.get(training))
    assert acts_on(meridian, "training") == [
        "worker:training:registered",
        "worker:training:change_refused",
        "worker:training:cancelled",
    ]


def test_a_training_of_somebody_else_or_elsewhere_is_not_there(
    meridian: House, bram: FlaskClient, training: str
) -> None:
    foreign = training.replace(str(meridian.person(AMINA)), str(meridian.person(BRAM)))
    for path in (foreign, f"{page_of(meridian)}/trainings/{uuid4()}"):
        for place in ("", "/correction", "/cancellation"):
            assert bram.get(f"{path}{place}").status_code == 404


def test_a_reader_sees_a_training_and_cannot_change_it(meridian: House, training: str) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN, Role.READER)
    reader = meridian.signed_in(CHLOE)
    assert "Registered: “Lifting”" in said(reader.get(training))
    assert "/correction" not in reader.get(training).text
    token = csrf(reader.get(training).text)
    for place in ("correction", "cancellation", "followed"):
        answer = reader.post(f"{training}/{place}", data={"csrf_token": token})
        assert answer.status_code == 403
    with meridian.engine.connect() as connection:
        assert connection.execute(text("select count(*) from trainings")).scalar_one() == 1
