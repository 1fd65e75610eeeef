"""Reading a file from chunk to chunk, one chunk ahead of what is being carried out.

Most of the time of a chunk is waiting for the database.  What is read meanwhile is never written
down: where to go on stands in the file's row alone, and reading begins anew there where somebody
else, or a chunk that was taken back, has left behind what was read ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import Self
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from app.channels.batch.keeping import bytes_from
from app.channels.batch.reading import Broken, Place, Reader
from app.channels.batch.records import Record, read_records


@dataclass(frozen=True, slots=True)
class Here:
    """How far a file has been carried out.

    ``beginning``: the bytes before its first record; ``ordinal``: that of the next one.
    """

    file_id: UUID
    place: Place
    beginning: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next records.  ``then``: where to go on; None at the end, or where it is broken."""

    records: list[Record]
    then: Place | None
    broken: Broken | None


class Reading:
    """What one worker has read of a file.

    Where it reads ``ahead``, the next chunk is read on a connection of its own while the last one
    is carried out; use it in a ``with`` then.
    """

    def __init__(self, *, ahead: bool = False) -> None:
        self._beside = ThreadPoolExecutor(1, "reading") if ahead else None
        self._reader: Reader | None = None
        self._here: Here | None = None  # where the reader goes on
        self._ahead: Future[Chunk] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._beside:
            self._beside.shutdown(cancel_futures=True)

    def next(self, db: Session, here: Here, most: int) -> Chunk:
        """The records that follow; ``most`` at most, or as many as were read ahead."""
        ahead, self._ahead = self._ahead, None
        if self._reader is None or self._here != here:
            # What stands before the first record is short, and within the first part.
            beginning = bytes_from(db, here.file_id, 0)[: here.beginning]
            self._reader, ahead = Reader(beginning, here.place), None
        reader = self._reader
        chunk = ahead.result() if ahead else _read(reader, here, most, partial(bytes_from, db))
        self._here = None
        if chunk.then:
            ordinal = here.ordinal + len(chunk.records)
            self._here = following = replace(here, place=chunk.then, ordinal=ordinal)
            if self._beside:
                beside = partial(_bytes_beside, db.get_bind())
                self._ahead = self._beside.submit(_read, reader, following, most, beside)
        return chunk


def _bytes_beside(bind: Engine | Connection, file_id: UUID, offset: int) -> bytes:
    """On a connection of its own: a file is whole before anything of it is carried out."""
    assert isinstance(bind, Engine)
    with Session(bind) as own:
        return bytes_from(own, file_id, offset)


def _read(reader: Reader, here: Here, most: int, bytes_of: Callable[[UUID, int], bytes]) -> Chunk:
    read = reader.read(most, partial(bytes_of, here.file_id))
    return Chunk(read_records(read.records, here.ordinal), read.then, read.broken)
