"""The one act that registers trainings, behind every door.

The page, the XML file and the REST call all end here; a form is a batch of one.  Everything
is looked up in a handful of statements whatever the number of registrations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.employment.queries import stretches_with
from app.enterprises.mandates import may_register
from app.enterprises.parameters import is_open
from app.enterprises.providing import provider_acting
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.letters import plain
from app.foundation.problems import Problem, problem
from app.learning.codes import unknown_codes
from app.learning.inserting import FEW, insert_trainings, known_trainings
from app.learning.jobs import keep_later
from app.learning.rules.contents import BROUGHT_ALONG, Financing, Origin, problems_of_contents
from app.learning.rules.facts import NotCounting
from app.learning.rules.registering import (
    employed_throughout,
    plain_title,
    problems_of,
    problems_of_counting,
)

#: Refused is said of every act of an employer, in one way: it is part of this act's answer too.
__all__ = [
    "AlreadyRegistered",
    "Outcome",
    "Refused",
    "Registered",
    "Registration",
    "content_of",
    "known_trainings",
    "origin_of",
    "problems_of_training",
    "problems_with",
    "register_trainings",
]


@dataclass(frozen=True, slots=True)
class Registration:
    """A training of one worker with the enterprise that is acted for."""

    person_id: UUID
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    formal: bool
    followed: bool
    counts: bool
    certified: bool = False
    certificate_until: date | None = None
    #: Why it does not count; where that is not said, for another reason than those with a name.
    not_counting: NotCounting | None = None
    #: From here on, None is not said.  ISCED-F 2013: a broad, narrow or detailed field.
    field_of_learning: str | None = None
    #: Given by the enterprise itself; if not, by the provider of this name and number.
    internal: bool | None = None
    provider: str | None = None
    provider_number: str | None = None  # ten digits
    financing: Financing | None = None
    origin: Origin | None = None
    origin_name: str | None = None  # of the other system
    original_registered_on: date | None = None  # in the tool it is brought along from

    @property
    def fingerprint(self) -> bytes:
        """What makes it the same training: who it is for is in the table's key."""
        title = plain_title(self.title).casefold()
        identity = repr((title, self.starts_on, self.ends_on, self.minutes))
        return hashlib.blake2b(identity.encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Registered:
    training_id: UUID


@dataclass(frozen=True, slots=True)
class AlreadyRegistered:
    """The same training stands already: nothing was written a second time."""

    training_id: UUID


Outcome = Registered | AlreadyRegistered | Refused
#: Has the accounts of these persons with an enterprise kept again.
Keeping = Callable[[Session, UUID, Collection[UUID]], None]


@dataclass(slots=True)
class _Asked:
    """One registration on its way through the act."""

    registration: Registration
    outcome: Outcome | None = None
    training_id: UUID = field(default_factory=uuid4)
    key: tuple[UUID, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.registration.person_id, self.registration.fingerprint


def register_trainings(
    db: Session,
    registrations: Sequence[Registration],
    *,
    by: Actor,
    via: Channel,
    at: datetime,
    keep: Keeping = keep_later,
) -> list[Outcome]:
    """Register what can be registered; one outcome for each registration, in its order.

    The actor must hold a registrar's mandate of the enterprise it acts for, and each worker
    must have been employed there from the first day of the training to the last.  Whoever
    acts for a training provider may register what that provider gave, and nothing else.  ``keep``
    has the accounts of those workers kept again: later, unless somebody does it at once.
    """
    asked = [_Asked(registration) for registration in registrations]
    today = day_of(at)
    mandated = may_register(db, by, on=today)
    provider = None if mandated else provider_acting(db, by, on=today)
    if by.enterprise_id is None or not (mandated or provider):
        refusal = Refused((problem("no_mandate"),))
        for each in asked:
            each.outcome = refusal
    else:
        _judge(db, asked, by.enterprise_id, today, provider)
        _write(db, asked, by.enterprise_id, by=by, via=via, at=at)
        changed = [each for each in asked if isinstance(each.outcome, Registered)]
        keep(db, by.enterprise_id, {each.registration.person_id for each in changed})
    ground = Ground.TRAINING_GIVEN if provider else Ground.MANDATE
    record(db, [_trace(each, by, ground) for each in asked], via=via, at=at)
    return [each.outcome for each in asked if each.outcome]


def _judge(
    db: Session, asked: list[_Asked], enterprise_id: UUID, today: date, provider: str | None
) -> None:
    workers = {each.registration.person_id for each in asked}
    employed = stretches_with(db, enterprise_id, workers)
    for each in asked:
        wanted = each.registration
        if provider and wanted.provider_number != provider:
            # Said alone: of anything else a provider is to learn nothing.
            each.outcome = Refused((problem("not_given_by_you", "provider_number"),))
            continue
        problems = problems_with(wanted, employed.get(wanted.person_id, []), today=today)
        if problems:
            each.outcome = Refused(tuple(problems))


def problems_of_training(wanted: Registration, *, today: date) -> list[Problem]:
    """What is wrong with a training whoever it is for."""
    problems = problems_of(wanted, today=today)
    problems += problems_of_counting(wanted.counts, wanted.not_counting)
    return problems + problems_of_contents(wanted, today=today) + unknown_codes(wanted)


def problems_with(
    wanted: Registration, stretches: Sequence[tuple[date, date | None]], *, today: date
) -> list[Problem]:
    """Everything that is wrong with a training of somebody employed during ``stretches``."""
    if not stretches:
        # Said alone: what else is wrong is no business of somebody else's employer.
        return [problem("not_a_worker_of_yours", "worker")]
    # What an employer brings along is its own evidence, of those too who left long ago.
    if wanted.origin not in BROUGHT_ALONG and not is_open(stretches, today):
        return [problem("access_closed", "worker")]
    problems = problems_of_training(wanted, today=today)
    if wanted.starts_on <= wanted.ends_on and not employed_throughout(
        wanted.starts_on, wanted.ends_on, stretches
    ):
        problems.append(problem("not_employed_then", "starts_on"))
    return problems


def _write(
    db: Session,
    asked: list[_Asked],
    enterprise_id: UUID,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> None:
    """Write what was not refused.  Whoever is quicker wins; the other finds it registered."""
    first: dict[tuple[UUID, bytes], _Asked] = {}
    for each in asked:
        if each.outcome is None:
            first.setdefault(each.key, each)
    if not first:
        return
    known = known_trainings(db, enterprise_id, first) if len(first) > FEW else {}
    # In one order everywhere: two batches with the same trainings would otherwise each hold
    # what the other waits for.
    new = sorted(first.keys() - known.keys())
    rows = [_row(first[key], enterprise_id, by, via, at) for key in new]
    written = insert_trainings(db, rows)
    if len(written) < len(new):
        known = known_trainings(db, enterprise_id, first)
    for each in asked:
        if each.outcome is None:
            one = first[each.key]
            if one.training_id not in written:
                each.outcome = AlreadyRegistered(known[each.key])
            elif each is one:
                each.outcome = Registered(one.training_id)
            else:
                each.outcome = AlreadyRegistered(one.training_id)


def _row(
    each: _Asked, enterprise_id: UUID, by: Actor, via: Channel, at: datetime
) -> dict[str, Any]:
    wanted = each.registration
    return (
        content_of(wanted)
        | origin_of(wanted)
        | {
            "person_id": wanted.person_id,
            "training_id": each.training_id,
            "recorded_from": at,
            "enterprise_id": enterprise_id,
            "registered_by": by.person_id,
            "mandate_id": by.mandate_id,
            "sender_id": by.sender_id,
            "client_id": by.client_id,
            "channel": via.value,
        }
    )


def content_of(wanted: Registration) -> dict[str, Any]:
    """What a version of a training says, column by column."""
    why_not = None if wanted.counts else wanted.not_counting or NotCounting.OTHER
    return {
        "fingerprint": wanted.fingerprint,
        "title": plain_title(wanted.title),
        "starts_on": wanted.starts_on,
        "ends_on": wanted.ends_on,
        "minutes": wanted.minutes,
        "formal": wanted.formal,
        "followed": wanted.followed,
        "counts": wanted.counts,
        "not_counting": why_not.value if why_not else None,
        "certified": wanted.certified,
        "certificate_until": wanted.certificate_until,
        "field_of_learning": wanted.field_of_learning or None,
        "internal": wanted.internal,
        "provider": plain(wanted.provider or "") or None,
        "provider_number": wanted.provider_number or None,
        "financing": wanted.financing.value if wanted.financing else None,
    }


def origin_of(wanted: Registration) -> dict[str, Any]:
    """How a training came to us, column by column: no correction changes that."""
    return {
        "origin": wanted.origin.value if wanted.origin else None,
        "origin_name": plain(wanted.origin_name or "") or None,
        "original_registered_on": wanted.original_registered_on,
    }


def _trace(each: _Asked, by: Actor, ground: Ground) -> Trace:
    """Registered or found registered: which training; refused: the codes of why."""
    if isinstance(each.outcome, Refused):
        details: dict[str, Any] = {"problems": [p.code for p in each.outcome.problems]}
        act = Act.TRAINING_REFUSED
    else:
        assert each.outcome is not None
        details = {"training_id": str(each.outcome.training_id)}
        act = Act.TRAINING_REGISTERED
    return Trace(act, by, ground, subject_id=each.registration.person_id, details=details)
