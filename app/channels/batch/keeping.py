"""Files kept whole, in parts of one megabyte, each compressed."""

from __future__ import annotations

import hashlib
import os
import zlib
from typing import IO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.channels.batch.models import BatchFilePart
from app.foundation.database import raw

PART = 1 << 20  # bytes of a file in one row


def measured(stream: IO[bytes]) -> tuple[bytes, int, bytes]:
    """The hash, the size in bytes, and the first bytes."""
    digest, size, start = hashlib.sha256(), 0, b""
    stream.seek(0)
    while part := stream.read(PART):
        start = start or part[:8]
        digest.update(part)
        size += len(part)
    return digest.digest(), size, start


def unread(stream: IO[bytes]) -> tuple[bytes, int, bytes]:
    """The same of a file that is refused whatever it holds: nothing but its size is looked at."""
    return hashlib.sha256().digest(), stream.seek(0, os.SEEK_END), b""


def keep_parts(db: Session, file_id: UUID, stream: IO[bytes]) -> bytes:
    """Write the parts; the hash of what was written."""
    again, number = hashlib.sha256(), 0
    stream.seek(0)
    command = "copy batch_file_parts (file_id, number, content) from stdin"
    with raw(db).cursor().copy(command) as copy:
        while part := stream.read(PART):
            again.update(part)
            copy.write_row((file_id, number, zlib.compress(part, 1)))
            number += 1
    return again.digest()


def bytes_from(db: Session, file_id: UUID, offset: int) -> bytes:
    """Some bytes of a kept file from an offset on: the rest of the part; none at its end."""
    number, skip = divmod(offset, PART)
    content: bytes | None = db.execute(
        select(BatchFilePart.content).where(
            BatchFilePart.file_id == file_id, BatchFilePart.number == number
        )
    ).scalar_one_or_none()
    return zlib.decompress(content)[skip:] if content else b""
