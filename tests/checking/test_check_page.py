"""Somebody who was handed an attestation checks it: without an account, in one step."""

from __future__ import annotations

import html
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.attestations.numbering import new_number
from app.checking.guessing import MISSES
from certificates.sealing import seal
from tests import messages as xml
from tests.checking.cases import made_keys, plain_pdf
from tests.checking.given import Given, check, hand_over
from tests.house_of import AMINA, MERIDIAN, House


@pytest.fixture
def given(house: House) -> Given:
    return hand_over(house)


def _file(pdf: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(pdf), "attestation.pdf"


def _answer(page: str) -> str:
    """What the page answers, without the forms under it."""
    return page.split('id="answer"')[1].split('<section class="way">')[0]


def test_the_file_is_genuine_unchanged_and_current(house: House, given: Given) -> None:
    page = check(house.stranger(), "document", document=_file(given.pdf)).text
    assert "Genuine, unchanged and still current" in _answer(page)
    assert "Parcours demonstration seal" in _answer(page)


def test_the_code_shows_what_the_paper_must_say(house: House, given: Given) -> None:
    for typed in (given.code, f"http://x.example/check#{given.code}"):
        answer = _answer(check(house.stranger(), "code", code=typed).text)
        assert "Genuine, unchanged and still current" in answer
        assert "Amina Benali" in answer
        assert given.number in answer
        assert "4\u00a0years and 11\u00a0months" in answer, "since January 2022"
        goes_on = "none: the employment goes on (as known on 21\u00a0November\u00a02026)"
        assert goes_on in answer


def test_a_number_tells_that_a_document_exists_and_nothing_about_amina(
    house: House, given: Given
) -> None:
    typed = given.number.lower().replace("-", " ")
    answer = _answer(check(house.stranger(), "number", number=typed).text)
    assert "it is still current" in answer
    assert "Attestation of employments" in answer
    assert "21\u00a0November\u00a02026" in answer
    for secret in ("Amina", "Benali", "1982", "Meridian"):
        assert secret not in answer


def test_a_changed_file_is_told_apart_from_a_foreign_one_and_from_one_without_a_seal(
    house: House, given: Given, tmp_path: Path
) -> None:
    forger = made_keys(tmp_path / "forger")
    forged = seal(plain_pdf(), forger.sealer, at=house.clock.now(), field_label="Seal")
    middle = len(given.pdf) // 2
    changed = given.pdf[:middle] + bytes((given.pdf[middle] ^ 1,)) + given.pdf[middle + 1 :]
    for pdf, title in (
        (changed, "Changed after it was sealed"),
        (given.pdf + b"\n", "Changed after it was sealed"),
        (forged, "Sealed by somebody else"),
        (plain_pdf(), "A PDF without a seal"),
        (b"GIF89a", "This file is not a PDF"),
    ):
        page = check(house.stranger(), "document", document=_file(pdf)).text
        assert title in _answer(page)
        assert "Genuine" not in _answer(page)


def test_a_changed_code_is_told_apart_from_something_else(house: House, given: Given) -> None:
    at = len(given.code) // 2
    other = "A" if given.code[at] != "A" else "B"
    changed = given.code[:at] + other + given.code[at + 1 :]
    assert "This code is not right" in check(house.stranger(), "code", code=changed).text
    assert "not a code of ours" in check(house.stranger(), "code", code="a poem").text


def test_a_document_that_was_overtaken_says_when_and_in_what_and_no_new_value(
    house: House, given: Given
) -> None:
    house.load(xml.dimona(xml.dimona_in(AMINA, MERIDIAN, "2019-05-06", "2020-02-28")))
    house.clock.at += timedelta(minutes=3)
    ways = {"document": _file(given.pdf), "code": given.code, "number": given.number}
    for way, sent in ways.items():
        answer = _answer(check(house.stranger(), way, **{way: sent}).text)
        assert "overtaken" in answer, way
        assert "Since 21\u00a0November\u00a02026" in answer, way
        assert "the employments" in answer, way
        assert "2019" not in answer, way


def test_a_document_that_was_taken_back_says_so(house: House, given: Given) -> None:
    with house.engine.begin() as connection:
        connection.execute(
            text("update attestations set withdrawn_at = :at"), {"at": house.clock.now()}
        )
    assert "but taken back" in check(house.stranger(), "code", code=given.code).text
    assert "was taken back" in check(house.stranger(), "number", number=given.number).text


def test_a_number_from_before_there_were_check_characters_is_found(
    house: House, given: Given
) -> None:
    old = given.number[:-1] + ("2" if given.number[-1] != "2" else "3")
    with house.engine.begin() as connection:
        connection.execute(text("update attestations set number = :old"), {"old": old})
    page = check(house.stranger(), "number", number=old.lower()).text
    assert "a character is wrong or missing" not in page
    assert old in page


def test_a_slip_in_a_number_is_told_at_once_and_an_unknown_number_apart(
    house: House, given: Given
) -> None:
    slip = given.number[:-1] + ("2" if given.number[-1] != "2" else "3")
    page = check(house.stranger(), "number", number=slip).text
    assert "a character is wrong or missing" in page
    assert slip in page, "what was typed stays"
    page = check(house.stranger(), "number", number=new_number(2026)).text
    assert "There is no document under this number" in page


def test_nobody_tries_one_number_after_the_other(house: House, given: Given) -> None:
    browser = house.stranger()
    for _ in range(MISSES):
        answer = check(browser, "number", number=new_number(2026))
        assert "There is no document under this number" in answer.text
    assert check(browser, "number", number=new_number(2026)).status_code == 429
    token = browser.get("/check").text.split('data-token="')[1].split('"')[0]
    asked = {"number": given.number}
    answer = browser.post("/check/state", json=asked, headers={"X-CSRFToken": token})
    assert answer.status_code == 429


def test_real_documents_are_checked_as_often_as_one_likes(house: House, given: Given) -> None:
    browser = house.stranger()
    for _ in range(MISSES + 5):
        assert check(browser, "number", number=given.number).status_code == 200


def test_the_page_s_script_learns_how_a_document_stands_and_no_more(
    house: House, given: Given
) -> None:
    browser = house.stranger()
    token = browser.get("/check").text.split('data-token="')[1].split('"')[0]
    headers = {"X-CSRFToken": token}
    known = browser.post("/check/state", json={"number": given.number}, headers=headers)
    assert known.json == {"name": "current", "on": None, "parts": []}
    unknown = browser.post("/check/state", json={"sha256": "ab" * 32}, headers=headers)
    assert unknown.json == {"name": "unlisted", "on": None, "parts": []}
    for nonsense in ({}, [], {"number": 7}, {"sha256": "x"}, {"number": "1" * 99}):
        assert browser.post("/check/state", json=nonsense, headers=headers).status_code == 400


def test_checks_are_counted_by_the_hour_and_not_by_whom(house: House, given: Given) -> None:
    for _ in range(2):
        check(house.stranger(), "code", code=given.code)
    check(house.stranger(), "document", document=_file(given.pdf))
    with house.engine.connect() as connection:
        rows = connection.execute(
            text("select how, times, hour from attestation_checks order by how")
        ).all()
    hour = house.clock.now().replace(minute=0, second=0, microsecond=0)
    assert [tuple(row) for row in rows] == [("code", 2, hour), ("file", 1, hour)]


def test_an_empty_form_says_what_is_missing(house: House) -> None:
    for way, words in (
        ("document", "Choose the PDF file that you were given"),
        ("code", "Paste the code"),
        ("number", "Enter the number"),
    ):
        page = check(house.stranger(), way).text
        assert words in page
        assert page.count("govuk-error-message") == 1
    assert check(house.stranger(), "magic").status_code == 400


def test_two_megabytes_are_taken_here_and_no_more(house: House) -> None:
    pdf = b"%PDF-1.7\n".ljust(2 << 20, b" ")
    page = check(house.stranger(), "document", document=_file(pdf))
    assert "A PDF without a seal" in page.text
    larger = check(house.stranger(), "document", document=_file(pdf + b" " * (20 << 10)))
    assert larger.status_code == 413
    for answer in (page, larger):
        answer.request.environ["wsgi.input"].close()


def test_the_camera_may_be_used_on_this_page_and_on_no_other(house: House) -> None:
    browser = house.stranger()
    assert "camera=(self)" in browser.get("/check").headers["Permissions-Policy"]
    assert "camera=()" in browser.get("/").headers["Permissions-Policy"]


def test_the_words_of_the_page_can_be_read_by_its_script(house: House) -> None:
    page = house.stranger().get("/check", headers={"Accept-Language": "nl"}).text
    words = json.loads(html.unescape(page.split('data-words="')[1].split('"')[0]))
    assert words["language"] == "nl"
    assert words["kinds"]["career"]
    assert words["facts"]["months"]["unit"] == "months"
