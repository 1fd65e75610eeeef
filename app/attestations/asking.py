"""Asking for attestations: a wish becomes a row and, for whoever calls, a job to enqueue.

The same wish on unchanged facts is answered with the document that was made for it before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
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
from certificates.document import is_too_long


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
        same = same_document(db, (person_id, None), wish, print_)
        if same is not None:
            return Asked(same, new=False)
    key = ask(db, person_id, wish, by=by, ground=Ground.OWN_DATA, via=via, at=at)
    return Asked(key, new=True)


def ask(
    db: Session,
    person_id: UUID | None,
    wish: Wish,
    *,
    by: Actor,
    ground: Ground,
    via: Channel,
    at: datetime,
) -> UUID:
    """Write down what is wished for, under a number of its own; whoever calls has checked it."""
    number = new_number(day_of(at).year)
    key: UUID = db.execute(
        insert(Attestation)
        .values(
            person_id=person_id,
            enterprise_id=by.enterprise_id if ground is Ground.MANDATE else None,
            number=number,
            kind=wish.kind.value,
            layout_version=LAYOUT_VERSION,
            language=wish.language,
            options=wish.options(),
            asked_by=by.person_id,
            mandate_id=by.mandate_id if ground is Ground.MANDATE else None,
            asked_at=at,
        )
        .returning(Attestation.attestation_id)
    ).scalar_one()
    details = {"number": number, "kind": wish.kind.value, "language": wish.language}
    trace = Trace(Act.ATTESTATION_ASKED, by, ground, subject_id=person_id, details=details)
    record(db, [trace], via=via, at=at)
    return key


def preview_of(db: Session, person_id: UUID, wish: Wish, *, at: datetime) -> Document | Refused:
    """What the document would say, without number, code, seal and national number."""
    problems = problems_with(wish)
    if wish.kind not in OWN_KINDS:
        problems.append(problem("kind_unknown", "kind"))
    if problems:
        return Refused(tuple(problems))
    try:
        with speaking(wish.language):
            found = gather(db, person_id, wish, today=day_of(at), at=at, check_address="")
    except NotFound as lost:
        return Refused((problem("not_yours", lost.field),))
    return Refused((problem("too_long"),)) if is_too_long(found) else found


def same_document(
    db: Session, whose: tuple[UUID | None, UUID | None], wish: Wish, print_: bytes | None
) -> UUID | None:
    """The newest document of the same wish on the same facts, or one that is being made.

    ``whose``: the person and the enterprise of the document.  Without ``print_`` facts are not
    asked about.  Two that ask at once take turns, so that a second click finds what the first
    has begun.
    """
    turn = " ".join(map(str, whose))
    db.execute(select(func.pg_advisory_xact_lock(_TURN, func.hashtext(turn))))
    person_id, enterprise_id = whose
    same_wish = (
        # Of a document without one of them: that it has none.
        Attestation.person_id == person_id,
        Attestation.enterprise_id == enterprise_id,
        Attestation.withdrawn_at.is_(None),
        Attestation.kind == wish.kind.value,
        Attestation.language == wish.language,
    )
    same_facts = Attestation.fingerprint == print_ if print_ else _same_options(wish)
    made = db.execute(
        select(Attestation.attestation_id)
        .where(
            *same_wish,
            same_facts,
            Attestation.layout_version == LAYOUT_VERSION,
            Attestation.issued_at.is_not(None),
            Attestation.overtaken_at.is_(None),
        )
        .order_by(Attestation.issued_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    if made is not None:
        return made
    return db.execute(
        select(Attestation.attestation_id)
        .where(*same_wish, _same_options(wish), Attestation.issued_at.is_(None))
        .order_by(Attestation.asked_at.desc())
        .limit(1)
    ).scalar_one_or_none()


def _same_options(wish: Wish) -> ColumnElement[bool]:
    return Attestation.options == wish.options()


#: Class of the advisory lock on which those who ask for the same take turns.
_TURN = 7_261_008
