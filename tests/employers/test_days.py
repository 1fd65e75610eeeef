"""Bram says how long a training lasts in days: for one worker, for several, and to correct one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.attestations.gathering.receipt import receipt_of
from app.attestations.wishes import Wish
from app.foundation.database import transaction
from app.learning.batches.queries import batches_of
from certificates.attestation import Kind
from certificates.sections import Receipt
from tests import messages as xml
from tests.employers.conftest import TYPED, csrf, form_of, page_of, said, send
from tests.employers.test_registering import NEW, ask, press, work
from tests.employers.test_views import errors, trainings
from tests.house.lives import register
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House
from tests.learning.test_batches import hire

#: Not in hours and minutes.
DAYS = {"unit": "days", "hours": "", "minutes": ""}
TWO_DATES = {"ends_on": "25.9.2026"}


@pytest.mark.parametrize(("language", "typed"), [("fr", "1,5"), ("en", "1.5"), ("de", " 1,50 ")])
def test_half_days_are_written_as_each_language_writes_them(
    meridian: House, language: str, typed: str
) -> None:
    bram = meridian.signed_in(BRAM, language)
    said_so = TYPED | DAYS | TWO_DATES | {"days": typed}
    assert send(meridian, bram, form_of(meridian), **said_so).status_code == 302
    [row] = trainings(meridian)
    # Amina's enterprise works 38 hours over 5 days: 7 h 36 a day.
    assert row.minutes == 684


@pytest.mark.parametrize(
    ("typed", "where", "told"),
    [
        (DAYS | {"days": ""}, "days", "more than nothing"),
        (DAYS | {"days": "0"}, "days", "more than nothing"),
        (DAYS | {"days": "a day"}, "days", "Write the days in figures"),
        (DAYS | {"days": "1,125"}, "days", "two decimals at most"),
        (DAYS | {"days": "1,5"}, "days", "only 1 day"),
        (DAYS | {"days": "1", "minutes": "30"}, "hours", "leave hours and minutes empty"),
        ({"days": "1"}, "days", "leave days empty"),
        ({"unit": "hours", "hours": "", "minutes": "", "days": "1"}, "days", "leave days empty"),
        ({"unit": "hours", "hours": "", "minutes": ""}, "hours", "more than nothing"),
    ],
)
def test_what_is_wrong_with_the_length_is_said_where_it_was_typed(
    meridian: House, bram: FlaskClient, typed: dict[str, str], where: str, told: str
) -> None:
    answer = send(meridian, bram, form_of(meridian), **(TYPED | typed))
    beside, summary = errors(answer.text)
    assert list(beside) == [where]
    assert told in beside[where]
    assert beside[where] in summary
    for name, value in typed.items():
        assert name == "unit" or f'value="{value}"' in answer.text, "nothing typed is lost"
    assert not trainings(meridian)


def test_whose_day_nobody_knows_is_given_hours(meridian: House, bram: FlaskClient) -> None:
    [new] = hire(meridian, 1)
    form = f"/employer/{MERIDIAN}/workforce/{meridian.person(new)}/trainings/new"
    beside, _summary = errors(send(meridian, bram, form, **(TYPED | DAYS | {"days": "1"})).text)
    assert list(beside) == ["days"]
    assert "Give hours and minutes" in beside["days"]
    assert send(meridian, bram, form, **TYPED).status_code == 302


def test_for_several_the_preview_says_what_days_come_to_for_each(
    meridian: House, bram: FlaskClient
) -> None:
    new, full_timer = hire(meridian, 2)
    of_no_hours = xml.worker(
        full_timer, xml.occupation("2022-01-03", full_time_hours=None), quarter_start="2026-04-01"
    )
    meridian.load(xml.dmfa("20262", of_no_hours, enterprise=MERIDIAN))
    numbers = "\n".join((AMINA, full_timer, new, CHLOE))
    place = ask(bram, **(DAYS | TWO_DATES | {"days": "1,5", "numbers": numbers})).location
    work(meridian)
    page = said(bram.get(place))
    assert "1.5 days, as long as the account of each worker counts them" in page
    assert "Amina Benali 11 h 24 one day is 7 h 36 can be registered" in page
    assert "11 h 24 one day is assumed to be 7 h 36 can be registered" in page
    assert "38 hours over 5 days are assumed" in page
    assert "– refused How long a day is for this worker in 2026 is not known" in page
    assert "– refused No employment of this person with your enterprise is declared" in page
    press(meridian, bram, place, "confirmation")
    work(meridian)
    assert [each.minutes for each in trainings(meridian)] == [684, 684]
    receipt = bram.get(f"{place}/receipt.csv").text
    assert ";684;" in receipt
    assert ";2026-09-25;;refused;" in receipt
    assert [each.minutes for each in sealed(meridian).rows] == [684, 684, None, None]


def sealed(house: House) -> Receipt:
    """What the sealed receipt of the one batch lists."""
    enterprise = house.enterprise(MERIDIAN)
    with house.app.test_request_context(), transaction(house.engine) as db:
        [batch] = batches_of(db, enterprise, most=2)
        wish = Wish(Kind.RECEIPT, "en", batch_id=batch.batch_id)
        given = receipt_of(db, enterprise, wish, at=house.clock.now(), check_address="")
    return given.the(Receipt)


def test_days_that_cannot_be_are_told_before_anybody_is_looked_up(bram: FlaskClient) -> None:
    beside, _summary = errors(ask(bram, **(DAYS | {"days": "15", "numbers": AMINA})).text)
    assert list(beside) == ["days"]
    assert "only 1 day" in beside["days"]


def test_a_training_is_corrected_into_days(meridian: House, bram: FlaskClient) -> None:
    key = register(meridian, AMINA, "Lifting", followed=True)
    training = f"{page_of(meridian)}/trainings/{key}"
    form = bram.get(f"{training}/correction").text
    seen = form.split('name="seen" type="hidden" value="')[1].split('"')[0]
    typed = TYPED | {"seen": seen, "unit": "days", "days": "0,5"}
    both = bram.post(f"{training}/correction", data=typed | {"csrf_token": csrf(form)})
    assert list(errors(both.text)[0]) == ["hours"], "what stood is not given up unsaid"
    # With scripts, what the choice hides is not sent.
    shown = {name: each for name, each in typed.items() if name not in ("hours", "minutes")}
    assert send(meridian, bram, f"{training}/correction", **shown).location == training
    assert "3 h 48" in said(bram.get(training))


def test_the_form_asks_for_hours_or_days_and_shows_both_without_scripts(bram: FlaskClient) -> None:
    page = bram.get(NEW).text
    assert 'id="unit-1-reveals"' in page
    assert "govuk-radios__conditional--hidden" in page.split('id="unit-1-reveals"')[0][-80:]
    assert page.count('aria-controls="unit-') == 2
