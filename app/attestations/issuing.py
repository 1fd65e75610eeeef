"""Making the documents that were asked for, and keeping them byte for byte.

Killed at any moment the job runs again: until the document is kept nothing was issued, and once
it is kept there is nothing left to do.  Without a key that is good the row says why, and the
document waits.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.attestations.comparing import facts_of, fingerprint_of
from app.attestations.gathering import NotFound, gather, receipt_of, with_national_number
from app.attestations.models import NOT_FOUND, TOO_LONG, Attestation
from app.attestations.wishes import Wish
from app.attestations.workshop import Workshop
from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.foundation.clock import day_of
from app.foundation.languages import speaking
from app.foundation.logging import log
from certificates.attestation import LAYOUT_VERSION
from certificates.attestation import Attestation as Document
from certificates.document import TooLong
from certificates.sealers import SealProblem


@dataclass(frozen=True, slots=True)
class Issued:
    attestation_id: UUID


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not made: ``problem`` is a code of :mod:`certificates.sealers`, or one of
    :data:`app.attestations.models.NEVER`.
    """

    attestation_id: UUID
    problem: str


def issue(
    db: Session, attestation_id: UUID, *, workshop: Workshop, at: datetime
) -> Issued | Waiting:
    """Make the document that was asked for and keep it; nothing when it is kept already."""
    asked = db.execute(
        select(Attestation).where(Attestation.attestation_id == attestation_id).with_for_update()
    ).scalar_one()
    if asked.issued_at is not None:
        return Issued(attestation_id)
    try:
        # Before anything is gathered or laid out: without a key all of it would be in vain.
        keys = workshop.keyring.open()
        document = _document(db, asked, workshop, at)
        made = workshop.make(document, keys, at=at)
    except SealProblem as hindrance:
        # What a token or a service said in its own words goes along.
        said = {"exc_info": hindrance} if hindrance.__cause__ else {}
        log.error("not sealed", problem=hindrance.code, **said, **hindrance.params)
        return _wait(db, attestation_id, hindrance.code)
    except NotFound:
        return _wait(db, attestation_id, NOT_FOUND)
    except TooLong:
        return _wait(db, attestation_id, TOO_LONG)
    _keep(db, asked, document, made, at)
    return Issued(attestation_id)


def _document(db: Session, asked: Attestation, workshop: Workshop, at: datetime) -> Document:
    wish = Wish.of(asked.kind, asked.language, asked.options)
    with speaking(asked.language):
        if asked.person_id is None:
            assert asked.enterprise_id is not None  # a document is of somebody
            receipt = receipt_of(
                db, asked.enterprise_id, wish, at=at, check_address=workshop.check_address
            )
            return replace(receipt, number=asked.number)
        found = gather(
            db,
            asked.person_id,
            wish,
            today=day_of(at),
            at=at,
            check_address=workshop.check_address,
        )
    assert found.holder is not None
    holder = with_national_number(
        db, found.holder, asked.person_id, wish.kind, vault=workshop.vault
    )
    return replace(found, number=asked.number, holder=holder)


def _keep(db: Session, asked: Attestation, document: Document, made: bytes, at: datetime) -> None:
    facts = facts_of(document)
    wish = Wish.of(asked.kind, asked.language, asked.options)
    _set(
        db,
        asked.attestation_id,
        problem=None,
        layout_version=LAYOUT_VERSION,
        issued_at=at,
        as_known_on=document.as_known_on,
        compared_at=at,
        document=made,
        sha256=hashlib.sha256(made).digest(),
        facts=facts,
        fingerprint=fingerprint_of(wish, facts),
    )
    by_mandate = asked.mandate_id is not None
    trace = Trace(
        Act.ATTESTATION_ISSUED,
        Actor(asked.asked_by, asked.enterprise_id, asked.mandate_id),
        Ground.MANDATE if by_mandate else Ground.ASKED_BY_HOLDER,
        subject_id=asked.person_id,
        details={"number": asked.number},
    )
    record(db, [trace], via=Channel.JOB, at=at)


def _wait(db: Session, attestation_id: UUID, code: str) -> Waiting:
    _set(db, attestation_id, problem=code)
    return Waiting(attestation_id, code)


def _set(db: Session, attestation_id: UUID, **values: Any) -> None:
    db.execute(
        update(Attestation).where(Attestation.attestation_id == attestation_id).values(**values)
    )
