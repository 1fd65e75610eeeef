"""From national numbers to persons: finding them, and beginning a record for the unknown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.foundation.database import raw
from app.identity.models import Person
from app.identity.national_numbers import Vault


def persons_by_ssin(db: Session, ssins: Collection[str], *, vault: Vault) -> dict[str, UUID]:
    """The persons of those numbers that are known; replaced numbers lead to their person."""
    return _persons_by_hash(db, {vault.hash(ssin): ssin for ssin in ssins})


def _persons_by_hash(db: Session, by_hash: dict[bytes, str]) -> dict[str, UUID]:
    rows = raw(db).execute(
        "select ssin_hash, person_id from national_numbers where ssin_hash = any(%s)",
        (list(by_hash),),
    )
    return {by_hash[ssin_hash]: person_id for ssin_hash, person_id in rows}


def identify_persons(
    db: Session, ssins: Collection[str], *, vault: Vault, at: datetime
) -> dict[str, UUID]:
    """A person for every number, in a handful of statements whatever their count."""
    by_hash = {vault.hash(ssin): ssin for ssin in ssins}
    known = _persons_by_hash(db, by_hash)
    unknown = {ssin_hash: ssin for ssin_hash, ssin in by_hash.items() if ssin not in known}
    if unknown:
        known |= _begin_records(db, dict(sorted(unknown.items())), vault=vault, at=at)
    return known


def _begin_records(
    db: Session, by_hash: dict[bytes, str], *, vault: Vault, at: datetime
) -> dict[str, UUID]:
    """A person and a number each.  ``unnest`` keeps it two statements for thousands of people."""
    connection = raw(db)
    begun = connection.execute(
        "insert into persons select from generate_series(1, %s) returning person_id",
        (len(by_hash),),
    )
    keys = [row[0] for row in begun]
    taken = connection.execute(
        """
        insert into national_numbers (ssin_hash, person_id, ssin_encrypted, known_from)
        select *, %(at)s from unnest(%(hashes)s::bytea[], %(keys)s::uuid[], %(sealed)s::bytea[])
        on conflict do nothing returning ssin_hash, person_id
        """,
        {
            "hashes": list(by_hash),
            "keys": keys,
            "sealed": [vault.seal(ssin, ssin_hash) for ssin_hash, ssin in by_hash.items()],
            "at": at,
        },
    ).fetchall()
    persons = {by_hash[ssin_hash]: person_id for ssin_hash, person_id in taken}
    # Somebody else may have begun the same record a moment earlier: theirs stays.
    if late := set(keys) - set(persons.values()):
        db.execute(delete(Person).where(Person.person_id.in_(late)))
        persons = _persons_by_hash(db, by_hash)
    return persons
