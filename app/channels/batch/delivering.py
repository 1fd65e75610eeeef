"""Answers into the drop folder: notifications of what is done, and word of what a fault stopped.

Each is written once: whoever fetches it does not find it again.  ``STOPPED.…`` is taken away when
its file goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, or_, select, update

from app.channels.batch.messages import notification, word_of_stopping
from app.channels.batch.models import BatchFile
from app.channels.batch.queries import all_results, file_from
from app.channels.batch.taking_up import given_up_among
from app.channels.batch.values import File, Mode, State, Way
from app.foundation.database import transaction


def out_of(sender: Path, mode: Mode) -> Path:
    """Where the answers to files of this kind are put."""
    return sender / ("OUTTEST" if mode is Mode.PREFLIGHT else "OUT")


def deliver(engine: Engine, sender: Path, *, at: datetime) -> None:
    """Write what the sender is owed of the files that came in here."""
    with transaction(engine) as db:
        rows = db.execute(
            select(BatchFile.__table__)
            .where(
                BatchFile.sender == sender.name,
                BatchFile.way == Way.FOLDER.value,
                or_(
                    BatchFile.state.in_([State.RECEIVED.value, State.RUNNING.value]),
                    (BatchFile.state == State.DONE.value) & BatchFile.delivered_at.is_(None),
                ),
            )
            .order_by(BatchFile.file_id)
        ).all()
        files = [file_from(row) for row in rows]
        stopped = given_up_among(db, files)
    for row, file in zip(rows, files, strict=True):
        try:
            told = _tell(engine, sender, file, row.delivered_at, file.file_id in stopped, at)
        except OSError:
            continue
        if told != row.delivered_at:
            # A file that went on meanwhile has more to tell: the next look tells it.
            as_told = (
                BatchFile.file_id == file.file_id,
                BatchFile.state == row.state,
                BatchFile.records == row.records,
            )
            with transaction(engine) as db:
                db.execute(update(BatchFile).where(*as_told).values(delivered_at=told))


def _tell(
    engine: Engine, sender: Path, file: File, told: datetime | None, stopped: bool, at: datetime
) -> datetime | None:
    """Write or take away what there is to tell; since when it is told, None for nothing."""
    out, name = out_of(sender, file.mode), file.name.removeprefix("FI.")
    word = out / f"STOPPED.{name}"
    if file.waits and stopped:
        if told is None:
            write_whole(word, [word_of_stopping(file)])
        return told or at
    if not file.waits:
        notify(engine, out, file, name)
    if not out.is_symlink():
        word.unlink(missing_ok=True)
    return None if file.waits else at


def notify(engine: Engine, out: Path, file: File, name: str) -> None:
    """Write the notification of a file that is done."""
    with transaction(engine) as db:
        pieces = notification(file, all_results(db, file.file_id))
        write_whole(out / f"NOTIFICATION.{name}", pieces)


def write_whole(path: Path, pieces: Iterable[str]) -> None:
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
