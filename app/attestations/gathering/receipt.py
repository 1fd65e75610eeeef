"""The receipt of trainings registered together, for the enterprise that registered them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attestations.gathering.asked import NotFound
from app.attestations.wishes import Wish
from app.employment.queries import stretches_with
from app.enterprises.parameters import is_open
from app.enterprises.queries import NAMED
from app.foundation.clock import day_of
from app.foundation.writing import day_month_year
from app.identity.queries import names_of
from app.learning.batches.queries import batch_of, people_in, rows_of
from app.learning.batches.values import Batch, Kind, Row, State, registration_of
from app.learning.wording import sentence
from certificates.attestation import Attestation, Enterprise
from certificates.attestation import Kind as DocumentKind
from certificates.sections import Receipt, ReceiptRow

#: With more rows the counts are the receipt; the rows stand on the page and in its files.
MOST_ROWS = 500
_NOBODY = UUID(int=0)


def receipt_of(
    db: Session, enterprise_id: UUID, wish: Wish, *, at: datetime, check_address: str
) -> Attestation:
    """The receipt of the batch that the wish names, without its number.

    NotFound when it is not the enterprise's, or nothing of it is written yet.
    """
    batch = batch_of(db, enterprise_id, wish.batch_id) if wish.batch_id else None
    if batch is None or batch.state not in (State.WRITTEN, State.STOPPED):
        raise NotFound("batch_id")
    enterprise = enterprise_named(db, enterprise_id)
    return Attestation(
        kind=DocumentKind.RECEIPT,
        number=None,
        language=wish.language,
        issued_at=at,
        as_known_on=day_of(at),
        holder=None,
        sections=(_receipt(db, batch, enterprise, at),),
        check_address=check_address,
        about=enterprise,
    )


def enterprise_named(db: Session, enterprise_id: UUID) -> Enterprise:
    """An enterprise by its name, or by its number while no register has named it."""
    name, number = db.execute(
        select(NAMED.c.employer, NAMED.c.enterprise_number).where(
            NAMED.c.enterprise_id == enterprise_id
        )
    ).one()
    return Enterprise(name or number or "–", number)


def _receipt(db: Session, batch: Batch, enterprise: Enterprise, at: datetime) -> Receipt:
    rows = rows_of(db, batch.batch_id) if batch.counts.total <= MOST_ROWS else []
    names = _names(db, batch.enterprise_id, people_in(rows), at=at)
    return Receipt(
        reference=batch.reference,
        received_at=batch.confirmed_at or batch.created_at,
        received_from=enterprise.name,
        channel=_channel(batch),
        title=batch.training["title"] if batch.training else None,
        registered=batch.counts.registered,
        already=batch.counts.already,
        refused=batch.counts.refused,
        rows=tuple(_row(each, batch, names) for each in rows if each.training or batch.training),
    )


def _channel(batch: Batch) -> str:
    if batch.kind is Kind.HISTORY:
        return "history"
    return "sheet" if batch.source else batch.channel


def _names(
    db: Session, enterprise_id: UUID, people: Collection[UUID], *, at: datetime
) -> dict[UUID, str]:
    """What the receipt calls each worker; two of the same name are told apart.

    Who left too long ago is named no more, as on the page of the batch.
    """
    employed = stretches_with(db, enterprise_id, people)
    since = {
        who: max(starts_on for starts_on, _ends_on in days)
        for who, days in employed.items()
        if is_open(days, day_of(at))
    }
    names = {who: name.full for who, name in names_of(db, since.keys()).items() if name.full}
    called = Counter(names.values())
    return {
        who: _("%(name)s, employed since %(day)s", name=name, day=day_month_year(since[who]))
        if called[name] > 1
        else name
        for who, name in names.items()
    }


def _row(row: Row, batch: Batch, names: Mapping[UUID, str]) -> ReceiptRow:
    said = registration_of(row.training or batch.training or {}, row.person_id or _NOBODY)
    return ReceiptRow(
        worker=(names.get(row.person_id) if row.person_id else None) or "–",
        title=said.title,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        minutes=said.minutes if said.days is None else None,
        outcome=row.status.value,
        reason=" ".join(str(sentence(each)) for each in row.problems) or None,
    )
