"""The employer's pages: what Bram sees, types and is told, and what is none of his business."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.enterprises.mandates import Role
from tests import messages as xml
from tests.employers.conftest import TYPED, confirm, csrf, form_of, page_of, said
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House, ssin

NBSP = "\u00a0"


def send(house: House, browser: FlaskClient, **typed: str) -> TestResponse:
    token = csrf(browser.get(form_of(house)).text)
    return browser.post(form_of(house), data=TYPED | typed | {"csrf_token": token})


def errors(page: str) -> tuple[dict[str, str], list[str]]:
    """Beside which field which error stands, and what the summary says."""
    beside = re.findall(r'<p id="(\w+)-error"[^>]*>\s*<span.*?</span>\s*(.*?)</p>', page, re.S)
    summary = re.findall(r'<li><a href="#[\w-]+">(.*?)</a></li>', page)
    return dict(beside), summary


def trainings(house: House) -> list[Any]:
    with house.engine.connect() as connection:
        return list(connection.execute(text("select * from trainings")))


def test_a_training_bram_registers_shows_at_once_with_the_credit_it_uses(
    meridian: House, bram: FlaskClient
) -> None:
    before = bram.get(page_of(meridian)).text
    # 5 x 456 x 28/38 = 1,680 minutes: 28 hours, 3.7 days of 7 h 36.
    assert f"3.7{NBSP}days" in before
    answer = send(meridian, bram, title="Hygiene <in> the kitchen")
    assert (answer.status_code, answer.location) == (302, page_of(meridian))
    after = bram.get(page_of(meridian)).text
    assert "“Hygiene &lt;in&gt; the kitchen” is registered." in after
    assert f"2.7{NBSP}days" in after
    amina = meridian.signed_in(AMINA)
    own = amina.get(f"/training-credit/{meridian.enterprise(MERIDIAN)}").text
    assert "Hygiene &lt;in&gt; the kitchen" in own
    assert f"2.7{NBSP}days" in own
    assert "Hygiene &lt;in&gt; the kitchen" in amina.get("/career?view=trainings").text


def test_registering_twice_is_said_and_adds_nothing(meridian: House, bram: FlaskClient) -> None:
    send(meridian, bram)
    bram.get(page_of(meridian))
    send(meridian, bram, title=" lifting and MOVING people")
    page = bram.get(page_of(meridian)).text
    assert "was registered already: nothing was added." in page
    assert len(trainings(meridian)) == 1


@pytest.mark.parametrize("day", ["24.9.2026", "24/09/2026", "2026-09-24", " 24-09-2026 "])
def test_days_may_be_written_in_any_of_our_ways(
    meridian: House, bram: FlaskClient, day: str
) -> None:
    assert send(meridian, bram, starts_on=day, ends_on="25.9.2026").status_code == 302
    [row] = trainings(meridian)
    assert (str(row.starts_on), str(row.ends_on)) == ("2026-09-24", "2026-09-25")


@pytest.mark.parametrize(("hours", "minutes"), [("7,6", ""), ("7.6", ""), ("7", "36"), ("", "456")])
def test_hours_may_be_written_in_any_of_our_ways(
    meridian: House, bram: FlaskClient, hours: str, minutes: str
) -> None:
    send(meridian, bram, hours=hours, minutes=minutes)
    [row] = trainings(meridian)
    assert row.minutes == 456


WRONG = [
    ("title", ""),
    ("title", "   "),
    ("title", "x" * 201),
    ("title", "Lifting\0people"),
    ("starts_on", ""),
    ("starts_on", "   "),
    ("starts_on", "24-9-26"),
    ("starts_on", "31.2.2026"),
    ("starts_on", "9" * 30 + ".1.2026"),
    ("starts_on", "1.1.2021"),  # before she was hired
    ("ends_on", "23.9.2026"),
    ("ends_on", "soon"),
    ("ends_on", "31.12.2026"),  # followed, but not over yet
    ("hours", "7 h 36"),
    ("hours", "-7"),
    ("hours", "25"),
    ("hours", "99999"),
    ("certificate_until", "31.2.2030"),
    ("certificate_until", "1.1.2030"),  # of no certificate
]


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_an_error_stands_beside_its_field_and_in_the_summary_and_nothing_typed_is_lost(
    meridian: House, language: str
) -> None:
    browser, form = meridian.signed_in(BRAM, language), form_of(meridian)
    token = {"csrf_token": csrf(browser.get(form).text)}
    for field, typed in WRONG:
        answer = browser.post(form, data=TYPED | {field: typed} | token)
        assert answer.status_code == 200, (field, typed)
        beside, summary = errors(answer.text)
        assert list(beside) == [field], typed
        assert beside[field] in summary
        kept = TYPED | {field: typed}
        for name in ("title", "starts_on", "ends_on", "hours", "minutes", "certificate_until"):
            if kept[name].strip() and "\0" not in kept[name]:
                assert f'value="{kept[name]}"' in answer.text, (name, typed)
    assert trainings(meridian) == []


def test_everything_wrong_is_said_at_once(meridian: House, bram: FlaskClient) -> None:
    empty = dict.fromkeys(TYPED, "")
    answer = send(meridian, bram, **empty)
    beside, summary = errors(answer.text)
    assert set(beside) >= {"title", "status", "starts_on", "hours", "kind", "counts"}
    assert len(summary) == len(beside)
    assert answer.text.count("Error:") > len(beside)  # the title of the page says so too


@pytest.mark.parametrize(("field", "value"), [("status", "maybe"), ("kind", "x"), ("counts", "")])
def test_a_choice_that_was_not_offered_is_refused(
    meridian: House, bram: FlaskClient, field: str, value: str
) -> None:
    answer = send(meridian, bram, **{field: value})
    assert list(errors(answer.text)[0]) == [field]


def test_a_form_without_its_token_registers_nothing(meridian: House, bram: FlaskClient) -> None:
    assert bram.post(form_of(meridian), data=TYPED).status_code == 400
    assert trainings(meridian) == []


@pytest.mark.parametrize(
    ("who", "role", "sees", "writes"),
    [
        (BRAM, None, 200, 200),
        (CHLOE, None, 403, 403),
        (AMINA, None, 403, 403),
        (CHLOE, Role.READER, 200, 403),
        (CHLOE, Role.ACCESS_MANAGER, 200, 403),
        (CHLOE, Role.REGISTRAR, 200, 200),
    ],
)
def test_who_may_see_and_who_may_write(
    meridian: House, who: str, role: Role | None, sees: int, writes: int
) -> None:
    if role:
        meridian.give_mandate(who, MERIDIAN, role)
    browser = meridian.signed_in(who)
    assert browser.get(f"/employer/{MERIDIAN}/workforce").status_code == sees
    assert browser.get(page_of(meridian)).status_code == sees
    assert browser.get(form_of(meridian)).status_code == writes
    assert ("/trainings/new" in browser.get(page_of(meridian)).text) is (writes == 200)


def test_who_may_only_read_is_not_asked_to_state_or_correct(
    meridian: House, bram: FlaskClient
) -> None:
    send(meridian, bram)
    words = ("State the right of this worker", "to correct it or to cancel it")
    meridian.give_mandate(CHLOE, MERIDIAN, Role.READER)
    for browser, asked in ((bram, True), (meridian.signed_in(CHLOE), False)):
        page = browser.get(page_of(meridian)).text
        assert [each in page for each in words] == [asked, asked]


@pytest.mark.parametrize("number", [ELSEWHERE, "0999999999", "nonsense", "0"])
def test_an_enterprise_bram_does_not_act_for_is_the_same_as_none(
    meridian: House, bram: FlaskClient, number: str
) -> None:
    for path in ("", f"/{meridian.person(AMINA)}", f"/{meridian.person(AMINA)}/trainings/new"):
        assert bram.get(f"/employer/{number}/workforce{path}").status_code == 403


def test_somebody_who_never_worked_here_is_not_there(meridian: House, bram: FlaskClient) -> None:
    for person in (meridian.person(CHLOE), uuid4(), "amina"):
        for path in ("", "/trainings/new"):
            address = f"/employer/{MERIDIAN}/workforce/{person}{path}"
            assert bram.get(address).status_code == 404


def test_bram_sees_of_amina_only_what_concerns_meridian(meridian: House, bram: FlaskClient) -> None:
    meridian.give_mandate(CHLOE, NORD)
    nord = meridian.signed_in(CHLOE)
    address = f"/employer/{NORD}/workforce/{meridian.person(AMINA)}"
    token = csrf(nord.get(f"{address}/trainings/new").text)
    secret = TYPED | {"title": "Welding", "hours": "3", "minutes": "", "csrf_token": token}
    assert nord.post(f"{address}/trainings/new", data=secret).status_code == 302
    send(meridian, bram)
    for path in (page_of(meridian), form_of(meridian), f"/employer/{MERIDIAN}/workforce"):
        page = bram.get(path).text
        for foreign in ("Welding", "Atelier Nord", "9.5", "March 2025"):
            assert foreign not in page, path
    page = bram.get(page_of(meridian)).text
    assert "28 of 38 hours a week" in page
    assert f"2.7{NBSP}days" in page
    theirs = nord.get(address).text
    assert "9.5 of 38 hours a week" in theirs
    assert "Lifting" not in theirs
    # Four days by the agreement of committee 200: 4 x 456 x 9.5/38 = 456 minutes, less 3 hours.
    assert f"4{NBSP}h{NBSP}36" in theirs
    amina = meridian.signed_in(AMINA)
    both = "".join(
        amina.get(f"/training-credit/{meridian.enterprise(number)}").text
        for number in (MERIDIAN, NORD)
    )
    assert "Welding" in both
    assert "Lifting" in both


def test_the_workforce_is_found_by_name_and_turned_page_by_page(
    meridian: House, bram: FlaskClient
) -> None:
    numbers = [ssin("880101", 300 + count) for count in range(60)]
    people = [xml.person(n, f"Jansen{c:02d}", "Jo") for c, n in enumerate(numbers)]
    meridian.load(xml.persons(*people))
    meridian.load(xml.dimona(*(xml.dimona_in(n, MERIDIAN, "2024-01-02") for n in numbers)))

    def rows(query: str) -> list[str]:
        page = bram.get(f"/employer/{MERIDIAN}/workforce?{query}")
        assert page.status_code == 200
        return re.findall(r'<th scope="row".*?>\s*<a[^>]*>(.*?)</a>', page.text)

    first, second = rows(""), rows("page=2")
    assert (len(first), len(second)) == (50, 12)
    assert first[:3] == ["Amina Benali", "Jo Jansen00", "Jo Jansen01"]
    assert second[-1] == "Bram Peeters"
    assert rows("name=jansen1") == [f"Jo Jansen1{n}" for n in range(10)]
    assert rows("name=AMINA%20BEN") == ["Amina Benali"]
    assert rows("name=nobody") == []
    assert rows("name=%00") == []
    assert rows("page=99") == second  # past the end is the end
    for odd in ("page=0", "page=-3", "page=x", "page="):
        assert rows(odd) == first
    assert rows("page=1" + "0" * 40) == second


def test_somebody_who_left_is_not_in_the_workforce_but_her_page_stays(
    meridian: House, bram: FlaskClient
) -> None:
    meridian.load(
        xml.dimona(xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-10-31", made_on="2026-10-30"))
    )
    assert "Amina" not in bram.get(f"/employer/{MERIDIAN}/workforce").text
    assert "31 October 2026" in bram.get(page_of(meridian)).text


def _left(house: House, browser: FlaskClient, query: str = "") -> tuple[list[str], str]:
    """Who is listed as no longer employed, and what the page says."""
    page = browser.get(f"/employer/{MERIDIAN}/workforce?who=left&{query}")
    names = re.findall(r'<th scope="row".*?>\s*<a[^>]*>(.*?)</a>', page.text)
    return names, said(page)


def test_those_who_left_are_listed_by_last_day_for_thirty_days(
    meridian: House, bram: FlaskClient
) -> None:
    days = ["2026-10-21", "2026-10-22", "2026-11-10", "2026-11-09"]
    numbers = [ssin("880101", 300 + count) for count in range(len(days))]
    people = [xml.person(n, f"Jansen{c}", "Jo") for c, n in enumerate(numbers)]
    meridian.load(xml.persons(*people))
    both = zip(numbers, days, strict=True)
    meridian.load(
        xml.dimona(*(xml.dimona_in(n, MERIDIAN, "2024-01-02", ends_on=day) for n, day in both))
    )
    names, page = _left(meridian, bram)
    assert names == ["Jo Jansen2", "Jo Jansen3", "Jo Jansen1"], "nobody of before, nobody of today"
    assert page.count("not stated yet") == 3
    assert _left(meridian, bram, "name=jansen3")[0] == ["Jo Jansen3"]
    names, page = _left(meridian, bram, "name=amina")
    assert names == []
    assert "Nobody of that name left lately." in page


def test_looking_among_those_who_left_is_kept_as_looking_at_each(
    meridian: House, bram: FlaskClient
) -> None:
    meridian.load(
        xml.dimona(xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-10-31", made_on="2026-10-30"))
    )
    assert _left(meridian, bram)[0] == ["Amina Benali"]
    with meridian.engine.connect() as connection:
        seen = connection.execute(
            text("select count(*) from audit_lines where subject_id = :amina"),
            {"amina": meridian.person(AMINA)},
        ).scalar_one()
    assert seen == 1


def test_searching_somebody_who_left_leads_to_her_and_to_how_it_ended(
    meridian: House, bram: FlaskClient
) -> None:
    meridian.load(
        xml.dimona(xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-10-31", made_on="2026-10-30"))
    )
    page = bram.get(f"/employer/{MERIDIAN}/workforce?name=amina")
    assert "Nobody of that name is employed here today." in said(page)
    assert "1 worker of that name is no longer employed here" in said(page)
    assert f"/employer/{MERIDIAN}/workforce?who=left&amp;name=amina" in page.text
    assert "no longer employed here" not in said(
        bram.get(f"/employer/{MERIDIAN}/workforce?name=chlo")
    )
    [end] = re.findall(r'href="([^"]*/employments/[^"]*/end)"', bram.get(page_of(meridian)).text)
    confirm(meridian, bram, f"{end}/statement", end_reason="resignation", notice_from="", reason="")
    names, words = _left(meridian, bram, "name=amina")
    assert names == ["Amina Benali"]
    assert "31.10.2026 stated" in words


def test_somebody_without_a_mandate_is_told_how_to_get_one(meridian: House) -> None:
    page = meridian.signed_in(CHLOE).get("/employer/").text
    assert "No enterprise has given you a mandate." in page
    assert "Meridian" in meridian.signed_in(BRAM).get("/employer/").text
