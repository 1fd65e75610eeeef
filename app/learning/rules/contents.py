"""What a training is besides its days: who gave it, who paid for it, how it came to us."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

from app.foundation.letters import plain, readable
from app.foundation.problems import Problem, problem

#: Of a provider or of another system.
LONGEST_NAME = 200


class Financing(StrEnum):
    """Who bears the cost; one of them, the largest part where there are several."""

    EMPLOYER = "employer"
    SECTOR_FUND = "sector_fund"
    TRAINING_LEAVE = "training_leave"  # Flemish training leave, paid educational leave
    OTHER = "other"


class Origin(StrEnum):
    """How a training came to be registered here."""

    PAGE = "page"  # typed
    SHEET = "sheet"
    FEDERAL_ACCOUNT = "federal_account"  # brought along from the federal tool
    OTHER_SYSTEM = "other_system"  # brought along from another one, by its name


BROUGHT_ALONG = frozenset({Origin.FEDERAL_ACCOUNT, Origin.OTHER_SYSTEM})


class Coded(Protocol):
    """What somebody says of a training in codes and numbers; None is not said."""

    @property
    def field_of_learning(self) -> str | None: ...
    @property
    def provider_number(self) -> str | None: ...


class Contained(Protocol):
    """What somebody says of the contents of a training; None is not said."""

    @property
    def internal(self) -> bool | None: ...
    @property
    def provider(self) -> str | None: ...
    @property
    def provider_number(self) -> str | None: ...
    @property
    def origin(self) -> Origin | None: ...
    @property
    def origin_name(self) -> str | None: ...
    @property
    def original_registered_on(self) -> date | None: ...


def problems_of_contents(said: Contained, *, today: date) -> list[Problem]:
    """Everything that is wrong with it, in the order of the fields."""
    found: list[Problem] = []
    named = plain(said.provider or "")
    if said.internal is not False and (named or said.provider_number):
        found.append(problem("provider_of_internal", "provider"))
    elif named:
        found += _problems_of_name(named, "provider")
    elif said.provider_number:
        found.append(problem("provider_without_name", "provider"))
    if said.origin_name:
        found += _problems_of_name(plain(said.origin_name), "origin_name")
    registered_on = said.original_registered_on
    if registered_on and registered_on > today:
        found.append(problem("registered_in_the_future", "original_registered_on", today=today))
    return found


def _problems_of_name(name: str, field: str) -> list[Problem]:
    if not readable(name):
        return [problem("name_unreadable", field)]
    if len(name) > LONGEST_NAME:
        return [problem("name_too_long", field, most=LONGEST_NAME)]
    return []
