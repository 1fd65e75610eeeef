"""From the values of a reader to the facts of the rooms: Dimona, and the registers."""

from __future__ import annotations

from datetime import date
from typing import IO, Any
from uuid import UUID

from app.career.reporting import reported_until
from app.employment.copying import employers_of
from app.employment.declaring import declare_dimonas
from app.employment.joining import Worker, join_employments
from app.enterprises.identifying import name_enterprise
from app.foundation.clock import day_of
from app.identity.registering import RegisteredPerson, register_persons
from app.sources.merging import merge_persons
from app.sources.readers import dimona, registers
from app.sources.under_way import Taking, chunks, without_faults


def take_dimonas(taking: Taking, stream: IO[bytes]) -> int:
    taken = 0
    until: date | None = None
    touched: set[Worker] = set()
    for chunk in chunks(without_faults(taking, dimona.read(stream))):
        persons = taking.persons(form.ssin for form in chunk)
        # Every employer first: two that a later form shows to be one are one for all rows.
        for form in chunk:
            taking.enterprise(form.enterprise_number, form.nsso_number)
        rows = [_dimona_row(taking, form, persons[form.ssin]) for form in chunk]
        declare_dimonas(taking.db, rows)
        touched.update(Worker(row["enterprise_id"], row["person_id"]) for row in rows)
        taken += len(rows)
        last = max(day_of(form.made_at) for form in chunk)
        until = max(until or last, last)
    join_employments(taking.db, touched, at=taking.at)
    for worker in touched:
        taking.concern(worker.enterprise_id, [worker.person_id])
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
