"""Receiving a message: kept whole, once, before anything is read from it."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.foundation.database import raw
from app.sources.models import Message

PART = 1 << 20  # bytes of a message in one row
_BEGINNING = 1 << 16  # where a root element must have begun
_MARKUP = re.compile(rb"<|<\x00|\x00<")

#: Told how many bytes are done, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Receipt:
    message_id: UUID
    state: str  # received, read or refused: only "received" is still to be read
    size: int


class NotAMessage(ValueError):
    """The file cannot be a message at all; the message says why."""


def receive(db: Session, path: Path, *, at: datetime) -> Receipt:
    """Keep the file whole.  A file received before, byte for byte, gives its first receipt.

    Raises NotAMessage for what does not even begin like XML, and for a file that is still
    being written; nothing is kept of it.
    """
    size, digest = _measured(path)
    known = db.execute(
        select(Message.message_id, Message.state, Message.size).where(Message.sha256 == digest)
    ).one_or_none()
    if known:
        return Receipt(*known)
    message_id: UUID | None = db.execute(
        insert(Message)
        .values(sha256=digest, file_name=path.name, size=size, received_at=at, state="received")
        .on_conflict_do_nothing()
        .returning(Message.message_id)
    ).scalar_one_or_none()
    if message_id is None:
        # Another loader received the same file since we looked, and has committed by now.
        return receive(db, path, at=at)
    again = hashlib.sha256()
    with (
        path.open("rb") as file,
        raw(db)
        .cursor()
        .copy("copy message_parts (message_id, number, content) from stdin") as copy,
    ):
        number = 0
        while part := file.read(PART):
            again.update(part)
            copy.write_row((message_id, number, zlib.compress(part, 1)))
            number += 1
    if again.digest() != digest:
        raise NotAMessage("changed_while_read")
    return Receipt(message_id, "received", size)


def _measured(path: Path) -> tuple[int, bytes]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while part := file.read(PART):
            if size == 0 and not _MARKUP.search(part[:_BEGINNING]):
                raise NotAMessage("no_markup")
            digest.update(part)
            size += len(part)
    if size == 0:
        raise NotAMessage("empty_file")
    return size, digest.digest()


class KeptMessage(io.RawIOBase):
    """A kept message as a readable stream; holds one part in memory at a time."""

    def __init__(self, db: Session, message_id: UUID, size: int, progress: Progress) -> None:
        self._db = db
        self._message_id = message_id
        self._size = size
        self._progress = progress
        self._number = 0
        self._part = memoryview(b"")
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._part:
            self._fetch()
        target = memoryview(buffer)
        count = min(len(target), len(self._part))
        target[:count] = self._part[:count]
        self._part = self._part[count:]
        return count

    def _fetch(self) -> None:
        self._progress(self._done, self._size)
        if self._done == self._size:
            return
        [[content]] = raw(self._db).execute(
            "select content from message_parts where message_id = %s and number = %s",
            (self._message_id, self._number),
        )
        part = zlib.decompress(content)
        self._part = memoryview(part)
        self._number += 1
        self._done += len(part)
