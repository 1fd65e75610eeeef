"""The balance notices of everyone who works for an enterprise: asked for, made in chunks, kept.

Asking writes the run and a row for each worker in one transaction; a job makes them a chunk at a
time, each chunk in a transaction of its own.  Killed at any moment it runs again and goes on with
those that wait.  It stops, and says so, once the mandate it was asked under is over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.mandates import may_register
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import problem
from app.identity.queries import names_of
from app.learning.due.models import BalanceNotice, BalanceNoticeRun
from app.learning.due.sets import EMPLOYED

#: Notices made and kept at a time.
CHUNK = 50
#: For those of whom neither the person's own choice nor a register says it.
LANGUAGE = "fr"


@dataclass(frozen=True, slots=True)
class RunBegun:
    run_id: UUID
    workers: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run as it stands."""

    run_id: UUID
    enterprise_id: UUID
    year: int
    state: str
    asked_by: UUID
    mandate_id: UUID
    asked_at: datetime
    ended_at: datetime | None
    workers: int
    made: int
    left_out: int

    @property
    def done(self) -> int:
        return self.made + self.left_out


@dataclass(frozen=True, slots=True)
class Wanted:
    """One notice to make."""

    person_id: UUID
    language: str


#: Makes the document of each of these workers, in their order; None where there is none to make.
Making = Callable[[Session, Run, Sequence[Wanted]], list[bytes | None]]


def ask_for_notices(db: Session, *, by: Actor, via: Channel, at: datetime) -> RunBegun | Refused:
    """Ask for this year's notices of everyone employed today.  The caller enqueues the job."""
    if not may_register(db, by, on=day_of(at)):
        return _refuse(db, "no_mandate", by, via, at)
    assert by.enterprise_id is not None, "the mandate has been checked"
    today = day_of(at)
    people = list(db.execute(EMPLOYED, {"enterprise": by.enterprise_id, "today": today}).scalars())
    if not people:
        return _refuse(db, "notices_nobody", by, via, at)
    run_id = _begin(db, by, via, at)
    if run_id is None:
        return _refuse(db, "notices_under_way", by, via, at)
    names = names_of(db, people)
    db.execute(
        insert(BalanceNotice),
        [
            {
                "person_id": person_id,
                "run_id": run_id,
                "language": names[person_id].language or LANGUAGE,
                "state": "waiting",
            }
            for person_id in people
        ],
    )
    details = {"run_id": str(run_id), "workers": len(people)}
    record(db, [Trace(Act.NOTICES_ASKED, by, Ground.MANDATE, details=details)], via=via, at=at)
    return RunBegun(run_id, len(people))


def _begin(db: Session, by: Actor, via: Channel, at: datetime) -> UUID | None:
    """The key of a new run; None while one of this year is being made."""
    return db.execute(
        insert(BalanceNoticeRun)
        .values(
            enterprise_id=by.enterprise_id,
            year=day_of(at).year,
            state="making",
            asked_by=by.person_id,
            mandate_id=by.mandate_id,
            channel=via.value,
            asked_at=at,
        )
        .on_conflict_do_nothing()
        .returning(BalanceNoticeRun.run_id)
    ).scalar_one_or_none()


def _refuse(db: Session, code: str, by: Actor, via: Channel, at: datetime) -> Refused:
    trace = Trace(Act.NOTICES_REFUSED, by, Ground.MANDATE, details={"problems": [code]})
    record(db, [trace], via=via, at=at)
    return Refused((problem(code),))


def make_some(db: Session, run_id: UUID, make: Making, *, at: datetime) -> bool:
    """Make the next chunk of a run; False once nothing is left to do.

    Two who carry out the same run share it out: each takes rows that the other does not hold.
    """
    run = run_by(db, run_id)
    if run is None or run.state != "making":
        return False
    by = Actor(run.asked_by, run.enterprise_id, run.mandate_id)
    if not may_register(db, by, on=day_of(at)):
        _end(db, run_id, "stopped", at)
        trace = Trace(Act.NOTICES_STOPPED, by, Ground.MANDATE, details={"run_id": str(run_id)})
        record(db, [trace], via=Channel.JOB, at=at)
        return False
    waiting = db.execute(
        select(BalanceNotice.person_id, BalanceNotice.language)
        .where(BalanceNotice.run_id == run_id, BalanceNotice.state == "waiting")
        .order_by(BalanceNotice.person_id)
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    )
    chunk = [Wanted(*row) for row in waiting]
    if not chunk:
        if not _still_waiting(db, run_id):
            _end(db, run_id, "made", at)
        return False
    _keep(db, run, chunk, make(db, run, chunk), by, at)
    return True


def _still_waiting(db: Session, run_id: UUID) -> bool:
    found = select(BalanceNotice.person_id).where(
        BalanceNotice.run_id == run_id, BalanceNotice.state == "waiting"
    )
    return db.execute(found.limit(1)).first() is not None


def _keep(
    db: Session,
    run: Run,
    chunk: Sequence[Wanted],
    documents: Sequence[bytes | None],
    by: Actor,
    at: datetime,
) -> None:
    rows = [
        {
            "person": each.person_id,
            "run": run.run_id,
            "state": "left_out" if document is None else "made",
            "document": document,
            "made_at": at if document else None,
        }
        for each, document in zip(chunk, documents, strict=True)
    ]
    notices = BalanceNotice.__table__
    db.connection().execute(
        update(notices)  # type: ignore[arg-type]
        .where(notices.c.person_id == bindparam("person"), notices.c.run_id == bindparam("run"))
        .values(
            state=bindparam("state"),
            document=bindparam("document"),
            made_at=bindparam("made_at"),
        ),
        rows,
    )
    details = {"run_id": str(run.run_id)}
    traces = [
        Trace(Act.NOTICE_MADE, by, Ground.MANDATE, subject_id=each.person_id, details=details)
        for each, document in zip(chunk, documents, strict=True)
        if document
    ]
    record(db, traces, via=Channel.JOB, at=at)


def _end(db: Session, run_id: UUID, state: str, at: datetime) -> None:
    db.execute(
        update(BalanceNoticeRun)
        .where(BalanceNoticeRun.run_id == run_id, BalanceNoticeRun.state == "making")
        .values(state=state, ended_at=at)
    )


def _counted(state: str) -> object:
    return (
        select(func.count())
        .where(BalanceNotice.run_id == BalanceNoticeRun.run_id, BalanceNotice.state == state)
        .correlate(BalanceNoticeRun)
        .scalar_subquery()
    )


_RUNS = select(
    BalanceNoticeRun.run_id,
    BalanceNoticeRun.enterprise_id,
    BalanceNoticeRun.year,
    BalanceNoticeRun.state,
    BalanceNoticeRun.asked_by,
    BalanceNoticeRun.mandate_id,
    BalanceNoticeRun.asked_at,
    BalanceNoticeRun.ended_at,
    select(func.count())
    .where(BalanceNotice.run_id == BalanceNoticeRun.run_id)
    .correlate(BalanceNoticeRun)
    .scalar_subquery(),
    _counted("made"),  # type: ignore[call-overload]
    _counted("left_out"),
)


def run_by(db: Session, run_id: UUID) -> Run | None:
    row = db.execute(_RUNS.where(BalanceNoticeRun.run_id == run_id)).first()
    return Run(*row) if row else None


def last_run(db: Session, enterprise_id: UUID, year: int) -> Run | None:
    """The run asked for last for a year; None where there was none."""
    row = db.execute(
        _RUNS.where(BalanceNoticeRun.enterprise_id == enterprise_id, BalanceNoticeRun.year == year)
        .order_by(BalanceNoticeRun.asked_at.desc())
        .limit(1)
    ).first()
    return Run(*row) if row else None


def years_of_runs(db: Session, enterprise_id: UUID) -> list[int]:
    """The years of which notices were ever asked for, newest first."""
    rows = db.execute(
        select(BalanceNoticeRun.year)
        .where(BalanceNoticeRun.enterprise_id == enterprise_id)
        .distinct()
        .order_by(BalanceNoticeRun.year.desc())
    )
    return list(rows.scalars())


def made_in(
    db: Session, run_id: UUID, *, after: UUID | None, size: int
) -> list[tuple[UUID, bytes]]:
    """The next documents of a run, by the worker's key, for whoever streams them all."""
    rows = db.execute(
        select(BalanceNotice.person_id, BalanceNotice.document)
        .where(
            BalanceNotice.run_id == run_id,
            BalanceNotice.state == "made",
            BalanceNotice.person_id > after if after else BalanceNotice.document.is_not(None),
        )
        .order_by(BalanceNotice.person_id)
        .limit(size)
    )
    return [(person_id, document) for person_id, document in rows if document is not None]


def fetched(
    db: Session, run: Run, person_ids: Sequence[UUID], *, by: Actor, via: Channel, at: datetime
) -> None:
    """Leave a line for each worker whose notice was taken away."""
    details = {"run_id": str(run.run_id)}
    traces = [
        Trace(Act.NOTICE_FETCHED, by, Ground.MANDATE, subject_id=each, details=details)
        for each in person_ids
    ]
    record(db, traces, via=via, at=at)


def told_on(db: Session, person_id: UUID, enterprise_id: UUID) -> list[date]:
    """The days on which an enterprise made a balance notice for a person, newest first."""
    rows = db.execute(
        select(BalanceNotice.made_at)
        .join(BalanceNoticeRun, BalanceNoticeRun.run_id == BalanceNotice.run_id)
        .where(
            BalanceNotice.person_id == person_id,
            BalanceNoticeRun.enterprise_id == enterprise_id,
            BalanceNotice.made_at.is_not(None),
        )
        .order_by(BalanceNotice.made_at.desc())
    )
    return [day_of(at) for at in rows.scalars() if at]
