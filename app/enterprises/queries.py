"""Questions about enterprises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.enterprises.models import Enterprise, EnterpriseParticulars, EnterpriseSize, StatedSize
from app.enterprises.rules import period_of
from app.foundation.asking import Question
from app.foundation.knowing import TimedQuestion, known_now, known_then

#: Every enterprise with its number and, where a register has named it, its name.  Other
#: rooms join this where they need a name beside a fact.
NAMED = (
    select(
        Enterprise.enterprise_id,
        Enterprise.enterprise_number,
        EnterpriseParticulars.name.label("employer"),
    )
    .outerjoin(
        EnterpriseParticulars,
        (EnterpriseParticulars.enterprise_id == Enterprise.enterprise_id)
        & EnterpriseParticulars.recorded_until.is_(None),
    )
    .subquery("named")
)


@dataclass(frozen=True, slots=True)
class NamedEnterprise:
    enterprise_id: UUID
    name: str | None
    number: str | None


class SizeOrigin(StrEnum):
    MEASURED = "measured"  # the average over the reference quarters declared
    FIRST_QUARTER = "first_quarter"  # none was declared: the workers at the end of the first
    STATED = "stated"  # another figure, by the employer


@dataclass(frozen=True, slots=True)
class Size:
    """The size that counts for two years, in hundredths of FTE, and where it comes from."""

    fte: int
    origin: SizeOrigin
    #: The DmfA quarters it rests on (20244) with the FTE of each; empty for a stated size.
    declared: tuple[tuple[int, int], ...] = ()
    reason: str | None = None  # of the employer, for a stated size
    stated_at: datetime | None = None
    #: Beside a stated size: the one worked out, where there is one.
    computed: Size | None = None

    @property
    def quarters(self) -> tuple[int, ...]:
        return tuple(quarter for quarter, _fte in self.declared)


@dataclass(frozen=True, slots=True)
class SizeOfPeriod:
    """The size of one enterprise for the two years from ``first_year``."""

    enterprise_id: UUID
    first_year: int
    size: Size


def _size_of_period(
    enterprise_id: UUID,
    first_year: int,
    fte: int | None,
    origin: str | None,
    quarters: list[dict[str, int]] | None,
    stated: int | None,
    reason: str | None,
    stated_at: datetime | None,
) -> SizeOfPeriod:
    size: Size | None = None
    if fte is not None and origin is not None:
        declared = tuple((each["quarter"], each["fte"]) for each in quarters or ())
        size = Size(fte, SizeOrigin(origin), declared)
    if stated is not None:
        size = Size(stated, SizeOrigin.STATED, reason=reason, stated_at=stated_at, computed=size)
    assert size is not None, "a row comes from one table at least"
    return SizeOfPeriod(enterprise_id, first_year, size)


def _size(*row: Any) -> tuple[UUID, Size]:
    found = _size_of_period(*row)
    return found.enterprise_id, found.size


_BY_NUMBER = Question(
    select(NAMED.c.enterprise_id, NAMED.c.employer, NAMED.c.enterprise_number).where(
        NAMED.c.enterprise_number == bindparam("number")
    ),
    NamedEnterprise,
)


Whose = ScalarSelect[Any] | BindParameter[Any]
Known = Callable[[Any], ColumnElement[bool]]


def _sizes(those: Callable[[Any], ColumnElement[bool]], known: Known) -> Select[Any]:
    """What is worked out and what is stated, side by side: either may be missing."""
    computed = select(EnterpriseSize).where(those(EnterpriseSize), known(EnterpriseSize))
    stated = select(StatedSize).where(those(StatedSize), known(StatedSize))
    mine, theirs = computed.subquery("computed"), stated.subquery("stated")
    same = (mine.c.enterprise_id == theirs.c.enterprise_id) & (
        mine.c.first_year == theirs.c.first_year
    )
    return select(
        func.coalesce(mine.c.enterprise_id, theirs.c.enterprise_id),
        func.coalesce(mine.c.first_year, theirs.c.first_year),
        mine.c.fte,
        mine.c.origin,
        mine.c.quarters,
        theirs.c.fte,
        theirs.c.reason,
        theirs.c.recorded_from,
    ).select_from(mine.join(theirs, same, full=True))


def _of(whose: Whose) -> Callable[[Any], ColumnElement[bool]]:
    def those(sizes: Any) -> ColumnElement[bool]:
        several = isinstance(whose, ScalarSelect)
        found: ColumnElement[bool] = (
            sizes.enterprise_id.in_(whose) if several else sizes.enterprise_id == whose
        )
        return found

    return those


def sizes_question(whose: Whose) -> TimedQuestion[tuple[UUID, Size]]:
    """The size of enterprises for the two years from ``first_year``: absent, not known.

    ``whose`` are their keys: a blank, or what another room selects.
    """

    def those(sizes: Any) -> ColumnElement[bool]:
        return and_(_of(whose)(sizes), sizes.first_year == bindparam("first_year"))

    return TimedQuestion(_sizes(those, known_now), _sizes(those, known_then), _size)


def all_sizes_question(whose: Whose) -> TimedQuestion[SizeOfPeriod]:
    """The sizes of enterprises for every period of which one is known."""
    return TimedQuestion(
        _sizes(_of(whose), known_now), _sizes(_of(whose), known_then), _size_of_period
    )


_SIZE = sizes_question(bindparam("enterprise"))
#: The sizes of the enterprise that fills the blank ``enterprise``, for every period.
SIZES_OF = all_sizes_question(bindparam("enterprise"))


def enterprise_by_number(db: Session, number: str) -> NamedEnterprise | None:
    found = _BY_NUMBER.ask(db, number=number)
    return found[0] if found else None


def size_for(db: Session, enterprise_id: UUID, year: int) -> dict[UUID, Size]:
    """The size of one enterprise that counts for a year; empty where it is not known."""
    return dict(_SIZE.ask(db, enterprise=enterprise_id, first_year=period_of(year)))


def sizes_known(db: Session, enterprise_id: UUID, *, at: datetime | None = None) -> dict[int, Size]:
    """The sizes of one enterprise by the first year of their period, as known at ``at`` or now."""
    found = SIZES_OF.ask_on(db, at, enterprise=enterprise_id)
    return {each.first_year: each.size for each in found}


@dataclass(frozen=True, slots=True)
class SizeVersion:
    """One version of a size: worked out, stated, or a statement withdrawn."""

    recorded_from: datetime
    recorded_until: datetime | None
    fte: int
    origin: SizeOrigin
    withdrawn: bool
    reason: str | None
    stated_by: UUID | None  # a person; None for what was worked out
    mandate_id: UUID | None
    channel: str | None


def size_history(db: Session, enterprise_id: UUID, first_year: int) -> list[SizeVersion]:
    """Every size that was ever known or stated for a period, oldest first."""
    return SIZE_HISTORY.ask(db, enterprise=enterprise_id, first_year=first_year)


def _size_version(since: datetime, until: datetime | None, fte: int, origin: str, *by: Any) -> Any:
    return SizeVersion(since, until, fte, SizeOrigin(origin), *by)


SIZE_HISTORY: Question[SizeVersion] = Question(
    union_all(
        select(
            EnterpriseSize.recorded_from,
            EnterpriseSize.recorded_until,
            EnterpriseSize.fte,
            EnterpriseSize.origin,
            false().label("withdrawn"),
            *(
                cast(null(), kind).label(name)
                for name, kind in (
                    ("reason", String),
                    ("stated_by", Uuid),
                    ("mandate_id", Uuid),
                    ("channel", String),
                )
            ),
        ).where(
            EnterpriseSize.enterprise_id == bindparam("enterprise"),
            EnterpriseSize.first_year == bindparam("first_year"),
        ),
        select(
            StatedSize.recorded_from,
            StatedSize.recorded_until,
            StatedSize.fte,
            literal_column("'stated'"),
            StatedSize.withdrawn,
            StatedSize.reason,
            StatedSize.stated_by,
            StatedSize.mandate_id,
            StatedSize.channel,
        ).where(
            StatedSize.enterprise_id == bindparam("enterprise"),
            StatedSize.first_year == bindparam("first_year"),
        ),
    ).order_by("recorded_from"),
    _size_version,
)
