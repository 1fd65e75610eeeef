"""From national numbers to persons: finding them, and beginning a record for the unknown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.identity.models import NationalNumber, Person
from app.identity.national_numbers import Vault


def persons_by_ssin(db: Session, ssins: Collection[str], *, vault: Vault) -> dict[str, UUID]:
    """The persons of those numbers that are known; replaced numbers lead to their person."""
    by_hash = {vault.hash(ssin): ssin for ssin in ssins}
    rows = db.execute(
        select(NationalNumber.ssin_hash, NationalNumber.person_id).where(
            NationalNumber.ssin_hash == func.any(list(by_hash))
        )
    )
    return {by_hash[row.ssin_hash]: row.person_id for row in rows}


def identify_persons(
    db: Session, ssins: Collection[str], *, vault: Vault, at: datetime
) -> dict[str, UUID]:
    """A person for every number, in a handful of statements whatever their count."""
    known = persons_by_ssin(db, ssins, vault=vault)
    unknown = sorted({ssin for ssin in ssins if ssin not in known}, key=vault.hash)
    if unknown:
        _begin_records(db, unknown, vault=vault, at=at)
        known |= persons_by_ssin(db, unknown, vault=vault)
    return known


def _begin_records(db: Session, ssins: list[str], *, vault: Vault, at: datetime) -> None:
    keys = list(
        db.execute(insert(Person).returning(Person.person_id), [{} for _ in ssins]).scalars()
    )
    taken = db.execute(
        insert(NationalNumber).on_conflict_do_nothing().returning(NationalNumber.person_id),
        [
            {
                "ssin_hash": vault.hash(ssin),
                "person_id": person_id,
                "ssin_encrypted": vault.seal(ssin),
                "known_from": at,
            }
            for ssin, person_id in zip(ssins, keys, strict=True)
        ],
    ).scalars()
    # Somebody else may have begun the same record a moment earlier: theirs stays.
    if late := set(keys) - set(taken):
        db.execute(delete(Person).where(Person.person_id.in_(late)))
