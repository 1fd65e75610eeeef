"""A chunk of a pre-flight: carried out, looked at, and taken back.

It is answered as the file would be.  What stays are the answers, what they would do to balances,
and, until the file is through, what later records of it must find done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app.audit.trail import Act, Channel, Ground, Trace
from app.audit.trail import record as write_trail
from app.channels.batch.answering import Answer
from app.channels.batch.balances import keep_balances, years_told
from app.channels.batch.elements import Kind
from app.channels.batch.records import Record
from app.channels.batch.references import References
from app.channels.batch.senders import Acting
from app.channels.batch.supposing import About, Supposing
from app.channels.batch.values import Effect, File, Status
from app.employment.closing import open_to
from app.employment.queries import workforce_of
from app.foundation.clock import day_of
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import Vault
from app.learning.batches.balances import Reached, Tried, balances_with
from app.learning.batches.chunks import NOT_SEEN

#: Workers whose accounts are reckoned at a time.
TOGETHER = 1_000
#: How the trail names what was looked at.
_SEEN = {"page": "pre-flight of a file"}
_Each = TypeVar("_Each")


@dataclass
class Foretelling:
    """A chunk of a pre-flight on its way; ``at`` is the instant on which it is tried."""

    db: Session
    file: File
    records: Sequence[Record]
    acting: Mapping[str, Acting]
    references: References
    vault: Vault
    at: datetime
    _supposing: Supposing = field(init=False)
    #: By enterprise, as long as the savepoint stands.
    _reached: dict[UUID, list[Reached]] = field(default_factory=dict)

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
        """Keep what the records did, and leave a line for everybody of whom something was told."""
        own, earlier = self._supposing.own, self.references.is_supposed
        supposed = {
            ordinal: answer.training_id
            for ordinal, answer in answers.items()
            if answer.training_id and (answer.training_id in own or earlier(answer.training_id))
        }
        self.references.use_up(supposed)
        for ordinal in supposed:
            answers[ordinal].training_id = None  # nobody will ever find it
        self._supposing.write_down()
        for enterprise_id, reached in self._reached.items():
            self._keep(enterprise_id, reached)
        self._leave_traces(answers)

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
        now: defaultdict[str, list[str]] = defaultdict(list)
        for person, answer in self._registered(answers):
            now[str(person)].append(str(answer.training_id))
        given: dict[str, Effect] = {}
        for enterprise_id, years in self._years().items():
            reached = self._reached[enterprise_id] = []
            for people in _in_parts(list(years)):
                elsewhere = self._supposing.elsewhere(enterprise_id, people)
                tried = Tried(elsewhere, now, {str(key) for key in self._supposing.own})
                theirs = {person: years[person] for person in people}
                reached += balances_with(
                    self.db, enterprise_id, theirs, today=self._today, tried=tried
                )
            for each in reached:
                for key, effect in each.effects.items():
                    told = effect.year, effect.before, effect.after, effect.not_taken
                    given[key] = Effect(*told)
        for _person, answer in self._registered(answers):
            answer.effect = given.get(str(answer.training_id))

    def _registered(self, answers: Mapping[int, Answer]) -> Iterator[tuple[UUID | None, Answer]]:
        """The worker and the answer of each training that the chunk registered, in their order."""
        for each in self._supposing.about:
            answer = answers[each.record.ordinal]
            new = each.record.kind is Kind.REGISTER and not answer.again
            if new and answer.status is Status.ACCEPTED:
                yield each.person_id, answer

    def _years(self) -> dict[UUID, dict[UUID, set[int]]]:
        """By enterprise and worker: the years whose balances may be others now.

        A provider is told what becomes of its record, and no balance of somebody else's worker.
        """
        own: defaultdict[UUID, defaultdict[UUID, set[int]]] = defaultdict(lambda: defaultdict(set))
        everyones: defaultdict[UUID, set[int]] = defaultdict(set)
        for each in self._supposing.made:
            if each.person_id:
                own[each.enterprise_id][each.person_id] |= {*each.years}
            else:
                everyones[each.enterprise_id] |= {*each.years}
        for enterprise_id, years in everyones.items():
            first, last = date(min(years), 1, 1), date(max(years), 12, 31)
            for person in workforce_of(self.db, enterprise_id, first=first, last=last):
                own[enterprise_id][person] |= years
        told = {each.actor.enterprise_id for each in self.acting.values() if not each.as_provider}
        return {key: self._to_tell(key, years) for key, years in own.items() if key in told}

    def _to_tell(self, enterprise_id: UUID, years: dict[UUID, set[int]]) -> dict[UUID, set[int]]:
        """Of those whom the enterprise may look at, with the years told before.

        What is taken in one year changes what is left in the next.
        """
        seen = open_to(self.db, enterprise_id, years, today=self._today)
        years = {person: theirs for person, theirs in years.items() if person in seen}
        for person, told in years_told(self.db, self.file.file_id, enterprise_id, years).items():
            years[person] |= told
        return years

    def _keep(self, enterprise_id: UUID, reached: Sequence[Reached]) -> None:
        """Beside what is without the file, now that the chunk is taken back."""
        for part in _in_parts(reached):
            people = {each.person_id for each in part}
            told = years_told(self.db, self.file.file_id, enterprise_id, people)
            new = {
                each.person_id: each.balances.keys() - told.get(each.person_id, set())
                for each in part
            }
            without = balances_with(self.db, enterprise_id, new, today=self._today)
            keep_balances(self.db, self.file.file_id, enterprise_id, before=without, after=part)

    def _leave_traces(self, answers: Mapping[int, Answer]) -> None:
        """A line for each worker and employer of whom an answer or a balance tells something.

        The lines that the acts wrote were taken back with everything else.
        """
        acting = {each.actor.enterprise_id: each for each in self.acting.values()}
        told: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for enterprise_id, reached in self._reached.items():
            told[enterprise_id] |= {each.person_id for each in reached if each.balances}
        for about in self._supposing.about:
            # That somebody does not work there tells a stranger something, and the employer
            # nothing.
            tells = acting[about.enterprise_id].as_provider or not _is_of_nobody_seen(
                answers[about.record.ordinal]
            )
            if about.person_id and tells:
                told[about.enterprise_id].add(about.person_id)
        traces = [
            Trace(
                Act.WORKER_SEEN,
                acting[here].actor,
                Ground.TRAINING_GIVEN if acting[here].as_provider else Ground.MANDATE,
                subject_id=person,
                details=_SEEN,
            )
            for here, people in told.items()
            for person in sorted(people)
        ]
        write_trail(self.db, traces, via=Channel.BATCH, at=self.at)

    @property
    def _today(self) -> date:
        return day_of(self.at)


def _in_parts(those: Sequence[_Each]) -> Iterator[Sequence[_Each]]:
    return (those[at : at + TOGETHER] for at in range(0, len(those), TOGETHER))


def _is_of_nobody_seen(answer: Answer) -> bool:
    """Whether it says no more than that the enterprise may not look at the person."""
    return any(each.code in NOT_SEEN for each in answer.faults)
