"""What the records of a pre-flight would have done, for later records of the file to find.

Every chunk is tried in a savepoint and taken back.  What it made of trainings and rights is
written down before, and what earlier chunks made of those that the next one is about is supposed
there again: so a pre-flight answers as the file would, whatever its size.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.channels.batch.answering import Answer
from app.channels.batch.balances import drop_unchanged
from app.channels.batch.elements import Kind
from app.channels.batch.models import BatchRecord, BatchSupposed
from app.channels.batch.records import Record, registration_of
from app.channels.batch.values import File, Status
from app.foundation.copying import ABSENT, copied_text, copy_in
from app.foundation.database import raw
from app.learning.gathering import TrainingColumns
from app.learning.supposing import (
    Supposed,
    columns_from,
    columns_json,
    rights_standing,
    suppose,
    trainings_standing,
)

_COLUMNS = (
    "file_id, enterprise_id, subject, person_id, training_id, registered, years, prints, stands,"
    " versions"
)
#: Of those that a chunk is about, what earlier ones made of rights and of trainings: of the same
#: as one of its own, and of all of a worker of whom it corrects or cancels any.  Where it says
#: something of everyone's right, every worker's own right counts too: it goes before everyone's.
_MET = """
    select enterprise_id, person_id, training_id, registered, versions::text, years
    from batch_supposed
    where file_id = %(file)s and enterprise_id = any(%(enterprises)s)
      and (person_id is null
           or training_id is null and enterprise_id = any(%(everyones)s)
           or person_id = any(%(people)s)
              and (training_id is null or person_id = any(%(changed)s)
                   or prints && %(prints)s::varchar[]))
"""
_OF_TRAININGS = frozenset({Kind.REGISTER, Kind.CORRECT, Kind.CANCEL})


@dataclass(frozen=True, slots=True)
class About:
    """A record that can be carried out, with whom it is about."""

    record: Record
    enterprise_id: UUID
    person_id: UUID | None  # None: everyone


@dataclass
class Supposing:
    """What was tried of a file before a chunk, and what the chunk makes of it."""

    db: Session
    file: File
    about: Sequence[About]
    #: Trainings that are there for this file alone, as far as the chunk meets them.
    own: set[UUID] = field(default_factory=set)
    made: list[Supposed] = field(default_factory=list)
    _in_tables: set[UUID] = field(default_factory=set)

    def put_back(self) -> None:
        """Suppose what earlier chunks made of all that this one can meet."""
        if not self.file.records or not self.about:
            return
        trainings = [each for each in self.about if each.person_id]
        prints = {_print_of(each) for each in trainings if _has_content(each.record)}
        changed = {
            each.person_id for each in trainings if each.record.kind in {Kind.CORRECT, Kind.CANCEL}
        }
        blanks = {
            "file": self.file.file_id,
            "enterprises": list({each.enterprise_id for each in self.about}),
            "everyones": list({each.enterprise_id for each in self.about if not each.person_id}),
            "people": list({each.person_id for each in trainings}),
            "changed": list(changed),
            "prints": list(prints),
        }
        rows = raw(self.db).execute(_MET, blanks).fetchall()
        for _enterprise, _person, training_id, registered, _versions, _years in rows:
            if training_id:
                self._in_tables.add(training_id)
            if registered:
                self.own.add(training_id)
        suppose(
            self.db,
            [
                Supposed(enterprise, person, training_id, tuple(years), (), None, versions)
                for enterprise, person, training_id, _registered, versions, years in rows
            ],
        )

    def take_down(self, answers: dict[int, Answer]) -> None:
        """What the chunk made of trainings and rights, before it is taken back."""
        done = [each for each in self.about if _is_done(answers[each.record.ordinal])]
        for enterprise_id in {each.enterprise_id for each in done}:
            theirs = [each for each in done if each.enterprise_id == enterprise_id]
            trainings = {
                (each.person_id, key)
                for each in theirs
                if each.record.kind in _OF_TRAININGS
                and each.person_id
                and (key := answers[each.record.ordinal].training_id)
            }
            rights = {
                (each.person_id, each.record.said["year"])
                for each in theirs
                if each.record.kind not in _OF_TRAININGS
            }
            self.made += trainings_standing(self.db, enterprise_id, trainings)
            self.made += rights_standing(self.db, enterprise_id, rights)
        for each in done:
            key = answers[each.record.ordinal].training_id
            if each.record.kind is Kind.REGISTER and key:
                self.own.add(key)

    def elsewhere(
        self, enterprise_id: UUID, people: Collection[UUID]
    ) -> dict[str, dict[str, TrainingColumns | None]]:
        """Of these workers, what was made of trainings before and is not in the tables now.

        By worker and training, as text; None for what is cancelled.  Those that the file
        registered are then among its own.
        """
        if not self.file.records:
            return {}
        rows = raw(self.db).execute(
            "select person_id, training_id, registered, stands from batch_supposed"
            " where file_id = %s and enterprise_id = %s and person_id = any(%s)"
            " and training_id is not null",
            (self.file.file_id, enterprise_id, list(people)),
        )
        found: dict[str, dict[str, TrainingColumns | None]] = {}
        for person_id, training_id, registered, stands in rows:
            if registered:
                self.own.add(training_id)
            if training_id not in self._in_tables:
                seen = columns_from(stands) if stands else None
                found.setdefault(str(person_id), {})[str(training_id)] = seen
        return found

    def write_down(self) -> None:
        """Keep what the chunk made, after it was taken back."""
        if not self.made:
            return
        raw(self.db).execute(
            "delete from batch_supposed using unnest(%s::uuid[], %s::text[]) as key (enterprise,"
            " about) where file_id = %s and enterprise_id = key.enterprise and subject = key.about",
            (
                [each.enterprise_id for each in self.made],
                [_subject(each) for each in self.made],
                self.file.file_id,
            ),
        )
        copy_in(self.db, "batch_supposed", _COLUMNS, map(self._line, self.made))

    def _line(self, each: Supposed) -> str:
        """As COPY takes it."""
        stands = copied_text(columns_json(each.stands)) if each.stands else ABSENT
        values: Iterable[Any] = (
            self.file.file_id,
            each.enterprise_id,
            _subject(each),
            each.person_id or ABSENT,
            each.training_id or ABSENT,
            "t" if each.training_id in self.own else "f",
            f"{{{','.join(map(str, each.years))}}}",
            f"{{{','.join(print_.hex() for print_ in each.prints)}}}",
            stands,
            copied_text(each.rows),
        )
        return "\t".join(map(str, values))


def forget(db: Session, file: File) -> None:
    """Forget what was supposed, once the file is through: its answers are all that stays."""
    drop_unchanged(db, file.file_id)
    db.execute(delete(BatchSupposed).where(BatchSupposed.file_id == file.file_id))
    db.execute(delete(BatchRecord).where(BatchRecord.scope == str(file.file_id)))


def _has_content(record: Record) -> bool:
    return record.kind in {Kind.REGISTER, Kind.CORRECT}


def _print_of(about: About) -> str:
    assert about.person_id is not None, "a training is somebody's"
    return registration_of(about.record, about.person_id).fingerprint.hex()


def _is_done(answer: Answer) -> bool:
    return answer.status is Status.ACCEPTED and not answer.again


def _subject(each: Supposed) -> str:
    if each.training_id:
        return str(each.training_id)
    return json.dumps([str(each.person_id) if each.person_id else "", each.years[0]])
