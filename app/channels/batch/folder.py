"""The drop folder: files go in, answers come out, as the field is used to.

``DROP_FOLDER/<enterprise number>/IN`` takes files to carry out, ``INTEST`` files to look at only;
the answers appear in ``OUT`` and ``OUTTEST``.  A data file ``FI.…`` is taken once its trigger
file ``GO.…`` is there.  Everything is found again after a crash: a file leaves the folder after
it was kept in the database, and a file that was kept before is not kept twice.  Whoever may write
to a folder cannot lead us out of it: links are not followed, in either direction.  How answers get
there: :mod:`app.channels.batch.delivering`.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine

from app.channels.batch.delivering import deliver, notify, out_of, write_whole
from app.channels.batch.messages import receipt
from app.channels.batch.queries import file_of
from app.channels.batch.receiving import Coming, TakenBefore, receive_file
from app.channels.batch.records import Fault
from app.channels.batch.values import Mode, Sender, Way
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
#: Seconds after which the folder of one sender lets the others have their turn.
SLICE = 10


@dataclass(frozen=True, slots=True)
class _Dropped:
    """A data file with its trigger."""

    sender: str
    data: Path
    trigger: Path
    mode: Mode | None


def look_through(engine: Engine, folder: Path, *, clock: Clock, largest: int) -> int:
    """Take the files that are there, and write every answer that is ready; how many were taken.

    ``largest``: bytes of a file beyond which it is refused unread.  What of one sender cannot be
    read or written is passed over until the next time, and so is what takes its sender too long.
    """
    taken = 0
    for sender in sorted(folder.iterdir()):
        if not _SENDER.fullmatch(sender.name) or not sender.is_dir():
            continue
        try:
            taken += _look_at(engine, sender, clock, largest)
        except Exception:  # whatever it is about one of them, the others are not to wait
            log.exception("drop_folder", sender=sender.name)
    return taken


def _look_at(engine: Engine, sender: Path, clock: Clock, largest: int) -> int:
    taken, until = 0, time.monotonic() + SLICE
    for dropped in list(_dropped(sender)):
        try:
            taken += _take(engine, dropped, largest, at=clock.now())
        except OSError:
            continue
        if time.monotonic() > until:
            break
    deliver(engine, sender, at=clock.now())
    return taken


def _dropped(sender: Path) -> Iterator[_Dropped]:
    for name, mode in _WAYS.items():
        place = sender / name
        if not place.is_dir() or place.is_symlink():
            continue
        for data in sorted(place.glob("FI.*")):
            trigger = _trigger(data)
            if trigger and _is_plain(data) and _rests(data, trigger):
                yield _Dropped(sender.name, data, trigger, mode)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _trigger(data: Path) -> Path | None:
    """``GO.X`` for ``FI.X``, or for ``FI.X.1``: the number of the part may be left out."""
    rest = data.name.removeprefix("FI.")
    for name in (rest, rest.rpartition(".")[0]):
        trigger = data.with_name(f"GO.{name}")
        if name and _is_plain(trigger):
            return trigger
    return None


def _rests(data: Path, trigger: Path) -> bool:
    """Whether nobody seems to write to it any more: some senders put the trigger there first.

    A date far ahead comes from a clock that is wrong, and rests as well as one long past.
    """
    written = data.stat().st_mtime
    return written <= trigger.stat().st_mtime or abs(time.time() - written) > RESTING


def _named(data: Path) -> tuple[str, Fault | None]:
    """What its answers are called, and what is wrong with its name if that is not the same."""
    name = data.name.removeprefix("FI.")
    shown = "".join(letter if letter.isprintable() else "_" for letter in name)[:LONGEST_NAME]
    shown = shown.encode()[:_MOST_BYTES].decode(errors="ignore")
    wrong = Fault("file_name_refused", params=(("most", LONGEST_NAME),))
    return shown, None if shown == name else wrong


def _too_large(stream: BinaryIO, largest: int) -> Fault | None:
    if os.fstat(stream.fileno()).st_size <= largest:
        return None
    return Fault("file_too_large", params=(("most", largest >> 20),))


def _take(engine: Engine, dropped: _Dropped, largest: int, *, at: datetime) -> int:
    name, wrong = _named(dropped.data)
    with _opened(dropped.data) as stream, transaction(engine) as db:
        wrong = wrong or _too_large(stream, largest)
        coming = Coming(f"FI.{name}", Way.FOLDER, "fr", dropped.mode, wrong)
        received = receive_file(db, stream, coming, sender=Sender(dropped.sender), at=at)
    with transaction(engine) as db:
        file = file_of(db, dropped.sender, received.file_id)
    assert file is not None, "it was received"
    out = out_of(dropped.data.parents[1], file.mode)
    if isinstance(received, TakenBefore):
        # Kept, and then we were killed before it was told: its notification comes like any other.
        itself = file.way is Way.FOLDER and file.name == coming.name
        if file.waits and not itself:
            return 0  # the same file again, under way: answered once it is done
        if not file.waits:
            notify(engine, out, file, name)
    write_whole(out / f"RECEIPT.{name}", [receipt(file)])
    dropped.data.unlink()
    _let_go_of(dropped.trigger)
    return 1


def _let_go_of(trigger: Path) -> None:
    """Delete a trigger, unless another part that it speaks of has yet to be taken.

    Ten thousand files may lie there: no more is asked of them than their names.
    """
    begins = f"FI.{trigger.name.removeprefix('GO.')}"
    with os.scandir(trigger.parent) as there:
        parts = [Path(each.path) for each in there if each.name.startswith(begins)]
    if not any(_is_plain(each) and _trigger(each) == trigger for each in parts):
        trigger.unlink(missing_ok=True)


def _opened(data: Path) -> BinaryIO:
    # Not waiting: what has become a pipe since it was looked at would keep everybody waiting.
    return os.fdopen(os.open(data, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
