"""Asking for attestations: a wish becomes a row and, for whoever calls, a job to enqueue.

The same wish on unchanged facts is answered with the document that was made for it before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.attestations.comparing import facts_of, fingerprint_of
from app.attestations.gathering import NotFound, gather
from app.attestations.models import Attestation
from app.attestations.numbering import new_number
from app.attestations.wishes import OWN_KINDS, Wish, problems_with
from app.audit.trail import Act, Actor, Channel, Ground, Trace, record
from app.foundation.clock import day_of
from app.foundation.languages import speaking
from app.foundation.problems import Problem, problem
from certificates.attestation import LAYOUT_VERSION
from certificates.attestation import Attestation as Document


@dataclass(frozen=True, slots=True)
class Asked:
    """The attestation; ``new`` when it is still to be made: the caller enqueues that."""

    attestation_id: UUID
    new: bool


@dataclass(frozen=True, slots=True)
class Refused:
    problems: tuple[Problem, ...]


def ask_for_attestation(
    db: Session,
    person_id: UUID,
    wish: Wish,
    *,
    by: Actor,
    via: Channel,
    at: datetime,
    anew: bool = False,
) -> Asked | Refused:
    """Ask for a document about the own life.

    ``anew`` has one made that bears today's date though nothing has changed.
    """
    gathered = preview_of(db, person_id, wish, at=at)
    if isinstance(gathered, Refused):
        return gathered
    if not anew:
        print_ = fingerprint_of(wish, facts_of(gathered))
        same = _same(db, person_id, wish, print_, at)
        if same is not None:
            return Asked(same, new=False)
    number = new_number(day_of(at).year)
    key = db.execute(
        insert(Attestation)
        .values(
            person_id=person_id,
            number=number,
            kind=wish.kind.value,
            layout_version=LAYOUT_VERSION,
            language=wish.language,
            options=wish.options(),
            asked_by=by.person_id,
            asked_at=at,
        )
        .returning(Attestation.attestation_id)
    ).scalar_one()
    trace = Trace(
        Act.ATTESTATION_ASKED,
        by,
        Ground.OWN_DATA,
        subject_id=person_id,
        details={"number": number, "kind": wish.kind.value, "language": wish.language},
    )
    record(db, [trace], via=via, at=at)
    return Asked(key, new=True)


def preview_of(db: Session, person_id: UUID, wish: Wish, *, at: datetime) -> Document | Refused:
    """What the document would say, without number, code, seal and national number."""
    problems = problems_with(wish)
    if wish.kind not in OWN_KINDS:
        problems.append(problem("kind_unknown", "kind"))
    if problems:
        return Refused(tuple(problems))
    try:
        with speaking(wish.language):
            return gather(db, person_id, wish, today=day_of(at), at=at, check_address="")
    except NotFound as lost:
        return Refused((problem("not_yours", lost.field),))


def _same(db: Session, person_id: UUID, wish: Wish, print_: bytes, at: datetime) -> UUID | None:
    """The newest document of the same wish on the same facts, or one that is being made.

    Two that ask at once take turns, so that a second click finds what the first has begun.
    """
    db.execute(select(func.pg_advisory_xact_lock(_TURN, func.hashtext(str(person_id)))))
    same_wish = (
        Attestation.person_id == person_id,
        Attestation.enterprise_id.is_(None),
        Attestation.withdrawn_at.is_(None),
        Attestation.kind == wish.kind.value,
        Attestation.language == wish.language,
    )
    made = db.execute(
        select(Attestation.attestation_id)
        .where(
            *same_wish,
            Attestation.layout_version == LAYOUT_VERSION,
            Attestation.fingerprint == print_,
            Attestation.overtaken_at.is_(None),
        )
        .order_by(Attestation.issued_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    if made is not None:
        return made
    return db.execute(
        select(Attestation.attestation_id)
        .where(
            *same_wish,
            Attestation.options == wish.options(),
            Attestation.issued_at.is_(None),
        )
        .order_by(Attestation.asked_at.desc())
        .limit(1)
    ).scalar_one_or_none()


#: Class of the advisory lock on which those who ask for one person take turns.
_TURN = 7_261_008
