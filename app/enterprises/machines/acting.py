"""For whom a machine may act, asked of the tables as they stand now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.audit.trail import Actor
from app.enterprises.machines.models import ApiClient, ApiClientEnterprise, ApiClientKey
from app.enterprises.machines.scopes import WRITING, ClientKind, Scope
from app.enterprises.models import ClientMandate, Enterprise
from app.enterprises.queries import NAMED
from app.foundation.asking import Question


@dataclass(frozen=True, slots=True)
class Client:
    """A machine that was not ended, the enterprise it belongs to, and what it may do."""

    client_id: UUID
    enterprise_id: UUID
    enterprise_number: str | None
    name: str
    kind: ClientKind
    scopes: frozenset[Scope] = field(default_factory=frozenset)
    last_used_at: datetime | None = None  # to the minute


def _client(
    client_id: UUID,
    enterprise_id: UUID,
    number: str | None,
    name: str,
    kind: str,
    scopes: list[str],
    used_at: datetime | None,
) -> Client:
    granted = frozenset(map(Scope, scopes))
    return Client(client_id, enterprise_id, number, name, ClientKind(kind), granted, used_at)


def _found(which: ColumnElement[bool]) -> Question[Client]:
    return Question(
        select(
            ApiClient.client_id,
            ApiClient.enterprise_id,
            NAMED.c.enterprise_number,
            ApiClient.name,
            ApiClient.kind,
            ApiClient.scopes,
            ApiClient.last_used_at,
        )
        .join(NAMED, NAMED.c.enterprise_id == ApiClient.enterprise_id)
        .where(which, ApiClient.ended_at.is_(None)),
        _client,
    )


_KEY_IN_FORCE = exists().where(
    ApiClientKey.client_id == ApiClient.client_id,
    ApiClientKey.kid == bindparam("kid"),
    ApiClientKey.ended_at.is_(None),
)
#: Asked with every call of a machine.
_BY_ID = _found(ApiClient.client_id == bindparam("client"))
_BY_KEY = _found((ApiClient.client_id == bindparam("client")) & _KEY_IN_FORCE)
_BY_OUTSIDE_NAME = _found(ApiClient.outside_name == bindparam("name"))


def client_by_id(db: Session, client_id: UUID, *, kid: str | None = None) -> Client | None:
    """The machine; None for an unknown one and for one that was ended.

    With ``kid``: None too where that key of it was ended.
    """
    if kid is None:
        return _the_one(_BY_ID, db, client=client_id)
    return _the_one(_BY_KEY, db, client=client_id, kid=kid)


def client_by_outside_name(db: Session, name: str) -> Client | None:
    """The machine that an outside authorization server knows by this name."""
    return _the_one(_BY_OUTSIDE_NAME, db, name=name)


def _the_one(question: Question[Client], db: Session, **values: Any) -> Client | None:
    db.flush()  # what was just made counts
    return next(iter(question.ask(db, **values)), None)


def takes_the_place_of(db: Session, client_id: UUID, ended_id: UUID) -> bool:
    """Whether a machine stands where one that was ended stood.

    It is of the same enterprise and kind, and was given all that the other acted for: whatever the
    other was told, it might have asked for itself.
    """
    before, theirs = aliased(ApiClient), aliased(ApiClientEnterprise)
    chosen = select(ApiClientEnterprise.enterprise_id).where(
        ApiClientEnterprise.client_id == client_id
    )
    left_out = exists().where(
        theirs.client_id == before.client_id, theirs.enterprise_id.not_in(chosen)
    )
    found = select(ApiClient.client_id).where(
        ApiClient.client_id == client_id,
        ApiClient.ended_at.is_(None),
        before.client_id == ended_id,
        before.ended_at.is_not(None),
        before.enterprise_id == ApiClient.enterprise_id,
        before.kind == ApiClient.kind,
        or_(ApiClient.every_client, and_(~before.every_client, ~left_out)),
    )
    return db.execute(found).first() is not None


def acts_for(
    db: Session, client_id: UUID, enterprise_id: UUID, *, under: ColumnElement[bool]
) -> bool:
    """Whether a machine acts for an enterprise as employer or as its office.

    ``under`` says of a client mandate whether it is in force.
    """
    return db.execute(_acting(client_id, enterprise_id, under)).first() is not None


def acts_for_among(
    db: Session, client_id: UUID, enterprise_ids: Collection[UUID], *, under: ColumnElement[bool]
) -> set[UUID]:
    """Those of these enterprises that a machine acts for, in one question (:func:`acts_for`)."""
    those = select(Enterprise.enterprise_id).where(
        Enterprise.enterprise_id.in_(enterprise_ids),
        _acting(client_id, Enterprise.enterprise_id, under).exists(),
    )
    return set(db.execute(those).scalars())


def machine_may_register(db: Session, by: Actor, *, under: ColumnElement[bool]) -> bool:
    """Whether a machine acts for the enterprise and may change anything there.

    A provider may not: what it gave, it registers as ``enterprises/providing.py`` has it.
    """
    return machine_acts(db, by, WRITING, under=under)


def machine_acts(
    db: Session, by: Actor, scopes: Collection[Scope], *, under: ColumnElement[bool]
) -> bool:
    """Whether a machine that has one of the scopes acts for the enterprise."""
    if by.client_id is None or by.enterprise_id is None:
        return False
    wanted = _acting(by.client_id, by.enterprise_id, under).where(
        ApiClient.scopes.overlap([each.value for each in scopes])
    )
    return db.execute(wanted).first() is not None


def _acting(
    client_id: UUID, enterprise_id: UUID | InstrumentedAttribute[UUID], under: ColumnElement[bool]
) -> Select[UUID]:
    mandated = exists().where(
        ClientMandate.office_id == ApiClient.enterprise_id,
        ClientMandate.client_id == enterprise_id,
        under,
    )
    chosen = exists().where(
        ApiClientEnterprise.client_id == ApiClient.client_id,
        ApiClientEnterprise.enterprise_id == enterprise_id,
    )
    of_employer = and_(
        ApiClient.kind == ClientKind.EMPLOYER.value, ApiClient.enterprise_id == enterprise_id
    )
    of_office = and_(
        ApiClient.kind == ClientKind.OFFICE.value, mandated, or_(ApiClient.every_client, chosen)
    )
    return select(ApiClient.client_id).where(
        ApiClient.client_id == client_id,
        ApiClient.ended_at.is_(None),
        or_(of_employer, of_office),
    )
