"""Trainings of one worker that are likely one: found in SQL by their days, judged by the rules.

The select finds trainings whose days overlap and of which at least one was made by others; few of a
workforce do.  The rules then say which of them are alike.  Pairs that somebody decided to be two
trainings are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from app.enterprises.offices import MACHINES, OFFICE_BEHIND
from app.enterprises.queries import NAMED
from app.foundation.asking import Question
from app.learning.models import Training
from app.learning.others.models import RealPair
from app.learning.others.parameters import likeness_on
from app.learning.others.queries import blanks
from app.learning.others.rules import Sign, signs_of
from app.learning.others.sets import MAKER, Maker, by_nobody, in_force_here, way


class Compared(NamedTuple):
    """What of a training is compared; ``seen`` is since when this version is recorded."""

    training_id: UUID
    seen: datetime
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    provider: str | None
    provider_number: str | None
    own: bool  # made by the enterprise's own people on its own pages


@dataclass(frozen=True, slots=True)
class Pair:
    """Two trainings of one worker, the enterprise's own first, or else the older one."""

    person_id: UUID
    one: Compared
    other: Compared
    signs: tuple[Sign, ...]


_OTHER_MAKER = Maker(OFFICE_BEHIND.alias("another_office"), MACHINES.alias("another_machine"))


def _columns(training: Any, others: Any) -> tuple[Any, ...]:
    return (
        training.training_id,
        training.recorded_from,
        training.title,
        training.starts_on,
        training.ends_on,
        training.minutes,
        training.provider,
        training.provider_number,
        ~others,
    )


def _candidates() -> Question[tuple[UUID, Compared, Compared]]:
    # Found first and by themselves: they are fewer than all trainings that overlap another.
    by_others = (
        MAKER.joined(select(Training.__table__), Training)
        .where(in_force_here(Training), MAKER.is_others(Training))
        .order_by(Training.recorded_from.desc(), Training.training_id.desc())
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("after", type_=Integer))
        .cte("theirs")
        .prefix_with("MATERIALIZED")
    )
    theirs, another = aliased(Training, by_others), aliased(Training)
    also_theirs = _OTHER_MAKER.is_others(another)
    decided = exists().where(
        RealPair.person_id == theirs.person_id,
        RealPair.one_id == func.least(theirs.training_id, another.training_id),
        RealPair.other_id == func.greatest(theirs.training_id, another.training_id),
    )
    pairs = select(
        theirs.person_id, *_columns(theirs, true()), *_columns(another, also_theirs)
    ).join(
        another,
        and_(
            another.person_id == theirs.person_id,
            another.enterprise_id == theirs.enterprise_id,
            another.recorded_until.is_(None),
            another.starts_on <= theirs.ends_on,
            another.ends_on >= theirs.starts_on,
            another.training_id != theirs.training_id,
        ),
    )
    # Two by others meet twice: the newer one counts.
    newer = tuple_(theirs.recorded_from, theirs.training_id)
    once = or_(~also_theirs, newer > tuple_(another.recorded_from, another.training_id))
    asked = _OTHER_MAKER.joined(pairs, another).where(once, ~decided)
    size = len(Compared._fields)
    return Question(asked, lambda who, *row: (who, Compared(*row[:size]), Compared(*row[size:])))


_CANDIDATES = _candidates()
#: Of so many registrations by others, the newest, duplicates are sought while a list waits.
NEWEST = 1_000
#: With so many pairs to decide about nobody looks for older ones yet.
ENOUGH = 200
#: How far one looks before that: among so many more registrations, and at last among all.
_FURTHER = (NEWEST, 20 * NEWEST, None)


def newest_pairs(db: Session, enterprise_id: UUID, *, today: date) -> list[Pair]:
    """The likely duplicates that the newest registrations by others brought, and no others."""
    return _in_order(_pairs(db, enterprise_id, today, most=NEWEST, after=0))


def likely_pairs(db: Session, enterprise_id: UUID, *, today: date) -> list[Pair]:
    """Likely duplicates of an enterprise, those of the newest days first.

    All of them, unless the newest registrations alone brought :data:`ENOUGH`: once these are
    decided, those of older ones follow.
    """
    found: list[Pair] = []
    after = 0
    for most in _FURTHER:
        found += _pairs(db, enterprise_id, today, most=most, after=after)
        after += most or 0
        if len(found) >= ENOUGH:
            break
    return _in_order(found)


def _pairs(
    db: Session, enterprise_id: UUID, today: date, *, most: int | None, after: int
) -> list[Pair]:
    """Those with one of so many registrations by others, the newest but for ``after`` of them."""
    likeness = likeness_on(today)
    found = []
    asked = blanks(enterprise_id, today) | {"most": most, "after": after}
    for person_id, theirs, another in _CANDIDATES.ask(db, **asked):
        signs = signs_of(theirs, another, likeness)
        if signs:
            one, other = sorted((theirs, another), key=lambda each: (not each.own, each.seen))
            found.append(Pair(person_id, one, other, signs))
    return found


def _in_order(found: list[Pair]) -> list[Pair]:
    found.sort(key=lambda each: (each.person_id, each.one.training_id, each.other.training_id))
    found.sort(key=lambda each: max(each.one.ends_on, each.other.ends_on), reverse=True)
    return found


def people_in(pairs: Sequence[Pair]) -> list[UUID]:
    """The workers of these pairs, each once."""
    return list(dict.fromkeys(each.person_id for each in pairs))


class Made(NamedTuple):
    """Who made the version in force of a training, and how it came."""

    registered_by: UUID | None
    machine: str | None  # its name
    maker: str | None  # name, or else number, of the office or the provider
    way: str
    nobody: bool  # neither a person nor a system of any enterprise


def makers_of(db: Session, enterprise_id: UUID, pairs: Collection[Pair]) -> dict[UUID, Made]:
    """Who made the trainings of these pairs of an enterprise."""
    training_ids = {key.training_id for each in pairs for key in (each.one, each.other)}
    elsewhere = MAKER.elsewhere(Training)
    asked = select(
        Training.training_id,
        Training.registered_by,
        MACHINES.c.name,
        func.coalesce(NAMED.c.employer, NAMED.c.enterprise_number),
        way(Training),
        by_nobody(Training),
    )
    rows = db.execute(
        MAKER.joined(asked, Training)
        .outerjoin(NAMED, NAMED.c.enterprise_id == elsewhere)
        .where(
            # By the workers, whose trainings are few: there is no index of trainings alone.
            Training.person_id == func.any([each.person_id for each in pairs]),
            Training.training_id == func.any(list(training_ids)),
            Training.enterprise_id == enterprise_id,
            Training.recorded_until.is_(None),
        )
    )
    return {training_id: Made(*row) for training_id, *row in rows}
