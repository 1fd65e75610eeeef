"""What a file is and can become, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.channels.batch.records import Fault


class Mode(StrEnum):
    PRODUCTION = "production"
    PREFLIGHT = "preflight"  # nothing stays but the answers


class Way(StrEnum):
    """How a file came in."""

    UPLOAD = "upload"
    REST = "rest"
    FOLDER = "folder"


class State(StrEnum):
    REFUSED = "refused"  # not taken: no record of it was looked at
    RECEIVED = "received"
    RUNNING = "running"
    DONE = "done"


class Status(StrEnum):
    """What became of a record."""

    ACCEPTED = "accepted"
    KNOWN = "known"  # it stood so already, or was sent before
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Sender:
    """The enterprise that sends, and who does it for the enterprise.

    A person under a mandate (upload), a machine (``client_id``), or neither: then the operator
    has given the enterprise a folder that nobody else can write to.
    """

    number: str  # ten digits
    person_id: UUID | None = None
    mandate_id: UUID | None = None
    client_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class File:
    file_id: UUID
    sender: Sender
    file_reference: str | None  # None where it could not be read
    name: str
    mode: Mode
    way: Way
    state: State
    size: int  # bytes
    language: str
    records: int  # looked at so far
    accepted: int
    known: int
    refused: int
    done_bytes: int
    received_at: datetime
    ended_at: datetime | None
    #: Why it was not taken, or from where on it could not be read.
    broken: Fault | None
    broken_line: int | None

    @property
    def waits(self) -> bool:
        return self.state in {State.RECEIVED, State.RUNNING}

    @property
    def percent(self) -> int:
        return 100 if not self.waits else min(99, 100 * self.done_bytes // max(self.size, 1))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a training would do to the account of a year, in minutes; None is not known."""

    year: int
    before: int | None
    after: int | None
    not_taken: int


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one record.  ``again``: it had been answered before."""

    ordinal: int
    line: int
    record: str  # the name of its element
    reference: str | None
    status: Status
    faults: tuple[Fault, ...]
    training_id: UUID | None
    again: bool
    effect: Effect | None
