"""From what is known of a person to the values of a document, as seen from one day.

``today`` is the day a document is seen from: gathered again for the same day, with what is known
by then, the same wish gives the same values unless something was declared, corrected or
withdrawn meanwhile.  That is how a document is found to be overtaken.

Sentences (steps of an account, doubts) come in the language spoken: whoever gathers speaks the
document's (:func:`app.foundation.languages.speaking`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.attestations.gathering import account, answers, learning, work
from app.attestations.gathering.asked import Asking, NotFound, Parts
from app.attestations.gathering.receipt import receipt_of
from app.attestations.wishes import Wish
from app.identity.national_numbers import Vault, written
from app.identity.queries import names_of, ssin_of
from certificates.attestation import SHOWS_NATIONAL_NUMBER, Attestation, Holder, Kind, Span

__all__ = ["NotFound", "gather", "receipt_of", "with_national_number"]

_OF: Mapping[Kind, Callable[[Asking], Parts]] = {
    Kind.CAREER: work.career,
    Kind.EMPLOYMENTS: work.employments,
    Kind.EMPLOYMENT: work.employment,
    Kind.UNEMPLOYMENT_AND_BREAKS: work.unemployment_and_breaks,
    Kind.TRAININGS: learning.trainings,
    Kind.TRAINING: learning.training,
    Kind.ACCOUNT: account.own,
    Kind.ANSWER: answers.answer,
    Kind.ACCOUNT_STATEMENT: account.statement,
    Kind.BALANCE_NOTICE: account.notice,
}


def gather(
    db: Session,
    person_id: UUID,
    wish: Wish,
    *,
    today: date,
    at: datetime,
    check_address: str,
) -> Attestation:
    """The document of a person, without number, code and national number.

    NotFound when what the wish names is not, or no longer, this person's.
    """
    parts = _OF[wish.kind](Asking(db, person_id, wish, today))
    name = names_of(db, [person_id])[person_id]
    period = Span(wish.starts_on, wish.ends_on) if wish.starts_on or wish.ends_on else None
    return Attestation(
        kind=wish.kind,
        number=None,
        language=wish.language,
        issued_at=at,
        as_known_on=today,
        holder=Holder(name.full or "–", name.born_on),
        sections=parts.sections,
        check_address=check_address,
        about=parts.about,
        period=period,
        drawing_svg=parts.drawing_svg,
    )


def with_national_number(
    db: Session, holder: Holder, person_id: UUID, kind: Kind, *, vault: Vault
) -> Holder:
    """The holder as the paper names them: only some kinds show the national number."""
    if kind not in SHOWS_NATIONAL_NUMBER:
        return holder
    number = written(ssin_of(db, person_id, vault=vault))
    return Holder(holder.name, holder.born_on, number)
