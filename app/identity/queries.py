"""Questions about people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.identity.models import NationalNumber, Person, PersonParticulars
from app.identity.national_numbers import Vault


@dataclass(frozen=True, slots=True)
class PersonName:
    person_id: UUID
    surname: str | None
    given_names: str | None
    born_on: str | None
    language: str | None

    @property
    def full(self) -> str | None:
        """First name first, as in running text; None while no register has named the person."""
        parts = [part for part in (self.given_names, self.surname) if part]
        return " ".join(parts) or None


#: Everybody whom a register has named, by the name known now.  Other rooms join this where they
#: sort or search by name; ``folded`` is the surname first, as :func:`app.identity.folding.fold`
#: folds what is typed.
CALLED = (
    select(
        PersonParticulars.person_id,
        PersonParticulars.surname,
        PersonParticulars.given_names,
        PersonParticulars.folded,
    )
    .where(PersonParticulars.recorded_until.is_(None))
    .subquery("called")
)


def names_of(db: Session, person_ids: Collection[UUID]) -> dict[UUID, PersonName]:
    rows = db.execute(
        select(
            Person.person_id,
            PersonParticulars.surname,
            PersonParticulars.given_names,
            PersonParticulars.born_on,
            func.coalesce(Person.preferred_language, PersonParticulars.language).label("language"),
        )
        .outerjoin(
            PersonParticulars,
            (PersonParticulars.person_id == Person.person_id)
            & PersonParticulars.recorded_until.is_(None),
        )
        .where(Person.person_id.in_(person_ids))
    )
    return {row.person_id: PersonName(*row) for row in rows}


def ssin_of(db: Session, person_id: UUID, *, vault: Vault) -> str:
    """The number in force.  Call it only where the reader has a ground to see it."""
    row = db.execute(
        select(NationalNumber.ssin_encrypted, NationalNumber.ssin_hash).where(
            NationalNumber.person_id == person_id, NationalNumber.replaced_at.is_(None)
        )
    ).one()
    return vault.open(row.ssin_encrypted, row.ssin_hash)


def ssins_of(db: Session, person_ids: Collection[UUID], *, vault: Vault) -> dict[UUID, str]:
    """The numbers in force.  Call it only where the reader has a ground to see each of them."""
    rows = db.execute(
        select(
            NationalNumber.person_id, NationalNumber.ssin_encrypted, NationalNumber.ssin_hash
        ).where(
            NationalNumber.person_id == func.any(list(person_ids)),
            NationalNumber.replaced_at.is_(None),
        )
    )
    return {person_id: vault.open(sealed, ssin_hash) for person_id, sealed, ssin_hash in rows}
