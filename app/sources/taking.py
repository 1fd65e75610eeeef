"""From the values of a reader to the facts of the rooms, kind of message by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import IO, Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.career.reporting import report_diplomas, report_periods, reported_until, withdraw
from app.employment.copying import employers_of
from app.employment.declaring import (
    QuarterKey,
    QuarterTaking,
    declare_dimonas,
    touched_by_quarter,
)
from app.employment.joining import join_employments
from app.employment.sizing import measure_size
from app.enterprises.identifying import identify_enterprise, name_enterprise
from app.foundation.clock import day_of
from app.identity.identifying import identify_persons
from app.identity.national_numbers import Vault
from app.identity.registering import RegisteredPerson, register_persons
from app.learning.jobs import keep_later
from app.sources.merging import merge_enterprises, merge_persons
from app.sources.models import Refusal
from app.sources.readers import dimona, dmfa, periods, registers
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
        self._enterprises: dict[tuple[str | None, int | None], UUID] = {}
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


def _without_faults(taking: Taking, items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        if isinstance(item, Fault):
            taking.refuse(item)
        else:
            yield item


def _chunks(items: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(items, CHUNK)):
        yield chunk


def take_dmfa(taking: Taking, stream: IO[bytes]) -> int:
    """Take every declaration of a DmfA file; returns the number of occupation lines taken."""
    taken = 0
    quarter: _DmfaQuarter | None = None
    for item in dmfa.read(stream):
        if isinstance(item, dmfa.Declaration):
            quarter = _DmfaQuarter(taking, item)
        elif isinstance(item, dmfa.Worker):
            assert quarter is not None
            quarter.add(item)
        elif isinstance(item, dmfa.EndOfDeclaration):
            assert quarter is not None
            taken += quarter.finish()
            quarter = None
        else:
            taking.refuse(item)
            if quarter:
                quarter.faults += 1
    return taken


class _DmfaQuarter:
    """One declaration of a DmfA file on its way into the facts."""

    def __init__(self, taking: Taking, declaration: dmfa.Declaration) -> None:
        self._taking = taking
        self._declaration = declaration
        self._enterprise_id = taking.enterprise(
            declaration.enterprise_number, declaration.nsso_number
        )
        key = QuarterKey(
            self._enterprise_id, declaration.quarter.key, declaration.made_at, taking.message_id
        )
        self._lines = QuarterTaking(taking.db, key, at=taking.at)
        self._in_force = self._lines.begin()
        self._waiting: list[dmfa.Worker] = []
        self._taken = 0
        self.faults = 0

    def add(self, worker: dmfa.Worker) -> None:
        self._waiting.append(worker)
        if len(self._waiting) >= CHUNK:
            self._write()

    def _write(self) -> None:
        if self._in_force and self._waiting:
            persons = self._taking.persons(worker.ssin for worker in self._waiting)
            self._lines.add(
                (persons[worker.ssin], line)
                for worker in self._waiting
                for line in worker.occupations
            )
        self._taken += sum(len(worker.occupations) for worker in self._waiting)
        self._waiting.clear()

    def finish(self) -> int:
        """Put the declaration in force; returns the lines taken."""
        self._write()
        taking, quarter = self._taking, self._declaration.quarter
        if not self._in_force:
            # An older declaration that arrives late: kept as a message, overtaken as a fact.
            return self._taken
        if self._lines.replaces and self.faults:
            # A correction takes the place of the whole quarter: taken in part, it would take
            # away the lines of everybody who was refused.
            taking.refuse(Fault(None, "Form", "correction_not_whole", (("quarter", str(quarter)),)))
            return 0
        self._lines.finish()
        touched = touched_by_quarter(taking.db, self._enterprise_id, quarter.key, at=taking.at)
        join_employments(taking.db, self._enterprise_id, touched, at=taking.at)
        measure_size(taking.db, self._enterprise_id, quarter, at=taking.at)
        taking.concern(self._enterprise_id)
        reported_until(taking.db, "dmfa", "", quarter.last_day)
        return self._taken


def take_dimonas(taking: Taking, stream: IO[bytes]) -> int:
    taken = 0
    until: date | None = None
    touched: dict[UUID, set[UUID]] = defaultdict(set)
    for chunk in _chunks(_without_faults(taking, dimona.read(stream))):
        persons = taking.persons(form.ssin for form in chunk)
        # Every employer first: two that a later form shows to be one are one for all rows.
        for form in chunk:
            taking.enterprise(form.enterprise_number, form.nsso_number)
        rows = [_dimona_row(taking, form, persons[form.ssin]) for form in chunk]
        declare_dimonas(taking.db, rows)
        for row in rows:
            touched[row["enterprise_id"]].add(row["person_id"])
        taken += len(rows)
        last = max(day_of(form.made_at) for form in chunk)
        until = max(until or last, last)
    for enterprise_id, person_ids in touched.items():
        join_employments(taking.db, enterprise_id, list(person_ids), at=taking.at)
        taking.concern(enterprise_id, person_ids)
    if until:
        reported_until(taking.db, "dimona", "", until)
    return taken


def _dimona_row(taking: Taking, form: dimona.DimonaForm, person_id: UUID) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "enterprise_id": taking.enterprise(form.enterprise_number, form.nsso_number),
        "fingerprint": form.fingerprint,
        "act": form.act,
        "period_number": form.period_number,
        "starts_on": form.starts_on,
        "ends_on": form.ends_on,
        "worker_type": form.worker_type,
        "joint_committee": form.joint_committee,
        "declared_at": form.made_at,
        "recorded_from": taking.at,
        "message_id": taking.message_id,
    }


def take_persons(taking: Taking, stream: IO[bytes]) -> int:
    taken = 0
    for chunk in _chunks(_without_faults(taking, registers.read_persons(stream))):
        # Of two entries for one number the last counts.
        latest: dict[str, RegisteredPerson] = {entry.ssin: entry for entry in chunk}
        same = register_persons(taking.db, list(latest.values()), vault=taking.vault, at=taking.at)
        for pair in same:
            merge_persons(taking.db, pair, at=taking.at)
            for enterprise_id in employers_of(taking.db, pair.kept):
                taking.concern(enterprise_id, [pair.kept])
        taken += len(chunk)
    return taken


def take_enterprises(taking: Taking, stream: IO[bytes]) -> int:
    taken = 0
    for entry in _without_faults(taking, registers.read_enterprises(stream)):
        enterprise_id = taking.enterprise(entry.enterprise_number, entry.nsso_number)
        name_enterprise(taking.db, enterprise_id, entry.name, at=taking.at)
        taken += 1
    return taken


def take_periods(taking: Taking, stream: IO[bytes]) -> int:
    taken = 0
    items = _without_faults(taking, periods.read(stream))
    head = next(items, None)
    if head is None:
        return 0
    for chunk in _chunks(items):
        named = [x for x in chunk if not isinstance(x, periods.Withdrawal)]
        persons = taking.persons(x.ssin for x in named)
        # In their order: a reference may be reported and withdrawn in one message.
        for kind, run in _runs(chunk):
            _TAKERS[kind](taking, head, run, persons)
        taken += len(chunk)
    reported_until(taking.db, "periods", head.institution, head.reported_until)
    return taken


def _runs(items: list[Any]) -> Iterator[tuple[type, list[Any]]]:
    run: list[Any] = []
    for item in items:
        if run and type(item) is not type(run[-1]):
            yield type(run[-1]), run
            run = []
        run.append(item)
    if run:
        yield type(run[-1]), run


def _take_period_run(
    taking: Taking, head: periods.ReportHead, run: list[Any], persons: dict[str, UUID]
) -> None:
    rows = [
        {
            "person_id": persons[x.ssin],
            "reference": x.reference,
            "kind": x.kind,
            "starts_on": x.starts_on,
            "ends_on": x.ends_on,
            "share": x.share,
            "declared_on": head.reported_on,
            "message_id": taking.message_id,
        }
        for x in run
    ]
    report_periods(taking.db, head.institution, rows, at=taking.at)


def _take_diploma_run(
    taking: Taking, head: periods.ReportHead, run: list[Any], persons: dict[str, UUID]
) -> None:
    rows = [
        {
            "person_id": persons[x.ssin],
            "reference": x.reference,
            "title": x.title,
            "awarded_on": x.awarded_on,
            "awarded_by": x.awarded_by,
            "level": x.level,
            "declared_on": head.reported_on,
            "message_id": taking.message_id,
        }
        for x in run
    ]
    report_diplomas(taking.db, head.institution, rows, at=taking.at)


def _take_withdrawal_run(
    taking: Taking, head: periods.ReportHead, run: list[Any], _: dict[str, UUID]
) -> None:
    references = [x.reference for x in run]
    withdraw(taking.db, head.institution, references, declared_on=head.reported_on, at=taking.at)


_TAKERS: dict[type, Callable[[Taking, periods.ReportHead, list[Any], dict[str, UUID]], None]] = {
    periods.PeriodRecord: _take_period_run,
    periods.DiplomaRecord: _take_diploma_run,
    periods.Withdrawal: _take_withdrawal_run,
}
