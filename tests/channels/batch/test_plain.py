"""Records found by their pattern are those that a parser finds, however a file is written."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from app.channels.batch.plain import LONGEST_PLAIN, Plain
from app.channels.batch.reading import Place, RawRecord, Reader, read_beginning
from tests.channels.batch.files import BEGINNING, END, about, element, head, message, training
from tests.lots import draw_lots

#: Files as different systems write them.
WRITTEN: dict[str, Callable[[str], bytes]] = {
    "as here": str.encode,
    "as Windows does": lambda text: text.replace("\n", "\r\n").encode(),
    "as old systems did": lambda text: text.replace("\n", "\r").encode(),
    "in one line": lambda text: text.replace("\n", "").encode(),
    "with a declaration": lambda text: f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode(),
    "in ASCII": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "with a prefix": lambda text: _with_prefix(text).encode(),
    "in Latin 1": lambda text: f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode(
        "iso-8859-1"
    ),
    "in two bytes each": lambda text: text.encode("utf-16"),
}
RECORDS = (
    *(training(f"N{n}", Title=f"Course {n}") for n in range(4)),
    training("R1", Title="Sécurité & santé\nau travail ", ProviderName=" a  b "),
    about("OptOut", "R2", Year="2026", Reason="<none>"),
    about("CancelTraining", "R3", Reason=""),
    about("CancelTraining", "R4", Reason=" \n"),
    training("R5"),
    training("R6").replace("</Title>", "</Title><Title>Again</Title>"),
    training("R7"),
    element("Dismiss", Why="x"),
    *(training(f"M{n}", Title="\N{NO-BREAK SPACE}é" * n, Internal="true") for n in range(3)),
)
#: What may stand somewhere in a file, and where it may not.
THROWN_IN = [
    *(b"<", b">", b"&", b"/", b"&#13;", b"&#32;", b"&#0;", b"&#xD800;", b"&nbsp;", b"&lt;", b"]]>"),
    *(b"\r", b"\n\n", b"\0", b"\x0b", b"\xff", b"\xef\xbf\xbe", b"\xc2\xa0", b" ", b"x", b":"),
    *(b"<!-- - -->", b"<![CDATA[</RegisterTraining>]]>", b"<?say it?>", b' a="b"', b"<A/>"),
    *(b"]]", b"\xef\xbf", b"&#1;", b"&#x1F600;", b"&amp;amp;"),
    *(b"</RegisterTraining>", b"<RegisterTraining>", b"<A>x</A>", b"</A>", b' xmlns="x"', b"<p:A>"),
]


def _with_prefix(text: str) -> str:
    named = text.replace("</", "</r:").replace("<", "<r:").replace("<r:/r:", "</r:")
    return named.replace("xmlns=", "xmlns:r=")


Found = tuple[list[RawRecord], object]


def found(content: bytes, first: Place, most: int = 1_000, together: int = 1 << 20) -> Found:
    """All records from the first on, ``most`` at a time, and what ended it."""
    reader, records = Reader(content[: first.offset], first), list[RawRecord]()
    while True:
        some = reader.read(most, lambda offset: content[offset : offset + together])
        records += some.records
        if some.then is None:
            broken = some.broken
            return records, broken and (broken.code, broken.line, broken.element)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes, Place], Found]:
    """What the parser finds without help."""

    def parse(content: bytes, first: Place) -> Found:
        with monkeypatch.context() as alone:
            alone.setattr(Plain, "of", lambda _beginning: None)
            return found(content, first)

    return parse


@pytest.mark.parametrize("written", WRITTEN)
def test_however_a_file_is_written_its_records_are_those_that_a_parser_finds(
    written: str, parsed: Callable[[bytes, Place], Found]
) -> None:
    content, first = _whole(written)
    expected = parsed(content, first)
    assert expected[1] is None
    for most, together in ((1, 50), (3, 1_000), (100, 1 << 20)):
        assert found(content, first, most, together) == expected


@pytest.mark.parametrize("written", WRITTEN)
def test_whatever_is_thrown_into_a_text_the_parser_would_have_found_no_other_records(
    written: str, parsed: Callable[[bytes, Place], Found]
) -> None:
    whole, first = _whole(written)
    for title in (b"urse 2", "urse 2".encode("utf-16-le")):
        before, there, after = whole.partition(title)
        if there:
            for thrown in THROWN_IN:
                for content in (before + thrown + title + after, before + title + thrown + after):
                    assert found(content, first, 3, 1_000) == parsed(content, first), content


@pytest.mark.parametrize("together", [1, 2, 3])
def test_what_no_text_may_hold_is_not_overlooked_where_a_file_is_cut_amid_it(
    together: int, parsed: Callable[[bytes, Place], Found]
) -> None:
    whole, first = _whole("in one line")
    for thrown in (b"]]>", b"\xef\xbf\xbe"):
        content = whole.replace(b"Course 2", b"Course " + thrown)
        assert found(content, first, 3, together) == parsed(content, first)


@pytest.mark.parametrize("written", WRITTEN)
def test_whatever_is_thrown_anywhere_the_parser_would_have_found_no_other_records(
    written: str, parsed: Callable[[bytes, Place], Found]
) -> None:
    lots = draw_lots()
    whole, first = _whole(written)
    for _ in range(40):
        content = _disturbed(lots, whole, first)
        most, together = lots.choice((1, 2, 5, 100)), lots.choice((33, 500, 1 << 20))
        assert found(content, first, most, together) == parsed(content, first), content


def _whole(written: str) -> tuple[bytes, Place]:
    content = WRITTEN[written](message(*RECORDS))
    return content, read_beginning([content]).first


def _disturbed(lots: Random, content: bytes, first: Place) -> bytes:
    for _ in range(lots.randint(1, 2)):
        begin = lots.randrange(first.offset, len(content))
        end = begin + lots.choice((0, 0, 0, 1, 5, 40))
        content = content[:begin] + lots.choice(THROWN_IN) + content[end:]
    return content


@pytest.mark.parametrize("written", ["as here", "as Windows does", "in ASCII", "with a prefix"])
def test_what_systems_mostly_write_is_found_by_its_pattern(written: str) -> None:
    plain = [each for each in RECORDS if "Dismiss" not in each and "Again" not in each]
    content = WRITTEN[written](message(*plain))
    first = read_beginning([content]).first
    finder = Plain.of(content[: first.offset])
    assert finder
    records, then = finder.read(first, 100, lambda offset: content[offset:])
    assert [each.texts["RecordReference"] for each in records] == [
        *("N0", "N1", "N2", "N3", "R1", "R2", "R3", "R4", "R5", "R7", "M0", "M1", "M2")
    ]
    assert then is None


def test_a_record_that_never_ends_is_left_to_the_parser_before_it_fills_the_memory() -> None:
    asked: list[int] = []

    def bytes_from(offset: int) -> bytes:
        asked.append(offset)
        return b"x" * 1_000

    content = f"{BEGINNING}{head()}<RegisterTraining><Title>".encode()
    finder = Plain.of(content)
    assert finder
    place = read_beginning([content, b"</Title></RegisterTraining>", END.encode()]).first
    assert finder.read(place, 5, bytes_from) == ([], None)
    assert len(asked) <= LONGEST_PLAIN // 1_000 + 1
