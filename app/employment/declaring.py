"""Taking declarations as facts: Dimona declarations, and the DmfA lines of a quarter.

A DmfA replaces the earlier one of the same employer and quarter.  Lines that did not change
keep their version; the others are closed, and what is new is opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.employment.models import DimonaDeclaration, OccupationLine, QuarterDeclaration
from app.foundation.copying import ABSENT, copy_in
from app.foundation.database import raw
from app.foundation.versions import close_versions


class DeclaredLine(NamedTuple):
    """One occupation of a DmfA.  Units, and the order of the fields, as in the table."""

    fingerprint: bytes
    worker_code: int
    starts_on: date
    ends_on: date | None
    joint_committee: str | None
    part_time: bool
    hours_worked: int | None
    hours_full_time: int | None
    days_per_week: int | None
    reorganisation: int | None
    is_work: bool
    days: int
    pay: int
    severance: int
    services: Sequence[Sequence[int | None]]
    remunerations: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class QuarterKey:
    """Which declaration: of whom, for when, made when, in which message."""

    enterprise_id: UUID
    quarter: int
    declared_at: datetime
    message_id: UUID


_COLUMNS = (
    "person_id, enterprise_id, quarter, fingerprint, recorded_from, worker_code, starts_on, "
    "ends_on, joint_committee, part_time, hours_worked, hours_full_time, days_per_week, "
    "reorganisation, is_work, days, pay, severance, services, remunerations, declared_at, "
    "message_id"
)


def _copied(line: DeclaredLine, at: str) -> str:
    """A line as COPY takes it: numbers, days and codes, in which nothing needs to be escaped."""
    fingerprint, *content, services, remunerations = line
    told = "\t".join([ABSENT if value is None else str(value) for value in content])
    amounts = f"{json.dumps(services)}\t{json.dumps(remunerations)}"
    return f"\\\\x{fingerprint.hex()}\t{at}\t{told}\t{amounts}"


#: Where the lines of a correction wait until it is whole.
_INCOMING = "incoming_lines"


class QuarterTaking:
    """Takes the lines of one quarter's declaration, chunk by chunk, in one transaction.

    Use: ``begin`` once, ``add`` per chunk, ``finish`` once.  Until ``finish`` nothing that
    was known before has changed.
    """

    def __init__(self, db: Session, key: QuarterKey, *, at: datetime) -> None:
        self._db = db
        self._key = key
        self._at = at
        self._table = OccupationLine.__tablename__
        self._replaces = False

    def begin(self) -> bool:
        """False when a later declaration of this quarter is in force already."""
        current = self._db.execute(
            select(QuarterDeclaration.declared_at, QuarterDeclaration.message_id).where(
                QuarterDeclaration.enterprise_id == self._key.enterprise_id,
                QuarterDeclaration.quarter == self._key.quarter,
                QuarterDeclaration.recorded_until.is_(None),
            )
        ).one_or_none()
        if current is None:
            return True
        # Of two made at the same instant, the one received later is taken for the later one.
        mine = (self._key.declared_at, self._key.message_id.bytes)
        if mine < (current.declared_at, current.message_id.bytes):
            return False
        self._replaces = True
        self._stage()
        return True

    @property
    def replaces(self) -> bool:
        """Whether an earlier declaration of this quarter gives way to this one."""
        return self._replaces

    def add(self, lines: Iterable[tuple[UUID, DeclaredLine]]) -> None:
        """Take lines, each with whose it is.

        The same line of a worker who stands twice in the declaration is taken once.
        """
        chunk = list(lines)
        if self._table == _INCOMING:
            self._copy(chunk)
            return
        try:
            with self._db.begin_nested():
                self._copy(chunk)
        except UniqueViolation:
            self._stage()
            self._copy(chunk)
            raw(self._db).execute(
                f"insert into occupation_lines ({_COLUMNS}) select {_COLUMNS}"  # noqa: S608
                " from incoming_lines on conflict do nothing"
            )
            self._table = OccupationLine.__tablename__

    def _stage(self) -> None:
        """From here on lines go to a table of their own, empty and without constraints."""
        self._table = _INCOMING
        raw(self._db).execute(
            "create temp table if not exists incoming_lines (like occupation_lines) on commit drop"
        )
        raw(self._db).execute("truncate incoming_lines")

    def _copy(self, lines: list[tuple[UUID, DeclaredLine]]) -> None:
        key = self._key
        of = f"{key.enterprise_id}\t{key.quarter}"
        made = f"{key.declared_at.isoformat()}\t{key.message_id}"
        at = self._at.isoformat()
        copy_in(
            self._db,
            self._table,
            _COLUMNS,
            (f"{person_id}\t{of}\t{_copied(line, at)}\t{made}" for person_id, line in lines),
        )

    def finish(self) -> None:
        """Put this declaration in force."""
        key, at = self._key, self._at
        if self._replaces:
            self._replace_lines()
            close_versions(
                self._db,
                QuarterDeclaration,
                QuarterDeclaration.enterprise_id == key.enterprise_id,
                QuarterDeclaration.quarter == key.quarter,
                at=at,
            )
        self._db.execute(
            insert(QuarterDeclaration).values(
                enterprise_id=key.enterprise_id,
                quarter=key.quarter,
                recorded_from=at,
                declared_at=key.declared_at,
                message_id=key.message_id,
            )
        )

    def _replace_lines(self) -> None:
        where = {
            "enterprise": self._key.enterprise_id,
            "quarter": self._key.quarter,
            "at": self._at,
        }
        connection = raw(self._db)
        for change in (
            # What an earlier part of the same message said was never known: it goes.
            "delete from occupation_lines as known where known.recorded_from = %(at)s and {}",
            "update occupation_lines as known set recorded_until = %(at)s where {}",
        ):
            connection.execute(change.format(_NO_LONGER_DECLARED), where)
        connection.execute(
            f"""
            insert into occupation_lines ({_COLUMNS})
            select {_COLUMNS} from incoming_lines as new
            where not exists (
                select from occupation_lines as known
                where known.enterprise_id = %(enterprise)s and known.quarter = %(quarter)s
                  and known.recorded_until is null
                  and known.person_id = new.person_id and known.fingerprint = new.fingerprint)
            on conflict do nothing
            """,  # noqa: S608 - the columns are the constant above
            where,
        )


_NO_LONGER_DECLARED = """
    known.enterprise_id = %(enterprise)s and known.quarter = %(quarter)s
    and known.recorded_until is null
    and not exists (
        select from incoming_lines as new
        where new.person_id = known.person_id and new.fingerprint = known.fingerprint)
"""


def touched_by_quarter(
    db: Session, enterprise_id: UUID, quarter: int, *, at: datetime
) -> list[UUID]:
    """Whose employments may look different after the declaration recorded at ``at``.

    Those with a line that was opened or closed by it; those whose work only DmfA knows and
    seemed to go on, since not being declared any more says that it ended; and those of whom an
    earlier part of the same message spoke, as this one may have taken it back.
    """
    rows = raw(db).execute(
        """
        select person_id from occupation_lines
        where enterprise_id = %(enterprise)s and quarter = %(quarter)s
          and (recorded_from = %(at)s or recorded_until = %(at)s)
        union
        select person_id from employments
        where enterprise_id = %(enterprise)s and recorded_until is null
          and (recorded_from = %(at)s
               or ends_on is null and declared_until < %(quarter)s
                  and not ('dimona' = any(sources)))
        """,
        {"enterprise": enterprise_id, "quarter": quarter, "at": at},
    )
    return [row[0] for row in rows]


def declare_dimonas(db: Session, declarations: Sequence[dict[str, Any]]) -> int:
    """Keep Dimona declarations (rows of the table); those already kept count as nothing."""
    if not declarations:
        return 0
    kept = db.execute(
        insert(DimonaDeclaration).on_conflict_do_nothing().returning(DimonaDeclaration.person_id),
        declarations,
    )
    return len(kept.all())
