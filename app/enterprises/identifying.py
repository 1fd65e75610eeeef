"""From numbers to enterprises, and what a register of enterprises says of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.enterprises.models import Enterprise, EnterpriseParticulars
from app.foundation.versions import close_versions

#: An enterprise number and an NSSO number, of which one may be missing.
Numbers = tuple[str | None, int | None]


@dataclass(frozen=True, slots=True)
class SameEnterprise:
    """Two keys that turned out to be one enterprise."""

    kept: UUID
    given_up: UUID


@dataclass(frozen=True, slots=True)
class Identified:
    enterprise_id: UUID
    same: SameEnterprise | None = None


def identify_enterprise(
    db: Session, *, enterprise_number: str | None, nsso_number: int | None
) -> Identified:
    """The enterprise of these numbers, begun when unknown, completed when half known.

    At least one number is needed.  Where each number leads to an enterprise of its own, the
    two are one: the older key is kept, and moving the facts of the other is the caller's
    affair, since they lie in other rooms.  An enterprise number is never given up for an NSSO
    number: two enterprises with a number each stay two, whoever declared under which NSSO
    number.
    """
    # A number that is not given says nothing: comparing with it would find every enterprise
    # that lacks it too.
    known_by = []
    if enterprise_number is not None:
        known_by.append(Enterprise.enterprise_number == enterprise_number)
    if nsso_number is not None:
        known_by.append(Enterprise.nsso_number == nsso_number)
    rows = db.execute(
        select(Enterprise.enterprise_id, Enterprise.enterprise_number, Enterprise.nsso_number)
        .where(or_(*known_by))
        .order_by(Enterprise.enterprise_id)
    ).all()
    if enterprise_number and any(
        row.enterprise_number not in {None, enterprise_number} for row in rows
    ):
        # The NSSO number is known as another enterprise's: the enterprise number decides.
        rows = [row for row in rows if row.enterprise_number == enterprise_number]
        nsso_number = None
    if not rows:
        return Identified(_begin(db, enterprise_number, nsso_number))
    kept, same = rows[0], None
    if len(rows) > 1:
        same = SameEnterprise(kept=kept.enterprise_id, given_up=rows[1].enterprise_id)
        db.execute(
            update(Enterprise)
            .where(Enterprise.enterprise_id == same.given_up)
            .values(merged_into=same.kept, enterprise_number=None, nsso_number=None)
        )
    missing = {}
    if enterprise_number and kept.enterprise_number is None:
        missing["enterprise_number"] = enterprise_number
    # A number that changed hands is not taken over silently: the first one known stays.
    if nsso_number and kept.nsso_number is None:
        missing["nsso_number"] = nsso_number  # type: ignore[assignment]
    if missing:
        db.execute(
            update(Enterprise)
            .where(Enterprise.enterprise_id == kept.enterprise_id)
            .values(**missing)
        )
    return Identified(kept.enterprise_id, same)


def enterprises_known(db: Session, asked: Collection[Numbers]) -> dict[Numbers, UUID]:
    """The enterprises that are known by exactly these numbers, in one statement.

    Those that :func:`identify_enterprise` would begin, complete, make one or have to decide
    about are left out.
    """
    rows = db.execute(
        select(
            Enterprise.enterprise_id, Enterprise.enterprise_number, Enterprise.nsso_number
        ).where(
            or_(
                Enterprise.enterprise_number.in_({number for number, _ in asked if number}),
                Enterprise.nsso_number.in_({nsso for _, nsso in asked if nsso}),
            )
        )
    ).all()
    by_number = {row.enterprise_number: row.enterprise_id for row in rows}
    by_nsso = {row.nsso_number: row.enterprise_id for row in rows}
    known = {}
    for number, nsso in asked:
        leads_to = {by_number.get(number)} if number else set()
        leads_to |= {by_nsso.get(nsso)} if nsso else set()
        # Each number that is given leads to an enterprise, and both to the same.
        [found, *others] = leads_to
        if found and not others:
            known[number, nsso] = found
    return known


def _begin(db: Session, enterprise_number: str | None, nsso_number: int | None) -> UUID:
    key: UUID = db.execute(
        insert(Enterprise)
        .values(enterprise_number=enterprise_number, nsso_number=nsso_number)
        .returning(Enterprise.enterprise_id)
    ).scalar_one()
    return key


def name_enterprise(db: Session, enterprise_id: UUID, name: str, *, at: datetime) -> None:
    """Take a register's name for an enterprise; a new version only when it changed."""
    current = db.execute(
        select(EnterpriseParticulars.name).where(
            EnterpriseParticulars.enterprise_id == enterprise_id,
            EnterpriseParticulars.recorded_until.is_(None),
        )
    ).scalar_one_or_none()
    if current == name:
        return
    close_versions(
        db, EnterpriseParticulars, EnterpriseParticulars.enterprise_id == enterprise_id, at=at
    )
    db.execute(
        insert(EnterpriseParticulars).values(
            enterprise_id=enterprise_id, recorded_from=at, name=name
        )
    )
