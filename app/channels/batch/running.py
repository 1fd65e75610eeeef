"""The next records of a file, from its bytes to their answers, in one transaction.

Killed at any moment, nothing of a chunk has happened, and it is carried out again as a whole.
Which records make a chunk hangs on the file alone.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.channels.batch.ahead import Chunk, Here, Reading
from app.channels.batch.answering import Answer, write_answers
from app.channels.batch.carrying import carry_out
from app.channels.batch.foretelling import Foretelling
from app.channels.batch.models import BatchFile
from app.channels.batch.queries import file_from
from app.channels.batch.reading import Place
from app.channels.batch.records import Fault, Record, plain_fault
from app.channels.batch.references import References
from app.channels.batch.senders import acting_for, actor_of
from app.channels.batch.supposing import forget
from app.channels.batch.values import File, Mode, State, Status
from app.foundation.clock import day_of
from app.foundation.copying import without_cycle_collection
from app.identity.national_numbers import Vault

#: Records carried out in one transaction.
CHUNK = 5_000


@without_cycle_collection()
def run_chunk(
    db: Session,
    file_id: UUID,
    *,
    vault: Vault,
    at: datetime,
    most: int = CHUNK,
    reading: Reading | None = None,
) -> bool:
    """Carry out the next records; whether there are more.

    ``reading``: whoever carries out one chunk after the other need not read anything twice.
    """
    # Whoever comes second waits here, and then sees what the first has done.
    row = db.execute(
        select(BatchFile.__table__).where(BatchFile.file_id == file_id).with_for_update()
    ).one_or_none()
    if row is None or row.state not in {State.RECEIVED, State.RUNNING}:
        return False
    file = file_from(row)
    # Two files of one sender may hold the same reference: chunks of a sender take turns.
    db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(file.sender.number, 5))))
    here = Here(file_id, Place(row.offset, row.line), row.beginning, row.records + 1)
    chunk = (reading or Reading()).next(db, here, most)
    answers = _answers(db, file, chunk.records, vault=vault, at=at)
    write_answers(db, file_id, chunk.records, answers)
    return _move_on(db, file, row, chunk, answers, at)


def _answers(
    db: Session, file: File, records: list[Record], *, vault: Vault, at: datetime
) -> list[Answer]:
    """An answer for each record; of a pre-flight nothing else stays."""
    references = References(db, file, vault)
    numbers = {each.enterprise_number for each in records if each.enterprise_number}
    acting = acting_for(db, file.sender, numbers, on=day_of(at))

    def carried_out() -> dict[int, Answer]:
        answers = references.answers_known(records)
        carry_out(db, records, answers, references, acting, vault=vault, at=at)
        references.answer_doubles(records, answers)
        return answers

    if file.mode is Mode.PRODUCTION:
        answers = carried_out()
        references.use_up()
    else:
        foretelling = Foretelling(db, file, records, acting, references, vault, at)
        answers = foretelling.tried(carried_out)
        foretelling.write_down(answers)
    return [answers[each.ordinal] for each in records]


def _move_on(
    db: Session,
    file: File,
    row: Row[tuple[object, ...]],
    read: Chunk,
    answers: list[Answer],
    at: datetime,
) -> bool:
    counts = Counter(each.status for each in answers)
    totals = {each.value: getattr(file, each.value) + counts[each] for each in Status}
    # Whose sender was told that a fault stopped it goes on, and is heard of again.
    values = {"records": file.records + len(answers), "delivered_at": None, **totals}
    if read.then:
        values |= {
            "state": State.RUNNING.value,
            "offset": read.then.offset,
            "line": read.then.line,
        }
    else:
        values |= {"state": State.DONE.value, "offset": row.size, "ended_at": at}
    if read.broken:
        fault = Fault(read.broken.code, read.broken.element)
        values |= {"broken": plain_fault(fault), "broken_line": read.broken.line}
    db.execute(update(BatchFile).where(BatchFile.file_id == file.file_id).values(values))
    if read.then is None:
        if file.mode is Mode.PREFLIGHT:
            forget(db, file)
        _tell(db, file, totals, at)
    return read.then is not None


def _tell(db: Session, file: File, totals: dict[str, int], at: datetime) -> None:
    details = {"file_id": str(file.file_id), **totals}
    trace = Trace(Act.FILE_ENDED, actor_of(db, file.sender), Ground.MANDATE, details=details)
    record(db, [trace], via=Channel.BATCH, at=at)
