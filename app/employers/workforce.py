"""The workforce as addresses and forms name it: what is wanted, and in which order.

A filter stands in the address, so that a list can be kept, sent on and gone back to; a form that
acts on everybody found carries the same fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from app.learning.workers.wanted import Credit, Order, Reached, Regime, Wanted, Who

#: Weeks within which a contract may be asked to end.
WEEKS = (4, 8, 13, 26)
#: Characters of a name that are looked at.
_LONGEST_NAME = 100
#: What stands for a byte that no name holds and the database does not take: nobody is found.
_NO_LETTER = "\ufffd"
Choice = TypeVar("Choice", bound=StrEnum)
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A filter with the order and the page; ``falling`` is the highest first."""

    wanted: Wanted
    order: Order = Order.NAME
    falling: bool = False
    page: int = 1

    def fields(self, **changed: str | int | None) -> dict[str, str | int]:
        """The fields that say it in an address; what goes without saying is left out.

        ``changed`` fields take the place of its own, None leaves one out.
        """
        sort = f"{'-' if self.falling else ''}{self.order.value}"
        own = wanted_as_fields(self.wanted) | {"sort": sort if sort != "name" else None}
        return {name: value for name, value in (own | changed).items() if value is not None}


def wanted_as_fields(wanted: Wanted) -> dict[str, str | int | None]:
    """The fields of a filter; None where one says nothing."""
    return {
        "who": wanted.who.value if wanted.who is not Who.TODAY else None,
        "year": wanted.year if wanted.who is Who.YEAR else None,
        "name": wanted.name or None,
        "committee": wanted.committee,
        "regime": wanted.regime.value if wanted.regime else None,
        "credit": wanted.credit.value if wanted.credit else None,
        "reached": wanted.reached.value if wanted.reached else None,
        "nothing_followed": "1" if wanted.nothing_followed else None,
        "ends_within": wanted.ends_within,
    }


def wanted_from(fields: Fields, *, today: date, reader: UUID | None) -> Wanted:
    """What an address or a form wants; what cannot be read lets everybody through.

    ``reader``: whose choice is meant where those chosen are wanted.
    """
    who = _choice(Who, fields.get("who")) or Who.TODAY
    year = _number(fields.get("year"))
    weeks = _number(fields.get("ends_within"))
    wanted = Wanted(
        year=today.year,
        who=who,
        name=fields.get("name", "").replace("\0", _NO_LETTER).strip()[:_LONGEST_NAME],
        committee=_committee(fields.get("committee")),
        regime=_choice(Regime, fields.get("regime")),
        credit=_choice(Credit, fields.get("credit")),
        reached=_choice(Reached, fields.get("reached")),
        nothing_followed=fields.get("nothing_followed") == "1",
        ends_within=weeks if weeks in WEEKS else None,
        chosen_by=reader if who is Who.CHOSEN else None,
    )
    if who is Who.YEAR and year is not None and 1950 <= year <= today.year:
        return replace(wanted, year=year)
    return wanted


def listing_from(fields: Fields, *, today: date, reader: UUID | None) -> Listing:
    """The list that an address asks for; those who left come newest first unless it says so."""
    sort = fields.get("sort") or ("-ends" if fields.get("who") == Who.LEFT else "")
    order = _choice(Order, sort.removeprefix("-")) or Order.NAME
    return Listing(
        wanted_from(fields, today=today, reader=reader),
        order,
        sort.startswith("-"),
        max(_number(fields.get("page")) or 1, 1),
    )


def _choice(kind: type[Choice], typed: str | None) -> Choice | None:
    return kind(typed) if typed in {each.value for each in kind} else None


def _number(typed: str | None) -> int | None:
    digits = typed or ""
    # A longer one is past the end of whatever is counted here, and so is its beginning.
    return int(digits[:9]) if digits.isascii() and digits.isdigit() else None


def _committee(typed: str | None) -> str | None:
    """A joint committee as declarations write it: ``124``, ``140.03``, or ``none``."""
    wanted = (typed or "").strip()
    return wanted if wanted.isascii() and wanted.isprintable() and 0 < len(wanted) < 12 else None
