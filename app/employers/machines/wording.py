"""Sentences about machines, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from app.employers.people import wording as people
from app.enterprises.machines.scopes import ClientKind, Scope
from app.foundation.problems import Problem

_PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "machine_name_unreadable": lambda p: _("Enter a name for the system, in letters and digits"),
    "no_scope": lambda p: _("Choose what the system may do"),
    "scope_of_another_kind": lambda p: _("A system of this kind cannot be allowed to do this"),
    "no_client_chosen": lambda p: _("Choose the clients for whom the system may act, or all"),
    "clients_of_an_office": lambda p: _("Only a system of an office acts for clients"),
    "no_keys": lambda p: _("Paste the public key of the system"),
    "keys_too_large": lambda p: _("This is too long: paste the public key alone"),
    "keys_unreadable": lambda p: _(
        "This is not a public key that can be read: paste a JWKS, a JWK, or a public key in PEM"
    ),
    "private_key": lambda p: _(
        "This is a private key, and was not kept. Somebody may have seen it: make a new pair, and "
        "paste only the public key"
    ),
    "key_of_another_kind": lambda p: _(
        "A key of this kind is not accepted: make one for ES256 (P-256), RS256 or PS256 (RSA)"
    ),
    "key_length": lambda p: _(
        "An RSA key must have %(shortest)s to %(longest)s bits: make another one",
        shortest=p["shortest"],
        longest=p["longest"],
    ),
    "key_name_wrong": lambda p: _("The name of a key (kid) must be text of 1 to 100 characters"),
    "same_name_twice": lambda p: _(
        "Two keys have the same name, %(kid)s: give each its own", kid=p["kid"]
    ),
    "too_many_keys": lambda p: _(
        "A system has at most %(most)s keys at once: end the older one first", most=p["most"]
    ),
    "key_known": lambda p: _("The system has or had this key, or one of this name: make a new one"),
    "keys_outside": lambda p: _("This system signs in elsewhere: its keys are kept there"),
    "outside_name_wrong": lambda p: _(
        "Enter the name of the system at the authorization server, at most %(most)s characters",
        most=p["most"],
    ),
    "outside_name_taken": lambda p: _(
        "A system of this name is registered already: check the name, or ask its enterprise to "
        "end it"
    ),
    "machine_over": lambda p: _("This system was ended: register it anew"),
    "no_such_machine": lambda p: _("Your enterprise has no such system"),
    "no_such_key": lambda p: _("The system has no such key"),
}
#: Every code that has words here; a test holds acts and words together.
PROBLEM_CODES = frozenset(_PROBLEMS)


def sentence(problem: Problem) -> str:
    """What is wrong, and the way out; KeyError for a code without words."""
    words = _PROBLEMS.get(problem.code)
    return words(problem.named) if words else people.sentence(problem)


_SCOPES: dict[Scope, Callable[[], str]] = {
    Scope.WORKERS_READ: lambda: _("See who works there"),
    Scope.TRAININGS_READ: lambda: _("See trainings and their history"),
    Scope.TRAININGS_WRITE: lambda: _("Register, correct and cancel trainings"),
    Scope.RIGHTS_READ: lambda: _("See the rights that were stated"),
    Scope.RIGHTS_WRITE: lambda: _("State and withdraw rights"),
    Scope.ACCOUNTS_READ: lambda: _("See training accounts"),
    Scope.BATCHES_READ: lambda: _("See what became of files"),
    Scope.BATCHES_WRITE: lambda: _("Send files of registrations"),
    Scope.ATTESTATIONS_READ: lambda: _("Fetch attestations of the enterprise"),
    Scope.ATTESTATIONS_WRITE: lambda: _("Ask for attestations of the enterprise"),
}


def scope_words(scope: Scope, kind: ClientKind) -> str:
    """What a machine of a kind may do, as people say it."""
    given = kind is ClientKind.PROVIDER and scope is Scope.TRAININGS_WRITE
    said: str = _("Register trainings that we gave") if given else _SCOPES[scope]()
    return said
