"""Writing the trail: what can be written is declared here, key by key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from itertools import chain, islice
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.audit.models import AuditLine
from app.foundation.copying import copied, copied_text, copy_in


class Act(Enum):
    """Every kind of line: its tag (``subject:thing:act``) and the detail keys it carries."""

    SIGNED_IN = ("person:session:started", {"level"})
    SIGNED_OUT = ("person:session:ended", set[str]())
    LANGUAGE_SAVED = ("person:language:saved", {"language"})
    MESSAGE_LOADED = ("source:message:loaded", {"message_id", "kind", "taken", "refused"})
    PERSONS_MERGED = ("person:number:replaced", {"kept"})
    ENTERPRISE_REGISTERED = ("enterprise:record:registered", {"enterprise_id"})
    ENTERPRISE_REFUSED = ("enterprise:record:refused", {"problems"})
    MANDATE_GIVEN = (
        "enterprise:mandate:given",
        {"mandate_id", "role", "valid_from", "valid_until", "client_mandate_id"},
    )
    MANDATE_REFUSED = ("enterprise:mandate:refused", {"role", "problems"})
    MANDATE_ENDED = ("enterprise:mandate:ended", {"mandate_id", "role"})
    MANDATE_END_REFUSED = ("enterprise:mandate:end_refused", {"mandate_id", "problems"})
    MANDATE_SEEN = ("person:mandate:seen", {"page"})
    CLIENT_MANDATE_PROPOSED = ("enterprise:client_mandate:proposed", {"client_mandate_id"})
    CLIENT_MANDATE_CONFIRMED = ("enterprise:client_mandate:confirmed", {"client_mandate_id"})
    CLIENT_MANDATE_DECLINED = ("enterprise:client_mandate:declined", {"client_mandate_id"})
    CLIENT_MANDATE_ENDED = ("enterprise:client_mandate:ended", {"client_mandate_id"})
    CLIENT_MANDATE_REFUSED = (
        "enterprise:client_mandate:refused",
        {"client_mandate_id", "problems"},
    )
    MACHINE_REGISTERED = ("enterprise:machine:registered", {"client_id", "kind", "scopes", "kids"})
    MACHINE_CHANGED = ("enterprise:machine:changed", {"client_id", "scopes"})
    MACHINE_KEY_ADDED = ("enterprise:machine:key_added", {"client_id", "kids"})
    MACHINE_KEY_ENDED = ("enterprise:machine:key_ended", {"client_id", "kid"})
    MACHINE_ENDED = ("enterprise:machine:ended", {"client_id"})
    MACHINE_REFUSED = ("enterprise:machine:refused", {"client_id", "problems"})
    MACHINE_SIGNED_IN = ("enterprise:machine:signed_in", {"client_id", "kid", "scopes"})
    MACHINE_NOT_SIGNED_IN = ("enterprise:machine:not_signed_in", {"client_id", "problems"})
    WORKER_SEEN = ("worker:record:seen", {"page"})
    TRAINING_REGISTERED = ("worker:training:registered", {"training_id"})
    TRAINING_REFUSED = ("worker:training:refused", {"problems"})
    TRAINING_CORRECTED = ("worker:training:corrected", {"training_id"})
    TRAINING_CANCELLED = ("worker:training:cancelled", {"training_id"})
    # Asked to be corrected or cancelled, and it stood so already.
    TRAINING_UNCHANGED = ("worker:training:unchanged", {"training_id"})
    PAIR_DECIDED = ("worker:pair:decided", {"training_ids", "kept"})
    PAIR_REFUSED = ("worker:pair:refused", {"training_ids", "problems"})
    OTHERS_CHECKED = ("enterprise:others:checked", {"trainings"})
    OTHERS_CHECK_REFUSED = ("enterprise:others:check_refused", {"problems"})
    TRAINING_CHANGE_REFUSED = ("worker:training:change_refused", {"training_id", "problems"})
    SIZE_STATED = ("enterprise:size:stated", {"statement_id", "first_year"})
    SIZE_WITHDRAWN = ("enterprise:size:withdrawn", {"statement_id", "first_year"})
    SIZE_UNCHANGED = ("enterprise:size:unchanged", {"statement_id", "first_year"})
    SIZE_REFUSED = ("enterprise:size:refused", {"first_year", "problems"})
    # Without a subject: for everyone who works there.
    RIGHT_STATED = ("worker:right:stated", {"statement_id", "year"})
    RIGHT_WITHDRAWN = ("worker:right:withdrawn", {"statement_id", "year"})
    # Stated as it stood already, or withdrawn where nothing was stated; so of all statements.
    RIGHT_UNCHANGED = ("worker:right:unchanged", {"statement_id", "year"})
    RIGHT_REFUSED = ("worker:right:refused", {"year", "problems"})
    END_STATED = ("worker:end:stated", {"statement_id", "employment_id"})
    END_WITHDRAWN = ("worker:end:withdrawn", {"statement_id", "employment_id"})
    END_UNCHANGED = ("worker:end:unchanged", {"statement_id", "employment_id"})
    END_REFUSED = ("worker:end:refused", {"employment_id", "problems"})
    TASK_PUT_ASIDE = ("enterprise:task:put_aside", {"statement_id", "task"})
    TASK_TAKEN_UP = ("enterprise:task:taken_up", {"statement_id", "task"})
    TASK_UNCHANGED = ("enterprise:task:unchanged", {"statement_id", "task"})
    TASK_REFUSED = ("enterprise:task:refused", {"task", "problems"})
    PLAN_DRAFTED = ("enterprise:plan:drafted", {"statement_id", "year"})
    PLAN_ADOPTED = ("enterprise:plan:adopted", {"statement_id", "year"})
    PLAN_DEPOSITED = ("enterprise:plan:deposited", {"statement_id", "year"})
    PLAN_UNCHANGED = ("enterprise:plan:unchanged", {"statement_id", "year"})
    PLAN_REFUSED = ("enterprise:plan:refused", {"year", "problems"})
    # Of a batch as a whole; each of its trainings has a line of its own when it is written.
    TRAININGS_ASKED = ("enterprise:trainings:asked", {"batch_id", "rows"})
    TRAININGS_CONFIRMED = ("enterprise:trainings:confirmed", {"batch_id", "rows"})
    TRAININGS_WITHDRAWN = ("enterprise:trainings:withdrawn", {"batch_id", "rows"})
    TRAININGS_ENDED = (
        "enterprise:trainings:ended",
        {"batch_id", "state", "registered", "already", "refused"},
    )
    HISTORY_BROUGHT = ("enterprise:history:brought", {"sheet_id", "what", "lines"})
    HISTORY_GIVEN_UP = ("enterprise:history:given_up", {"sheet_id"})
    RIGHTS_CONFIRMED = ("enterprise:rights:confirmed", {"sheet_id", "rows"})
    COLUMNS_REMEMBERED = ("enterprise:columns:remembered", {"mapping_id"})
    COLUMNS_FORGOTTEN = ("enterprise:columns:forgotten", {"mapping_id"})
    # Of a file as a whole; each of its records has a line of its own as what it did.
    FILE_TAKEN = ("enterprise:file:taken", {"file_id", "mode"})
    FILE_REFUSED = ("enterprise:file:refused", {"file_id", "problems"})
    FILE_ENDED = ("enterprise:file:ended", {"file_id", "accepted", "known", "refused"})
    FILE_ANSWERED = ("enterprise:file:answered", {"file_id", "format"})
    # Of something under way that had failed for good: trainings, history, statements or a file.
    WORK_TAKEN_UP = ("enterprise:work:taken_up", {"what", "key"})
    RECEIPT_FETCHED = ("enterprise:receipt:fetched", {"batch_id", "format"})
    ATTESTATION_ASKED = ("worker:attestation:asked", {"number", "kind", "language"})
    ATTESTATION_ISSUED = ("worker:attestation:issued", {"number"})
    ATTESTATION_FETCHED = ("worker:attestation:fetched", {"number"})
    ATTESTATION_WITHDRAWN = ("worker:attestation:withdrawn", {"number"})
    STATEMENTS_ASKED = ("enterprise:statements:asked", {"run_id", "kind", "workers"})
    STATEMENTS_STOPPED = ("enterprise:statements:stopped", {"run_id"})
    STATEMENTS_FETCHED = ("enterprise:statements:fetched", {"run_id", "documents"})

    def __init__(self, tag: str, keys: set[str]) -> None:
        self.tag = tag
        self.keys = frozenset(keys)


class Channel(StrEnum):
    """Through which door an act came."""

    PAGE = "page"
    COMMAND = "command"
    JOB = "job"
    BATCH = "batch"  # a file of records
    API = "api"


class Ground(StrEnum):
    """Why somebody may see or change data of a person."""

    OWN_DATA = "own_data"
    MANDATE = "mandate"  # a mandate of the enterprise that employs, or employed, the person
    REPRESENTATION = "representation"  # legal representative, says the identity provider
    TRAINING_GIVEN = "training_given"  # the provider that says it gave the training
    OPERATION = "operation"  # the operator loading declarations
    ASKED_BY_HOLDER = "asked_by_holder"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and on behalf of which enterprise under which mandate.

    ``sender_id``: no person, but a system of this enterprise, which is the one acted for or an
    office that the client lets act.  Whoever says so has made sure of whose system it is.  Beside a
    person: the training provider whose registrar that is.
    """

    person_id: UUID | None
    enterprise_id: UUID | None = None
    mandate_id: UUID | None = None
    sender_id: UUID | None = None
    client_id: UUID | None = None  # a machine that is registered: its rows say what it may do


#: The operator at the command line, and the worker that carries out jobs.
OPERATOR = Actor(person_id=None)


@dataclass(frozen=True, slots=True)
class Trace:
    """One line to write.  ``details`` must have exactly the keys its act declares."""

    act: Act
    by: Actor
    ground: Ground
    subject_id: UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.details.keys() != self.act.keys:
            raise ValueError(
                f"{self.act.name} carries {set(self.act.keys)}, not {set(self.details)}"
            )


#: More lines than this are copied in: a statement for each costs what the act itself does.
_FEW = 20
_COLUMNS = (
    *("at", "act", "actor_id", "enterprise_id", "mandate_id", "client_id", "sender_id"),
    *("channel", "ground", "request_id", "subject_id", "details"),
)
#: Kept at hand: to make one takes as long as to write a line.
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def record(db: Session, traces: Iterable[Trace], *, via: Channel, at: datetime) -> None:
    """Write the lines in the transaction under way, whatever their number at once.

    ``traces`` may still be on their way: many are sent while the next are made.
    """
    left = iter(traces)
    few = list(islice(left, _FEW + 1))
    if len(few) > _FEW:
        copy_in(db, "audit_lines", ", ".join(_COLUMNS), _lines(chain(few, left), via, at))
    elif few:
        rows = [(*_circumstances(each, via, at), each.subject_id, each.details) for each in few]
        db.execute(insert(AuditLine), [dict(zip(_COLUMNS, row, strict=True)) for row in rows])


def _circumstances(trace: Trace, via: Channel, at: datetime) -> tuple[Any, ...]:
    """All of a line but whom it is about and its details."""
    by = trace.by
    return (
        *(at, trace.act.tag, by.person_id, by.enterprise_id),
        *(by.mandate_id, by.client_id, by.sender_id),
        *(via.value, trace.ground.value),
        structlog.contextvars.get_contextvars().get("request_id"),
    )


def _lines(traces: Iterable[Trace], via: Channel, at: datetime) -> Iterator[str]:
    """As COPY takes them: JSON has no line breaks and tabs of its own.

    What somebody does a thousand times is laid out once, and the lines about somebody mostly
    stand together.
    """
    like: Trace | None = None
    begins = subject = ""
    for each in traces:
        if (
            like is None
            or each.act is not like.act
            or each.by is not like.by
            or (each.ground is not like.ground)
        ):
            begins = "\t".join(map(copied, _circumstances(each, via, at)))
            like = None
        if like is None or each.subject_id is not like.subject_id:
            subject = copied(each.subject_id)
        like = each
        yield f"{begins}\t{subject}\t{copied_text(_as_json(each.details))}"
