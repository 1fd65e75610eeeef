"""The answers to the records of a chunk, and writing them down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.channels.batch.records import Fault, Record, plain_fault
from app.channels.batch.values import Effect, Status
from app.foundation.copying import ABSENT, copied, copied_text, copy_in

_COLUMNS = (
    "file_id, ordinal, line, record, reference, status, faults, training_id, again,"
    " year, left_before, left_after, not_taken"
)
_NO_EFFECT = "\t".join([ABSENT] * 4)


@dataclass(slots=True)
class Answer:
    """What became of a record.  ``again``: it had been answered before."""

    status: Status
    faults: tuple[Fault, ...] = ()
    training_id: UUID | None = None
    again: bool = False
    effect: Effect | None = None


def refused(*faults: Fault) -> Answer:
    return Answer(Status.REFUSED, faults)


def write_answers(
    db: Session, file_id: UUID, records: Sequence[Record], answers: Sequence[Answer]
) -> None:
    if records:
        lines = (_line(file_id, *pair) for pair in zip(records, answers, strict=True))
        copy_in(db, "batch_results", _COLUMNS, lines)


def _line(file_id: UUID, record: Record, answer: Answer) -> str:
    """As COPY takes it."""
    faults = ABSENT
    if answer.status is Status.REFUSED:
        said = json.dumps([plain_fault(each) for each in answer.faults], ensure_ascii=False)
        faults = copied_text(said)
    return (
        f"{file_id}\t{record.ordinal}\t{record.line}\t{copied_text(record.name)}"
        f"\t{record.reference or ABSENT}\t{answer.status}\t{faults}"
        f"\t{answer.training_id or ABSENT}\t{answer.again}\t{_effect(answer.effect)}"
    )


def _effect(effect: Effect | None) -> str:
    if effect is None:
        return _NO_EFFECT
    told = effect.year, effect.before, effect.after, effect.not_taken
    return "\t".join(map(copied, told))
