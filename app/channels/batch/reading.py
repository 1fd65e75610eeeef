"""Reading a file as a stream, from its beginning or from any record on.

The parser is told the beginning of the file once more, up to the first record, and then goes on
at the byte where a record begins: what was read before need not be read again.  Held are a piece
and the records read from it, whatever the size of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.channels.batch.elements import HEAD, ROOT
from app.channels.batch.parsing import Broken, Parsing, Place, RawRecord

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
        parsing.feed(piece, last=not piece)
        first = parsing.records[0] if parsing.records else parsing.record
        if parsing.head and first:
            if first.begins > LONGEST_BEGINNING:
                raise Broken("head_too_long", first.line, HEAD)
            return Beginning(parsing.head, Place(first.begins, first.line))
        if first and first.name != HEAD:
            raise Broken("head_missing", first.line, first.name[:60])
    raise Broken("no_records" if parsing.head else "head_missing", parsing._line(), ROOT)


class Reader:
    """Reads on from a place, some records at a time, and remembers what it has read ahead.

    ``beginning`` are the bytes before the first record.  Which records come hangs on nothing but
    the file and the place.
    """

    def __init__(self, beginning: bytes, at: Place) -> None:
        #: Where the next record begins; None at the end, or where the file is broken.
        self.place: Place | None = at
        self._parsing = Parsing(prefix=len(beginning), at=at)
        self._offset = at.offset  # of what comes after the bytes at hand
        self._at_hand = memoryview(b"")  # what the parser has not been told yet
        self._over = False
        self._broken: Broken | None = None
        self._tell(memoryview(beginning))

    def read(self, most: int, bytes_from: Callable[[int], bytes]) -> ReadOn:
        """The next records, ``most`` at most.

        ``bytes_from`` gives some bytes of the file from an offset on, none at its end.
        """
        parsing = self._parsing
        while not (self._over or self._knows_what_follows(most)):
            if not self._at_hand:
                self._at_hand = memoryview(bytes_from(self._offset))
                self._offset += len(self._at_hand)
            piece, self._at_hand = self._at_hand[:PIECE], self._at_hand[PIECE:]
            self._tell(piece, last=not piece)
        records, parsing.records = parsing.records[:most], parsing.records[most:]
        following = parsing.records[0] if parsing.records else parsing.record
        if following and (parsing.records or not self._over):
            self.place = Place(following.begins, following.line)
            return ReadOn(records, self.place)
        self.place = None
        return ReadOn(records, None, self._broken)

    def _knows_what_follows(self, most: int) -> bool:
        """Whether so many records are there, and the beginning of one more."""
        read = len(self._parsing.records)
        return read > most or (read == most and self._parsing.record is not None)

    def _tell(self, piece: memoryview, *, last: bool = False) -> None:
        try:
            self._parsing.feed(piece, last=last)
        except Broken as broken:
            self._broken = broken
        self._over = last or self._broken is not None


def _pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of a size that the parser is given, and an empty one at the end."""
    for each in pieces:
        for begin in range(0, len(each), PIECE):
            yield each[begin : begin + PIECE]
    yield b""
