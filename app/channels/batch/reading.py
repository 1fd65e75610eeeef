"""Reading a file as a stream, from its beginning or from any record on.

What was read before need not be read again.  Plain records are found by their pattern; where one is
not plain, the parser is told the beginning of the file once more, up to the first record, and goes
on at the byte where a record begins, to the end of what was asked for.  Held are a part of the file
and the records read from it, whatever its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.channels.batch.elements import HEAD, ROOT
from app.channels.batch.parsing import Broken, Parsing, Place, RawRecord
from app.channels.batch.plain import Plain

__all__ = ["Beginning", "Broken", "Place", "RawRecord", "ReadOn", "Reader", "read_beginning"]

#: Bytes given to the parser at a time.
PIECE = 1 << 16
#: What stands before the first record has no more bytes: the parser is told it again and again.
LONGEST_BEGINNING = 1 << 16


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


def read_beginning(pieces: Iterable[bytes]) -> Beginning:
    """The head, and where the first record begins.  Raises Broken, where there is neither too."""
    parsing = Parsing()
    for piece in _pieces(pieces):
        try:
            parsing.feed(piece, last=not piece)
        except Broken:
            # In a short file what comes after the beginning is told with it: where a record is
            # whole, the file is carried out up to what is wrong, as a long one is.
            if not (parsing.head and parsing.records):
                raise
        first = parsing.records[0] if parsing.records else parsing.record
        if parsing.head and first:
            if first.begins > LONGEST_BEGINNING:
                raise Broken("head_too_long", first.line, HEAD)
            return Beginning(parsing.head, Place(first.begins, first.line))
        if first and first.name != HEAD:
            raise Broken("head_missing", first.line, first.name[:60])
    raise Broken("no_records" if parsing.head else "head_missing", parsing._line(), ROOT)


class Reader:
    """Reads on from a place, some records at a time.

    ``beginning`` are the bytes before the first record.  Which records come hangs on nothing but
    the file and the place.
    """

    def __init__(self, beginning: bytes, at: Place) -> None:
        self._beginning = beginning
        self._plain = Plain.of(beginning)
        self._place: Place | None = at

    def read(self, most: int, bytes_from: Callable[[int], bytes]) -> ReadOn:
        """The next records, ``most`` at most.

        ``bytes_from`` gives some bytes of the file from an offset on, none at its end.
        """
        assert self._place, "there is more"
        records: list[RawRecord] = []
        then: Place | None = None
        if self._plain:
            records, then = self._plain.read(self._place, most, bytes_from)
        if then:
            read = ReadOn(records, then)
        elif records:
            # The parser begins with a record, whatever comes after it: with the last one again.
            last = records.pop()
            at = Place(last.begins, last.line)
            rest = _parse(self._beginning, at, most - len(records), bytes_from)
            read = ReadOn(records + rest.records, rest.then, rest.broken)
        else:
            read = _parse(self._beginning, self._place, most, bytes_from)
        self._place = read.then
        return read


def _parse(beginning: bytes, at: Place, most: int, bytes_from: Callable[[int], bytes]) -> ReadOn:
    """What the parser finds from a record on."""
    parsing, broken, over = Parsing(prefix=len(beginning), at=at), None, False
    at_hand, offset = memoryview(beginning), at.offset
    while not (over or _knows_what_follows(parsing, most)):
        if not at_hand:
            at_hand = memoryview(bytes_from(offset))
            offset += len(at_hand)
        piece, at_hand = at_hand[:PIECE], at_hand[PIECE:]
        over = not piece
        try:
            parsing.feed(piece, last=over)
        except Broken as error:
            broken, over = error, True
    records, more = parsing.records[:most], parsing.records[most:]
    following = more[0] if more else parsing.record
    if following and (more or not over):
        return ReadOn(records, Place(following.begins, following.line))
    return ReadOn(records, None, broken)


def _knows_what_follows(parsing: Parsing, most: int) -> bool:
    """Whether so many records are there, and the beginning of one more."""
    read = len(parsing.records)
    return read > most or (read == most and parsing.record is not None)


def _pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of a size that the parser is given, and an empty one at the end."""
    for each in pieces:
        for begin in range(0, len(each), PIECE):
            yield each[begin : begin + PIECE]
    yield b""
