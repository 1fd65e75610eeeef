"""Receiving a file: its head is read, it is kept whole, once, and its job is enqueued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.channels.batch.jobs import enqueue_run
from app.channels.batch.keeping import PART, keep_parts, measured, unread
from app.channels.batch.models import BatchFile
from app.channels.batch.reading import Beginning, Broken, Place, read_beginning
from app.channels.batch.records import Fault, plain_fault, read_head
from app.channels.batch.senders import actor_of, may_send
from app.channels.batch.values import Mode, Sender, State, Way
from app.foundation.clock import day_of

#: How compressed files begin: they would have to be let grow before anybody knew how far.
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")


@dataclass(frozen=True, slots=True)
class Taken:
    """The file is kept and will be carried out; taken does not mean accepted."""

    file_id: UUID


@dataclass(frozen=True, slots=True)
class TakenBefore:
    """The same file, byte for byte, had been taken: its answers are those."""

    file_id: UUID


@dataclass(frozen=True, slots=True)
class NotTaken:
    """No record of the file was looked at."""

    file_id: UUID
    fault: Fault
    line: int | None


Received = Taken | TakenBefore | NotTaken


@dataclass(frozen=True, slots=True)
class Coming:
    """How a file comes in.  ``mode``: what it is whatever its head says; None, what that says.

    ``wrong``: why it is not taken, whatever it holds.
    """

    name: str
    way: Way
    language: str
    mode: Mode | None = None
    wrong: Fault | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """What the head says, and where the first record begins."""

    file_reference: str
    mode: Mode
    language: str
    first: Place


@dataclass(frozen=True, slots=True)
class _Wrong:
    """``language``: that of the head, where it could be read."""

    fault: Fault
    line: int | None = None
    language: str | None = None


def receive_file(
    db: Session, stream: IO[bytes], coming: Coming, *, sender: Sender, at: datetime
) -> Received:
    """Keep a file and have it carried out; refuse one that is none, or not the sender's.

    ``stream`` is read twice, from its beginning; not at all where something is wrong already.
    """
    digest, size, start = unread(stream) if coming.wrong else measured(stream)
    said = _said(db, stream, start, coming, sender, at)
    if isinstance(said, _Wrong):
        return _refuse(db, said, coming, sender, digest, size, at)
    values = _values(coming, sender, digest, size, at) | {
        "mode": said.mode.value,
        "state": State.RECEIVED.value,
        "language": said.language,
        "file_reference": said.file_reference,
        "beginning": said.first.offset,
        "offset": said.first.offset,
        "line": said.first.line,
    }
    file_id: UUID | None = db.execute(
        insert(BatchFile).values(values).on_conflict_do_nothing().returning(BatchFile.file_id)
    ).scalar_one_or_none()
    if file_id is None:
        return _met_before(db, said, coming, sender, digest, size, at)
    if keep_parts(db, file_id, stream) != digest:
        raise OSError("the file changed while it was read")
    _tell(
        db, Act.FILE_TAKEN, sender, {"file_id": str(file_id), "mode": said.mode.value}, coming, at
    )
    enqueue_run(db, file_id, sender.number)
    return Taken(file_id)


def _said(
    db: Session, stream: IO[bytes], start: bytes, coming: Coming, sender: Sender, at: datetime
) -> _Said | _Wrong:
    if coming.wrong:
        return _Wrong(coming.wrong)
    if not start:
        return _Wrong(Fault("empty_file"))
    if start.startswith(_COMPRESSED):
        return _Wrong(Fault("compressed_refused"))
    stream.seek(0)
    try:
        beginning = read_beginning(iter(lambda: stream.read(PART), b""))
    except Broken as broken:
        return _Wrong(Fault(broken.code, broken.element), broken.line)
    return _head(beginning, coming, sender) or _allowed(db, beginning, coming, sender, at)


def _head(beginning: Beginning, coming: Coming, sender: Sender) -> _Wrong | None:
    said, faults = read_head(beginning.head)
    if faults:
        return _Wrong(faults[0], beginning.head.line)
    if said["sender"] != sender.number:
        fault = Fault("not_the_sender", "Sender", said["sender"])
        return _Wrong(fault, beginning.head.line, said.get("language"))
    return None


def _allowed(
    db: Session, beginning: Beginning, coming: Coming, sender: Sender, at: datetime
) -> _Said | _Wrong:
    said, _faults = read_head(beginning.head)
    language = said.get("language", coming.language)
    if not may_send(db, sender, on=day_of(at)):
        return _Wrong(Fault("no_mandate", "Sender"), beginning.head.line, language)
    mode = coming.mode or Mode(said.get("mode", Mode.PRODUCTION))
    return _Said(said["file_reference"], mode, language, beginning.first)


def _values(
    coming: Coming, sender: Sender, digest: bytes, size: int, at: datetime
) -> dict[str, Any]:
    return {
        "sender": sender.number,
        "person_id": sender.person_id,
        "mandate_id": sender.mandate_id,
        "client_id": sender.client_id,
        "name": coming.name,
        "way": coming.way.value,
        "language": coming.language,
        "sha256": digest,
        "size": size,
        "mode": (coming.mode or Mode.PRODUCTION).value,
        "beginning": 0,
        "offset": 0,
        "line": 1,
        "records": 0,
        "accepted": 0,
        "known": 0,
        "refused": 0,
        "received_at": at,
    }


def _met_before(
    db: Session,
    said: _Said,
    coming: Coming,
    sender: Sender,
    digest: bytes,
    size: int,
    at: datetime,
) -> Received:
    """The same file again, or another one under its reference."""
    rows = db.execute(
        select(BatchFile.file_id, BatchFile.sha256, BatchFile.mode).where(
            BatchFile.sender == sender.number,
            BatchFile.state != State.REFUSED.value,
            BatchFile.mode == said.mode.value,
            or_(BatchFile.sha256 == digest, BatchFile.file_reference == said.file_reference),
        )
    ).all()
    same = next((row.file_id for row in rows if row.sha256 == digest), None)
    if same:
        return TakenBefore(same)
    fault = Fault("file_reference_reused", "FileReference", said.file_reference)
    wrong = _Wrong(fault, None, said.language)
    return _refuse(db, wrong, coming, sender, digest, size, at)


def _refuse(
    db: Session,
    wrong: _Wrong,
    coming: Coming,
    sender: Sender,
    digest: bytes,
    size: int,
    at: datetime,
) -> NotTaken:
    values = _values(coming, sender, digest, size, at) | {
        "state": State.REFUSED.value,
        "broken": plain_fault(wrong.fault),
        "broken_line": wrong.line,
        "ended_at": at,
        "language": wrong.language or coming.language,
    }
    file_id = db.execute(insert(BatchFile).values(values).returning(BatchFile.file_id)).scalar_one()
    details = {"file_id": str(file_id), "problems": [wrong.fault.code]}
    _tell(db, Act.FILE_REFUSED, sender, details, coming, at)
    return NotTaken(file_id, wrong.fault, wrong.line)


def _tell(
    db: Session, act: Act, sender: Sender, details: dict[str, Any], coming: Coming, at: datetime
) -> None:
    by = actor_of(db, sender)
    via = {Way.UPLOAD: Channel.PAGE, Way.REST: Channel.API, Way.FOLDER: Channel.BATCH}[coming.way]
    record(db, [Trace(act, by, Ground.MANDATE, details=details)], via=via, at=at)
