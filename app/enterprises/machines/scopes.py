"""What machines may do, and the kinds of enterprises that they belong to."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What a machine may do.  The names are part of the interface: they never change."""

    WORKERS_READ = "workers:read"
    TRAININGS_READ = "trainings:read"
    TRAININGS_WRITE = "trainings:write"
    RIGHTS_READ = "rights:read"
    RIGHTS_WRITE = "rights:write"
    ACCOUNTS_READ = "accounts:read"
    BATCHES_READ = "batches:read"
    BATCHES_WRITE = "batches:write"
    ATTESTATIONS_READ = "attestations:read"
    ATTESTATIONS_WRITE = "attestations:write"


class ClientKind(StrEnum):
    EMPLOYER = "employer"  # acts for the enterprise it belongs to
    OFFICE = "office"  # acts for the clients of the office, under their client mandates
    PROVIDER = "provider"  # registers trainings that the provider gave, for any employer


#: What changes something that is registered for an employer.
WRITING = frozenset({Scope.TRAININGS_WRITE, Scope.RIGHTS_WRITE, Scope.BATCHES_WRITE})
#: What lets a machine have documents of an employer made, or fetch them.
OF_DOCUMENTS = frozenset({Scope.ATTESTATIONS_READ, Scope.ATTESTATIONS_WRITE})

_OF_PROVIDERS = frozenset({Scope.TRAININGS_WRITE, Scope.BATCHES_READ, Scope.BATCHES_WRITE})


def scopes_open_to(kind: ClientKind) -> tuple[Scope, ...]:
    """What a machine of a kind may be given, in the order of the list above.

    A provider says what it gave and learns no more than what became of that: it has no mandate
    of the employer.
    """
    return tuple(each for each in Scope if kind is not ClientKind.PROVIDER or each in _OF_PROVIDERS)
