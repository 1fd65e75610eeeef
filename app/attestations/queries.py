"""Questions about attestations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Row, case, cast, func, select
from sqlalchemy.orm import Session

from app.attestations.models import NEVER, Attestation, AttestationCheck
from app.attestations.wishes import Wish
from certificates.attestation import Kind


@dataclass(frozen=True, slots=True)
class AttestationRow:
    """``problem``: why it waits, a code; ``checked``: how often it was checked.

    ``answer`` is of an issued document that answers one question; None is not known.
    """

    attestation_id: UUID
    person_id: UUID | None  # None of a receipt
    number: str
    kind: str
    language: str
    options: Mapping[str, Any]
    asked_at: datetime
    issued_at: datetime | None
    as_known_on: date | None
    withdrawn_at: datetime | None
    overtaken_at: datetime | None
    overtaken_parts: tuple[str, ...]
    problem: str | None
    checked: int
    answer: bool | None

    @property
    def wish(self) -> Wish:
        return Wish.of(self.kind, self.language, self.options)

    @property
    def current(self) -> bool:
        return self.withdrawn_at is None and self.overtaken_at is None


_CHECKED = (
    select(cast(func.coalesce(func.sum(AttestationCheck.times), 0), Integer))
    .where(AttestationCheck.attestation_id == Attestation.attestation_id)
    .scalar_subquery()
    .label("checked")
)
#: Other documents may hold hundreds of kilobytes of facts: they are not opened for a list.
_ANSWER = case(
    (Attestation.kind == Kind.ANSWER.value, Attestation.facts[("sections", 0, "answer")])
).label("answer")
_ROWS = select(
    Attestation.attestation_id,
    Attestation.person_id,
    Attestation.number,
    Attestation.kind,
    Attestation.language,
    Attestation.options,
    Attestation.asked_at,
    Attestation.issued_at,
    Attestation.as_known_on,
    Attestation.withdrawn_at,
    Attestation.overtaken_at,
    Attestation.overtaken_parts,
    Attestation.problem,
    _CHECKED,
    _ANSWER,
)


def attestations_of(db: Session, person_id: UUID) -> list[AttestationRow]:
    """What a person asked for about the own life, newest first; not an employer's letters."""
    rows = db.execute(
        _ROWS.where(
            Attestation.person_id == person_id, Attestation.enterprise_id.is_(None)
        ).order_by(Attestation.asked_at.desc())
    )
    return [_row(row) for row in rows]


def attestation_of(db: Session, person_id: UUID, key: UUID) -> AttestationRow | None:
    """One attestation, if it is this person's own."""
    row = db.execute(
        _ROWS.where(
            Attestation.person_id == person_id,
            Attestation.enterprise_id.is_(None),
            Attestation.attestation_id == key,
        )
    ).one_or_none()
    return _row(row) if row else None


def document_of_enterprise(db: Session, enterprise_id: UUID, key: UUID) -> AttestationRow | None:
    """One document of an enterprise: a statement, a receipt, a notice."""
    row = db.execute(
        _ROWS.where(Attestation.enterprise_id == enterprise_id, Attestation.attestation_id == key)
    ).one_or_none()
    return _row(row) if row else None


def _row(row: Row[Any]) -> AttestationRow:
    found = row._asdict() | {"overtaken_parts": tuple(row.overtaken_parts or ())}
    return AttestationRow(**found)


def document_of(db: Session, key: UUID) -> bytes | None:
    """The document, once it is issued.  Ask attestation_of first whose it is."""
    return db.execute(
        select(Attestation.document).where(Attestation.attestation_id == key)
    ).scalar_one()


def waiting_since(db: Session, before: datetime, *, most: int) -> list[UUID]:
    """What was asked for before an instant and could not be sealed yet, oldest first."""
    rows = db.execute(
        select(Attestation.attestation_id)
        .where(
            Attestation.issued_at.is_(None),
            Attestation.problem.is_not(None),
            Attestation.problem.not_in(NEVER),
            Attestation.asked_at < before,
        )
        .order_by(Attestation.asked_at)
        .limit(most)
    )
    return list(rows.scalars())
