"""The versions of the rules: a stored figure names the one it was worked out with.

Changing what a rule answers means a new version beside the old one, so that every figure ever
stored can be worked out again.  What only makes the same answer quicker or clearer is none.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from app.learning.rules.account import Ledger
from app.learning.rules.inputs import AccountInputs
from app.learning.rules.ledger import ledger_for
from app.learning.rules.terms import Law

#: The version that holds today.
RULES = 1


class Rules(Protocol):
    """How a version works an account out."""

    def __call__(
        self,
        inputs: AccountInputs,
        law: Law,
        *,
        until: int,
        today: date,
        since: int | None = None,
    ) -> Ledger: ...


_VERSIONS: dict[int, Rules] = {1: ledger_for}


def rules_of(version: int) -> Rules:
    """The rules of a version; KeyError for one that never was."""
    return _VERSIONS[version]
