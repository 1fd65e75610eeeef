"""The page on which one picks a person: its list, its form, its languages, its safety."""

from __future__ import annotations

import dataclasses
import html.parser
import json
from collections import Counter
from pathlib import Path

import pytest
from portal_side import AMINA, ISSUER, PEOPLE, Portal, answer_of, national_number

from app.demo.provider.words import WORDS, language_for


def test_the_page_lists_people_without_their_numbers(portal: Portal) -> None:
    page = portal.page().text

    assert "Amina Benali" in page
    assert "Nurse’s aide" in page
    assert AMINA not in page
    assert "This is a demonstration." in page


def test_a_stranger_can_be_played_by_typing_a_number(portal: Portal) -> None:
    ssin = national_number("900909999")
    code = answer_of(portal.type_number(f"{ssin[:6]}-{ssin[6:9]}.{ssin[9:]}"))["code"]
    access_token = portal.exchange(code).json["access_token"]

    claims = portal.read(portal.userinfo(access_token).text).claims

    assert claims["egovNRN"] == ssin
    assert (claims["surname"], claims["givenName"], claims["prefLanguage"]) == (
        "Maes",
        "Dirk",
        "en",
    )


@pytest.mark.parametrize("first_nine", ["904909999", "902909999", "000001999"])
def test_bis_numbers_and_unknown_birth_dates_are_numbers_too(
    portal: Portal, first_nine: str
) -> None:
    assert "code" in answer_of(portal.type_number(national_number(first_nine)))


def test_someone_born_after_2000_has_a_number_too(portal: Portal) -> None:
    assert "code" in answer_of(portal.type_number(f"040909999{97 - 2040909999 % 97:02}"))


def test_a_wrong_check_digit_is_refused_beside_the_field(portal: Portal) -> None:
    wrong = AMINA[:9] + f"{int(AMINA[9:]) % 97 + 1:02}"

    refused = portal.type_number(wrong)

    assert refused.status_code == 400
    before, after = refused.text.split('id="ssin-problem"')
    assert "This number is not valid: check the eleven digits." in after.split("</p>")[0]
    field = after.split("<input", 1)[1].split(">")[0]
    assert 'name="ssin"' in field
    assert f'value="{wrong}"' in field
    assert 'aria-describedby="ssin-hint ssin-problem"' in field
    assert 'aria-invalid="true"' in field
    assert 'href="#ssin"' in before
    assert wrong not in refused.request.url


def test_a_typed_number_counts_without_the_radio_button(portal: Portal) -> None:
    assert "code" in answer_of(portal.type_number(national_number("900909999"), person=""))


def test_a_stranger_needs_a_number_and_both_names(portal: Portal) -> None:
    page = portal.type_number("", surname=" ", given_names="").text

    for problem in ("Type a number.", "Type a surname.", "Type a given name."):
        assert problem in page


def test_choosing_nobody_is_told_beside_the_list(portal: Portal) -> None:
    refused = portal.browser.post(portal.address(), data={"key": "EID"})

    assert refused.status_code == 400
    assert 'id="person-problem"' in refused.text


def test_what_people_type_stays_text(portal: Portal) -> None:
    page = portal.type_number("x", surname="<b>&\"'").text

    assert "<b>" not in page
    assert 'value="&lt;b&gt;&amp;&#34;&#39;"' in page


def test_the_list_follows_its_file(portal: Portal, people: Path) -> None:
    assert "Chloé" not in portal.page().text

    chloe = PEOPLE["people"][0] | {"given_names": "Chloé", "ssin": national_number("900909999")}
    people.write_text(json.dumps({"people": [*PEOPLE["people"], chloe]}))

    assert "Chloé" in portal.page().text


def test_without_a_list_the_page_says_so_and_a_number_still_works(
    portal: Portal, people: Path
) -> None:
    people.unlink()

    assert "The list of people is not there yet." in portal.page().text
    assert "code" in answer_of(portal.type_number(AMINA))


@pytest.mark.parametrize(
    "content",
    [
        "",
        '{"people": [{"ssin": "1"',
        "[]",
        '{"people": 3}',
        json.dumps({"people": [PEOPLE["people"][0], {"ssin": "820514"}]}),
        json.dumps({"people": [PEOPLE["people"][0] | {"language": "it"}]}),
    ],
)
def test_a_list_that_is_wrong_anywhere_is_refused_whole(
    portal: Portal, people: Path, content: str
) -> None:
    people.write_text(content)

    page = portal.page().text

    assert "The list of people cannot be read." in page
    assert "Amina" not in page


@pytest.mark.parametrize("language", WORDS)
def test_the_page_speaks_the_language_the_portal_asks_for(portal: Portal, language: str) -> None:
    page = portal.page(ui_locales=f"it {language}-BE").text

    assert f'<html lang="{language}">' in page
    assert WORDS[language].choose_title in page
    assert WORDS[language].warning_title in page


def test_each_language_says_everything_in_its_own_words() -> None:
    for name in (field.name for field in dataclasses.fields(WORDS["en"])):
        texts = Counter(getattr(words, name) for words in WORDS.values())
        assert "" not in texts
        assert max(texts.values()) == 1, name


def test_the_portals_wish_comes_before_the_browsers_and_english_last() -> None:
    assert language_for("nl", ["fr"]) == "nl"
    assert language_for("it", ["pt", "de-AT", "fr"]) == "de"
    assert language_for(None, []) == "en"


def test_the_language_links_keep_the_request(portal: Portal) -> None:
    page = portal.page().text
    link = page.split('<a href="')[3].split('"')[0].replace("&amp;", "&")

    german = portal.browser.get(f"{ISSUER}/authorize{link}")

    assert '<html lang="de">' in german.text
    assert "state=the+state" in link


def test_the_page_runs_no_script_and_sends_its_form_only_home_or_to_the_portal(
    portal: Portal,
) -> None:
    headers = portal.page().headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; "
        "form-action 'self' http://localhost:8000; frame-ancestors 'none'"
    )
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    with portal.browser.get("/fas/oauth2/static/provider.css") as style:
        assert style.status_code == 200


class _Structure(html.parser.HTMLParser):
    """Collects identifiers and what refers to them."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.references.update(given.get(name, "").split())
        if given.get("href", "").startswith("#"):
            self.references.add(given["href"][1:])


def test_every_reference_on_the_page_has_one_target(portal: Portal) -> None:
    for response in (
        portal.page(),
        portal.type_number("", surname="", given_names="", key="none"),
        portal.browser.post(portal.address(), data={}),
    ):
        structure = _Structure()
        structure.feed(response.text)
        assert max(Counter(structure.ids).values()) == 1
        assert structure.references <= set(structure.ids)
