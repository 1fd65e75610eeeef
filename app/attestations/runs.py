"""How far runs of letters are, and all their documents as one ZIP."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import RawIOBase
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.orm import Session

from app.attestations.models import NEVER, Attestation, StatementRun, StatementRunRow
from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.employment.closing import open_to
from app.foundation.clock import Clock, day_of
from app.foundation.database import transaction
from app.identity.queries import names_of
from certificates.attestation import Kind

#: Documents read from the database at a time.
_AT_A_TIME = 25
#: Rows whose document could not be sealed yet.
_WAITS = StatementRunRow.attestation_id.is_(None) & StatementRunRow.problem.not_in(NEVER)


@dataclass(frozen=True, slots=True)
class Progress:
    """``missing``: workers without such an account, for whom there is no document.

    ``waits``: why the others cannot be sealed at present, a code; None where nothing hinders.
    """

    run_id: UUID
    kind: str
    year: int
    asked_at: datetime
    stopped_at: datetime | None
    in_all: int
    made: int
    missing: int
    waits: str | None

    @property
    def under_way(self) -> bool:
        return self.stopped_at is None and self.made + self.missing < self.in_all


def progress_of(db: Session, enterprise_id: UUID, run_id: UUID) -> Progress | None:
    """How far a run is, if it is the enterprise's."""
    rows = _progress(db, enterprise_id, StatementRun.run_id == run_id)
    return rows[0] if rows else None


def runs_of(db: Session, enterprise_id: UUID, kind: Kind) -> list[Progress]:
    """The latest runs of an enterprise, of one kind of letter."""
    return _progress(db, enterprise_id, StatementRun.kind == kind.value)


def _progress(db: Session, enterprise_id: UUID, which: ColumnElement[bool]) -> list[Progress]:
    run, row = StatementRun, StatementRunRow
    asked = (
        select(
            run.run_id,
            run.kind,
            run.year,
            run.asked_at,
            run.stopped_at,
            func.count(row.person_id).label("in_all"),
            func.count(row.attestation_id).label("made"),
            func.count().filter(row.problem.in_(NEVER)).label("missing"),
            func.max(row.problem).filter(_WAITS, run.stopped_at.is_(None)).label("waits"),
        )
        .join(row, row.run_id == run.run_id)
        .where(run.enterprise_id == enterprise_id, which)
        .group_by(run.run_id)
        .order_by(run.asked_at.desc())
        .limit(20)
    )
    return [Progress(**each._asdict()) for each in db.execute(asked)]


def those_that_wait(db: Session, run_ids: Collection[UUID]) -> list[UUID]:
    """Of these runs, those with documents that could not be sealed yet."""
    rows = db.execute(
        select(StatementRun.run_id).where(
            StatementRun.run_id.in_(run_ids),
            StatementRun.stopped_at.is_(None),
            select(StatementRunRow.run_id)
            .where(StatementRunRow.run_id == StatementRun.run_id, _WAITS)
            .exists(),
        )
    )
    return list(rows.scalars())


def receivers_of(db: Session, enterprise_id: UUID, kind: Kind, year: int) -> list[UUID]:
    """The workers for whom a letter of that kind and year was made."""
    rows = db.execute(
        select(StatementRunRow.person_id)
        .join(StatementRun, StatementRun.run_id == StatementRunRow.run_id)
        .where(
            StatementRun.enterprise_id == enterprise_id,
            StatementRun.kind == kind.value,
            StatementRun.year == year,
            StatementRunRow.attestation_id.is_not(None),
        )
        .distinct()
    )
    return list(rows.scalars())


class MandateEnded(Exception):
    """Whoever was taking documents away may no more: nothing follows."""


class May(Protocol):
    """Whether somebody may take documents of an enterprise away on a day."""

    def __call__(self, db: Session, by: Actor, *, on: date) -> bool: ...


def archive(
    engine: Engine, clock: Clock, run: Progress, *, by: Actor, may: May, via: Channel
) -> Iterator[bytes]:
    """All documents of a run as one ZIP, read and sent a few at a time.

    Left out are workers who are by now none of the employer's business.  For each of the others
    a line is written before the document is sent, and ``may`` is asked anew before each few:
    MandateEnded then, and the ZIP has no end and does not open.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as zipped:
        wanted = _begin(engine, clock, run, by, via)
        for first in range(0, len(wanted), _AT_A_TIME):
            few = wanted[first : first + _AT_A_TIME]
            with transaction(engine) as db:
                if not may(db, by, on=day_of(clock.now())):
                    raise MandateEnded
                documents = _handed_out(db, few, by, via, clock.now())
            for name, made_at, document in documents:
                zipped.writestr(zipfile.ZipInfo(name, made_at.timetuple()[:6]), document)
                yield sink.taken()
    yield sink.taken()


def _begin(
    engine: Engine, clock: Clock, run: Progress, by: Actor, via: Channel
) -> list[tuple[UUID, UUID]]:
    """Whose documents there are to take away, and which; the trail says that they are."""
    row, at = StatementRunRow, clock.now()
    with transaction(engine) as db:
        found = db.execute(
            select(row.person_id, row.attestation_id)
            .where(row.run_id == run.run_id, row.attestation_id.is_not(None))
            .order_by(row.person_id)
        ).all()
        assert by.enterprise_id is not None, "a run is an enterprise's"
        people = [person_id for person_id, _key in found]
        theirs = open_to(db, by.enterprise_id, people, today=day_of(at))
        wanted = [(person_id, key) for person_id, key in found if key and person_id in theirs]
        details = {"run_id": str(run.run_id), "documents": len(wanted)}
        fetched = Trace(Act.STATEMENTS_FETCHED, by, Ground.MANDATE, details=details)
        record(db, [fetched], via=via, at=at)
    return wanted


def _handed_out(
    db: Session, few: Sequence[tuple[UUID, UUID]], by: Actor, via: Channel, at: datetime
) -> list[tuple[str, datetime, bytes]]:
    """Names of files, when they were made, and the documents."""
    rows = db.execute(
        select(
            Attestation.attestation_id,
            Attestation.number,
            Attestation.issued_at,
            Attestation.document,
        ).where(Attestation.attestation_id.in_([key for _person, key in few]))
    )
    kept = {row.attestation_id: row for row in rows}
    traces = [
        Trace(
            Act.ATTESTATION_FETCHED,
            by,
            Ground.MANDATE,
            subject_id=person_id,
            details={"number": kept[key].number},
        )
        for person_id, key in few
    ]
    record(db, traces, via=via, at=at)
    names = names_of(db, [person_id for person_id, _key in few])
    return [
        (_file_name(names[person_id], kept[key].number), kept[key].issued_at, kept[key].document)
        for person_id, key in few
    ]


def _file_name(name: Any, number: str) -> str:
    """Surname first, as a folder is looked through; nothing that a file system could take amiss."""
    parts = [part for part in (name.surname, name.given_names) if part]
    plain = re.sub(r"[^\w \-'’]", "_", " ".join(parts))[:60].strip()
    return f"{plain} {number}.pdf".strip()


class _Sink(RawIOBase):
    """Takes what is written to a ZIP and gives it away; it cannot go back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
