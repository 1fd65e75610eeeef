"""Whatever a register or whoever typed has put into a name or a title: it is only text.

Laying out fetches nothing, opens no file but its own, and does not go on for minutes.
"""

import builtins
import io
import json
import logging
import os
import socket
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from certificates.attestation import Kind
from certificates.document import TooLong, is_too_long, page, render
from certificates.letters import LONGEST, printable
from certificates.paper import OwnFilesOnly
from certificates.record import read_record
from certificates.sections import Trainings
from tests.certificates.documents import (
    MOVING,
    SECTIONS,
    document,
    forty_years,
    nothing_to_tell,
)
from tests.certificates.reading import text_of
from tests.certificates.test_documents import attached, opened

HOUSE = Path(__file__).parents[2]
#: Our files, those of libraries, and the folder in which WeasyPrint puts fonts for Pango.
OWN = (
    str(HOUSE / "certificates"),
    *{sysconfig.get_path(each) for each in ("purelib", "stdlib")},
    str(Path(tempfile.gettempdir()) / "weasyprint-"),
)
HOSTILE = (
    '"><img src="file:///etc/passwd"><link rel="attachment" href="http://127.0.0.1:9/a">'
    "<style>@import url(http://127.0.0.1:9/b);*{background:url(file:///etc/hostname)}</style>"
    "{{ it }}{% include '/etc/passwd' %} {name} %(num)s"
)
#: Texts of documents that are codes, or are looked at by nobody.
_NOT_TYPED = {"number", "reference", "language", "drawing_svg", "code_address", "check_address"}


def typed_as(value: Any, text: str) -> Any:
    """The same document with every text that somebody may have typed replaced."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            each.name: typed_as(getattr(value, each.name), text)
            for each in fields(value)
            if each.init and each.name not in _NOT_TYPED
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(typed_as(each, text) for each in value)
    # Codes are written small; names and titles begin with a capital somewhere.
    if type(value) is str and any(letter.isupper() for letter in value):
        return text
    return value


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that is opened, and every connection that is tried, while the test runs."""
    seen: list[str] = []

    def heard(real: Callable[..., Any], place: int = 0) -> Callable[..., Any]:
        def hearing(*given: Any, **named: Any) -> Any:
            seen.append(str(given[place]))
            return real(*given, **named)

        return hearing

    for where, name in ((builtins, "open"), (io, "open"), (os, "open"), (socket, "getaddrinfo")):
        monkeypatch.setattr(where, name, heard(getattr(where, name)))
    monkeypatch.setattr(socket.socket, "connect", heard(socket.socket.connect, 1))
    return seen


class _Elements(HTMLParser):
    """The elements of a page with the names of their attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _value in attributes]))


@pytest.mark.parametrize("kind", Kind)
def test_a_page_has_no_element_that_somebody_typed(kind: Kind) -> None:
    harmless, hostile = (
        _Elements(page(typed_as(document(kind, "fr"), text))) for text in ("Amina", HOSTILE)
    )
    assert hostile.found == harmless.found


#: So many that every section is laid out.
LAID_OUT = [
    kind
    for place, kind in enumerate(SECTIONS)
    if {*map(type, SECTIONS[kind])}
    - {type(each) for earlier in list(SECTIONS)[:place] for each in SECTIONS[earlier]}
]


@pytest.mark.parametrize("kind", LAID_OUT)
def test_hostile_texts_everywhere_are_only_texts(
    kind: Kind, caplog: pytest.LogCaptureFixture, openings: list[str]
) -> None:
    hostile = typed_as(document(kind, "fr"), HOSTILE)
    with caplog.at_level(logging.WARNING):
        made = render(hostile)
    assert not caplog.records, "nothing was even tried"
    assert openings, "our own files are"
    assert [each for each in openings if not each.startswith(OWN)] == []
    assert list(opened(made).attachments) == ["attestation.json"]
    assert "file:///etc/passwd" in text_of(made)
    assert HOSTILE in attached_texts(made)


def attached_texts(made: bytes) -> set[str]:
    """Every text in the attached data."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from texts(each)
        elif isinstance(value, str):
            yield value

    return set(texts(json.loads(attached(made))))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://parcours.example/",
        "data:text/css,*{}",
        "certificate:/etc/passwd",
        "certificate:../keys.py",
        "certificate:layout/document.css",
        "document.css",
        "",
    ],
)
def test_a_page_reaches_nothing_but_the_files_it_may_name(address: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing from outside"):
        OwnFilesOnly({"drawing.svg": b"<svg/>"}).fetch(address)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<img src=file:///etc/passwd>", "<img src=file:///etc/passwd>"),
        ("{{ it }}{% raw %} {name}", "{{ it }}{% raw %} {name}"),
        ("Benali\u202e\u2066anima\u200f\x00\x1b\ud800", "Benalianima"),
        ("李 Amina", "\ufffd Amina"),
    ],
)
def test_a_hostile_name_is_only_a_name(
    caplog: pytest.LogCaptureFixture, name: str, shown: str
) -> None:
    hostile = nothing_to_tell("en", name)
    with caplog.at_level(logging.WARNING):
        made = render(hostile)
    assert shown in text_of(made)
    assert not caplog.records
    holder = read_record(attached(made)).holder
    assert holder is not None
    assert holder.name == name


def test_a_text_no_register_should_hold_is_cut_on_paper_and_whole_in_the_data() -> None:
    """A word without end takes the square of its length to lay out: a long one takes hours."""
    name = "Wolfeschlegelsteinhausen" * 50_000
    made = render(nothing_to_tell("en", name[: 24 * 20]))
    letters = "".join(text_of(made).split())
    # Twice whole, under the title and in the first sentence, but for a cut at each page's end.
    cuts = len(opened(made).pages)
    assert letters.count("Wolfeschlegelsteinhausen") >= 2 * 20 - cuts
    assert printable(name) == name[: LONGEST - 1] + "…"
    longer = render(nothing_to_tell("en", name[:9_000]))
    holder = read_record(attached(longer)).holder
    assert holder is not None
    assert len(holder.name) == 9_000


def test_more_than_one_document_holds_is_not_laid_out() -> None:
    """What it would say is minutes of work: whoever asked is told before."""
    many = replace(
        nothing_to_tell("en"), kind=Kind.TRAININGS, sections=(Trainings((MOVING,) * 9_000),)
    )
    assert is_too_long(many)
    with pytest.raises(TooLong):
        render(many)
    with pytest.raises(TooLong):
        render(nothing_to_tell("en", "Wolfeschlegelsteinhausen" * 50_000))
    with pytest.raises(TooLong):
        render(replace(nothing_to_tell("en"), drawing_svg="<svg>" + "<g/>" * 200_000 + "</svg>"))
    assert not is_too_long(forty_years())


def test_a_drawing_cannot_reach_for_a_file(caplog: pytest.LogCaptureFixture) -> None:
    reaching = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<image href="file:///etc/hostname" width="9" height="9"/>'
        '<image href="http://127.0.0.1/" width="9" height="9"/></svg>'
    )
    with caplog.at_level(logging.ERROR):
        render(replace(nothing_to_tell("en", "Bram"), drawing_svg=reaching))
    refusals = [entry.getMessage() for entry in caplog.records]
    assert len(refusals) == 2
    assert all("fetches nothing from outside" in refusal for refusal in refusals)
