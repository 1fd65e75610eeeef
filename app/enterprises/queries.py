"""Questions about enterprises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ScalarSelect, bindparam, select
from sqlalchemy.orm import Session

from app.enterprises.models import Enterprise, EnterpriseParticulars, EnterpriseSize
from app.enterprises.rules import period_of
from app.foundation.asking import Question

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


@dataclass(frozen=True, slots=True)
class Size:
    """The size that counts for two years: hundredths of FTE, and the DmfA quarters behind it."""

    fte: int
    quarters: tuple[int, ...]


def _size(enterprise_id: UUID, fte: int, quarters: list[dict[str, int]]) -> tuple[UUID, Size]:
    return enterprise_id, Size(fte, tuple(each["quarter"] for each in quarters))


_BY_NUMBER = Question(
    select(NAMED.c.enterprise_id, NAMED.c.employer, NAMED.c.enterprise_number).where(
        NAMED.c.enterprise_number == bindparam("number")
    ),
    NamedEnterprise,
)


def sizes_question(whose: ScalarSelect[Any] | BindParameter[Any]) -> Question[tuple[UUID, Size]]:
    """The size of enterprises for the two years from ``first_year``: absent, nothing declared.

    ``whose`` are their keys: a blank, or what another room selects.
    """
    return Question(
        select(EnterpriseSize.enterprise_id, EnterpriseSize.fte, EnterpriseSize.quarters).where(
            EnterpriseSize.enterprise_id.in_(whose)
            if isinstance(whose, ScalarSelect)
            else EnterpriseSize.enterprise_id == whose,
            EnterpriseSize.first_year == bindparam("first_year"),
            EnterpriseSize.recorded_until.is_(None),
        ),
        _size,
    )


_SIZE = sizes_question(bindparam("enterprise"))


def enterprise_by_number(db: Session, number: str) -> NamedEnterprise | None:
    found = _BY_NUMBER.ask(db, number=number)
    return found[0] if found else None


def size_for(db: Session, enterprise_id: UUID, year: int) -> dict[UUID, Size]:
    """The size of one enterprise that counts for a year; empty where nothing was declared."""
    return dict(_SIZE.ask(db, enterprise=enterprise_id, first_year=period_of(year)))
