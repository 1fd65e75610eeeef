"""Questions about enterprises."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.enterprises.models import Enterprise, EnterpriseParticulars, EnterpriseSize
from app.enterprises.rules import period_of
from app.foundation.database import ask

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

_BY_NUMBER = select(NAMED.c.enterprise_id, NAMED.c.employer, NAMED.c.enterprise_number).where(
    NAMED.c.enterprise_number == bindparam("number")
)
_SIZES = select(EnterpriseSize.enterprise_id, EnterpriseSize.fte, EnterpriseSize.quarters).where(
    EnterpriseSize.enterprise_id == func.any(bindparam("enterprises")),
    EnterpriseSize.first_year == bindparam("first_year"),
    EnterpriseSize.recorded_until.is_(None),
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


def enterprise_by_number(db: Session, number: str) -> NamedEnterprise | None:
    row = ask(db, _BY_NUMBER, {"number": number}).one_or_none()
    return NamedEnterprise(*row) if row else None


def sizes_for(db: Session, enterprise_ids: Collection[UUID], year: int) -> dict[UUID, Size]:
    """The size of each enterprise that counts for a year; absent where nothing was declared."""
    rows = ask(db, _SIZES, {"enterprises": list(enterprise_ids), "first_year": period_of(year)})
    return {
        enterprise_id: Size(fte, tuple(each["quarter"] for each in quarters))
        for enterprise_id, fte, quarters in rows
    }
