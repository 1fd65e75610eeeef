"""A chunk of a pre-flight: carried out, looked at, and taken back.

It is answered as the file would be.  What stays are the answers, what they would do to balances,
and, until the file is through, what later records of it must find done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Act, Channel, Ground, Trace
from app.audit.trail import record as write_trail
from app.channels.batch.answering import Answer
from app.channels.batch.balances import Told, keep_balances, years_told
from app.channels.batch.elements import Kind
from app.channels.batch.records import Record
from app.channels.batch.senders import Acting
from app.channels.batch.supposing import About, Supposing
from app.channels.batch.values import Effect, File
from app.employment.queries import workforce_of
from app.foundation.clock import day_of
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import Vault
from app.learning.batches.balances import Balance, Reached, Tried, balances_with

#: Workers whose accounts are reckoned at a time.
TOGETHER = 1_000


@dataclass
class Foretelling:
    """A chunk of a pre-flight on its way; ``at`` is the instant on which it is tried."""

    db: Session
    file: File
    records: Sequence[Record]
    acting: Mapping[str, Acting]
    vault: Vault
    at: datetime
    _supposing: Supposing = field(init=False)
    _reached: dict[UUID, list[Reached]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._supposing = Supposing(self.db, self.file, list(self._about()))

    def tried(self, carry_out: Callable[[], dict[int, Answer]]) -> dict[int, Answer]:
        """The answers of ``carry_out``, after which everything is as it was before."""
        savepoint = self.db.begin_nested()
        self._supposing.put_back()
        answers = carry_out()
        self._supposing.take_down(answers)
        self._look(answers)
        savepoint.rollback()
        return answers

    def write_down(self, answers: Mapping[int, Answer]) -> None:
        """Keep what the records did, and leave a line for everybody whose balance was told."""
        self._supposing.write_down()
        for enterprise_id, reached in self._reached.items():
            self._tell(enterprise_id, reached)
        for answer in answers.values():
            if answer.training_id in self._supposing.own:
                answer.training_id = None  # nobody will ever find it

    def _about(self) -> Iterator[About]:
        """The records that can be carried out, and whom they are about."""
        numbers = {each.said["worker"] for each in self.records if "worker" in each.said}
        workers = persons_by_ssin(self.db, numbers, vault=self.vault) if numbers else {}
        for each in self.records:
            acting = self.acting.get(each.enterprise_number or "")
            known = "worker" not in each.said or each.said["worker"] in workers
            if acting and known and not each.faults:
                assert acting.actor.enterprise_id is not None, "who acts does so for an enterprise"
                worker = workers[each.said["worker"]] if "worker" in each.said else None
                yield About(each, acting.actor.enterprise_id, worker)

    def _look(self, answers: Mapping[int, Answer]) -> None:
        """What balances are now, within the savepoint."""
        now = self._registered(answers)
        for enterprise_id, years in self._years().items():
            for people in batched(years, TOGETHER):
                tried = Tried(
                    self._supposing.elsewhere(enterprise_id, people),
                    now,
                    {str(key) for key in self._supposing.own},
                )
                theirs = {person: years[person] for person in people}
                found = list(balances_with(self.db, enterprise_id, theirs, today=self._today, tried=tried))
                self._reached[enterprise_id] += found
                _give_effects(answers, found)

    @property
    def _today(self) -> date:
        return day_of(self.at)
