"""The parser of files: it knows bytes and lines, takes no DOCTYPE, expands no entities, fetches
nothing, and holds the records of what it was told, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from app.channels.batch.elements import HEAD, NAMESPACE, RECORD_ELEMENTS, ROOT, Kind

#: A record, or anything else between two records, has no more bytes; nor has the beginning.
LONGEST = 1 << 20
#: Names of elements that are kept: a file can invent as many as it likes.
_NAMES_KEPT = 1_000
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
        return _KINDS.get(self.name)


_KINDS = {each.value: each for each in RECORD_ELEMENTS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on: the byte and the line on which a record begins."""

    offset: int
    line: int


class _Locals(dict[str, str]):
    """Names of elements of ours; what stands in another namespace, or in none, shows it."""

    def __missing__(self, name: str) -> str:
        local = name.removeprefix(f"{NAMESPACE} ") if " " in name else f"{{}}{name}"
        if len(self) < _NAMES_KEPT:
            self[name] = local
        return local


_local = _Locals()


class Parsing:
    """The parser and what it has seen.  Bytes and lines are those of the whole file.

    It hears of every element of every record: what it does for an element that is as it should
    be comes first, and is little.
    """

    __slots__ = (
        *("head", "records", "record", "ended", "_depth", "_begun", "_text", "_texts"),
        *("_prefix", "_jumped", "_line_jumped", "_at", "_fed", "_parser"),
    )

    def __init__(self, *, prefix: int = 0, at: Place | None = None) -> None:
        self.head: RawRecord | None = None
        self.records: list[RawRecord] = []
        self.record: RawRecord | None = None  # under way
        self.ended = False
        self._depth = 0
        self._begun = False
        self._text: list[str] = []  # since an element began or ended
        self._texts: dict[str, str] = {}  # of the record under way
        self._prefix = prefix
        self._jumped = at.offset - prefix if at else 0
        self._line_jumped: int | None = None
        self._at = at
        self._fed = 0
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes | memoryview, *, last: bool = False) -> None:
        """Raises Broken."""
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            code = _kind_of(error.code, last=last) if self._begun else "not_xml"
            raise Broken(code, self._line(), self._where()) from None
        self._fed += len(piece)
        if self._depth < 2:
            self._text.clear()  # between two records there may be any amount of it
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
        self._depth = depth = self._depth + 1
        if self._text:
            self._pass_over(depth)
        if depth == 3 and not attributes:
            return
        self._begun = True
        name = _local[name]
        if depth == 2:
            begins = self._parser.CurrentByteIndex + self._jumped
            self.record = record = RawRecord(name, begins, self._line())
            self._texts = record.texts
        elif depth == 1:
            if name != ROOT or self._parser.CurrentByteIndex > LONGEST:
                raise Broken("unknown_message", self._line(), name[:60])
        elif depth > 3:
            self._blame("element_unknown", name)
        if attributes and depth > 1:
            self._blame("attribute_unknown", name)

    def _pass_over(self, depth: int) -> None:
        """What stands before an element: in a record nothing but space."""
        if depth == 3 and self.record and "".join(self._text).strip():
            self._blame("text_out_of_place", self.record.name)
        self._text.clear()

    def _blame(self, code: str, name: str) -> None:
        if self.record and not self.record.fault:
            self.record.fault = (code, name[:60])

    def _end(self, name: str) -> None:
        self._depth = depth = self._depth - 1
        if depth == 2:
            name = _local[name]
            if name in self._texts:
                self._blame("element_twice", name)
            elif self._text:
                text = self._text[0] if len(self._text) == 1 else "".join(self._text)
                if text := text.strip():
                    self._texts[name] = text
            self._text.clear()
        elif depth == 1:
            self._end_record()
        elif depth == 0:
            self.ended = True

    def _end_record(self) -> None:
        if self._text:
            self._pass_over(3)
        record = self.record
        assert record, "something has begun"
        if record.name == HEAD and self.head is None and not self.records and not self._at:
            self.head = record
        # The beginning, told once more, has the head in it: that is no record.
        elif not self._at or record.begins >= self._prefix + self._jumped:
            self.records.append(record)
        self.record = None


def _kind_of(code: int, *, last: bool) -> str:
    if code in _TRUNCATED and last:
        return "truncated"
    if code in _ENCODING:
        return "wrong_encoding"
    if code == _ERRORS.codes[_ERRORS.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]:
        return "more_after_the_end"
    return "not_well_formed"
