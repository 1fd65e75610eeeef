"""What the trainings of a pre-flight would do to balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.trail import Act, Channel, Ground, Trace
from app.audit.trail import record as write_trail
from app.channels.batch.answering import Answer
from app.channels.batch.elements import Kind
from app.channels.batch.records import Record, registration_of
from app.channels.batch.senders import Acting
from app.channels.batch.values import Effect, Status
from app.foundation.clock import day_of
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import Vault
from app.learning.batches.chunks import Found
from app.learning.batches.effects import tell_effects


def foretell(
    db: Session,
    records: Sequence[Record],
    answers: Sequence[Answer],
    acting: dict[str, Acting],
    *,
    vault: Vault,
    at: datetime,
) -> None:
    """Give the answers to trainings that would be registered their effect.

    Several trainings of a worker count one after the other within a chunk.  That a balance of a
    worker was looked at leaves a line.
    """
    registered = [
        (record, answer)
        for record, answer in zip(records, answers, strict=True)
        if record.kind is Kind.REGISTER and answer.status is Status.ACCEPTED and not answer.again
    ]
    numbers = {record.said["worker"] for record, _answer in registered}
    workers = persons_by_ssin(db, numbers, vault=vault) if numbers else {}
    rows: defaultdict[str, list[tuple[Found, Answer]]] = defaultdict(list)
    for record, answer in registered:
        person_id = workers[record.said["worker"]]
        found = Found(record.ordinal, person_id, registration_of(record, person_id))
        rows[record.enterprise_number or ""].append((found, answer))
        answer.training_id = None  # it was taken back
    for number, told in rows.items():
        # A provider is told what becomes of its record, and no balance of somebody else's worker.
        if not acting[number].as_provider:
            _tell(db, acting[number], told, at)


def _tell(db: Session, acting: Acting, told: list[tuple[Found, Answer]], at: datetime) -> None:
    enterprise_id = acting.actor.enterprise_id
    assert enterprise_id is not None, "who acts does so for an enterprise"
    tell_effects(db, enterprise_id, [found for found, _answer in told], [], today=day_of(at))
    for found, answer in told:
        if effect := found.effect:
            answer.effect = Effect(effect.year, effect.before, effect.after, effect.not_taken)
    people = {found.person_id for found, _answer in told if found.effect}
    seen = {"page": "pre-flight of a file"}
    traces = [
        Trace(Act.WORKER_SEEN, acting.actor, Ground.MANDATE, subject_id=each, details=seen)
        for each in people
    ]
    write_trail(db, traces, via=Channel.BATCH, at=at)
