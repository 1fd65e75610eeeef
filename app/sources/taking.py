"""From the values of a reader to the facts of the rooms, kind of message by kind."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import IO, Any
from uuid import UUID

from app.career.reporting import reported_until
from app.employment.copying import employers_of
from app.employment.declaring import (
    QuarterKey,
    QuarterTaking,
    declare_dimonas,
    touched_by_quarter,
)
from app.employment.joining import join_employments
from app.employment.sizing import measure_size
from app.enterprises.identifying import name_enterprise
from app.foundation.clock import day_of
from app.identity.registering import RegisteredPerson, register_persons
from app.sources.merging import merge_persons
from app.sources.readers import dimona, dmfa, registers
from app.sources.readers.xml import Fault
from app.sources.under_way import CHUNK, Taking, chunks, without_faults


def take_dmfa(taking: Taking, stream: IO[bytes]) -> int:
    """Take every declaration of a DmfA file; returns the number of occupation lines taken."""
    taken = 0
    until: date | None = None
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
            if quarter.put_in_force:
                until = max(until or quarter.last_day, quarter.last_day)
            quarter = None
        else:
            taking.refuse(item)
            if quarter:
                quarter.faults += 1
    if until:
        reported_until(taking.db, "dmfa", "", until)
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
        self.put_in_force = False

    @property
    def last_day(self) -> date:
        return self._declaration.quarter.last_day

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
        self.put_in_force = True
        return self._taken


def take_dimonas(taking: Taking, stream: IO[bytes]) -> int:
    taken = 0
    until: date | None = None
    touched: dict[UUID, set[UUID]] = defaultdict(set)
    for chunk in chunks(without_faults(taking, dimona.read(stream))):
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
    for chunk in chunks(without_faults(taking, registers.read_persons(stream))):
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
    for entry in without_faults(taking, registers.read_enterprises(stream)):
        enterprise_id = taking.enterprise(entry.enterprise_number, entry.nsso_number)
        name_enterprise(taking.db, enterprise_id, entry.name, at=taking.at)
        taken += 1
    return taken
