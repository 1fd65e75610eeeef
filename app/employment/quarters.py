"""Taking the quarterly declarations of employers: the DmfA lines of a quarter.

A DmfA replaces the earlier one of the same employer and quarter.  Lines that did not change
keep their version; the others are closed, and what is new is opened.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy.orm import Session

from app.employment.declaring import DeclaredLine
from app.employment.joining import Worker
from app.foundation.copying import ABSENT, copy_in
from app.foundation.database import raw


class EmployersQuarter(NamedTuple):
    """What a declaration is about: the quarter (``YYYYQ``) of an employer."""

    enterprise_id: UUID
    quarter: int


#: Lines of declarations, each with whose it is.
Lines = Mapping[EmployersQuarter, Sequence[tuple[UUID, DeclaredLine]]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """In which message declarations came, and from when we know what they say."""

    message_id: UUID
    at: datetime


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


#: Where the lines of corrections wait until they are whole.
_INCOMING = "incoming_lines"
#: Where lines go of which some stand twice.
_DOUBLED = "doubled_lines"
_ASKED = (
    "unnest(%(enterprises)s::uuid[], %(quarters)s::int[], %(made)s::timestamptz[])"
    " as asked (enterprise_id, quarter, declared_at)"
)


class QuartersTaking:
    """Takes the lines of declarations, chunk by chunk, in one transaction.

    Use: ``begin`` once, ``add`` per chunk, ``finish`` once.  Until ``finish`` nothing that
    was known before has changed.
    """

    def __init__(
        self, db: Session, made: Mapping[EmployersQuarter, datetime], receipt: Receipt
    ) -> None:
        """``made``: of which quarters there is a declaration, and when each was made."""
        self._db = db
        self._receipt = receipt
        self._made = dict(made)
        self._replaced: set[EmployersQuarter] = set()

    def begin(self) -> None:
        """Leave out those of whose quarter a later declaration is in force already."""
        in_force = raw(self._db).execute(
            "select known.enterprise_id, known.quarter, known.declared_at, known.message_id"  # noqa: S608
            f" from quarter_declarations as known join {_ASKED} using (enterprise_id, quarter)"
            " where known.recorded_until is null",
            self._asked(self._made),
        )
        for enterprise_id, quarter, declared_at, message_id in in_force:
            this = EmployersQuarter(enterprise_id, quarter)
            # Of two made at the same instant, the one received later is taken for the later one.
            mine = (self._made[this], self._receipt.message_id.bytes)
            if mine < (declared_at, message_id.bytes):
                del self._made[this]
            else:
                self._replaced.add(this)
        if self._replaced:
            self._stage(_INCOMING)

    @property
    def in_force(self) -> Collection[EmployersQuarter]:
        """The quarters of which the declaration is the latest, and is taken."""
        return self._made.keys()

    @property
    def replaced(self) -> Collection[EmployersQuarter]:
        """The quarters of which an earlier declaration gives way."""
        return self._replaced

    def add(self, lines: Lines) -> None:
        """Take lines of declarations that are in force.

        The same line of a worker who stands twice in a declaration is taken once.
        """
        corrected = {this: theirs for this, theirs in lines.items() if this in self._replaced}
        if corrected:
            self._copy(_INCOMING, corrected)
        if len(corrected) < len(lines):
            self._add_new({this: lines[this] for this in lines if this not in corrected})

    def _add_new(self, lines: Lines) -> None:
        try:
            with self._db.begin_nested():
                self._copy("occupation_lines", lines)
        except UniqueViolation:
            self._stage(_DOUBLED)
            self._copy(_DOUBLED, lines)
            raw(self._db).execute(
                f"insert into occupation_lines ({_COLUMNS}) select {_COLUMNS}"  # noqa: S608
                f" from {_DOUBLED} on conflict do nothing"
            )

    def _stage(self, table: str) -> None:
        """A table of this transaction's own, empty and without constraints."""
        raw(self._db).execute(
            f"create temp table if not exists {table} (like occupation_lines) on commit drop"
        )
        raw(self._db).execute(f"truncate {table}")

    def _copy(self, table: str, lines: Lines) -> None:
        rows = chain.from_iterable(self._rows(this, theirs) for this, theirs in lines.items())
        copy_in(self._db, table, _COLUMNS, rows)

    def _rows(
        self, this: EmployersQuarter, lines: Sequence[tuple[UUID, DeclaredLine]]
    ) -> Iterator[str]:
        """The lines of one declaration as COPY takes them."""
        of, at = f"{this.enterprise_id}\t{this.quarter}", self._receipt.at.isoformat()
        made = f"{self._made[this].isoformat()}\t{self._receipt.message_id}"
        return (f"{person_id}\t{of}\t{_copied(line, at)}\t{made}" for person_id, line in lines)

    def finish(self) -> set[Worker]:
        """Put the declarations in force; whose employments may look different for it.

        Those with a line that was opened or closed; those whose work only DmfA knows and seemed
        to go on, since not being declared any more says that it ended; and those of whom an
        earlier part of the same message spoke, as these may have taken it back.
        """
        touched = self._replace() if self._replaced else set()
        values = self._asked(self._made)
        raw(self._db).execute(
            "insert into quarter_declarations"  # noqa: S608
            " (enterprise_id, quarter, recorded_from, declared_at, message_id)"
            f" select enterprise_id, quarter, %(at)s, declared_at, %(message)s from {_ASKED}",
            values,
        )
        rows = raw(self._db).execute(
            f"""
            select enterprise_id, person_id from occupation_lines
            join {_ASKED} using (enterprise_id, quarter)
            where recorded_until is null and recorded_from = %(at)s
            union all
            select enterprise_id, person_id from employments
            join (select enterprise_id, max(quarter) as quarter from {_ASKED} group by 1) as last
                using (enterprise_id)
            where recorded_until is null
              and (recorded_from = %(at)s
                   or ends_on is null and declared_until < last.quarter
                      and not ('dimona' = any(sources)))
            """,  # noqa: S608 - what is put in is the constant above
            values,
        )
        touched.update(Worker(*row) for row in rows)
        return touched

    def _replace(self) -> set[Worker]:
        """Let the lines of corrections take the place of what they correct; whose were closed."""
        values = self._asked(self._replaced)
        connection = raw(self._db)
        closed: set[Worker] = set()
        for change in _CLOSING:
            closed.update(Worker(*row) for row in connection.execute(change, values))
        connection.execute(_OPENING)
        for change in _GIVING_WAY:
            connection.execute(change, values)
        return closed

    def _asked(self, those: Collection[EmployersQuarter]) -> dict[str, Any]:
        return {
            "enterprises": [this.enterprise_id for this in those],
            "quarters": [this.quarter for this in those],
            "made": [self._made[this] for this in those],
            "at": self._receipt.at,
            "message": self._receipt.message_id,
        }


_THEIR_OPEN_VERSION = (
    "known.enterprise_id = asked.enterprise_id and known.quarter = asked.quarter"
    " and known.recorded_until is null"
)
_NO_LONGER_DECLARED = f"""
    {_THEIR_OPEN_VERSION}
    and not exists (
        select from incoming_lines as new
        where new.person_id = known.person_id and new.fingerprint = known.fingerprint
          and new.enterprise_id = known.enterprise_id and new.quarter = known.quarter)
    returning known.enterprise_id, known.person_id
"""
_CLOSING = (
    # What an earlier part of the same message said was never known: it goes.
    f"delete from occupation_lines as known using {_ASKED}"  # noqa: S608
    f" where known.recorded_from = %(at)s and {_NO_LONGER_DECLARED}",
    f"update occupation_lines as known set recorded_until = %(at)s from {_ASKED}"  # noqa: S608
    f" where {_NO_LONGER_DECLARED}",
)
_OPENING = f"""
    insert into occupation_lines ({_COLUMNS})
    select {_COLUMNS} from incoming_lines as new
    where not exists (
        select from occupation_lines as known
        where known.enterprise_id = new.enterprise_id and known.quarter = new.quarter
          and known.recorded_until is null
          and known.person_id = new.person_id and known.fingerprint = new.fingerprint)
    on conflict do nothing
"""  # noqa: S608 - the columns are the constant above
_GIVING_WAY = (
    f"delete from quarter_declarations as known using {_ASKED}"  # noqa: S608
    f" where {_THEIR_OPEN_VERSION} and known.recorded_from = %(at)s",
    f"update quarter_declarations as known set recorded_until = %(at)s from {_ASKED}"  # noqa: S608
    f" where {_THEIR_OPEN_VERSION}",
)
