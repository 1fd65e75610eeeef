"""Questions about who may act: the people of an enterprise, its offices, its clients."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.enterprises.mandates import Role, end_of
from app.enterprises.models import ClientMandate, Enterprise, Mandate
from app.enterprises.queries import NAMED


class Standing(StrEnum):
    """How a mandate stands on a day."""

    WAITING = "waiting"  # for the office's answer
    TO_COME = "to_come"  # given or confirmed, and not begun
    IN_FORCE = "in_force"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Holder:
    """A role as it was given to a person, in force or not.

    ``given_by`` None: the operator.  ``known_as`` is the name used by whoever gave it.
    """

    mandate_id: UUID
    person_id: UUID
    enterprise_id: UUID
    role: Role
    valid_from: date
    valid_until: date | None
    client_mandate_id: UUID | None
    given_at: datetime
    given_by: UUID | None
    known_as: str | None
    taken_up_at: datetime | None
    ended_at: datetime | None
    ended_by: UUID | None

    @property
    def may_be_named(self) -> bool:
        """Whether the register's name may be shown: not of a number that somebody only typed."""
        return self.given_by is None or self.given_by == self.person_id or bool(self.taken_up_at)

    def standing(self, today: date) -> Standing:
        if self.ended_at is not None or (self.valid_until and self.valid_until < today):
            return Standing.OVER
        return Standing.TO_COME if self.valid_from > today else Standing.IN_FORCE


@dataclass(frozen=True, slots=True)
class ClientMandateRow:
    """What a client and an office agreed, seen from one of them: the other one's name."""

    client_mandate_id: UUID
    client_id: UUID
    office_id: UUID
    other: str | None
    other_number: str | None
    valid_from: date
    proposed_by: UUID
    proposed_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    ended_by: UUID | None
    ended_for: UUID | None
    ended_at: datetime | None

    def standing(self, today: date) -> Standing:
        if self.ended_at is not None:
            return Standing.OVER
        if self.confirmed_at is None:
            return Standing.WAITING
        return Standing.TO_COME if self.valid_from > today else Standing.IN_FORCE

    @property
    def declined(self) -> bool:
        """The office said no; False where the client took back what it had proposed."""
        return self.confirmed_at is None and self.ended_for == self.office_id


_HOLDERS = select(
    Mandate.mandate_id,
    Mandate.person_id,
    Mandate.enterprise_id,
    Mandate.role,
    Mandate.valid_from,
    Mandate.valid_until,
    Mandate.client_mandate_id,
    Mandate.given_at,
    Mandate.given_by,
    Mandate.known_as,
    Mandate.taken_up_at,
    Mandate.ended_at,
    Mandate.ended_by,
).order_by(Mandate.given_at.desc(), Mandate.mandate_id.desc())


def holders_of(db: Session, enterprise_id: UUID) -> list[Holder]:
    """Everyone of the enterprise itself who has or had a role in it, given last first."""
    these = (Mandate.enterprise_id == enterprise_id, Mandate.client_mandate_id.is_(None))
    return _holders(db, _HOLDERS.where(*these))


def users_of(db: Session, client_mandate_ids: Collection[UUID]) -> list[Holder]:
    """The people of offices who use or used these client mandates, given last first."""
    these = Mandate.client_mandate_id == func.any(list(client_mandate_ids))
    return _holders(db, _HOLDERS.where(these))


def holder(db: Session, mandate_id: UUID) -> Holder | None:
    found = _holders(db, _HOLDERS.where(Mandate.mandate_id == mandate_id))
    return found[0] if found else None


def _holders(db: Session, question: Any) -> list[Holder]:
    return [
        Holder(mandate_id, person_id, enterprise_id, Role(role), *rest)
        for mandate_id, person_id, enterprise_id, role, *rest in db.execute(question)
    ]


def offices_of(db: Session, client_id: UUID) -> list[ClientMandateRow]:
    """The offices that act, acted or were asked to act for a client, proposed last first."""
    return _client_mandates(db, ClientMandate.office_id, ClientMandate.client_id == client_id)


def clients_of(db: Session, office_id: UUID) -> list[ClientMandateRow]:
    """The clients that an office acts, acted or was asked to act for, by name."""
    found = _client_mandates(db, ClientMandate.client_id, ClientMandate.office_id == office_id)
    return sorted(found, key=lambda each: (each.other or "\uffff").casefold())


def _client_mandates(db: Session, other: Any, those: Any) -> list[ClientMandateRow]:
    rows = db.execute(
        select(
            ClientMandate.client_mandate_id,
            ClientMandate.client_id,
            ClientMandate.office_id,
            NAMED.c.employer,
            NAMED.c.enterprise_number,
            ClientMandate.valid_from,
            ClientMandate.proposed_by,
            ClientMandate.proposed_at,
            ClientMandate.confirmed_by,
            ClientMandate.confirmed_at,
            ClientMandate.ended_by,
            ClientMandate.ended_for,
            ClientMandate.ended_at,
        )
        .join(NAMED, NAMED.c.enterprise_id == other)
        .where(those)
        .order_by(ClientMandate.proposed_at.desc())
    )
    return [ClientMandateRow(*row) for row in rows]


def offices_behind(db: Session, mandate_ids: Collection[UUID]) -> dict[UUID, str]:
    """The name, or else the number, of the office behind each of these mandates that has one."""
    rows = db.execute(
        select(Mandate.mandate_id, NAMED.c.employer, NAMED.c.enterprise_number)
        .join(ClientMandate, ClientMandate.client_mandate_id == Mandate.client_mandate_id)
        .join(NAMED, NAMED.c.enterprise_id == ClientMandate.office_id)
        .where(Mandate.mandate_id == func.any(list(mandate_ids)))
    )
    return {mandate_id: name or number for mandate_id, name, number in rows}


@dataclass(frozen=True, slots=True)
class ActedUnder:
    """A mandate under which somebody acted: from which office, if any, and from when it holds.

    ``since``: of the role of one's own enterprise, or of what the client and the office agreed.
    """

    office: str | None  # its name, or else its number
    since: date


def acted_under(db: Session, mandate_id: UUID) -> ActedUnder | None:
    """What a mandate was, in force still or not; None where there is none of that key."""
    row = db.execute(
        select(
            NAMED.c.employer,
            NAMED.c.enterprise_number,
            func.coalesce(ClientMandate.valid_from, Mandate.valid_from),
        )
        .select_from(Mandate)
        .outerjoin(ClientMandate, ClientMandate.client_mandate_id == Mandate.client_mandate_id)
        .outerjoin(NAMED, NAMED.c.enterprise_id == ClientMandate.office_id)
        .where(Mandate.mandate_id == mandate_id)
    ).one_or_none()
    return ActedUnder(row[0] or row[1], row[2]) if row else None


@dataclass(frozen=True, slots=True)
class KnownEnterprise:
    """An enterprise as the first connection needs it."""

    enterprise_id: UUID
    name: str | None
    nsso_number: int | None
    stated_nsso_number: int | None

    @property
    def is_complete(self) -> bool:
        """Whether a source speaks of it, or its representative has said under which number."""
        return bool(self.name or self.nsso_number or self.stated_nsso_number)


def known_enterprise(db: Session, number: str) -> KnownEnterprise | None:
    row = db.execute(
        select(
            Enterprise.enterprise_id,
            NAMED.c.employer,
            Enterprise.nsso_number,
            Enterprise.stated_nsso_number,
        )
        .join(NAMED, NAMED.c.enterprise_id == Enterprise.enterprise_id)
        .where(Enterprise.enterprise_number == number)
    ).first()
    return KnownEnterprise(*row) if row else None


def roles_in_force(db: Session, enterprise_id: UUID, *, on: date) -> dict[Role, int]:
    """How many people of the enterprise itself hold each role on a day, begun or to begin."""
    rows = db.execute(
        select(Mandate.role, func.count(Mandate.person_id.distinct()))
        .where(
            Mandate.enterprise_id == enterprise_id,
            Mandate.client_mandate_id.is_(None),
            (Mandate.valid_until.is_(None)) | (Mandate.valid_until >= on),
            (Mandate.ended_at.is_(None)) | (Mandate.ended_at >= end_of(on)),
        )
        .group_by(Mandate.role)
    )
    return {Role(role): how_many for role, how_many in rows}


def names_by_number(db: Session, numbers: Collection[str]) -> dict[str, str | None]:
    """The names of the enterprises with these numbers; None for those without one here."""
    rows = db.execute(
        select(NAMED.c.enterprise_number, NAMED.c.employer).where(
            NAMED.c.enterprise_number == func.any(list(numbers))
        )
    )
    return dict.fromkeys(numbers) | {row[0]: row[1] for row in rows}
