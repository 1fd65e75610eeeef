"""An enterprise's own documents: a letter about one of its workers, the receipt of a batch.

Asked for under a mandate, and answered with the document that is there where nothing changed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.attestations.asking import Asked, Refused, ask, same_document
from app.attestations.comparing import facts_of, fingerprint_of
from app.attestations.gathering import NotFound, gather
from app.attestations.issuing import Waiting, issue
from app.attestations.models import NOT_FOUND
from app.attestations.wishes import Wish
from app.attestations.workshop import Workshop
from app.audit.trail import Actor, Channel, Ground
from app.employment.queries import stretches_with
from app.enterprises.mandates import machine_may_have_documents, mandates_of, may_register
from app.enterprises.parameters import is_open
from app.foundation.clock import day_of
from app.foundation.languages import speaking
from app.foundation.problems import problem
from app.learning.batches.queries import batch_of
from app.learning.batches.values import State
from certificates.attestation import Kind

#: What an employer may have made for its workers.
LETTERS_TO_WORKERS = (Kind.ACCOUNT_STATEMENT, Kind.BALANCE_NOTICE)
#: Batches of which something was written.
WITH_RECEIPT = frozenset({State.WRITTEN, State.STOPPED})


class NotMade(Exception):
    """A document could not be sealed; the argument is the code of the reason."""


def letter_to(
    db: Session, person_id: UUID, wish: Wish, *, by: Actor, via: Channel, at: datetime
) -> Asked | Refused:
    """Ask for one letter about one worker; the caller enqueues its making where it is new."""
    if by.enterprise_id is None or not may_have_made(db, by, wish.kind, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    if wish.kind not in LETTERS_TO_WORKERS or wish.enterprise_id != by.enterprise_id:
        return Refused((problem("kind_unknown", "kind"),))
    if not still_theirs(db, by.enterprise_id, [person_id], day_of(at)):
        return Refused((problem("nobody_chosen", "workers"),))
    try:
        return _same_or_new(db, person_id, wish, by=by, via=via, at=at)
    except NotFound:
        return Refused((problem("no_account", "year"),))


def make_letter(
    db: Session, person_id: UUID, wish: Wish, *, by: Actor, workshop: Workshop, at: datetime
) -> UUID | None:
    """A letter asked for and made at once; None where there is nothing to tell.

    NotMade when it cannot be sealed: nothing of it is kept then.
    """
    with db.begin_nested() as attempt:
        try:
            asked = _same_or_new(db, person_id, wish, by=by, via=Channel.JOB, at=at)
        except NotFound:
            return None
        outcome = issue(db, asked.attestation_id, workshop=workshop, at=at)
        if isinstance(outcome, Waiting):
            attempt.rollback()
    if not isinstance(outcome, Waiting):
        return asked.attestation_id
    if outcome.problem == NOT_FOUND:
        return None
    raise NotMade(outcome.problem)


def receipt_for(
    db: Session, batch_id: UUID, *, language: str, by: Actor, via: Channel, at: datetime
) -> Asked | Refused:
    """The receipt of a batch: the one kept already, or a new one that the caller has made."""
    if by.enterprise_id is None or not holds_mandate(db, by, on=day_of(at)):
        return Refused((problem("no_mandate"),))
    batch = batch_of(db, by.enterprise_id, batch_id)
    if batch is None or batch.state not in WITH_RECEIPT:
        return Refused((problem("no_receipt_yet"),))
    wish = Wish(Kind.RECEIPT, language, batch_id=batch_id)
    # What became of a batch changes no more: its receipt is sought by the wish alone.
    same = same_document(db, (None, by.enterprise_id), wish, None)
    if same is not None:
        return Asked(same, new=False)
    return Asked(ask(db, None, wish, by=by, ground=Ground.MANDATE, via=via, at=at), new=True)


def _same_or_new(
    db: Session, person_id: UUID, wish: Wish, *, by: Actor, via: Channel, at: datetime
) -> Asked:
    """NotFound when there is nothing to tell."""
    with speaking(wish.language):
        found = gather(db, person_id, wish, today=day_of(at), at=at, check_address="")
    print_ = fingerprint_of(wish, facts_of(found))
    same = same_document(db, (person_id, by.enterprise_id), wish, print_)
    if same is not None:
        return Asked(same, new=False)
    key = ask(db, person_id, wish, by=by, ground=Ground.MANDATE, via=via, at=at)
    return Asked(key, new=True)


def holds_mandate(db: Session, by: Actor, *, on: date) -> bool:
    """Whether the mandate acted under is in force, in whatever role; a machine's scope with it."""
    if by.client_id is not None:
        return machine_may_have_documents(db, by, on=on)
    if by.person_id is None or by.enterprise_id is None:
        return False
    held = mandates_of(db, by.person_id, on=on)
    return (by.mandate_id, by.enterprise_id) in {(it.mandate_id, it.enterprise_id) for it in held}


def may_have_made(db: Session, by: Actor, kind: Kind, *, on: date) -> bool:
    """Whether the actor may have letters of a kind made for workers of the enterprise acted for.

    A statement says what whoever reads may read.  With a notice the enterprise does what is due:
    that is a registrar's.
    """
    if kind is Kind.BALANCE_NOTICE and by.client_id is None:
        return may_register(db, by, on=on)
    return holds_mandate(db, by, on=on)


def still_theirs(
    db: Session, enterprise_id: UUID, person_ids: Collection[UUID], today: date
) -> list[UUID]:
    """Those to whom the employer still has access; in the order in which they were named."""
    stretches = stretches_with(db, enterprise_id, person_ids)
    return [
        person_id
        for person_id in dict.fromkeys(person_ids)
        if is_open(stretches.get(person_id, ()), today)
    ]
