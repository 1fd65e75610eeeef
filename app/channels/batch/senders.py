"""Who acts for which enterprise when a file is carried out: asked anew before every chunk.

A person acts for the sender under the mandate with which the file was sent, and for clients of
the sender under the person's own mandates from that office.  A system of the sender acts for the
sender, and for those whose client mandate the sender has confirmed; a machine that is registered
acts for those that its own rows name.  For any other employer a training provider registers what
it gave.  Nobody else does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Actor
from app.channels.batch.values import Sender
from app.enterprises.machines.acting import client_by_id
from app.enterprises.machines.scopes import Scope
from app.enterprises.mandates import Role, clients_of, mandates_of, may_register
from app.enterprises.providing import provider_acting
from app.enterprises.queries import enterprise_by_number


@dataclass(frozen=True, slots=True)
class Acting:
    """Whom the records of a chunk are carried out by; ``client_mandate_id`` as records name it.

    ``as_provider``: for what a training provider gave, without any mandate of the employer.
    """

    actor: Actor
    client_mandate_id: UUID | None
    as_provider: bool = False


def actor_of(db: Session, sender: Sender) -> Actor:
    """Who sends, for the lines of the trail about a file as a whole."""
    found = enterprise_by_number(db, sender.number)
    key = found.enterprise_id if found else None
    nobody = sender.person_id is None and sender.client_id is None
    return Actor(
        sender.person_id,
        key,
        sender.mandate_id,
        sender_id=key if nobody else None,
        client_id=sender.client_id,
    )


def may_send(db: Session, sender: Sender, *, on: date) -> bool:
    """Whether a file of the sender is taken at all.

    An office's machine acts for none but its clients, and sends for them: whom it acts for is
    asked of each record.
    """
    if sender.client_id is None:
        return sender.number in acting_for(db, sender, (), on=on)
    machine = client_by_id(db, sender.client_id)
    return (
        machine is not None
        and machine.enterprise_number == sender.number
        and Scope.BATCHES_WRITE in machine.scopes
    )


def acting_for(
    db: Session, sender: Sender, numbers: Collection[str], *, on: date
) -> dict[str, Acting]:
    """Who acts for each of these enterprises; those for which nobody may are left out."""
    found = {number: enterprise_by_number(db, number) for number in {sender.number, *numbers}}
    keys = {number: each.enterprise_id for number, each in found.items() if each}
    own = keys.get(sender.number)
    if own is None:
        return {}
    acting = _mandated(db, sender, own, keys, on)
    rest = {number: key for number, key in keys.items() if number not in acting}
    return acting | _provider(db, sender, own, rest, on)


def _mandated(
    db: Session, sender: Sender, own: UUID, keys: dict[str, UUID], on: date
) -> dict[str, Acting]:
    others = {number: key for number, key in keys.items() if number != sender.number}
    if sender.client_id:
        return _machine(db, sender.client_id, own, keys, on)
    if sender.person_id:
        acting = _person(db, sender, sender.person_id, others, on)
        itself = Actor(sender.person_id, own, sender.mandate_id)
    else:
        acting = _system(db, own, others, on)
        itself = Actor(None, own, sender_id=own)
    if may_register(db, itself, on=on):
        acting[sender.number] = Acting(itself, None)
    return acting


def _person(
    db: Session, sender: Sender, person_id: UUID, others: dict[str, UUID], on: date
) -> dict[str, Acting]:
    if not others:
        return {}
    return {
        held.enterprise_number: Acting(
            Actor(person_id, held.enterprise_id, held.mandate_id), held.client_mandate_id
        )
        for held in mandates_of(db, person_id, on=on)
        if held.role is Role.REGISTRAR
        and held.enterprise_number in others
        and held.office_number == sender.number
    }


def _machine(
    db: Session, client_id: UUID, own: UUID, keys: dict[str, UUID], on: date
) -> dict[str, Acting]:
    clients = clients_of(db, own, on=on, among=keys.values())
    actors = {number: Actor(None, key, client_id=client_id) for number, key in keys.items()}
    return {
        number: Acting(actor, clients.get(keys[number]))
        for number, actor in actors.items()
        if may_register(db, actor, on=on)
    }


def _system(db: Session, own: UUID, others: dict[str, UUID], on: date) -> dict[str, Acting]:
    if not others:
        return {}
    clients = clients_of(db, own, on=on, among=others.values())
    return {
        number: Acting(Actor(None, key, sender_id=own), clients[key])
        for number, key in others.items()
        if key in clients
    }


def _provider(
    db: Session, sender: Sender, own: UUID, rest: dict[str, UUID], on: date
) -> dict[str, Acting]:
    """For employers whose mandate nobody holds: a training provider, for what it gave."""
    actors = {
        number: Actor(sender.person_id, key, sender.mandate_id, own, sender.client_id)
        for number, key in rest.items()
    }
    # Whether it is one does not hang on the employer.
    if not any(provider_acting(db, actor, on=on) for actor in [*actors.values()][:1]):
        return {}
    return {number: Acting(actor, None, as_provider=True) for number, actor in actors.items()}
