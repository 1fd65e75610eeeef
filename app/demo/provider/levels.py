"""The keys a person signs in with, and the level of assurance each gives.

FAS writes a level as ``urn:be:fedict:iam:fas:Level450``; the higher the number, the surer it is
of the person.  That 500 is eID and 450 itsme follows public integrations, not an official text.
"""

from __future__ import annotations

import re
from enum import Enum

_ACR = re.compile(r"urn:be:fedict:iam:fas:Level(\d{3})")


class Key(Enum):
    """What one signs in with; the value is its level."""

    EID = 500
    ITSME = 450

    @property
    def label(self) -> str:
        """Its plain name, the same in every language."""
        return {Key.EID: "eID", Key.ITSME: "itsme"}[self]

    @property
    def acr(self) -> str:
        return f"urn:be:fedict:iam:fas:Level{self.value}"


def keys_for(acr_values: str | None) -> tuple[Key, ...]:
    """The keys that reach the requested minimum, the highest first.

    ``acr_values`` is a list separated by spaces in which any one value will do, so the lowest
    is the minimum; names this service does not know cannot be reached.  Nothing requested: all
    keys.  Nothing reached: an empty tuple.
    """
    if not acr_values or not acr_values.split():
        return tuple(Key)
    known = filter(None, map(_ACR.fullmatch, acr_values.split()))
    minimum = min((int(match[1]) for match in known), default=None)
    return tuple(key for key in Key if minimum is not None and key.value >= minimum)
