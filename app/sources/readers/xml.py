"""Reading XML as a stream, safe against hostile files, with faults that name their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import IO, Any, TypeVar

from lxml import etree

from app.foundation.clock import BRUSSELS

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something was not taken.  ``params`` never hold a national number."""

    line: int | None
    element: str
    code: str
    params: tuple[tuple[str, Any], ...] = ()


#: Nine digits or more, however they are written: it may be a national number gone astray.
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-/]*\d){8,}")


class Faulty(ValueError):
    """Raised by converters; the reader adds the line.

    ``value`` among the parameters is what was written.  It is cut to what helps to find it,
    and a long number in it is left out: it may be a national number in the wrong place.
    """

    def __init__(self, code: str, element: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.element = element
        #: The element that holds the fault, where a record holds several of that name.
        self.place: Any = None
        if "value" in params:
            params["value"] = _LONG_NUMBER.sub("…", params["value"])[:20]
        self.params = tuple(sorted(params.items()))


class Unreadable(Exception):
    """The message cannot be read on; whatever came before in it must not be kept."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def root_of(stream: IO[bytes]) -> tuple[str, int | None]:
    """The name of the root element and its line; Unreadable as :func:`events` says."""
    watched = _Watched(stream)
    for _, root in _parsed(watched, events=("start",)):
        watched.refuse_doctype(root)
        return str(root.tag), root.sourceline
    raise Unreadable(Fault(None, "", "not_xml"))


def events(stream: IO[bytes], tags: tuple[str, ...]) -> Iterator[Any]:
    """The elements of those names, each at its end.

    Raises Unreadable for a DOCTYPE, broken XML, a wrong encoding, a text of unreasonable
    size.  Entities are not expanded, nothing is fetched.
    """
    checked, watched = False, _Watched(stream)
    for _, element in _parsed(watched, events=("end",), tag=tags):
        if not checked:
            watched.refuse_doctype(element)
            checked = True
        yield element


#: Bytes between a ``<`` and its ``>``: the longest tag or comment that is waited for.
_LONGEST_TAG = 1 << 20


class _Watched:
    """A stream that ends where a tag or a comment is of unreasonable size.

    The parser holds a tag until it is complete, three times over: an attribute of a gigabyte
    would fill the memory before anything was refused.  Nor does the parser tell on which line a
    DOCTYPE stands.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._line = 1
        self._open = 0  # bytes since the last ``<`` that no ``>`` has followed
        self._begun = 1  # the line of that one
        self._doctype: int | None = None  # its line, where it was seen

    def read(self, size: int = -1) -> bytes:
        """As the stream's; Unreadable when what has begun is too long."""
        data = self._stream.read(size)
        if self._doctype is None and (at := data.find(b"<!DOCTYPE")) >= 0:
            self._doctype = self._line + data.count(b"\n", 0, at)
        begun, ended = data.rfind(b"<"), data.rfind(b">")
        if begun > ended:
            self._open, self._begun = len(data) - begun, self._line + data.count(b"\n", 0, begun)
        elif ended >= 0:
            self._open = 0
        elif self._open:
            self._open += len(data)
        self._line += data.count(b"\n")
        if self._open > _LONGEST_TAG:
            raise Unreadable(Fault(self._begun, "", "text_too_long"))
        return data

    def refuse_doctype(self, element: Any) -> None:
        """Unreadable where there is a DOCTYPE before this element."""
        if element.getroottree().docinfo.internalDTD is not None:
            raise Unreadable(Fault(self._doctype, "DOCTYPE", "doctype_refused"))


def _parsed(stream: _Watched, **what: Any) -> Iterator[tuple[str, Any]]:
    parser = etree.iterparse(
        stream,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        **what,
    )
    try:
        yield from parser
    except etree.XMLSyntaxError as error:
        root = parser.root
        where = str(root.tag)[:60] if root is not None else ""
        raise Unreadable(Fault(error.lineno or None, where, _kind_of(error))) from None


_ERRORS = etree.ErrorTypes
#: What libxml2 says, by its own codes and words, and what we call it; the first that fits.
_CAUSES: tuple[tuple[str, set[int], tuple[str, ...]], ...] = (
    # Only entities that a DOCTYPE declares can grow: the parser stops before we see it.
    ("doctype_refused", set(), ("amplification",)),
    ("nested_too_deep", set(), ("Excessive depth",)),
    ("text_too_long", {_ERRORS.ERR_RESOURCE_LIMIT}, ("too long", "HUGE")),
    ("more_after_the_end", set(), ("Extra content",)),
    ("not_xml", {_ERRORS.ERR_DOCUMENT_EMPTY}, ()),
    # A file that stops within a character is cut off; one with a wrong byte goes on after it.
    ("truncated", {_ERRORS.ERR_DOCUMENT_END}, ("Premature end", "EndTag", "Incomplete")),
    (
        "truncated",
        {
            _ERRORS.ERR_GT_REQUIRED,
            _ERRORS.ERR_ATTRIBUTE_NOT_FINISHED,
            _ERRORS.ERR_COMMENT_NOT_FINISHED,
            _ERRORS.ERR_CDATA_NOT_FINISHED,
        },
        (),
    ),
    (
        "wrong_encoding",
        {_ERRORS.ERR_INVALID_ENCODING, _ERRORS.ERR_INVALID_CHAR},
        ("encoding",),
    ),
)


def _kind_of(error: etree.XMLSyntaxError) -> str:
    message = str(error)
    for code, kinds, words in _CAUSES:
        if error.code in kinds or any(word in message for word in words):
            return code
    return "not_well_formed"


def forget(element: Any) -> None:
    """Free an element that was read, and what stands before it in its parent."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def texts(element: Any) -> dict[str, str]:
    """The simple children of an element: name to text, stripped; empty ones left out."""
    return {
        child.tag: text
        for child in element
        if (value := child.text) is not None and (text := value.strip())
    }


def line_of(element: Any, name: str) -> int | None:
    """The line of the first child called ``name``, else of the element itself.

    libxml2 counts in sixteen bits and knows further lines from the text that stands on them.
    Where there is no text it answers 65,535: no line is better than that one.
    """
    child = element.find(f".//{name}")
    line: int | None = (child if child is not None else element).sourceline
    return None if line == _LINES_COUNTED else line


_LINES_COUNTED = 65_535


def each(element: Any, name: str, read: Callable[[dict[str, str]], Read]) -> list[Read]:
    """What ``read`` makes of every child called ``name``; a fault remembers which it was."""
    found = []
    for child in element.iterchildren(name):
        try:
            found.append(read(texts(child)))
        except Faulty as fault:
            fault.place = child
            raise
    return found


def demanded(values: dict[str, str], name: str, *, longest: int = 500) -> str:
    """A text that must be there, of ``longest`` characters or fewer."""
    text = values.get(name)
    if text is None:
        raise Faulty("element_missing", name)
    if len(text) > longest:
        raise Faulty("text_too_long", name)
    return text


def whole_from_one(values: dict[str, str], name: str, *, most: int) -> int | None:
    """A whole number from 1 to ``most``; None where the element is absent."""
    try:
        number = whole(values, name, most=most)
    except Faulty:
        number = 0
    if number == 0:
        raise Faulty("not_a_number_from_one", name, value=values[name], most=most)
    return number


def whole(values: dict[str, str], name: str, *, most: int) -> int | None:
    """A whole number from 0 to ``most``; None where the element is absent."""
    text = values.get(name)
    if text is None:
        return None
    if len(text) < 10 and text.isascii() and text.isdigit() and (number := int(text)) <= most:
        return number
    # Python refuses to read thousands of digits: their count is looked at first.
    if (
        not (text.isascii() and text.isdigit())
        or len(text.lstrip("0")) > len(str(most))
        or int(text.lstrip("0") or "0") > most
    ):
        raise Faulty("not_a_number", name, value=text, most=most)
    return int(text.lstrip("0") or "0")


#: Years of living people and their work.  A calendar goes further; arithmetic on its first
#: and last days does not.
_DAY = re.compile(r"(1[89]|2\d)\d\d-\d\d-\d\d", re.ASCII)
_HOUR = re.compile(r"\d\d:\d\d:\d\d(\.\d{1,6})?", re.ASCII)


def day(values: dict[str, str], name: str) -> date | None:
    text = values.get(name)
    if text is None:
        return None
    try:
        return _day(text)
    except ValueError:
        raise Faulty("not_a_date", name, value=text) from None


@lru_cache(maxsize=10_000)
def _day(text: str) -> date:
    """A message of a million lines has a few hundred days."""
    if not _DAY.fullmatch(text):
        raise ValueError("not a day")
    return date.fromisoformat(text)


def made_at(values: dict[str, str]) -> datetime:
    """When a form was made: FormCreationDate and FormCreationHour, Belgian time."""
    made_on = day(values, "FormCreationDate")
    if made_on is None:
        raise Faulty("element_missing", "FormCreationDate")
    hour = values.get("FormCreationHour", "00:00:00")
    try:
        if not _HOUR.fullmatch(hour):
            raise ValueError
        # Files write milliseconds with three digits; Python's parser takes any number.
        whole_second, _, fraction = hour.partition(".")
        hour = f"{whole_second}.{fraction:0<6}"
        return datetime.fromisoformat(f"{made_on.isoformat()}T{hour}").replace(tzinfo=BRUSSELS)
    except ValueError:
        raise Faulty("not_a_time", "FormCreationHour", value=hour) from None


def checked(read: Callable[[str], Any], text: str, element: str, code: str) -> Any:
    """``read(text)``, its ValueError turned into a fault that does not repeat the text."""
    try:
        return read(text)
    except ValueError:
        raise Faulty(code, element) from None
