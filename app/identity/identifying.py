"""From national numbers to persons: finding them, and beginning a record for the unknown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.foundation.database import raw
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
    """A person and a number each.  ``unnest`` keeps it two statements for thousands of people."""
    connection = raw(db)
    begun = connection.execute(
        "insert into persons select from generate_series(1, %s) returning person_id",
        (len(ssins),),
    )
    keys = [row[0] for row in begun]
    taken = connection.execute(
        """
        insert into national_numbers (ssin_hash, person_id, ssin_encrypted, known_from)
        select *, %(at)s from unnest(%(hashes)s::bytea[], %(keys)s::uuid[], %(sealed)s::bytea[])
        on conflict do nothing returning person_id
        """,
        {
            "hashes": [vault.hash(ssin) for ssin in ssins],
            "keys": keys,
            "sealed": [vault.seal(ssin) for ssin in ssins],
            "at": at,
        },
    )
    # Somebody else may have begun the same record a moment earlier: theirs stays.
    if late := set(keys) - {row[0] for row in taken}:
        db.execute(delete(Person).where(Person.person_id.in_(late)))
