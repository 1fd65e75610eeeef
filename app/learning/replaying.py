"""Working kept accounts out again: from what was kept with them, whatever has changed since.

The law is read from the files kept beside the account, the rules are those of its version, and
the day is that on which it was worked out.  Every figure must come out as it was kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.foundation.copying import streamed
from app.learning.models import LawVersion
from app.learning.parameters import law_from
from app.learning.rules.account import Ledger
from app.learning.rules.figures import Figures, figures_of
from app.learning.rules.inputs import from_json
from app.learning.rules.terms import Law
from app.learning.rules.versions import rules_of


@dataclass(frozen=True, slots=True)
class Stored:
    """One version of one kept account; ``inputs`` is JSON."""

    person_id: UUID
    enterprise_id: UUID
    figures: Figures
    inputs: str
    law_version: str
    rules_version: int
    computed_on: date


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that did not come out as it was kept; ``None`` for an account that did not."""

    stored: Stored
    replayed: Figures | None

    @property
    def figures(self) -> dict[str, tuple[Any, Any]]:
        """What was kept and what came out, by the name of the figure."""
        if self.replayed is None:
            return {"year": (self.stored.figures.year, None)}
        pairs = zip(Figures._fields, self.stored.figures, self.replayed, strict=True)
        return {name: (kept, again) for name, kept, again in pairs if kept != again}


def replay(stored: Stored, law: Law) -> Ledger:
    """The account again, with all its lines and steps, up to the year that was kept."""
    rules = rules_of(stored.rules_version)
    inputs = from_json(json.loads(stored.inputs))
    return rules(inputs, law, until=stored.figures.year, today=stored.computed_on)


def figures_again(stored: Stored, law: Law) -> Figures | None:
    """The figures of the account that was kept; None where there is no such account."""
    again = (figures_of(each) for each in replay(stored, law).years)
    kept = stored.figures
    found = [each for each in again if (each.year, each.opened_on) == (kept.year, kept.opened_on)]
    return found[0] if found else None


class Laws(Mapping[str, Law]):
    """Every law that accounts were worked out with, by version; read when it is asked for.

    KeyError for a version that was not kept, ValueError for files that are not that version.
    """

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts
        self._law = lru_cache(maxsize=8)(self._read)

    def _read(self, version: str) -> Law:
        found = law_from(self._texts[version])
        if found.version != version:
            raise ValueError(f"the files kept as law {version} are those of {found.version}")
        return found

    def __getitem__(self, version: str) -> Law:
        return self._law(version)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def laws_kept(db: Session) -> Laws:
    rows = db.execute(select(LawVersion.version, LawVersion.texts))
    return Laws({row.version: row.texts for row in rows})


def stored_accounts(db: Session) -> Iterator[Stored]:
    """Every version of every account ever kept, some thousands in memory at a time."""
    rows = streamed(
        db,
        "stored_accounts",
        """
        select person_id, enterprise_id, year, opened_on::text, opening, granted, used, planned,
               not_taken, carried, expired, gone, left_over, day_minutes, at_least, problem,
               inputs::text, law_version, rules_version, computed_on
        from account_statements
        """,
    )
    for person_id, enterprise_id, *figures, inputs, law_version, rules_version, day in rows:
        yield Stored(
            person_id,
            enterprise_id,
            Figures(*figures),
            inputs,
            law_version,
            rules_version,
            day,
        )


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many versions of accounts were worked out again, and those that differ."""

    count: int
    differences: list[Difference]


def replay_all(db: Session) -> Replayed:
    """Work out again every account ever kept."""
    laws = laws_kept(db)
    count, differences = 0, []
    for stored in stored_accounts(db):
        count += 1
        again = figures_again(stored, laws[stored.law_version])
        if again != stored.figures:
            differences.append(Difference(stored, again))
    return Replayed(count, differences)
