"""Taking what a register of persons says: names, birth dates, replaced national numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.foundation.versions import close_versions
from app.identity.identifying import identify_persons, persons_by_ssin
from app.identity.models import NationalNumber, Person, PersonParticulars, SignInSession
from app.identity.national_numbers import Vault


@dataclass(frozen=True, slots=True)
class RegisteredPerson:
    """One entry of a register."""

    ssin: str
    replaced: tuple[str, ...]
    surname: str
    given_names: str | None
    born_on: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Two keys that a replaced number shows to be one person."""

    kept: UUID
    given_up: UUID


def register_persons(
    db: Session, entries: Sequence[RegisteredPerson], *, vault: Vault, at: datetime
) -> list[SamePerson]:
    """Write what changed, as new versions; answer which persons turned out to be one.

    Moving the facts of a person given up is the caller's affair: they lie in other rooms.
    """
    same = _replace_numbers(db, [e for e in entries if e.replaced], vault=vault, at=at)
    persons = identify_persons(db, [entry.ssin for entry in entries], vault=vault, at=at)
    said = {persons[e.ssin]: (e.surname, e.given_names, e.born_on, e.language) for e in entries}
    now = db.execute(
        select(
            PersonParticulars.person_id,
            PersonParticulars.surname,
            PersonParticulars.given_names,
            PersonParticulars.born_on,
            PersonParticulars.language,
        ).where(PersonParticulars.person_id.in_(said), PersonParticulars.recorded_until.is_(None))
    )
    before = {row[0]: tuple(row[1:]) for row in now}
    changed = {key: what for key, what in said.items() if before.get(key) != what}
    if again := changed.keys() & before.keys():
        close_versions(db, PersonParticulars, PersonParticulars.person_id.in_(again), at=at)
    if changed:
        db.execute(
            insert(PersonParticulars),
            [
                {
                    "person_id": key,
                    "recorded_from": at,
                    "surname": surname,
                    "given_names": given_names,
                    "born_on": born_on,
                    "language": language,
                }
                for key, (surname, given_names, born_on, language) in changed.items()
            ],
        )
    return same


def _replace_numbers(
    db: Session, entries: Sequence[RegisteredPerson], *, vault: Vault, at: datetime
) -> list[SamePerson]:
    """Make each replaced number lead to the person of its successor."""
    merged: list[SamePerson] = []
    for entry in entries:
        everyone = persons_by_ssin(db, [entry.ssin, *entry.replaced], vault=vault)
        if not everyone:
            # Nobody yet: a declaration under the replaced number may still arrive.
            everyone = identify_persons(db, [entry.ssin], vault=vault, at=at)
        # The longest-known key stays: other systems of the house may already hold it.
        kept = min(everyone.values())
        for given_up in set(everyone.values()) - {kept}:
            merged.append(SamePerson(kept=kept, given_up=given_up))
            _give_up(db, kept=kept, given_up=given_up, at=at)
        numbers = [entry.ssin, *entry.replaced]
        db.execute(
            insert(NationalNumber).on_conflict_do_nothing(),
            [
                {
                    "ssin_hash": vault.hash(number),
                    "person_id": kept,
                    "ssin_encrypted": vault.seal(number),
                    "known_from": at,
                    "replaced_at": at,
                }
                for number in numbers
            ],
        )
        _put_in_force(db, kept, vault.hash(entry.ssin), at=at)
    return merged


def _give_up(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    db.execute(
        update(NationalNumber)
        .where(NationalNumber.person_id == given_up)
        .values(person_id=kept, replaced_at=at)
    )
    close_versions(db, PersonParticulars, PersonParticulars.person_id == given_up, at=at)
    db.execute(
        update(SignInSession)
        .where(SignInSession.person_id == given_up, SignInSession.ended_at.is_(None))
        .values(ended_at=at)
    )
    db.execute(update(Person).where(Person.person_id == given_up).values(merged_into=kept))


def _put_in_force(db: Session, person_id: UUID, ssin_hash: bytes, *, at: datetime) -> None:
    others = (NationalNumber.person_id == person_id) & (NationalNumber.ssin_hash != ssin_hash)
    db.execute(
        update(NationalNumber)
        .where(others, NationalNumber.replaced_at.is_(None))
        .values(replaced_at=at)
    )
    db.execute(
        update(NationalNumber).where(NationalNumber.ssin_hash == ssin_hash).values(replaced_at=None)
    )
