"""A message under way: where its facts go, what was refused of it, whose accounts it concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.enterprises.identifying import Numbers, enterprises_known, identify_enterprise
from app.identity.identifying import identify_persons
from app.identity.national_numbers import Vault
from app.learning.jobs import keep_later
from app.sources.merging import merge_enterprises
from app.sources.models import Refusal
from app.sources.readers.xml import Fault

#: Records held in memory at a time.
CHUNK = 1_000


class Taking:
    """One message being read: where its facts go, and what was refused of it."""

    def __init__(self, db: Session, message_id: UUID, *, at: datetime, vault: Vault) -> None:
        self.db = db
        self.message_id = message_id
        self.at = at
        self.vault = vault
        self.refused = 0
        self._faults: list[Fault] = []
        self._enterprises: dict[Numbers, UUID] = {}
        #: Whose accounts rest on something that changed: persons by enterprise, None for all.
        self._concerned: dict[UUID, set[UUID] | None] = {}

    def refuse(self, fault: Fault) -> None:
        self.refused += 1
        self._faults.append(fault)
        if len(self._faults) >= CHUNK:
            self.write_faults()

    def write_faults(self) -> None:
        first = self.refused - len(self._faults) + 1
        if self._faults:
            self.db.execute(
                insert(Refusal),
                [
                    {
                        "message_id": self.message_id,
                        "ordinal": ordinal,
                        "line": fault.line,
                        "element": fault.element,
                        "code": fault.code,
                        "params": dict(fault.params),
                    }
                    for ordinal, fault in enumerate(self._faults, first)
                ],
            )
        self._faults.clear()

    def persons(self, ssins: Iterable[str]) -> dict[str, UUID]:
        return identify_persons(self.db, set(ssins), vault=self.vault, at=self.at)

    def enterprise(self, enterprise_number: str | None, nsso_number: int | None) -> UUID:
        """The enterprise of these numbers; two that turn out to be one are made one."""
        numbers = (enterprise_number, nsso_number)
        if numbers not in self._enterprises:
            found = identify_enterprise(
                self.db, enterprise_number=enterprise_number, nsso_number=nsso_number
            )
            if found.same:
                merge_enterprises(self.db, found.same, at=self.at)
                self.concern(found.same.kept)
                self._enterprises.clear()
            self._enterprises[numbers] = found.enterprise_id
        return self._enterprises[numbers]

    def look_up(self, numbers: Collection[Numbers]) -> None:
        """Find the enterprises that are known by these numbers, as far as they are plainly."""
        wanted = set(numbers) - self._enterprises.keys()
        if wanted:
            self._enterprises |= enterprises_known(self.db, wanted)

    def knows(self, numbers: Numbers) -> bool:
        """Whether saying which enterprise these numbers mean changes nothing."""
        return numbers in self._enterprises

    def concern(self, enterprise_id: UUID, person_ids: Iterable[UUID] | None = None) -> None:
        """Note that accounts with an enterprise are to be kept again, of all or of some."""
        known = self._concerned.setdefault(enterprise_id, set())
        if person_ids is None:
            self._concerned[enterprise_id] = None
        elif known is not None:
            known.update(person_ids)

    def keep_accounts_later(self) -> None:
        for enterprise_id, person_ids in self._concerned.items():
            keep_later(self.db, enterprise_id, person_ids)


def without_faults(taking: Taking, items: Iterable[Any]) -> Iterator[Any]:
    """What could be read; what could not is refused on the way."""
    for item in items:
        if isinstance(item, Fault):
            taking.refuse(item)
        else:
            yield item


def chunks(items: Iterator[Any]) -> Iterator[list[Any]]:
    """The items, ``CHUNK`` of them at a time."""
    while chunk := list(islice(items, CHUNK)):
        yield chunk
