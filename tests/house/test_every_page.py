"""Every page, for every reader, in every language: well made, and nobody's script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import html5lib
from lxml import etree

from app.foundation.languages import LANGUAGES
from tests.house.lives import SCRIPT
from tests.house.pages import Page
from tests.house.walking import each_language, together, unknown_in, walk
from tests.house_of import House

STATUS = {
    "no such page": 404,
    "not signed in": 401,
    "wrong method": 405,
    "not open to you": 403,
    "request refused": 400,
}
#: What a form control says about itself without being seen has no label.
UNLABELLED = {"hidden", "submit", "button"}
ADDRESSES = {"href", "src", "action", "formaction"}
ELSEWHERE = ("javascript:", "data:", "http:", "//")
POINTERS = {"for", "aria-labelledby", "aria-describedby"}
#: An attribute: of which kind of element, its name and its value.
Said = tuple[str, str, str]
#: What means nothing to the rules of HTML: references as Jinja writes them, values of attributes
#: but for the type of a control, and words.  Whatever is written otherwise stays as it is.
PLAIN = r"\t\n !#-%'-;=?-~\u00a0-\ud7ff"
REFERENCE = re.compile("&(?:amp|lt|gt|nbsp|#34|#39);")
VALUE = re.compile(rf'(?<!\btype)="[{PLAIN}]*"')
TEXT = re.compile(rf'>[{PLAIN}"]+<')
BLANK = re.compile(r">[\t\n ]+<")


def faults_of(page: Page) -> Iterator[str]:
    """Everything wrong with one page, in words."""
    expected = STATUS.get(page.name, 200)
    if page.status != expected:
        yield f"answers {page.status}"
    if _errors_of(_shape(page.html)):
        yield from (f"is not valid: {error}" for error in _errors_of(page.html))
    # What is valid is read alike by a parser ten times as fast.
    tree = etree.fromstring(page.html, parser=etree.HTMLParser(remove_comments=True))
    # Of every element, once: what is asked of each of them is asked of very many.
    said = [(e.tag, name, value) for e in tree.iter("*") for name, value in e.items()]
    if tree.get("lang") != page.language:
        yield f"says it is in {tree.get('lang')}"
    if len(headings := list(tree.iter("h1"))) != 1 or not _says(headings[0]):
        yield f"has {len(headings)} first headings"
    title = tree.findtext("head/title") or ""
    if not title.endswith(" – Parcours"):
        yield f"is titled {title!r}"
    yield from _faults_of_ids(said)
    yield from _faults_of_controls(tree)
    yield from _faults_of_scripts(tree, said)


def _shape(page: str) -> str:
    """The tags of a page without its words: what makes it valid or not.

    Most pages have the shape of another one: in another language, or with other people in it.
    """
    bare = VALUE.sub('=""', REFERENCE.sub("x", page))
    # Which language is the current one differs in each.
    bare = bare.replace('hreflang="" title="" aria-current="">', 'hreflang="" title="">')
    # A form feed is a blank too, and none of ours.
    return TEXT.sub(">x<", BLANK.sub(">\f<", bare))


@cache
def _errors_of(page: str) -> tuple[str, ...]:
    """Why a page is not valid HTML."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(page)
    return tuple(f"{code} {values} at {place}" for place, code, values in parser.errors)


def _says(element: Any) -> bool:
    return any(map(str.strip, element.itertext()))


def _faults_of_ids(said: list[Said]) -> Iterator[str]:
    ids = Counter(value for _, name, value in said if name == "id")
    yield from (f"has {count} elements {name!r}" for name, count in ids.items() if count > 1)
    for _, name, value in said:
        if name in POINTERS:
            for target in value.split():
                if target not in ids:
                    yield f"points with {name} to {target!r}, which is not there"
        elif name == "href" and value.startswith("#") and value[1:] not in ids:
            yield f"links to {value}, which is not there"


def _faults_of_controls(tree: Any) -> Iterator[str]:
    labelled = {label.get("for") for label in tree.iter("label") if _says(label)}
    for control in tree.iter("input", "select", "textarea"):
        if control.get("type") not in UNLABELLED and control.get("id") not in labelled:
            yield f"has no label for {control.get('name')!r}"
    for form in tree.iter("form"):
        named = {control.get("name") for control in form.iter("input")}
        if (form.get("method") or "").lower() == "post" and "csrf_token" not in named:
            yield f"has a form without its token, to {form.get('action')!r}"
    for control in tree.iter("a", "button"):
        if not _says(control) and not control.get("aria-label"):
            yield f"has an empty {control.tag}"


def _faults_of_scripts(tree: Any, said: list[Said]) -> Iterator[str]:
    """The security policy would refuse them; better that they are not there at all."""
    for element in tree.iter("style", "script"):
        if element.tag == "style" or not element.get("src"):
            yield f"has an inline {element.tag}: {(element.text or '')[:40]}"
    for tag, name, value in said:
        if name == "style" or name.startswith("on"):
            yield f"has {name} on {tag}"
        if name in ADDRESSES and value.lower().startswith(ELSEWHERE):
            yield f"refers to {value[:40]}"


@each_language()
def test_every_page_is_well_made(house: House, language: str) -> None:
    pages = walk(house, language).pages
    faults = [f"{page}: it {fault}" for page in pages for fault in faults_of(page)]
    assert not faults, "\n".join(faults)
    assert not [str(page) for page in pages if SCRIPT in page.html]


@together
def test_every_page_of_a_reader_has_a_title_of_its_own(house: House) -> None:
    titles: dict[tuple[str, str], set[str]] = {}
    for page in walk(house, "en").pages:
        title = page.html.split("<title>")[1].split("</title>")[0]
        # With mistakes, after a search or while something is made it is still the same page.
        place = re.sub(r"[0-9a-f-]{36}|\d+", "…", page.path)
        titles.setdefault((page.reader, title.removeprefix("Error: ")), set()).add(place)
    shared = {title: places for title, places in titles.items() if len(places) > 1}
    assert not shared, "\n".join(f"{title}: {places}" for title, places in shared.items())


@each_language("en")
def test_no_page_shows_a_sentence_in_another_language(house: House, language: str) -> None:
    missing = walk(house, language).missing
    assert not missing, f"not in the catalogue: {sorted(missing)}"


@together
def test_all_that_is_said_in_english_can_be_said_in_every_language(house: House) -> None:
    """Those who mean harm are met in English only."""
    said = walk(house, "en").missing
    assert len(said) > 1_000, "the walk noted what was said"
    unknown = {language: unknown_in(language, said) for language in LANGUAGES if language != "en"}
    assert not any(unknown.values()), f"not in the catalogue: {unknown}"


def test_nobody_is_answered_in_the_language_of_whoever_came_before(house: House) -> None:
    def answer(language: str, method: str, path: str) -> str:
        answer = house.stranger().open(path, method=method, headers={"Accept-Language": language})
        return answer.text.split('<html lang="')[1][:2]

    for method, path in (("GET", "/"), ("POST", "/sign-out"), ("GET", "/x"), ("PUT", "/career")):
        assert [answer(each, method, path) for each in ("nl", "de", "fr", "en", "it")] == [
            *("nl", "de", "fr", "en", "fr")
        ], path
