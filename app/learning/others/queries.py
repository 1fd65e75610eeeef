"""What others registered and nobody has looked at: a page of it, and how much there is of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.enterprises.parameters import first_end_still_open
from app.enterprises.queries import NAMED
from app.learning.others.sets import newest_waiting, waiting

#: So many are counted, the newest: whoever has more of them to look at counts no further.
MOST_COUNTED = 1_000


class Whose(StrEnum):
    """Who registered it, where it was no other enterprise."""

    OWN = "own"  # the enterprise itself, though not on its pages
    NOBODY = "nobody"  # the operator


@dataclass(frozen=True, slots=True)
class OthersWanted:
    """A filter; None lets everything through.  ``who`` is an office or a provider by
    its key, or no other enterprise.
    """

    who: UUID | Whose | None = None
    way: str | None = None

    def of(self, rows: Any) -> list[Any]:
        """The conditions on the columns of :func:`app.learning.others.sets.waiting`."""
        found = []
        if isinstance(self.who, UUID):
            found.append(rows.maker_id == self.who)
        elif self.who is not None:
            found.append(rows.maker_id.is_(None))
            found.append(rows.nobody if self.who is Whose.NOBODY else ~rows.nobody)
        if self.way is not None:
            found.append(rows.way == self.way)
        return found


@dataclass(frozen=True, slots=True)
class OthersLine:
    """A registration by others; ``seen`` is the version shown, since when it is recorded."""

    person_id: UUID
    training_id: UUID
    seen: datetime
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    followed: bool
    registered_by: UUID | None
    machine: str | None  # its name
    maker_id: UUID | None  # the office or the provider
    way: str
    nobody: bool
    maker: str | None  # its name
    maker_number: str | None


@dataclass(frozen=True, slots=True)
class OthersCount:
    """How many came from an office or a provider, or from none, in a way."""

    maker_id: UUID | None
    nobody: bool
    way: str
    maker: str | None  # name, or else number, of the office or the provider
    number: int

    @property
    def who(self) -> UUID | Whose:
        return self.maker_id or (Whose.NOBODY if self.nobody else Whose.OWN)


def blanks(enterprise_id: UUID, today: date) -> dict[str, Any]:
    """What fills the blanks of the selects."""
    return {"enterprise": enterprise_id, "seen_since": first_end_still_open(today)}


def registered_by_others(
    db: Session,
    enterprise_id: UUID,
    wanted: OthersWanted,
    *,
    today: date,
    page: int,
    size: int,
) -> list[OthersLine]:
    """One page of those wanted that nobody has looked at, the newest first."""
    rows = waiting().subquery("rows")
    asked = (
        select(rows, NAMED.c.employer, NAMED.c.enterprise_number)
        .outerjoin(NAMED, NAMED.c.enterprise_id == rows.c.maker_id)
        .where(*wanted.of(rows.c))
        .order_by(rows.c.recorded_from.desc(), rows.c.person_id, rows.c.training_id)
    )
    found = db.execute(asked.limit(size).offset((page - 1) * size), blanks(enterprise_id, today))
    return [OthersLine(*row) for row in found]


def counts_by_others(db: Session, enterprise_id: UUID, *, today: date) -> list[OthersCount]:
    """How many of the newest wait to be looked at, by who and in which way, the most first.

    Of one more than :data:`MOST_COUNTED`, so that whoever adds up knows whether there are more.
    """
    rows = newest_waiting(MOST_COUNTED + 1).subquery("rows")
    told = (rows.c.maker_id, rows.c.nobody, rows.c.way)
    counts = select(*told, func.count().label("number")).group_by(*told).subquery("counts")
    named = func.coalesce(NAMED.c.employer, NAMED.c.enterprise_number)
    asked = (
        select(counts.c.maker_id, counts.c.nobody, counts.c.way, named, counts.c.number)
        .outerjoin(NAMED, NAMED.c.enterprise_id == counts.c.maker_id)
        .order_by(counts.c.number.desc(), counts.c.way)
    )
    return [OthersCount(*row) for row in db.execute(asked, blanks(enterprise_id, today))]


def number_by_others(db: Session, enterprise_id: UUID, wanted: OthersWanted, *, today: date) -> int:
    """How many a filter finds; one more than :data:`MOST_COUNTED` stands for any number more."""
    rows = waiting().subquery("rows")
    some = select(rows.c.training_id).where(*wanted.of(rows.c)).limit(MOST_COUNTED + 1)
    asked = select(func.count()).select_from(some.subquery("some"))
    return int(db.execute(asked, blanks(enterprise_id, today)).scalar_one())
