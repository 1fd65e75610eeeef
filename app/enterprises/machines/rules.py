"""What may be registered of a machine: pure, and the same whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from app.enterprises.machines.public_keys import PublicKey
from app.enterprises.machines.scopes import ClientKind, Scope, scopes_open_to
from app.foundation.problems import Problem, problem

#: Characters of a name.
LONGEST_NAME = 100
#: One in use, and the one that comes after it.
MOST_KEYS = 2


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a machine may do, and of an office's, for which clients: all of them or those chosen.

    ``clients`` are the keys of the client mandates.
    """

    scopes: frozenset[Scope]
    every_client: bool = False
    clients: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A machine as an access manager describes it.

    ``outside_name``: how an outside authorization server calls it, in place of keys.
    """

    name: str
    kind: ClientKind
    allowed: Allowed
    keys: tuple[PublicKey, ...] = ()
    outside_name: str | None = None


def problems_of_machine(wanted: Wanted) -> list[Problem]:
    found = []
    name = wanted.name.strip()
    if not name or not name.isprintable():
        found.append(problem("machine_name_unreadable", "name"))
    elif len(name) > LONGEST_NAME:
        found.append(problem("name_too_long", "name", most=LONGEST_NAME))
    found += problems_of_allowed(wanted.allowed, wanted.kind)
    if wanted.outside_name is None:
        found += problems_of_keys(wanted.keys, held=())
    elif not wanted.outside_name.isprintable() or not 1 <= len(wanted.outside_name) <= LONGEST_NAME:
        found.append(problem("outside_name_wrong", "outside_name", most=LONGEST_NAME))
    return found


def problems_of_allowed(allowed: Allowed, kind: ClientKind) -> list[Problem]:
    found = []
    if not allowed.scopes:
        found.append(problem("no_scope", "scopes"))
    elif allowed.scopes - set(scopes_open_to(kind)):
        found.append(problem("scope_of_another_kind", "scopes"))
    if kind is ClientKind.OFFICE and not allowed.every_client and not allowed.clients:
        found.append(problem("no_client_chosen", "clients"))
    if kind is not ClientKind.OFFICE and (allowed.every_client or allowed.clients):
        found.append(problem("clients_of_an_office", "clients"))
    return found


def problems_of_keys(added: Collection[PublicKey], *, held: Collection[str]) -> list[Problem]:
    """``held`` are the names of the keys in force."""
    if not added:
        return [problem("no_keys", "jwks")]
    if len(added) + len(held) > MOST_KEYS:
        return [problem("too_many_keys", "jwks", most=MOST_KEYS)]
    return []
