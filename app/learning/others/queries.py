"""What others registered and nobody has looked at: a page of it, and how much there is of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.enterprises.parameters import first_end_still_open
from app.enterprises.queries import NAMED
from app.learning.others.sets import waiting, waiting_among_newest

#: So many are counted, the newest: whoever has more of them to look at counts no further.
MOST_COUNTED = 1_000
#: Among so many trainings, the newest, one looks for them before one looks among all.
LOOKED_THROUGH = 10_000


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
    db: Session, enterprise_id: UUID, wanted: OthersWanted, *, today: date
) -> list[OthersLine]:
    """Those wanted that nobody has looked at, the newest first, and no more than are counted.

    Where one more than :data:`MOST_COUNTED` are found, there may be any number.
    """
    found = _newest_of(db, waiting_among_newest(LOOKED_THROUGH), enterprise_id, wanted, today)
    if len(found) <= MOST_COUNTED:
        # Most were looked at, or are the enterprise's own: then one goes through all of them.
        found = _newest_of(db, waiting(), enterprise_id, wanted, today)
    return found


def _newest_of(
    db: Session, those: Select[Any], enterprise_id: UUID, wanted: OthersWanted, today: date
) -> list[OthersLine]:
    # Found first and put in order then: where nothing waits, going through all in order of their
    # age would take ten times as long, and nobody can know that before.
    rows = those.cte("rows").prefix_with("MATERIALIZED")
    asked = (
        select(rows, NAMED.c.employer, NAMED.c.enterprise_number)
        .outerjoin(NAMED, NAMED.c.enterprise_id == rows.c.maker_id)
        .where(*wanted.of(rows.c))
        .order_by(rows.c.recorded_from.desc(), rows.c.person_id, rows.c.training_id)
        .limit(MOST_COUNTED + 1)
    )
    return [OthersLine(*row) for row in db.execute(asked, blanks(enterprise_id, today))]


def counted(lines: Collection[OthersLine]) -> list[OthersCount]:
    """How many of these came from whom and in which way, the most first."""
    numbers = Counter(
        (each.maker_id, each.nobody, each.way, each.maker or each.maker_number) for each in lines
    )
    return [OthersCount(*told, number) for told, number in numbers.most_common()]
