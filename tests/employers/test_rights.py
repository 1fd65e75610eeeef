"""The rights that Bram states: what they change is shown first, and every version stays."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.enterprises.mandates import Role
from tests import messages as xml
from tests.employers.conftest import (
    THE_CHOSEN,
    acts_on,
    choose,
    confirm,
    csrf,
    go_on,
    page_of,
    said,
    send,
)
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, House, ssin

RIGHTS = f"/employer/{MERIDIAN}/rights"
ALL = f"{RIGHTS}/2026/statement"
FOUR_DAYS = {
    "kind": "stated",
    "days": "4,5",
    "agreement": "182345/CO/330",
    "reason": "Agreement of our sector",
}
FORTY_HOURS = {
    "kind": "stated",
    "hours": "40",
    "minutes": "",
    "agreement": "",
    "reason": "Agreed with her",
}
DECLINED = {"kind": "opt_out", "reason": "We work the days out ourselves"}


def _hers(house: House, year: int = 2026) -> str:
    return f"{page_of(house)}/rights/{year}"


def test_what_a_right_for_everyone_changes_is_shown_before_it_is_written(
    meridian: House, bram: FlaskClient
) -> None:
    page = said(send(meridian, bram, ALL, **FOUR_DAYS))
    # Amina works 28 of 38 hours: 5 days of 7 h 36 are 28 h, 4.5 days 25 h 12; Bram is full time.
    assert "1 3.7 days (28 h) 3.3 days (25 h 12)" in page
    assert "1 5 days (38 h) 4.5 days (34 h 12)" in page
    assert "Amina" not in page
    assert "You state nothing" in said(bram.get(RIGHTS))
    assert "28 h" in said(meridian.signed_in(AMINA).get("/training-credit"))
    assert acts_on(meridian, "right") == []


def test_what_is_confirmed_is_what_was_shown(meridian: House, bram: FlaskClient) -> None:
    answer = confirm(meridian, bram, ALL, **FOUR_DAYS)
    assert answer.location == f"{RIGHTS}?year=2026"
    page = said(bram.get(RIGHTS))
    assert "Your statement is recorded." in page
    assert "4.5 days for a full-timer, agreement 182345/CO/330 In force" in page
    assert "“Agreement of our sector” Bram Peeters, on these pages" in page
    hers = said(bram.get(_hers(meridian)))
    assert "3.3 days (25 h 12) Stated for everyone: 4.5 days for a full-timer" in hers
    assert "25 h 12" in said(meridian.signed_in(AMINA).get("/training-credit"))
    assert acts_on(meridian, "right") == ["worker:right:stated"]


@pytest.mark.parametrize("of_all", [True, False])
def test_a_right_stated_while_he_looked_is_shown_before_he_overwrites_it(
    meridian: House, bram: FlaskClient, of_all: bool
) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN)
    path, his = (ALL, FOUR_DAYS) if of_all else (f"{_hers(meridian)}/statement", FORTY_HOURS)
    looked_at = send(meridian, bram, path, **his)
    assert "In force now: nothing is stated" in said(looked_at)
    confirm(meridian, meridian.signed_in(CHLOE), path, **(his | {"reason": "As agreed"}))
    meridian.clock.at += timedelta(seconds=1)
    again = go_on(bram, path, looked_at)
    assert "Somebody changed this in the meantime: nothing is written." in said(again)
    assert "In force now: nothing is stated" not in said(again)
    assert acts_on(meridian, "right")[-1] == "worker:right:refused"
    assert go_on(bram, path, again).status_code == 302
    assert acts_on(meridian, "right")[-1] == "worker:right:stated"


def test_somebody_with_a_statement_of_her_own_is_not_moved_by_one_for_everyone(
    meridian: House, bram: FlaskClient
) -> None:
    confirm(meridian, bram, f"{_hers(meridian)}/statement", **FORTY_HOURS)
    page = said(send(meridian, bram, ALL, **FOUR_DAYS))
    assert "For 1 worker nothing changes." in page
    assert "1 5 days (38 h) 4.5 days (34 h 12)" in page
    listed = said(bram.get(RIGHTS))
    assert "Amina Benali 40 h for the year" in listed


def test_bram_sees_what_a_right_of_her_own_makes_of_aminas_balance(
    meridian: House, bram: FlaskClient
) -> None:
    page = said(send(meridian, bram, f"{_hers(meridian)}/statement", **FORTY_HOURS))
    assert "Right of 2026 3.7 days (28 h) 5.3 days (40 h)" in page
    assert "Left in 2026 3.7 days (28 h) 5.3 days (40 h)" in page
    assert "By the rules it would be 28 h" in page


def test_declining_for_her_alone_makes_her_right_unknown_and_not_nothing(
    meridian: House, bram: FlaskClient
) -> None:
    path = f"{_hers(meridian)}/statement"
    page = said(send(meridian, bram, path, **DECLINED))
    assert "Right of 2026 3.7 days (28 h) not known" in page
    assert confirm(meridian, bram, path, **DECLINED).location == _hers(meridian)
    assert "declined" in said(bram.get(_hers(meridian)))


def test_a_withdrawn_right_shows_first_what_holds_again(meridian: House, bram: FlaskClient) -> None:
    confirm(meridian, bram, ALL, **DECLINED)
    path = f"{RIGHTS}/2026/withdrawal"
    assert "1 not known 3.7 days (28 h)" in said(send(meridian, bram, path, reason="In error"))
    confirm(meridian, bram, path, reason="In error")
    page = said(bram.get(RIGHTS))
    assert "You state nothing: the automatic right holds." in page
    assert "Withdrawn: The automatic right is declined “In error” Bram Peeters" in page
    assert acts_on(meridian, "right") == ["worker:right:stated", "worker:right:withdrawn"]
    assert bram.get(path).location == f"{RIGHTS}?year=2026"


def test_bram_may_go_back_from_what_it_changes_and_nothing_typed_is_lost(
    meridian: House, bram: FlaskClient
) -> None:
    page = send(meridian, bram, ALL, **FOUR_DAYS, step="change").text
    for typed in ("4,5", "182345/CO/330"):
        assert f'value="{typed}"' in page
    assert FOUR_DAYS["reason"] in page


def test_the_same_said_again_needs_no_confirming(meridian: House, bram: FlaskClient) -> None:
    confirm(meridian, bram, ALL, **FOUR_DAYS)
    assert send(meridian, bram, ALL, **FOUR_DAYS).status_code == 302
    assert "stated already: nothing was added" in said(bram.get(RIGHTS))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": ""}, "Say whether you decline"),
        ({"days": ""}, "Enter how much the right is"),
        ({"days": "400"}, "fits into one year"),
        ({"days": "four"}, "in figures"),
        ({"kind": "opt_out"}, "not both"),
        ({"agreement": "?!"}, "registration number"),
        ({"reason": ""}, "Say why"),
    ],
)
def test_a_right_that_cannot_be_is_refused_in_words_before_it_is_confirmed(
    meridian: House, bram: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    answer = send(meridian, bram, ALL, **(FOUR_DAYS | typed))
    assert sentence in said(answer)
    assert "Nothing is written yet. " not in said(answer)
    # What an act refused leaves a line, although it was only tried.
    assert acts_on(meridian, "right") in ([], ["worker:right:refused"])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"hours": ""}, "Enter how much the right is"),
        ({"hours": "seven"}, "hours and minutes in figures"),
        ({"hours": "9000"}, "fits into one year"),
        ({"kind": "opt_out"}, "not both"),
    ],
)
def test_a_right_for_her_that_cannot_be_is_refused_beside_its_hours(
    meridian: House, bram: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    answer = send(meridian, bram, f"{_hers(meridian)}/statement", **(FORTY_HOURS | typed))
    beside = answer.text.split('id="hours-error"')[1].split("</p>")[0]
    assert sentence in beside


def test_bram_is_told_how_many_would_have_less_than_is_granted_and_may_go_on(
    meridian: House, bram: FlaskClient
) -> None:
    nothing = FOUR_DAYS | {"days": "0", "agreement": ""}
    page = said(send(meridian, bram, ALL, **nothing))
    less = "2 workers would have less than the law or the agreement of the sector grants."
    wanted = "Name the registration number of the collective agreement"
    assert f"{less} {wanted}" in page
    named = said(send(meridian, bram, ALL, **FOUR_DAYS))
    assert less in named
    assert wanted not in named
    assert "would have less" not in said(send(meridian, bram, ALL, **(FOUR_DAYS | {"days": "5"})))
    assert confirm(meridian, bram, ALL, **nothing).status_code == 302
    # Less than the automatic right it stays, whatever stands already.
    one = FOUR_DAYS | {"days": "1", "agreement": ""}
    assert less in said(send(meridian, bram, ALL, **one))


def test_bram_is_told_when_amina_alone_would_have_less(meridian: House, bram: FlaskClient) -> None:
    path = f"{_hers(meridian)}/statement"
    less = "This worker would have less than the law or the agreement of the sector grants."
    assert less in said(send(meridian, bram, path, **(FORTY_HOURS | {"hours": "27"})))
    assert less not in said(send(meridian, bram, path, **FORTY_HOURS))
    assert less not in said(send(meridian, bram, path, **DECLINED))


def test_a_right_of_a_past_year_shows_what_it_leaves_in_this_year(
    meridian: House, bram: FlaskClient
) -> None:
    path = f"{_hers(meridian, 2025)}/statement"
    page = said(send(meridian, bram, path, **FORTY_HOURS))
    assert "Left in 2025" in page
    assert "Left in 2026" in page
    assert page.count("Left in 2026") == 1
    this_year = said(send(meridian, bram, f"{_hers(meridian)}/statement", **FORTY_HOURS))
    assert this_year.count("Left in") == 1


def test_the_form_for_one_worker_says_that_only_this_worker_reads_it(
    meridian: House, bram: FlaskClient
) -> None:
    page = said(bram.get(f"{_hers(meridian)}/statement"))
    assert "This worker and the inspection can read it" in page
    assert "Your workers" not in page


def test_bram_is_told_that_the_worker_reads_his_name_and_she_does(
    meridian: House, bram: FlaskClient
) -> None:
    form = f"{_hers(meridian)}/statement"
    assert "with your reason and your name" in said(send(meridian, bram, form, **FORTY_HOURS))
    confirm(meridian, bram, form, **FORTY_HOURS)
    amina = meridian.signed_in(AMINA)
    page = said(amina.get(f"/training-credit/{meridian.enterprise(MERIDIAN)}"))
    assert "by Bram Peeters, for Meridian Care nv" in page


def test_the_year_before_she_was_hired_is_refused(meridian: House, bram: FlaskClient) -> None:
    meridian.give_mandate(CHLOE, MERIDIAN)
    worker = f"/employer/{MERIDIAN}/workforce/{meridian.person(AMINA)}"
    with meridian.engine.begin() as connection:
        connection.exec_driver_sql(
            "update employments set starts_on = date '2025-01-06' where starts_on = '2022-01-03'"
        )
    answer = send(meridian, bram, f"{worker}/rights/2024/statement", **FORTY_HOURS)
    assert "was not employed by you in 2024" in said(answer)


@pytest.mark.parametrize("year", [2022, 2028, 99999])
def test_years_of_which_nothing_can_be_stated_are_not_there(
    meridian: House, bram: FlaskClient, year: int
) -> None:
    assert bram.get(f"{RIGHTS}?year={year}").status_code == 404
    assert bram.get(f"{RIGHTS}/{year}/statement").status_code == 404
    assert bram.get(_hers(meridian, year)).status_code == 404


def test_a_reader_sees_what_is_stated_and_cannot_state(meridian: House, bram: FlaskClient) -> None:
    confirm(meridian, bram, ALL, **FOUR_DAYS)
    meridian.give_mandate(CHLOE, MERIDIAN, Role.READER)
    reader = meridian.signed_in(CHLOE)
    for page in (RIGHTS, _hers(meridian)):
        assert "4.5 days for a full-timer" in said(reader.get(page))
        assert '/statement"' not in reader.get(page).text
        assert "tate it here" not in reader.get(page).text
    for page in (ALL, f"{RIGHTS}/2026/withdrawal", f"{_hers(meridian)}/statement"):
        assert reader.get(page).status_code == 403


def test_looking_at_what_is_stated_for_her_leaves_a_line(
    meridian: House, bram: FlaskClient
) -> None:
    confirm(meridian, bram, f"{_hers(meridian)}/statement", **FORTY_HOURS)
    before = len(acts_on(meridian, "record"))
    page = said(bram.get(RIGHTS))
    assert re.search(r"Amina Benali .* Employed since \d+ \w+ 20\d\d", page), "so are namesakes"
    assert len(acts_on(meridian, "record")) == before + 1


def test_bram_cannot_state_what_he_has_not_looked_at(meridian: House, bram: FlaskClient) -> None:
    page = said(send(meridian, bram, ALL, **FOUR_DAYS, step="state"))
    assert "Nothing is written yet." in page
    assert acts_on(meridian, "right") == []


CHOSEN = f"{RIGHTS}/chosen"


def chosen(house: House, browser: FlaskClient, *numbers: str, **typed: str) -> TestResponse:
    """Post the workers chosen, and what is typed, a second after what came before."""
    house.clock.at += timedelta(seconds=1)
    choose(house, browser, *numbers)
    token = csrf(browser.get("/attestations").text)
    return browser.post(CHOSEN, data=THE_CHOSEN | {"csrf_token": token, **typed})


def confirm_chosen(house: House, browser: FlaskClient, looked_at: TestResponse) -> TestResponse:
    house.clock.at += timedelta(seconds=1)
    carried = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', looked_at.text)
    data: dict[str, list[str]] = {}
    for name, value in carried:
        data.setdefault(name, []).append(value)
    return browser.post(CHOSEN, data=data | {"step": "state"})


def test_the_right_of_several_is_stated_in_one_go_once_its_effect_was_seen(
    meridian: House, bram: FlaskClient
) -> None:
    form = chosen(meridian, bram, AMINA, BRAM, CHLOE)
    assert "State the right of 2 workers" in said(form)
    typed = FORTY_HOURS | {"of_year": "2026"}
    page = chosen(meridian, bram, AMINA, BRAM, CHLOE, **typed)
    assert "1 3.7 days (28 h) 5.3 days (40 h)" in said(page)
    assert acts_on(meridian, "right") == []
    assert confirm_chosen(meridian, bram, page).location == f"{RIGHTS}?year=2026"
    assert acts_on(meridian, "right") == ["worker:right:stated"] * 2
    assert "Amina Benali 40 h for the year" in said(bram.get(RIGHTS))
    again = chosen(meridian, bram, AMINA, BRAM, **typed)
    assert again.status_code == 302


def test_what_somebody_stated_of_one_of_them_meanwhile_is_shown_first(
    meridian: House, bram: FlaskClient
) -> None:
    typed = FORTY_HOURS | {"of_year": "2026"}
    looked_at = chosen(meridian, bram, AMINA, BRAM, **typed)
    confirm(meridian, bram, f"{_hers(meridian)}/statement", **DECLINED)
    again = confirm_chosen(meridian, bram, looked_at)
    assert "Somebody changed this in the meantime: nothing is written." in said(again)
    assert "In force now: something is stated of 1 of them" in said(again)
    assert confirm_chosen(meridian, bram, again).status_code == 302


def test_whoever_was_not_employed_in_the_year_is_left_out(
    meridian: House, bram: FlaskClient
) -> None:
    jo = ssin("900101", 22)
    meridian.load(xml.dimona(xml.dimona_in(jo, MERIDIAN, "2026-02-02")))
    page = said(chosen(meridian, bram, AMINA, jo, **(FORTY_HOURS | {"of_year": "2025"})))
    assert "for 1 worker" in page
    page = said(chosen(meridian, bram, AMINA, jo, of_year="2025", step="change"))
    assert "1 worker chosen was not employed by you in 2025 and is left out." in page


def test_what_was_looked_at_for_others_is_not_stated(meridian: House, bram: FlaskClient) -> None:
    """A second window changed the choice: what is confirmed is about those who were shown."""
    looked_at = chosen(meridian, bram, AMINA, **(FORTY_HOURS | {"of_year": "2026"}))
    choose(meridian, bram, BRAM)
    again = confirm_chosen(meridian, bram, looked_at)
    assert "Somebody changed this in the meantime: nothing is written." in said(again)
    assert acts_on(meridian, "right") == []
    assert confirm_chosen(meridian, bram, again).status_code == 302
    assert acts_on(meridian, "right") == ["worker:right:stated"]


def test_a_right_of_several_that_cannot_be_is_refused_in_words(
    meridian: House, bram: FlaskClient
) -> None:
    typed = FORTY_HOURS | {"of_year": "2026", "hours": "9000"}
    page = chosen(meridian, bram, AMINA, BRAM, **typed)
    assert "fits into one year" in said(page)
    assert chosen(meridian, bram, AMINA, **(typed | {"of_year": "1999"})).status_code == 404


def test_without_workers_chosen_the_page_leads_to_the_workforce(bram: FlaskClient) -> None:
    assert "Choose the workers in the workforce first" in said(bram.get(CHOSEN))
