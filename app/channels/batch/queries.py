"""Questions about files and their answers.  A sender sees its own files, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.channels.batch.models import BatchBalance, BatchFile, BatchResult
from app.channels.batch.records import fault_from
from app.channels.batch.values import Effect, File, Mode, Result, Sender, State, Status, Way

#: Files that a page lists.
MOST_FILES = 50
#: Results fetched at a time.
TOGETHER = 2_000


def file_from(row: Row[Any]) -> File:
    return File(
        file_id=row.file_id,
        sender=Sender(row.sender, row.person_id, row.mandate_id, row.client_id),
        file_reference=row.file_reference,
        name=row.name,
        mode=Mode(row.mode),
        way=Way(row.way),
        state=State(row.state),
        size=row.size,
        language=row.language,
        records=row.records,
        accepted=row.accepted,
        known=row.known,
        refused=row.refused,
        done_bytes=row.offset,
        received_at=row.received_at,
        ended_at=row.ended_at,
        broken=fault_from(row.broken) if row.broken else None,
        broken_line=row.broken_line,
    )


def file_of(db: Session, sender: str, file_id: UUID) -> File | None:
    """The file, where it is the sender's."""
    row = db.execute(
        select(BatchFile.__table__).where(BatchFile.file_id == file_id, BatchFile.sender == sender)
    ).one_or_none()
    return file_from(row) if row else None


def files_of(db: Session, sender: str, *, most: int = MOST_FILES) -> list[File]:
    """The last files of a sender, newest first."""
    rows = db.execute(
        select(BatchFile.__table__)
        .where(BatchFile.sender == sender)
        .order_by(BatchFile.received_at.desc(), BatchFile.file_id.desc())
        .limit(most)
    )
    return [file_from(row) for row in rows]


def results_of(
    db: Session, file_id: UUID, *, refused: bool = False, after: int = 0, most: int = TOGETHER
) -> list[Result]:
    """The results after an ordinal, in the order of the file; of refused records alone."""
    those = [BatchResult.file_id == file_id, BatchResult.ordinal > after]
    if refused:
        those.append(BatchResult.status == Status.REFUSED.value)
    rows = db.execute(
        select(BatchResult.__table__).where(*those).order_by(BatchResult.ordinal).limit(most)
    )
    return [_result(row) for row in rows]


def all_results(db: Session, file_id: UUID, *, refused: bool = False) -> Iterator[Result]:
    """Every result, some thousands in memory at a time."""
    after = 0
    while found := results_of(db, file_id, refused=refused, after=after):
        yield from found
        after = found[-1].ordinal


def enterprises_told_of(db: Session, file_id: UUID) -> list[UUID]:
    """The enterprises of whose workers a pre-flight told a balance."""
    rows = db.execute(
        select(BatchBalance.enterprise_id).where(BatchBalance.file_id == file_id).distinct()
    )
    return list(rows.scalars())


def _result(row: Row[Any]) -> Result:
    effect = (
        Effect(row.year, row.left_before, row.left_after, row.not_taken)
        if row.year is not None
        else None
    )
    return Result(
        row.ordinal,
        row.line,
        row.record,
        row.reference,
        Status(row.status),
        tuple(fault_from(each) for each in row.faults or ()),
        row.training_id,
        row.again,
        effect,
    )
