"""References: a sender and a reference name one record for good.

The same record again gets the answer it got; another one under a reference that is used up is
refused.  A record that was refused has used up its reference too: whoever sends it corrected
sends it as another record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

from sqlalchemy.orm import Session

from app.channels.batch.answering import Answer, refused
from app.channels.batch.records import Fault, Record, fault_from
from app.channels.batch.values import File, Mode, Status
from app.foundation.copying import ABSENT, copy_in
from app.foundation.database import raw
from app.identity.national_numbers import Vault

_REUSED = Fault("reference_reused", "RecordReference")


@dataclass(slots=True)
class _Used:
    """A reference that is used up: by what, and what became of that."""

    fingerprint: bytes
    answer: Answer


@dataclass
class References:
    """The references of a chunk: which are used up, and which it uses up itself."""

    db: Session
    file: File
    vault: Vault
    #: Of fingerprints: whoever has one is to find out nothing by trying.
    _key: bytes = field(init=False)
    _used: dict[str, _Used] = field(default_factory=dict)
    #: The first record of the chunk with each reference that was free.
    _first: dict[str, Record] = field(default_factory=dict)
    _prints: dict[int, bytes] = field(default_factory=dict)
    #: Trainings of earlier chunks of a pre-flight, which nobody else will ever find.
    _supposed: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._key = self.vault.hash("fingerprints of records")

    def answers_known(self, records: Sequence[Record]) -> dict[int, Answer]:
        """The answers of those that were answered before or reuse a reference, by ordinal."""
        named = [each for each in records if each.reference]
        self._look_up({each.reference for each in named} | _originals(records))
        answers: dict[int, Answer] = {}
        for each in named:
            assert each.reference is not None
            self._prints[each.ordinal] = self._fingerprint(each)
            used = self._used.get(each.reference)
            if used is None:
                self._first.setdefault(each.reference, each)
            elif self._says_the_same(each, used.fingerprint):
                answers[each.ordinal] = _again(used.answer)
            else:
                answers[each.ordinal] = self._reused(each)
        return answers

    def is_double(self, record: Record) -> bool:
        """Whether an earlier record of the chunk has its reference."""
        first = self._first.get(record.reference or "")
        return first is not None and first is not record

    def answer_doubles(self, records: Sequence[Record], answers: dict[int, Answer]) -> None:
        """Answer those whose reference an earlier record of the chunk has."""
        for each in records:
            if each.ordinal not in answers:
                first = self._first[each.reference or ""]
                same = self._prints[first.ordinal] == self._prints[each.ordinal]
                answer = _again(answers[first.ordinal]) if same else self._reused(each)
                answers[each.ordinal] = answer

    def training_of(self, reference: str, answers: dict[int, Answer]) -> UUID | None:
        """The training that a record registered or changed, in this chunk or before it."""
        first = self._first.get(reference)
        if first is not None:
            answer = answers.get(first.ordinal)
            return answer.training_id if answer else None
        used = self._used.get(reference)
        return used.answer.training_id if used else None

    def is_open(self, reference: str, answers: dict[int, Answer]) -> bool:
        """Whether the record of that reference stands in this chunk and has no answer yet."""
        first = self._first.get(reference)
        return first is not None and first.ordinal not in answers

    def use_up(self, supposed: Mapping[int, UUID] | None = None) -> None:
        """Write down the references that these records use up.

        ``supposed``: the trainings of a pre-flight, by ordinal, for later records to find.
        """
        scope, supposed = _own_scope(self.file), supposed or {}
        lines = [
            f"{scope}\t{reference}\t\\\\x{self._prints[each.ordinal].hex()}"
            f"\t{self.file.file_id}\t{each.ordinal}\t{supposed.get(each.ordinal, ABSENT)}"
            for reference, each in self._first.items()
        ]
        if lines:
            columns = "scope, reference, fingerprint, file_id, ordinal, supposed_id"
            copy_in(self.db, "batch_records", columns, lines)

    def is_supposed(self, training_id: UUID | None) -> bool:
        """Whether an earlier chunk of a pre-flight would have registered it."""
        return training_id in self._supposed

    def _fingerprint(self, record: Record) -> bytes:
        """Of what the record says, however it is laid out; keyed, for a number is in it."""
        return blake2b(record.whole, key=self._key, digest_size=16).digest()

    def _says_the_same(self, record: Record, used: bytes) -> bool:
        """Whether a record is the one with that fingerprint, or had it in the first release."""
        print_of = self._prints[record.ordinal]
        if len(used) != len(print_of):
            said = (record.name, sorted(record.texts.items()))
            print_of = self.vault.hash(repr(said))
        return used == print_of

    def _reused(self, record: Record) -> Answer:
        return refused(Fault(_REUSED.code, _REUSED.element, record.reference))

    def _look_up(self, references: set[str | None]) -> None:
        """What is used up: by the sender, and in a pre-flight by the file itself too."""
        scopes = {self.file.sender.number, _own_scope(self.file)}
        if not references:
            return
        # One by one through the keys, however many there are in the table: the planner would
        # rather look through all of them.
        rows = raw(self.db).execute(
            "select used.* from unnest(%s::text[]) as wanted (reference), lateral ("
            "select used.reference, used.fingerprint, status, faults,"
            " coalesce(training_id, supposed_id), training_id is null"
            " from batch_records used join batch_results using (file_id, ordinal)"
            " where used.scope = any(%s) and used.reference = wanted.reference offset 0) used",
            (list(references), list(scopes)),
        )
        for reference, fingerprint, status, faults, training_id, supposed in rows:
            found = tuple(fault_from(each) for each in faults or ())
            if supposed and training_id:
                self._supposed.add(training_id)
            self._used[reference] = _Used(fingerprint, Answer(Status(status), found, training_id))


def _own_scope(file: File) -> str:
    return file.sender.number if file.mode is Mode.PRODUCTION else str(file.file_id)


def _originals(records: Sequence[Record]) -> set[str | None]:
    return {each.said["original"] for each in records if "original" in each.said}


def _again(answer: Answer) -> Answer:
    """The same answer once more: what was accepted is known already."""
    status = Status.REFUSED if answer.status is Status.REFUSED else Status.KNOWN
    return Answer(status, answer.faults, answer.training_id, again=True)
