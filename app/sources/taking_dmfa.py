"""From quarterly declarations to the facts of employment.

What taking a declaration costs by itself is paid once for many small ones: those of a file are
taken together, a thousand workers at a time.  One that is larger is taken alone, in parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import IO

from app.career.reporting import reported_until
from app.employment.joining import join_employments
from app.employment.quarters import EmployersQuarter, QuartersTaking, Receipt
from app.employment.sizing import measure_sizes
from app.foundation.calendar import Quarter
from app.sources.readers import dmfa
from app.sources.readers.xml import Fault
from app.sources.under_way import CHUNK, Taking


def take_dmfa(taking: Taking, stream: IO[bytes]) -> int:
    """Take every declaration of a DmfA file; returns the number of occupation lines taken."""
    file = _File(taking)
    for item in dmfa.read(stream):
        if isinstance(item, dmfa.Declaration):
            file.begin(item)
        elif isinstance(item, dmfa.Worker):
            file.add(item)
        elif isinstance(item, dmfa.EndOfDeclaration):
            file.end()
        else:
            file.refuse(item)
    file.settle()
    if file.until:
        reported_until(taking.db, "dmfa", "", file.until)
    return file.taken


@dataclass(slots=True)
class _Declared:
    """A declaration, and what was read of it and not taken yet."""

    head: dmfa.Declaration
    workers: list[dmfa.Worker] = field(default_factory=list)
    faults: int = 0


class _File:
    """The declarations of a file in their order; those read whole wait until they are many."""

    def __init__(self, taking: Taking) -> None:
        self._taking = taking
        self._waiting: list[_Declared] = []
        self._size = 0  # of those that wait: themselves and their workers
        self._current: _Declared | None = None
        self._alone: tuple[EmployersQuarter, _Together] | None = None
        self.taken = 0
        #: The last day of which any declaration in force speaks.
        self.until: date | None = None

    def begin(self, head: dmfa.Declaration) -> None:
        self._current = _Declared(head)

    def add(self, worker: dmfa.Worker) -> None:
        assert self._current is not None
        self._current.workers.append(worker)
        if len(self._current.workers) >= CHUNK:
            self._take_part(self._current)

    def refuse(self, fault: Fault) -> None:
        self._taking.refuse(fault)
        if self._current:
            self._current.faults += 1

    def end(self) -> None:
        assert self._current is not None
        ended, self._current = self._current, None
        if self._alone or ended.faults:
            self._end_alone(ended)
            return
        self._waiting.append(ended)
        self._size += 1 + len(ended.workers)
        if self._size >= CHUNK:
            self.settle()

    def _take_part(self, declared: _Declared) -> tuple[EmployersQuarter, _Together]:
        """Take what was read of a declaration by itself, after all that came before it."""
        if self._alone is None:
            self.settle()
            this = self._about(declared.head)
            self._alone = this, _Together(self._taking, {this: declared.head})
        this, together = self._alone
        together.add({this: declared.workers})
        declared.workers.clear()
        return self._alone

    def _end_alone(self, declared: _Declared) -> None:
        this, together = self._take_part(declared)
        self._alone = None
        if declared.faults and together.replaces(this):
            # A correction takes the place of the whole quarter: taken in part, it would take
            # away the lines of everybody who was refused.
            quarter = str(declared.head.quarter)
            fault = Fault(None, "Form", "correction_not_whole", (("quarter", quarter),))
            self._taking.refuse(fault)
            return
        self._finish(together)

    def settle(self) -> None:
        """Take those that wait, as many together as can be.

        Two for one quarter are taken one after the other, and so is what comes after numbers
        that may show two enterprises to be one.
        """
        taking, waiting = self._taking, self._waiting
        taking.look_up([_numbers(each.head) for each in waiting])
        together: dict[EmployersQuarter, _Declared] = {}
        for declared in waiting:
            if not taking.knows(_numbers(declared.head)):
                self._take(together)
            this = self._about(declared.head)
            if this in together:
                self._take(together)
            together[this] = declared
        self._take(together)
        waiting.clear()
        self._size = 0

    def _take(self, declarations: dict[EmployersQuarter, _Declared]) -> None:
        if declarations:
            heads = {this: declared.head for this, declared in declarations.items()}
            together = _Together(self._taking, heads)
            together.add({this: each.workers for this, each in declarations.items()})
            self._finish(together)
            declarations.clear()

    def _finish(self, together: _Together) -> None:
        last = together.finish()
        self.taken += together.taken
        if last:
            self.until = max(self.until or last, last)

    def _about(self, head: dmfa.Declaration) -> EmployersQuarter:
        return EmployersQuarter(self._taking.enterprise(*_numbers(head)), head.quarter.key)


def _numbers(head: dmfa.Declaration) -> tuple[str | None, int | None]:
    return head.enterprise_number, head.nsso_number


class _Together:
    """Declarations on their way into the facts, no two of them for one quarter."""

    def __init__(self, taking: Taking, heads: Mapping[EmployersQuarter, dmfa.Declaration]) -> None:
        self._taking = taking
        self._lines = QuartersTaking(
            taking.db,
            {this: head.made_at for this, head in heads.items()},
            Receipt(taking.message_id, taking.at),
        )
        self._lines.begin()
        #: Occupation lines; one of a declaration that was overtaken is kept as a message only.
        self.taken = 0

    def replaces(self, this: EmployersQuarter) -> bool:
        """Whether an earlier declaration gives way."""
        return this in self._lines.replaced

    def add(self, workers: Mapping[EmployersQuarter, Sequence[dmfa.Worker]]) -> None:
        everybody = chain.from_iterable(workers.values())
        self.taken += sum(len(worker.occupations) for worker in everybody)
        wanted = {this: workers[this] for this in workers if this in self._lines.in_force}
        if any(wanted.values()):
            named = chain.from_iterable(wanted.values())
            persons = self._taking.persons(worker.ssin for worker in named)
            self._lines.add(
                {
                    this: [(persons[w.ssin], line) for w in theirs for line in w.occupations]
                    for this, theirs in wanted.items()
                }
            )

    def finish(self) -> date | None:
        """Put the declarations in force; the last day they speak of, None if they are not."""
        in_force, taking = self._lines.in_force, self._taking
        if not in_force:
            return None
        quarters = {this: Quarter.from_key(this.quarter) for this in in_force}
        join_employments(taking.db, self._lines.finish(), at=taking.at)
        measured = [(this.enterprise_id, quarter) for this, quarter in quarters.items()]
        measure_sizes(taking.db, measured, at=taking.at)
        for this in in_force:
            taking.concern(this.enterprise_id)
        return max(quarter.last_day for quarter in quarters.values())
