"""Rights that were brought: kept as rows, checked, and stated, some hundreds at a time.

Both go through :func:`app.learning.stating.state_rights`, as the page of one worker does: when
checking, what it did is taken back.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import Actor, Channel
from app.employment.queries import workforce_of
from app.enterprises.mandates import may_register
from app.enterprises.seen import NOTHING_STOOD
from app.foundation.clock import day_of
from app.foundation.copying import ABSENT, copied_text, copy_in
from app.foundation.letters import plain
from app.foundation.problems import Problem, problem
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import Vault
from app.learning.batches.values import plain_problem
from app.learning.bringing.holding import change_sheet, held_sheet
from app.learning.bringing.lines import Said
from app.learning.bringing.models import BroughtRight
from app.learning.bringing.reading import minutes_of
from app.learning.bringing.values import RightStatus, Sheet, SheetState
from app.learning.day_lengths import DayLengths, day_lengths, day_minutes_of
from app.learning.rules.right import Right
from app.learning.statements import rights_of_year_known
from app.learning.stating import (
    Outcome,
    Refused,
    RightKind,
    RightStatement,
    Stated,
    state_rights,
)
from app.learning.workforce import rights_of

#: Rights checked, or stated, in one transaction.
CHUNK = 500
_COLUMNS = "sheet_id, line, status, person_id, year, minutes, agreement, problems, day_minutes"


def keep_rights(db: Session, sheet: Sheet, lines: Sequence[Said], *, vault: Vault) -> None:
    """Keep a row for each line; days become minutes with the day of the worker in that year."""
    persons = persons_by_ssin(db, {line.ssin for line in lines if line.ssin}, vault=vault)
    people = [persons.get(line.ssin or "") for line in lines]
    years = [line.values.get("year") for line in lines]
    asked = {(who, year) for who, year in zip(people, years, strict=True) if who and year}
    lengths = day_lengths(db, sheet.enterprise_id, asked)
    _refuse_what_is_said_twice(lines, people)
    copy_in(db, "brought_rights", _COLUMNS, _rows(sheet, lines, people, lengths))
    refused = sum(bool(line.problems) for line in lines)
    change_sheet(db, sheet.sheet_id, waiting=len(lines) - refused, refused=refused)


def _refuse_what_is_said_twice(lines: Sequence[Said], people: Sequence[UUID | None]) -> None:
    """A worker has one right a year: of two lines the first is taken."""
    first: dict[tuple[UUID, int], int] = {}
    for line, who in zip(lines, people, strict=True):
        if who is None:
            if not line.problems:
                # Somebody of whom nothing is declared: not anybody's worker here.
                line.problems.append(problem("not_a_worker_of_yours", "worker"))
        elif not line.problems:
            earlier = first.setdefault((who, line.values["year"]), line.number)
            if earlier != line.number:
                line.problems.append(problem("brought_right_twice", "ssin", line=earlier))


def _rows(
    sheet: Sheet,
    lines: Sequence[Said],
    people: Sequence[UUID | None],
    lengths: DayLengths,
) -> Iterator[str]:
    assert sheet.mapping is not None, "the sheet is being read"
    for line, who in zip(lines, people, strict=True):
        year = line.values.get("year")
        day_minutes = day_minutes_of(who, year, lengths)
        known = not line.problems and line.amount is not None
        minutes = minutes_of(line.amount, sheet.mapping.unit, day_minutes) if line.amount else 0
        columns = (
            str(sheet.sheet_id),
            str(line.number),
            (RightStatus.WAITING if known else RightStatus.REFUSED).value,
            str(who) if who else ABSENT,
            str(year) if year else ABSENT,
            str(minutes) if known else ABSENT,
            copied_text(plain(line.text("agreement"))) or ABSENT,
            _json([plain_problem(each) for each in line.problems] or None),
            str(day_minutes),
        )
        yield "\t".join(columns)


def _json(value: Any) -> str:
    return ABSENT if value is None else copied_text(json.dumps(value))


def check_rights(db: Session, sheet_id: UUID, *, at: datetime, most: int = CHUNK) -> bool:
    """See what stating the next rights would do; whether there are more."""
    held = held_sheet(db, sheet_id, None)
    if held is None or held["state"] != SheetState.READING:
        return False
    by = Actor(held["mapped_by"], held["enterprise_id"], held["mapped_under"])
    if not may_register(db, by, on=day_of(at)):
        _end(db, sheet_id, SheetState.STOPPED, at, "no_mandate")
        return False
    rows = _next(db, sheet_id, RightStatus.WAITING, most)
    years = {row.year for row in rows if row.year}
    seen = {year: _standing(db, held["enterprise_id"], year) for year in years}
    before = _rights_before(db, held["enterprise_id"], rows, at)
    savepoint = db.begin_nested()
    statements = [_statement(row, held["reason"], None) for row in rows]
    outcomes = state_rights(db, statements, by=by, via=Channel.PAGE, at=at)
    savepoint.rollback()
    for row, outcome in zip(rows, outcomes, strict=True):
        row.status, row.problems = _would_be(outcome)
        row.seen = seen[row.year or 0].get(row.person_id, NOTHING_STOOD)
        right = before.get((row.person_id, row.year))
        row.before = right.minutes if right else None
    if _count(db, held, rows, RightStatus.WAITING):
        return True
    change_sheet(db, sheet_id, state=SheetState.READ.value)
    return False


def _standing(db: Session, enterprise_id: UUID, year: int) -> dict[UUID | None, datetime]:
    """Since when something is stated of each worker's right of a year."""
    return {
        each.person_id: each.version.recorded_from
        for each in rights_of_year_known(db, enterprise_id, year, at=None)
    }


def _rights_before(
    db: Session, enterprise_id: UUID, rows: Sequence[BroughtRight], at: datetime
) -> dict[tuple[Any, Any], Right]:
    found: dict[tuple[Any, Any], Right] = {}
    today = day_of(at)
    for year in {row.year for row in rows if row.year}:
        people = {row.person_id for row in rows if row.year == year}
        first, last = today.replace(year, 1, 1), today.replace(year, 12, 31)
        employed = workforce_of(db, enterprise_id, first=first, last=last)
        theirs = {who: known for who, known in employed.items() if who in people}
        if theirs:
            rights = rights_of(db, enterprise_id, theirs, year, today=today)
            found |= {(who, year): right for who, right in rights.items()}
    return found


def _statement(row: BroughtRight, reason: str, seen: datetime | None) -> RightStatement:
    assert row.year is not None, "a row that waits has a year"
    return RightStatement(
        row.year,
        RightKind.STATED,
        reason,
        person_id=row.person_id,
        minutes=row.minutes,
        agreement=row.agreement,
        seen=seen,
    )


def _would_be(outcome: Outcome) -> tuple[str, list[Any] | None]:
    if isinstance(outcome, Refused):
        return RightStatus.REFUSED.value, _plain(outcome.problems)
    ready = isinstance(outcome, Stated)
    return (RightStatus.READY if ready else RightStatus.ALREADY).value, None


def _plain(problems: Sequence[Problem]) -> list[Any]:
    return [plain_problem(each) for each in problems]


def write_rights(db: Session, sheet_id: UUID, *, at: datetime, most: int = CHUNK) -> bool:
    """State the next rights that were confirmed; whether there are more."""
    held = held_sheet(db, sheet_id, None)
    if held is None or held["state"] != SheetState.WRITING:
        return False
    by = Actor(held["confirmed_by"], held["enterprise_id"], held["confirmed_under"])
    if not may_register(db, by, on=day_of(at)):
        _end(db, sheet_id, SheetState.STOPPED, at, "no_mandate")
        return False
    rows = _next(db, sheet_id, RightStatus.READY, most)
    statements = [_statement(row, held["reason"], row.seen) for row in rows]
    outcomes = state_rights(db, statements, by=by, via=Channel.PAGE, at=at)
    for row, outcome in zip(rows, outcomes, strict=True):
        status, row.problems = _would_be(outcome)
        row.status = RightStatus.STATED.value if isinstance(outcome, Stated) else status
    if _count(db, held, rows, RightStatus.READY):
        return True
    _end(db, sheet_id, SheetState.WRITTEN, at)
    return False


def _next(db: Session, sheet_id: UUID, status: RightStatus, most: int) -> Sequence[BroughtRight]:
    return (
        db.execute(
            select(BroughtRight)
            .where(BroughtRight.sheet_id == sheet_id, BroughtRight.status == status.value)
            .order_by(BroughtRight.line)
            .limit(most)
        )
        .scalars()
        .all()
    )


def _count(
    db: Session, held: Mapping[str, Any], rows: Sequence[BroughtRight], was: RightStatus
) -> int:
    """Keep the counts of the sheet; how many rows are still as these were."""
    db.flush()
    moved = Counter(row.status for row in rows)
    moved[was.value] -= len(rows)
    counts = {each.value: held[each.value] + moved[each.value] for each in RightStatus}
    change_sheet(db, held["sheet_id"], **counts)
    return int(counts[was.value])


def _end(
    db: Session, sheet_id: UUID, state: SheetState, at: datetime, why: str | None = None
) -> None:
    change_sheet(db, sheet_id, state=state.value, ended_at=at, problem=why)
