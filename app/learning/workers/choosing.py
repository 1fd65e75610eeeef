"""Choosing workers in the list: whom somebody has ticked, kept from page to page for a day.

A choice changes nothing of anybody's record and shows nothing of it, so it leaves no line in the
trail; what is then done with those chosen does, and so does each page that names them.  It holds
people of the enterprise alone, whatever keys are sent, and nobody but the chooser sees it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Select, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.audit.trail import Actor
from app.employment.workforce import staff
from app.enterprises.parameters import first_end_still_open
from app.foundation.clock import day_of
from app.learning.workers.models import ChosenWorker


@dataclass(frozen=True, slots=True)
class Choice:
    """How many somebody has chosen in an enterprise, and who of those asked about is chosen."""

    people: int
    among: frozenset[UUID]


def choose(
    db: Session,
    people: Collection[UUID],
    *,
    instead_of: Collection[UUID] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Choose these workers besides those chosen before today.

    ``instead_of``: those who were there to be ticked; who is not ticked is chosen no longer.
    Whoever does not work for the enterprise, and has not lately, is left out.
    """
    today, chosen = day_of(at), ChosenWorker
    db.execute(_of(by).where(chosen.chosen_on != today))
    if dropped := set(instead_of) - set(people):
        db.execute(_of(by).where(chosen.person_id == func.any(list(dropped))))
    if not people:
        return
    assert by.enterprise_id is not None, "a choice is made in a list of an enterprise"
    theirs = staff(by.enterprise_id, first=first_end_still_open(today), last=today)
    wanted = select(
        literal(by.person_id), literal(by.enterprise_id), theirs.c.person_id, literal(today)
    ).where(theirs.c.person_id == func.any(list(people)))
    columns = ["chooser_id", "enterprise_id", "person_id", "chosen_on"]
    db.execute(insert(chosen).from_select(columns, wanted).on_conflict_do_nothing())


def choose_nobody(db: Session, *, by: Actor) -> None:
    """Empty the choice."""
    db.execute(_of(by))


def choice_of(
    db: Session, enterprise_id: UUID, chooser_id: UUID, *, among: Collection[UUID], on: date
) -> Choice:
    """What somebody has chosen on a day; one question whatever the number."""
    chosen = chosen_in(enterprise_id, chooser_id, on=on).subquery()
    here = chosen.c.person_id == func.any(list(among))
    people, found = db.execute(
        select(func.count(), func.array_agg(chosen.c.person_id).filter(here)).select_from(chosen)
    ).one()
    return Choice(people, frozenset(found or ()))


def chosen_in(enterprise_id: UUID, chooser_id: UUID, *, on: date) -> Select[Any]:
    """The keys of those whom somebody has chosen in an enterprise on a day."""
    chosen = ChosenWorker
    return select(chosen.person_id).where(
        chosen.chooser_id == chooser_id,
        chosen.enterprise_id == enterprise_id,
        chosen.chosen_on == on,
    )


def forget_choices(db: Session, *, before: date) -> None:
    """Delete what was chosen before a day."""
    db.execute(delete(ChosenWorker).where(ChosenWorker.chosen_on < before))


def _of(by: Actor) -> Delete:
    return delete(ChosenWorker).where(
        ChosenWorker.chooser_id == by.person_id, ChosenWorker.enterprise_id == by.enterprise_id
    )
