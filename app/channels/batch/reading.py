"""Reading a file as a stream, from its beginning or from any record on.

The parser is told the beginning of the file once more, up to the first record, and then goes on
at the byte where a record begins: what was read before need not be read again.  It knows bytes
and lines, takes no DOCTYPE, expands no entities, fetches nothing, and holds one piece and the
records read from it, whatever the size of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from app.channels.batch.elements import HEAD, NAMESPACE, RECORD_ELEMENTS, ROOT, Kind

#: Bytes given to the parser at a time.
PIECE = 1 << 16
#: A record, or anything else between two records, has no more bytes; nor has the beginning.
LONGEST = 1 << 20
#: What stands before the first record has no more bytes: the parser is told it again and again.
LONGEST_BEGINNING = 1 << 16
_ERRORS = expat.errors
_TRUNCATED = frozenset(
    _ERRORS.codes[each]
    for each in (
        _ERRORS.XML_ERROR_NO_ELEMENTS,
        _ERRORS.XML_ERROR_UNCLOSED_TOKEN,
        _ERRORS.XML_ERROR_PARTIAL_CHAR,
        _ERRORS.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
_ENCODING = frozenset(
    _ERRORS.codes[each]
    for each in (_ERRORS.XML_ERROR_UNKNOWN_ENCODING, _ERRORS.XML_ERROR_INCORRECT_ENCODING)
)


class Broken(Exception):
    """The file cannot be read on from here; what came before in it stands."""

    def __init__(self, code: str, line: int, element: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.element = element


@dataclass(slots=True)
class RawRecord:
    """A record as texts: the element to its text, stripped; empty ones left out.

    ``begins`` and ``line``: the byte and the line on which it begins.  ``fault``: the first thing
    about its elements that no record may have, a code and an element.
    """

    name: str
    begins: int
    line: int
    texts: dict[str, str] = field(default_factory=dict)
    fault: tuple[str, str] | None = None

    @property
    def kind(self) -> Kind | None:
        return Kind(self.name) if self.name in _KINDS else None


_KINDS = frozenset(each.value for each in RECORD_ELEMENTS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on: the byte and the line on which a record begins."""

    offset: int
    line: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """What stands before the first record: ``head`` as texts, and where the first one begins."""

    head: RawRecord
    first: Place


@dataclass(frozen=True, slots=True)
class ReadOn:
    """The next records.  ``then``: where to go on; None at the end, or where it is broken."""

    records: list[RawRecord]
    then: Place | None
    broken: Broken | None = None


@lru_cache(maxsize=1_000)
def _local(name: str) -> str:
    """The name of an element of ours; what stands in another namespace keeps it."""
    return name.removeprefix(f"{NAMESPACE} ")


class _Parsing:
    """The parser and what it has seen.  Bytes and lines are those of the whole file."""

    def __init__(self, *, prefix: int = 0, at: Place | None = None) -> None:
        self.head: RawRecord | None = None
        self.records: list[RawRecord] = []
        self.record: RawRecord | None = None  # under way
        self.ended = False
        self._depth = 0
        self._begun = False
        self._leaf = ""
        self._text: list[str] = []
        self._prefix = prefix
        self._jumped = at.offset - prefix if at else 0
        self._line_jumped: int | None = None
        self._at = at
        self._fed = 0
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Raises Broken."""
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            code = _kind_of(error.code, last=last) if self._begun else "not_xml"
            raise Broken(code, self._line(), self._where()) from None
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > LONGEST or (
            self.record and self._fed + self._jumped - self.record.begins > LONGEST
        ):
            raise Broken("record_too_long", self._line(), self._where())

    def _where(self) -> str:
        return self.record.name[:60] if self.record else ROOT

    def _line(self) -> int:
        line = self._parser.CurrentLineNumber
        if self._at is None or self._parser.CurrentByteIndex < self._prefix:
            return line
        if self._line_jumped is None:
            # The first thing after the beginning is the record at which reading goes on.
            self._line_jumped = self._at.line - line
        return line + self._line_jumped

    def _doctype(self, *_: Any) -> None:
        raise Broken("doctype_refused", self._line(), "DOCTYPE")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._begun = True
        name = _local(name)
        if self._depth == 3:
            self._leaf, self._text = name, []
        elif self._depth == 2:
            begins = self._parser.CurrentByteIndex + self._jumped
            self.record = RawRecord(name, begins, self._line())
        elif self._depth == 1:
            if name != ROOT or self._parser.CurrentByteIndex > LONGEST:
                raise Broken("unknown_message", self._line(), name[:60])
        elif self.record and not self.record.fault:
            self.record.fault = ("element_unknown", name[:60])
        if attributes and self._depth > 1 and self.record and not self.record.fault:
            self.record.fault = ("attribute_unknown", name[:60])

    def _characters(self, text: str) -> None:
        if self._depth == 3:
            self._text.append(text)
        elif self._depth == 2 and self.record and not self.record.fault and text.strip():
            self.record.fault = ("text_out_of_place", self.record.name[:60])

    def _end(self, _name: str) -> None:
        self._depth -= 1
        record = self.record
        if self._depth == 2 and record:
            self._take(record)
        elif self._depth == 1 and record:
            if record.name == HEAD and self.head is None and not self.records and not self._at:
                self.head = record
            # The beginning, told once more, has the head in it: that is no record.
            elif not self._at or record.begins >= self._prefix + self._jumped:
                self.records.append(record)
            self.record = None
        elif self._depth == 0:
            self.ended = True

    def _take(self, record: RawRecord) -> None:
        text = "".join(self._text).strip()
        if self._leaf in record.texts:
            record.fault = record.fault or ("element_twice", self._leaf[:60])
        elif text:
            record.texts[self._leaf] = text


def _kind_of(code: int, *, last: bool) -> str:
    if code in _TRUNCATED and last:
        return "truncated"
    if code in _ENCODING:
        return "wrong_encoding"
    if code == _ERRORS.codes[_ERRORS.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]:
        return "more_after_the_end"
    return "not_well_formed"


def read_beginning(pieces: Iterable[bytes]) -> Beginning:
    """The head, and where the first record begins.  Raises Broken, where there is neither too."""
    parsing = _Parsing()
    for piece in _pieces(pieces):
        parsing.feed(piece, last=not piece)
        first = parsing.records[0] if parsing.records else parsing.record
        if parsing.head and first:
            if first.begins > LONGEST_BEGINNING:
                raise Broken("head_too_long", first.line, HEAD)
            return Beginning(parsing.head, Place(first.begins, first.line))
        if first and first.name != HEAD:
            raise Broken("head_missing", first.line, first.name[:60])
    raise Broken("no_records" if parsing.head else "head_missing", parsing._line(), ROOT)


def read_on(beginning: bytes, pieces: Iterable[bytes], at: Place, *, most: int) -> ReadOn:
    """The next records from a place on: ``most`` of them, and a few that stood beside them.

    ``beginning`` are the bytes before the first record; ``pieces`` those from ``at.offset`` on.
    Which records they are hangs on nothing but the file and the place.
    """
    parsing = _Parsing(prefix=len(beginning), at=at)
    try:
        parsing.feed(beginning)
        for piece in _pieces(pieces):
            parsing.feed(piece, last=not piece)
            # The parser cannot be told to stop: it stops where a record is left half read.
            if len(parsing.records) >= most and parsing.record:
                half = parsing.record
                return ReadOn(parsing.records, Place(half.begins, half.line))
    except Broken as broken:
        return ReadOn(parsing.records, None, broken)
    return ReadOn(parsing.records, None)


def _pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of a size that the parser is given, and an empty one at the end."""
    for each in pieces:
        for begin in range(0, len(each), PIECE):
            yield each[begin : begin + PIECE]
    yield b""
