"""How far runs of letters are, and all their documents as one ZIP."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from app.attestations.models import Attestation, StatementRun, StatementRunRow
from app.foundation.database import transaction
from app.identity.queries import names_of
from certificates.attestation import Kind

#: Documents read from the database at a time.
_AT_A_TIME = 25


@dataclass(frozen=True, slots=True)
class Progress:
    """``missing``: workers without such an account, for whom there is no document."""

    run_id: UUID
    kind: str
    year: int
    asked_at: datetime
    stopped_at: datetime | None
    in_all: int
    made: int
    missing: int

    @property
    def under_way(self) -> bool:
        return self.stopped_at is None and self.made + self.missing < self.in_all


def progress_of(db: Session, enterprise_id: UUID, run_id: UUID) -> Progress | None:
    """How far a run is, if it is the enterprise's."""
    rows = _progress(db, enterprise_id, run_id)
    return rows[0] if rows else None


def runs_of(db: Session, enterprise_id: UUID) -> list[Progress]:
    """The latest runs of an enterprise."""
    return _progress(db, enterprise_id, None)


def _progress(db: Session, enterprise_id: UUID, run_id: UUID | None) -> list[Progress]:
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
            func.count(row.problem).label("missing"),
        )
        .join(row, row.run_id == run.run_id)
        .where(run.enterprise_id == enterprise_id)
        .group_by(run.run_id)
        .order_by(run.asked_at.desc())
        .limit(20)
    )
    if run_id is not None:
        asked = asked.where(run.run_id == run_id)
    return [Progress(**each._asdict()) for each in db.execute(asked)]


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


def archive(engine: Engine, run_id: UUID, *, still: Callable[[], bool]) -> Iterator[bytes]:
    """All documents of a run as one ZIP, read and sent a few at a time.

    ``still`` says, before each few, whether whoever fetches them may still: once it does not,
    the ZIP breaks off, without its end, and does not open.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as zipped:
        last = UUID(int=0)
        while still():
            with transaction(engine) as db:
                documents = _documents(db, run_id, last)
            if not documents:
                break
            for last, name, made_at, document in documents:  # noqa: B007 -- where to go on
                entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
                zipped.writestr(entry, document)
                yield sink.taken()
        else:
            return
    yield sink.taken()


def _documents(db: Session, run_id: UUID, after: UUID) -> list[tuple[UUID, str, datetime, bytes]]:
    rows = db.execute(
        select(
            StatementRunRow.person_id,
            Attestation.number,
            Attestation.issued_at,
            Attestation.document,
        )
        .join(Attestation, Attestation.attestation_id == StatementRunRow.attestation_id)
        .where(StatementRunRow.run_id == run_id, StatementRunRow.person_id > after)
        .order_by(StatementRunRow.person_id)
        .limit(_AT_A_TIME)
    ).all()
    names = names_of(db, [row.person_id for row in rows])
    return [
        (row.person_id, _file_name(names[row.person_id], row.number), row.issued_at, row.document)
        for row in rows
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
