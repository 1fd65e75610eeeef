"""Who registers what a training provider gave: its systems, its folder, and its own people.

An enterprise says that it gives trainings to others by registering a system as a training
provider's; it is one for as long as such a system was not ended.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import Actor
from app.enterprises.machines.models import ApiClient
from app.enterprises.machines.scopes import ClientKind, Scope
from app.enterprises.mandates import may_register
from app.enterprises.queries import NAMED

_OF_FILES = (Scope.BATCHES_WRITE,)
_OF_A_SYSTEM = (Scope.TRAININGS_WRITE, *_OF_FILES)


def provider_acting(db: Session, by: Actor, *, on: date) -> str | None:
    """The enterprise number of the training provider that the actor registers for, or None.

    It may register what that provider gave, and nothing else, for whichever employer.  Without
    a machine, ``by.sender_id`` is the provider: its folder, or one of its registrars under the
    provider's own mandate, as long as a system of it may send files.
    """
    if by.client_id is not None:
        return _provider(db, _OF_A_SYSTEM, client_id=by.client_id)
    if by.sender_id is None:
        return None
    if by.person_id is not None:
        its_own = Actor(by.person_id, by.sender_id, by.mandate_id)
        if not may_register(db, its_own, on=on):
            return None
    return _provider(db, _OF_FILES, enterprise_id=by.sender_id)


def _provider(db: Session, scopes: Collection[Scope], **which: UUID) -> str | None:
    return db.execute(
        select(NAMED.c.enterprise_number)
        .join(ApiClient, ApiClient.enterprise_id == NAMED.c.enterprise_id)
        .where(
            *(getattr(ApiClient, name) == value for name, value in which.items()),
            ApiClient.ended_at.is_(None),
            ApiClient.kind == ClientKind.PROVIDER.value,
            ApiClient.scopes.overlap([each.value for each in scopes]),
        )
        .limit(1)
    ).scalar_one_or_none()
