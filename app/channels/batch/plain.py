"""Records in plain dress: elements with texts, and nothing else.

Nearly all records are written so, and a pattern finds them in a third of the time that a parser
needs, who has to look out for everything that XML allows.  What is dressed in any other way, with
an attribute, a comment, an element that ends where it begins, or is wrong in any way, is left to
the parser: what is found here is what it would have found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from xml.parsers import expat

from app.channels.batch.elements import NAMESPACE, RECORD_ELEMENTS
from app.channels.batch.parsing import Place, RawRecord

#: A record of more bytes, with what stands before it, is left to the parser.
LONGEST_PLAIN = 1 << 16
#: What no XML holds, whatever stands around it.
_CONTROLS = bytes(each for each in range(32) if each not in b"\t\n\r")
_NEVER = (b"]]>", "\ufffe".encode(), "\uffff".encode())
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE = re.compile(f"&(?:({'|'.join(_NAMED)})|#([0-9]{{1,7}})|#x([0-9A-Fa-f]{{1,6}}));")
_SPACE = "[ \t\r\n]*+"
#: Shapes that are remembered: a file can invent as many as it likes.
_SHAPES_KEPT = 100
_MOST_ELEMENTS = max(map(len, RECORD_ELEMENTS.values()))
_CHARACTER = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Shape:
    """The elements of a record, in their order; ``pattern`` has where it begins, and its texts."""

    name: str
    elements: tuple[str, ...]
    pattern: re.Pattern[bytes]


class Plain:
    """Finds the plain records of one file, whose elements have ``prefix`` before their names.

    Records that stand together mostly have the same elements: the shape of the last one is tried
    first.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        before, kinds = re.escape(prefix), "|".join(each.value for each in RECORD_ELEMENTS)
        self._begin = re.compile(f"{_SPACE}<{before}({kinds})>".encode())
        self._element = re.compile(f"<{before}([A-Za-z]++)>[^<]*+</{before}\\1>".encode())
        self._shapes: dict[tuple[bytes, ...], _Shape | None] = {}
        self._last: _Shape | None = None
        self._content = b""  # at hand
        self._offset = 0  # of it in the file

    @classmethod
    def of(cls, beginning: bytes) -> Self | None:
        """For the file that begins so; None where its records are written in another encoding."""
        encoding: str | None = None
        prefixes: dict[str, str | None] = {}

        def declared(_version: str, said: str | None, _alone: int) -> None:
            nonlocal encoding
            encoding = said

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.XmlDeclHandler = declared
        parser.StartNamespaceDeclHandler = lambda prefix, name: prefixes.setdefault(name, prefix)
        parser.Parse(beginning)
        if (encoding or "utf-8").lower() != "utf-8" or NAMESPACE not in prefixes:
            return None
        prefix = prefixes[NAMESPACE]
        return cls(f"{prefix}:" if prefix else "")

    def read(
        self, at: Place, most: int, bytes_from: Callable[[int], bytes]
    ) -> tuple[list[RawRecord], Place | None]:
        """The next plain records, ``most`` at most, and the place of the record that follows.

        None: what follows is nothing plain.
        """
        records: list[RawRecord] = []
        if not 0 <= at.offset - self._offset <= len(self._content):
            self._content, self._offset = b"", at.offset
        position, line = at.offset - self._offset, at.line
        counted = position  # how far lines are
        while True:
            found = self._found(position)
            if found is None:
                line += _line_breaks(self._content, counted, position)
                if not self._has_more(position, bytes_from):
                    return records, None
                counted = position = 0
                continue
            shape, record = found
            begins = record.start(1)
            line += _line_breaks(self._content, counted, begins)
            counted = begins
            if len(records) == most:
                return records, Place(self._offset + begins, line)
            texts = _texts(shape.elements, record.groups()[1:])
            if texts is None:
                return records, None
            records.append(RawRecord(shape.name, self._offset + begins, line, texts))
            position = record.end()

    def _found(self, position: int) -> tuple[_Shape, re.Match[bytes]] | None:
        """The record at a position, where it is plain and all of it is at hand."""
        record = self._last.pattern.match(self._content, position) if self._last else None
        if not record:
            self._last = self._shape_at(position)
            record = self._last.pattern.match(self._content, position) if self._last else None
        if not self._last or not record or record.end() - record.start(1) > LONGEST_PLAIN:
            return None
        return self._last, record

    def _shape_at(self, position: int) -> _Shape | None:
        begin = self._begin.match(self._content, position)
        if not begin:
            return None
        name, starts = begin[1], begin.end()
        end = f"</{self._prefix}{name.decode()}>".encode()
        ends = self._content.find(end, starts, starts + LONGEST_PLAIN)
        names = name, *self._element.findall(self._content, starts, max(starts, ends))
        if names not in self._shapes and len(self._shapes) < _SHAPES_KEPT:
            self._shapes[names] = _shape(self._prefix, *(each.decode() for each in names))
        return self._shapes.get(names)

    def _has_more(self, position: int, bytes_from: Callable[[int], bytes]) -> bool:
        """Whether there are more bytes at hand now, from this position on, that may be plain."""
        left = self._content[position:]
        more = bytes_from(self._offset + len(self._content)) if len(left) < LONGEST_PLAIN else b""
        if not more or _is_wrong(more) or _is_wrong(left[-3:] + more[:3]):
            return False
        self._content, self._offset = left + more, self._offset + position
        return True


def _shape(prefix: str, name: str, *elements: str) -> _Shape | None:
    """None: of nothing there is no text, and no record has an element twice, or so many."""
    if not 0 < len(set(elements)) == len(elements) <= _MOST_ELEMENTS:
        return None
    before = re.escape(prefix)
    inner = (f"<{before}{each}>([^<]*+)</{before}{each}>" for each in elements)
    pattern = _SPACE.join(["", f"()<{before}{name}>", *inner, f"</{before}{name}>"])
    return _Shape(name, elements, re.compile(pattern.encode()))


def _texts(elements: tuple[str, ...], written: tuple[bytes, ...]) -> dict[str, str] | None:
    """The texts of a record by the names of its elements; None where it is not plain."""
    try:
        together = b"\0".join(written).decode()
        if "\r" in together:
            together = together.replace("\r\n", "\n").replace("\r", "\n")
        said = together.split("\0")
        if "&" in together:
            said = [_expanded(each) for each in said]
    except ValueError:
        return None
    texts = dict(zip(elements, map(str.strip, said), strict=True))
    return {name: text for name, text in texts.items() if text} if "" in texts.values() else texts


def _is_wrong(content: bytes) -> bool:
    """Whether it holds what no XML may hold outside of what is not plain anyway."""
    return len(content.translate(None, _CONTROLS)) < len(content) or any(
        each in content for each in _NEVER
    )


def _line_breaks(content: bytes, begin: int, end: int) -> int:
    """As the parser counts them: both bytes of Windows are one."""
    breaks = content.count(b"\n", begin, end)
    if returns := content.count(b"\r", begin, end):
        breaks += returns - content.count(b"\r\n", begin, end)
    return breaks


def _expanded(text: str) -> str:
    """The text with the characters that references stand for; raises ValueError."""
    expanded, known = _REFERENCE.subn(_meant, text)
    if known < text.count("&"):
        raise ValueError
    return expanded


def _meant(reference: re.Match[str]) -> str:
    named, number, hexadecimal = reference.groups()
    if named:
        return _NAMED[named]
    character = chr(int(number) if number else int(hexadecimal, 16))
    if not _CHARACTER.fullmatch(character):
        raise ValueError
    return character
