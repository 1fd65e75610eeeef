"""Marking what others registered as looked at: some versions, or all that a filter lets through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Uuid, func, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.enterprises.mandates import may_register
from app.enterprises.offices import OFFICE_BEHIND
from app.enterprises.stating import Refused
from app.foundation.clock import day_of
from app.foundation.problems import problem
from app.learning.others.models import CheckedRegistration
from app.learning.others.queries import OthersWanted, blanks
from app.learning.others.sets import waiting

_UUIDS, _MOMENTS = ARRAY(Uuid), ARRAY(DateTime(timezone=True))


class SeenVersion(NamedTuple):
    """The version of a training that somebody looked at."""

    person_id: UUID
    training_id: UUID
    seen: datetime


@dataclass(frozen=True, slots=True)
class UpTo:
    """All that a filter let through at a moment: what came later has not been looked at."""

    wanted: OthersWanted
    until: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """How many were marked.  Those that were marked, changed or cancelled before are not."""

    number: int


def check_registrations(
    db: Session,
    those: Collection[SeenVersion] | UpTo,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> Checked | Refused:
    """Mark them as looked at, in one statement whatever their number.

    An office does not check what it registered itself: that is left out.
    """
    if by.enterprise_id is None or not may_register(db, by, on=day_of(at)):
        refused = Refused((problem("no_mandate"),))
        details: dict[str, Any] = {"problems": ["no_mandate"]}
        trace = Trace(Act.OTHERS_CHECK_REFUSED, by, Ground.MANDATE, details=details)
        record(db, [trace], via=via, at=at)
        return refused
    number = mark_checked(db, by.enterprise_id, those, by=by, via=via, at=at)
    trace = Trace(Act.OTHERS_CHECKED, by, Ground.MANDATE, details={"trainings": number})
    record(db, [trace], via=via, at=at)
    return Checked(number)


def mark_checked(
    db: Session,
    enterprise_id: UUID,
    those: Collection[SeenVersion] | UpTo,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
) -> int:
    """Write the marks and say how many; that the actor may has been checked."""
    rows = _rows(those)
    values = {
        "person_id": rows.c.person_id,
        "training_id": rows.c.training_id,
        "recorded_from": rows.c.recorded_from,
        "enterprise_id": literal(enterprise_id),
        "checked_by": literal(by.person_id),
        "mandate_id": literal(by.mandate_id),
        "channel": literal(via.value),
        "checked_at": literal(at),
    }
    columns = CheckedRegistration.__table__.c
    asked = select(
        *(value.cast(columns[name].type).label(name) for name, value in values.items())
    ).where(_not_by_office_of(rows, by), *_those(rows, those))
    written = (
        insert(CheckedRegistration)
        .from_select(list(values), asked)
        .on_conflict_do_nothing()
        .returning(literal(1))
    )
    with_marks = written.cte("written")
    number = select(func.count()).select_from(with_marks)
    return int(db.execute(number, blanks(enterprise_id, day_of(at))).scalar_one())


def _rows(those: Collection[SeenVersion] | UpTo) -> Any:
    """All of very many are found first and filtered then: estimates of both together go wrong."""
    if isinstance(those, UpTo):
        return waiting().cte("rows").prefix_with("MATERIALIZED")
    return waiting().subquery("rows")


def _those(rows: Any, those: Collection[SeenVersion] | UpTo) -> list[Any]:
    if isinstance(those, UpTo):
        return [rows.c.recorded_from <= those.until, *those.wanted.of(rows.c)]
    asked = func.unnest(
        literal([each.person_id for each in those], _UUIDS),
        literal([each.training_id for each in those], _UUIDS),
        literal([each.seen for each in those], _MOMENTS),
    )
    columns = asked.table_valued("person_id", "training_id", "seen")
    columns = columns.render_derived(name="asked")
    return [
        select(literal(1))
        .where(
            columns.c.person_id == rows.c.person_id,
            columns.c.training_id == rows.c.training_id,
            columns.c.seen == rows.c.recorded_from,
        )
        .exists()
    ]


def _not_by_office_of(rows: Any, by: Actor) -> Any:
    office = (
        select(OFFICE_BEHIND.c.office_id)
        .where(OFFICE_BEHIND.c.mandate_id == by.mandate_id)
        .scalar_subquery()
    )
    return or_(rows.c.maker_id.is_(None), rows.c.maker_id.is_distinct_from(office))
