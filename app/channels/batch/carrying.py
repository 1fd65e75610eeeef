"""Records of a chunk carried out through the acts of every door, in their order.

Records next to each other that ask for the same are carried out together, an enterprise at a
time.  What one record does, the next one finds done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Actor, Channel
from app.channels.batch.answering import Answer, refused
from app.channels.batch.elements import NAMES, Kind
from app.channels.batch.records import (
    Fault,
    Record,
    registration_of,
    right_of,
    withdrawal_of,
)
from app.channels.batch.references import References
from app.channels.batch.senders import Acting
from app.channels.batch.values import Status
from app.enterprises.stating import NothingStated, Refused, Stated, Withdrawn
from app.foundation.problems import Problem
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import Vault
from app.learning.correcting import (
    Cancellation,
    Cancelled,
    Corrected,
    Correction,
    cancel_trainings,
    correct_trainings,
)
from app.learning.registration import Registered, register_trainings
from app.learning.stating import state_rights, withdraw_rights

#: Which act carries out what, by the name of the element.
_VERBS = {
    Kind.REGISTER.value: "register",
    Kind.CORRECT.value: "correct",
    Kind.CANCEL.value: "cancel",
    Kind.STATE.value: "state",
    Kind.OPT_OUT.value: "state",
    Kind.WITHDRAW.value: "withdraw",
}
_OF_THE_ORIGINAL = frozenset({"no_such_training", "training_cancelled"})
_DONE = (Registered, Corrected, Cancelled, Stated, Withdrawn)


def carry_out(
    db: Session,
    records: Sequence[Record],
    answers: dict[int, Answer],
    references: References,
    acting: dict[str, Acting],
    *,
    vault: Vault,
    at: datetime,
) -> None:
    """Add an answer for each record that has none, but for doubles within the chunk."""
    workers = _workers(db, records, vault)
    carrying = _Carrying(db, answers, references, acting, workers, at)
    for record in records:
        if record.ordinal in answers or references.is_double(record):
            continue
        faults = record.faults or carrying.faults_of_persons(record)
        if faults:
            answers[record.ordinal] = refused(*faults)
        else:
            carrying.take(record)
    carrying.flush()


def _workers(db: Session, records: Sequence[Record], vault: Vault) -> dict[str, UUID]:
    numbers = {each.said["worker"] for each in records if "worker" in each.said}
    return persons_by_ssin(db, numbers, vault=vault) if numbers else {}


@dataclass
class _Carrying:
    db: Session
    answers: dict[int, Answer]
    references: References
    acting: dict[str, Acting]
    workers: dict[str, UUID]
    at: datetime
    _run: list[Record] = field(default_factory=list)
    #: What the records of the run are about: none is twice about the same.
    _about: set[Any] = field(default_factory=set)
    _trainings: dict[int, UUID] = field(default_factory=dict)

    def faults_of_persons(self, record: Record) -> list[Fault]:
        """That nobody may act for the enterprise, or that the worker is nobody it may know of."""
        acting = self.acting.get(record.enterprise_number or "")
        if acting is None:
            return [Fault("no_mandate", "EnterpriseNumber", record.enterprise_number)]
        named = record.said.get("mandate")
        if named is not None and named != acting.client_mandate_id:
            return [Fault("mandate_unknown", "MandateNbr", str(named))]
        if "worker" in record.said and record.said["worker"] not in self.workers:
            # Whether anybody has that number is nobody's business but their employer's.
            return [Fault("not_a_worker_of_yours", "SSIN")]
        return []

    def take(self, record: Record) -> None:
        """Let a record join the run, or begin the next one with it."""
        if self._run and _verb(self._run[0]) != _verb(record):
            self.flush()
        if record.kind is Kind.REGISTER:
            # The act itself knows the same training twice.
            self._run.append(record)
            return
        about = self._subject(record)
        if about is None:
            self.answers[record.ordinal] = refused(Fault("no_such_training", *_original(record)))
            return
        if about in self._about:
            self.flush()
        self._about.add(about)
        self._run.append(record)

    def _subject(self, record: Record) -> Any:
        """What a record is about; None for a training that nobody knows of."""
        if record.kind in {Kind.CORRECT, Kind.CANCEL}:
            training_id = record.said.get("training_id")
            if training_id is None:
                original = record.said["original"]
                if self.references.is_open(original, self.answers):
                    self.flush()
                training_id = self.references.training_of(original, self.answers)
            if training_id is not None:
                self._trainings[record.ordinal] = training_id
            return training_id
        return record.enterprise_number, record.said.get("worker"), record.said.get("year")

    def flush(self) -> None:
        """Carry out the run: together, an enterprise at a time."""
        run, self._run, self._about = self._run, [], set()
        if not run:
            return
        # What corrects something is recorded after it, if only by the least there is.
        self.at += timedelta(microseconds=1)
        together: defaultdict[str, list[Record]] = defaultdict(list)
        for record in run:
            together[record.enterprise_number or ""].append(record)
        act: Callable[[list[Record], Actor], list[Any]] = getattr(self, f"_{_verb(run[0])}")
        for number, records in together.items():
            outcomes = act(records, self.acting[number].actor)
            for record, outcome in zip(records, outcomes, strict=True):
                self.answers[record.ordinal] = _answer(record, outcome)

    def _worker(self, record: Record) -> UUID:
        return self.workers[record.said["worker"]]

    def _worker_or_everyone(self, record: Record) -> UUID | None:
        return self._worker(record) if "worker" in record.said else None

    def _register(self, records: list[Record], by: Actor) -> list[Any]:
        wanted = [registration_of(each, self._worker(each)) for each in records]
        return [*register_trainings(self.db, wanted, by=by, via=Channel.BATCH, at=self.at)]

    def _correct(self, records: list[Record], by: Actor) -> list[Any]:
        wanted = [
            Correction(
                self._trainings[each.ordinal],
                None,
                registration_of(each, self._worker(each)),
                each.said.get("reason"),
            )
            for each in records
        ]
        return [*correct_trainings(self.db, wanted, by=by, via=Channel.BATCH, at=self.at)]

    def _cancel(self, records: list[Record], by: Actor) -> list[Any]:
        wanted = [
            Cancellation(
                self._worker(each), self._trainings[each.ordinal], None, each.said["reason"]
            )
            for each in records
        ]
        return [*cancel_trainings(self.db, wanted, reason="", by=by, via=Channel.BATCH, at=self.at)]

    def _state(self, records: list[Record], by: Actor) -> list[Any]:
        wanted = [right_of(each, self._worker_or_everyone(each)) for each in records]
        return [*state_rights(self.db, wanted, by=by, via=Channel.BATCH, at=self.at)]

    def _withdraw(self, records: list[Record], by: Actor) -> list[Any]:
        wanted = [withdrawal_of(each, self._worker_or_everyone(each)) for each in records]
        return [*withdraw_rights(self.db, wanted, by=by, via=Channel.BATCH, at=self.at)]


def _verb(record: Record) -> str:
    return _VERBS[record.name]  # what cannot be read is refused


def _original(record: Record) -> tuple[str, str]:
    """The element that names what is corrected or cancelled, and what it says."""
    if "training_id" in record.said:
        return "TrainingId", str(record.said["training_id"])
    return "OriginalReference", record.said["original"]


def _answer(record: Record, outcome: Any) -> Answer:
    if type(outcome) is Registered:
        return Answer(Status.ACCEPTED, (), outcome.training_id)
    if isinstance(outcome, Refused):
        return refused(*(_fault(record, each) for each in outcome.problems))
    status = Status.ACCEPTED if isinstance(outcome, _DONE) else Status.KNOWN
    training_id = None if isinstance(outcome, NothingStated) else _training(outcome)
    return Answer(status, training_id=training_id)


def _fault(record: Record, problem: Problem) -> Fault:
    """A problem of an act at the element that it is about, where the act has no field for it."""
    if problem.field is None and problem.code in _OF_THE_ORIGINAL:
        return Fault(problem.code, *_original(record))
    if problem.field is None and problem.code == "no_mandate":
        return Fault(problem.code, "EnterpriseNumber", record.enterprise_number)
    return record.fault_of(problem, NAMES)


def _training(outcome: Any) -> UUID | None:
    found: UUID | None = getattr(outcome, "training_id", None)
    return found
