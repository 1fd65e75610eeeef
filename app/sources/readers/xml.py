"""Reading XML as a stream, safe against hostile files, with faults that name their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from lxml import etree

from app.foundation.clock import BRUSSELS


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something was not taken.  ``params`` never hold a national number."""

    line: int | None
    element: str
    code: str
    params: tuple[tuple[str, Any], ...] = ()


class Faulty(ValueError):
    """Raised by converters; the reader adds the line."""

    def __init__(self, code: str, element: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.element = element
        self.params = tuple(sorted(params.items()))


class Unreadable(Exception):
    """The message cannot be read on; whatever came before in it must not be kept."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def events(stream: IO[bytes], tags: tuple[str, ...]) -> Iterator[Any]:
    """The elements of those names, each at its end.  The first item is the root's name.

    Raises Unreadable for a DOCTYPE, broken XML, a wrong encoding, a text of unreasonable
    size.  Entities are not expanded, nothing is fetched.
    """
    parser = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    wanted = frozenset(tags)
    root: Any = None
    try:
        for event, element in parser:
            if root is None:
                root = element
                _refuse_doctype(element)
                yield element.tag
            elif event == "end" and element.tag in wanted:
                yield element
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise Unreadable(
            Fault(line, root.tag if root is not None else "", _kind_of(error))
        ) from None


def _refuse_doctype(root: Any) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(Fault(None, "DOCTYPE", "doctype_refused"))


def _kind_of(error: etree.XMLSyntaxError) -> str:
    code = error.code
    if code in {etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_INVALID_CHAR} or (
        "encod" in str(error)
    ):
        return "wrong_encoding"
    if code in {etree.ErrorTypes.ERR_DOCUMENT_EMPTY, etree.ErrorTypes.ERR_DOCUMENT_END}:
        return "truncated" if code == etree.ErrorTypes.ERR_DOCUMENT_END else "not_xml"
    if "huge" in str(error).lower() or "too long" in str(error).lower():
        return "text_too_long"
    if "Premature end" in str(error) or "EndTag" in str(error):
        return "truncated"
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
    """The line of the first child called ``name``, else of the element itself."""
    child = element.find(f".//{name}")
    line: int | None = (child if child is not None else element).sourceline
    return line


def demanded(values: dict[str, str], name: str) -> str:
    try:
        return values[name]
    except KeyError:
        raise Faulty("element_missing", name) from None


def whole(values: dict[str, str], name: str, *, most: int) -> int | None:
    """A whole number from 0 to ``most``; None where the element is absent."""
    text = values.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise Faulty("not_a_number", name, value=text[:20], most=most)
    return int(text)


def day(values: dict[str, str], name: str) -> date | None:
    text = values.get(name)
    if text is None:
        return None
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Faulty("not_a_date", name, value=text[:20]) from None


def made_at(values: dict[str, str]) -> datetime:
    """When a form was made: FormCreationDate and FormCreationHour, Belgian time."""
    made_on = day(values, "FormCreationDate")
    if made_on is None:
        raise Faulty("element_missing", "FormCreationDate")
    hour = values.get("FormCreationHour", "00:00:00")
    try:
        # Files write milliseconds with three digits; Python's parser takes that too.
        return datetime.fromisoformat(f"{made_on.isoformat()}T{hour}").replace(tzinfo=BRUSSELS)
    except ValueError:
        raise Faulty("not_a_time", "FormCreationHour", value=hour[:20]) from None


def checked(read: Callable[[str], Any], text: str, element: str, code: str) -> Any:
    """``read(text)``, its ValueError turned into a fault that does not repeat the text."""
    try:
        return read(text)
    except ValueError:
        raise Faulty(code, element) from None
