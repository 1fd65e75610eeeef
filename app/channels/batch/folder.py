"""The drop folder: files go in, answers come out, as the field is used to.

``DROP_FOLDER/<enterprise number>/IN`` takes files to carry out, ``INTEST`` files to look at only;
the answers appear in ``OUT`` and ``OUTTEST``.  A data file ``FI.…`` is taken once its trigger
file ``GO.…`` is there.  Everything is found again after a crash: a file leaves the folder after
it was kept in the database, and a file that was kept before is not kept twice.  Whoever may write
to a folder cannot lead us out of it: links are not followed, in either direction.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import Engine, select, update

from app.channels.batch.messages import notification, receipt
from app.channels.batch.models import BatchFile
from app.channels.batch.queries import all_results, file_of
from app.channels.batch.receiving import Coming, TakenBefore, receive_file
from app.channels.batch.records import Fault
from app.channels.batch.values import File, Mode, Sender, State, Way
from app.foundation.clock import Clock
from app.foundation.database import transaction
from app.foundation.logging import log

_SENDER = re.compile(r"[01]\d{9}", re.ASCII)
#: Where files come in, and what they are; None, what they say themselves.
_WAYS: dict[str, Mode | None] = {"IN": None, "INTEST": Mode.PREFLIGHT}
#: Characters and bytes of the name of a data file after ``FI.``: its answers have longer ones.
LONGEST_NAME, _MOST_BYTES = 120, 200
#: Seconds for which a data file must have rested that was written to after its trigger.
RESTING = 60


@dataclass(frozen=True, slots=True)
class _Dropped:
    """A data file with its trigger."""

    sender: str
    data: Path
    trigger: Path
    mode: Mode | None


def look_through(engine: Engine, folder: Path, *, clock: Clock) -> int:
    """Take every file that is there, and write every answer that is ready; how many were taken.

    Everything of one sender that cannot be read or written is passed over until the next time.
    """
    taken = 0
    for sender in sorted(folder.iterdir()):
        if not _SENDER.fullmatch(sender.name) or not sender.is_dir():
            continue
        try:
            taken += _look_at(engine, sender, clock)
        except Exception:  # whatever it is about one of them, the others are not to wait
            log.exception("drop_folder", sender=sender.name)
    return taken


def _look_at(engine: Engine, sender: Path, clock: Clock) -> int:
    taken = 0
    for dropped in list(_dropped(sender)):
        try:
            taken += _take(engine, dropped, at=clock.now())
        except OSError:
            continue
    _deliver(engine, sender, at=clock.now())
    return taken


def _dropped(sender: Path) -> Iterator[_Dropped]:
    for name, mode in _WAYS.items():
        place = sender / name
        if not place.is_dir() or place.is_symlink():
            continue
        for data in sorted(place.glob("FI.*")):
            trigger = _trigger(data)
            if trigger and data.is_file() and not data.is_symlink() and _rests(data, trigger):
                yield _Dropped(sender.name, data, trigger, mode)


def _trigger(data: Path) -> Path | None:
    """``GO.X`` for ``FI.X``, or for ``FI.X.1``: the number of the part may be left out."""
    rest = data.name.removeprefix("FI.")
    for name in (rest, rest.rpartition(".")[0]):
        trigger = data.with_name(f"GO.{name}")
        if name and trigger.is_file() and not trigger.is_symlink():
            return trigger
    return None


def _rests(data: Path, trigger: Path) -> bool:
    """Whether nobody seems to write to it any more: some senders put the trigger there first."""
    written = data.stat().st_mtime
    return written <= trigger.stat().st_mtime or time.time() - written > RESTING


def _named(data: Path) -> tuple[str, Fault | None]:
    """What its answers are called, and what is wrong with its name if that is not the same."""
    name = data.name.removeprefix("FI.")
    shown = "".join(letter if letter.isprintable() else "_" for letter in name)[:LONGEST_NAME]
    shown = shown.encode()[:_MOST_BYTES].decode(errors="ignore")
    wrong = Fault("file_name_refused", params=(("most", LONGEST_NAME),))
    return shown, None if shown == name else wrong


def _take(engine: Engine, dropped: _Dropped, *, at: datetime) -> int:
    name, wrong = _named(dropped.data)
    coming = Coming(f"FI.{name}", Way.FOLDER, "fr", dropped.mode, wrong)
    with _opened(dropped.data) as stream, transaction(engine) as db:
        received = receive_file(db, stream, coming, sender=Sender(dropped.sender), at=at)
    with transaction(engine) as db:
        file = file_of(db, dropped.sender, received.file_id)
    assert file is not None, "it was received"
    out = _out(dropped.data.parents[1], file.mode)
    if isinstance(received, TakenBefore):
        # Kept, and then we were killed before it was told: its notification comes like any other.
        itself = file.way is Way.FOLDER and file.name == coming.name
        if file.waits and not itself:
            return 0  # the same file again, under way: answered once it is done
        if not file.waits:
            _notify(engine, out, file, name)
    _write(out / f"RECEIPT.{name}", [receipt(file)])
    dropped.data.unlink()
    dropped.trigger.unlink(missing_ok=True)
    return 1


def _opened(data: Path) -> BinaryIO:
    return os.fdopen(os.open(data, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def _out(sender: Path, mode: Mode) -> Path:
    return sender / ("OUTTEST" if mode is Mode.PREFLIGHT else "OUT")


def _deliver(engine: Engine, sender: Path, *, at: datetime) -> None:
    """Write the notifications of files that came in here and are done."""
    with transaction(engine) as db:
        rows = db.execute(
            select(BatchFile.file_id, BatchFile.mode, BatchFile.name)
            .where(
                BatchFile.sender == sender.name,
                BatchFile.way == Way.FOLDER.value,
                BatchFile.state == State.DONE.value,
                BatchFile.delivered_at.is_(None),
            )
            .order_by(BatchFile.file_id)
        ).all()
    for row in rows:
        out = _out(sender, Mode(row.mode))
        _deliver_one(engine, sender.name, out, row.file_id, row.name, at=at)


def _deliver_one(
    engine: Engine, sender: str, out: Path, file_id: UUID, name: str, *, at: datetime
) -> None:
    with transaction(engine) as db:
        file = file_of(db, sender, file_id)
    assert file is not None, "it was listed"
    try:
        _notify(engine, out, file, name.removeprefix("FI."))
    except OSError:
        return
    with transaction(engine) as db:
        db.execute(update(BatchFile).where(BatchFile.file_id == file_id).values(delivered_at=at))


def _notify(engine: Engine, out: Path, file: File, name: str) -> None:
    with transaction(engine) as db:
        pieces = notification(file, all_results(db, file.file_id))
        _write(out / f"NOTIFICATION.{name}", pieces)


def _write(path: Path, pieces: Iterable[str]) -> None:
    """Whole or not at all: whoever looks never finds half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.parent.is_symlink():
        raise OSError(f"{path.parent.name} is a link")
    under_way = path.with_name(f".{path.name}.part")
    under_way.unlink(missing_ok=True)  # of a time when we were killed
    fresh = os.open(under_way, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(fresh, "w", encoding="utf-8") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    under_way.replace(path)
