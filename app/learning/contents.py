"""What a registration says, and what is worked out of it: once, however many workers followed it.

A payroll office sends the same course for everyone who followed it.  Whether its title can be
read, what makes it the same training and how its columns are written hang on nobody who did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any
from uuid import UUID

from app.enterprises.parameters import is_open
from app.foundation.copying import copied
from app.foundation.letters import plain
from app.foundation.problems import Problem, problem
from app.learning.codes import unknown_codes
from app.learning.rules.contents import BROUGHT_ALONG, Financing, Origin, problems_of_contents
from app.learning.rules.facts import NotCounting
from app.learning.rules.registering import (
    employed_throughout,
    plain_title,
    problems_of,
    problems_of_counting,
)

Stretches = Sequence[tuple[date, date | None]]


# Nobody changes one, and yet it is not frozen: a frozen one takes three times as long to make,
# and a file makes hundreds of thousands.
@dataclass(unsafe_hash=True, slots=True)
class Registration:
    """A training of one worker with the enterprise that is acted for."""

    person_id: UUID
    title: str
    starts_on: date
    ends_on: date
    minutes: int
    formal: bool
    followed: bool
    counts: bool
    certified: bool = False
    certificate_until: date | None = None
    #: Why it does not count; where that is not said, for another reason than those with a name.
    not_counting: NotCounting | None = None
    #: From here on, None is not said.  ISCED-F 2013: a broad, narrow or detailed field.
    field_of_learning: str | None = None
    #: Given by the enterprise itself; if not, by the provider of this name and number.
    internal: bool | None = None
    provider: str | None = None
    provider_number: str | None = None  # ten digits
    financing: Financing | None = None
    origin: Origin | None = None
    origin_name: str | None = None  # of the other system
    original_registered_on: date | None = None  # in the tool it is brought along from
    #: In hundredths, where it is said in training days.  ``minutes`` are then 0, until they are
    #: worked out of this worker's day (:mod:`app.learning.day_lengths`) and this is None again.
    days: int | None = None

    @property
    def fingerprint(self) -> bytes:
        """What makes it the same training: who it is for is in the table's key."""
        title = plain_title(self.title).casefold()
        identity = repr((title, self.starts_on, self.ends_on, self.minutes))
        return hashlib.blake2b(identity.encode(), digest_size=16).digest()


_SAID = attrgetter(*(each.name for each in fields(Registration) if each.name != "person_id"))


class Content:
    """All that a registration says but whose it is, judged and written out when first asked for."""

    def __init__(self, wanted: Registration, today: date) -> None:
        self.wanted = wanted
        self.today = today

    @cached_property
    def problems(self) -> list[Problem]:
        return problems_of_training(self.wanted, today=self.today)

    @cached_property
    def fingerprint(self) -> bytes:
        return self.wanted.fingerprint

    @cached_property
    def columns(self) -> dict[str, Any]:
        return content_of(self.wanted) | origin_of(self.wanted)

    @cached_property
    def copied(self) -> str:
        """The columns as COPY takes them."""
        return "\t".join(map(copied, self.columns.values()))


class Contents(dict[Any, Content]):
    """The contents of some registrations, each once, judged on a day."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today

    def of(self, wanted: Registration) -> Content:
        said = _SAID(wanted)
        found = self.get(said)
        if found is None:
            found = self[said] = Content(wanted, self.today)
        return found


def problems_of_training(wanted: Registration, *, today: date) -> list[Problem]:
    """What is wrong with a training whoever it is for."""
    problems = problems_of(wanted, today=today)
    problems += problems_of_counting(wanted.counts, wanted.not_counting)
    return problems + problems_of_contents(wanted, today=today) + unknown_codes(wanted)


def problems_with(wanted: Registration, stretches: Stretches, *, today: date) -> list[Problem]:
    """Everything that is wrong with a training of somebody employed during ``stretches``."""
    content, opened = Content(wanted, today), is_open(stretches, today)
    return problems_beside(wanted, content, stretches, opened=opened)


def problems_beside(
    wanted: Registration, content: Content, stretches: Stretches, *, opened: bool
) -> list[Problem]:
    """The same, where its content is at hand, and whether the worker is open to the employer."""
    if not stretches:
        # Said alone: what else is wrong is no business of somebody else's employer.
        return [problem("not_a_worker_of_yours", "worker")]
    # What an employer brings along is its own evidence, of those too who left long ago.
    if not opened and wanted.origin not in BROUGHT_ALONG:
        return [problem("access_closed", "worker")]
    problems = content.problems
    if wanted.starts_on <= wanted.ends_on and not employed_throughout(
        wanted.starts_on, wanted.ends_on, stretches
    ):
        return [*problems, problem("not_employed_then", "starts_on")]
    if wanted.days is not None and not problems:
        # Whoever registers looks first how long a day is: for this worker nothing tells it.
        return [problem("day_not_known", "days", year=wanted.ends_on.year)]
    return [*problems]


def content_of(wanted: Registration) -> dict[str, Any]:
    """What a version of a training says, column by column."""
    why_not = None if wanted.counts else wanted.not_counting or NotCounting.OTHER
    return {
        "fingerprint": wanted.fingerprint,
        "title": plain_title(wanted.title),
        "starts_on": wanted.starts_on,
        "ends_on": wanted.ends_on,
        "minutes": wanted.minutes,
        "formal": wanted.formal,
        "followed": wanted.followed,
        "counts": wanted.counts,
        "not_counting": why_not.value if why_not else None,
        "certified": wanted.certified,
        "certificate_until": wanted.certificate_until,
        "field_of_learning": wanted.field_of_learning or None,
        "internal": wanted.internal,
        "provider": plain(wanted.provider or "") or None,
        "provider_number": wanted.provider_number or None,
        "financing": wanted.financing.value if wanted.financing else None,
    }


def origin_of(wanted: Registration) -> dict[str, Any]:
    """How a training came to us, column by column: no correction changes that."""
    return {
        "origin": wanted.origin.value if wanted.origin else None,
        "origin_name": plain(wanted.origin_name or "") or None,
        "original_registered_on": wanted.original_registered_on,
    }
