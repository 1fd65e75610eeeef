"""Taking what institutions report: periods and diplomas, each under its own reference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.career.models import ReportedDiploma, ReportedPeriod, SourceReport
from app.foundation.moving import move_rows
from app.foundation.versions import close_versions

_RECORD = {"recorded_from", "recorded_until", "message_id"}


def report_periods(
    db: Session, institution: str, records: Sequence[dict[str, Any]], *, at: datetime
) -> None:
    """Keep periods: rows of ``reported_periods`` without institution and period of record."""
    _report(db, ReportedPeriod, institution, records, at=at)


def report_diplomas(
    db: Session, institution: str, records: Sequence[dict[str, Any]], *, at: datetime
) -> None:
    """Keep diplomas: rows of ``reported_diplomas`` without institution and period of record."""
    _report(db, ReportedDiploma, institution, records, at=at)


def _report(
    db: Session,
    model: type[ReportedPeriod] | type[ReportedDiploma],
    institution: str,
    records: Sequence[dict[str, Any]],
    *,
    at: datetime,
) -> None:
    """Keep records (rows of the table but for the period of record); a version when changed.

    Of two records with one reference the last counts.  A report older than the one in force
    (by its day) does not take its place, so that order of arrival plays no part.
    """
    table = model.__table__
    assert isinstance(table, Table)
    latest = {record["reference"]: record for record in records}
    known = {
        row.reference: row._mapping
        for row in db.execute(
            select(table).where(
                table.c.institution == institution,
                table.c.reference.in_(latest),
                table.c.recorded_until.is_(None),
            )
        )
    }
    changed = {
        reference: record
        for reference, record in latest.items()
        if reference not in known or _supersedes(record, known[reference])
    }
    confirmed = [
        reference
        for reference, record in latest.items()
        if reference in known
        and reference not in changed
        and record["declared_on"] > known[reference]["declared_on"]
    ]
    _confirm(db, table, institution, confirmed, records)
    _close(db, table, institution, changed.keys() & known.keys(), at)
    if changed:
        db.execute(
            insert(table),
            [
                record | {"institution": institution, "recorded_from": at}
                for record in changed.values()
            ],
        )


def _supersedes(record: dict[str, Any], known: Any) -> bool:
    if record["declared_on"] < known["declared_on"]:
        return False
    return any(
        record[name] != known[name]
        for name in record
        if name not in _RECORD and name != "declared_on"
    )


def _confirm(
    db: Session,
    table: Table,
    institution: str,
    references: Sequence[str],
    records: Sequence[dict[str, Any]],
) -> None:
    """Remember that a later report said the same: no older one may then take its place."""
    if references:
        db.execute(
            update(table)
            .where(
                table.c.institution == institution,
                table.c.reference.in_(references),
                table.c.recorded_until.is_(None),
            )
            .values(declared_on=max(record["declared_on"] for record in records))
        )


def withdraw(
    db: Session, institution: str, references: Sequence[str], *, declared_on: date, at: datetime
) -> None:
    """Close what the institution reported under these references until ``declared_on``.

    What it reported later stands: an old withdrawal that arrives late changes nothing.
    """
    for model in (ReportedPeriod, ReportedDiploma):
        table = model.__table__
        assert isinstance(table, Table)
        _close(db, table, institution, references, at, table.c.declared_on <= declared_on)


def _close(
    db: Session,
    table: Table,
    institution: str,
    references: Any,
    at: datetime,
    *those: ColumnElement[bool],
) -> None:
    if references:
        close_versions(
            db,
            table,
            table.c.institution == institution,
            table.c.reference.in_(references),
            *those,
            at=at,
        )


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    for model in (ReportedPeriod, ReportedDiploma):
        move_rows(db, model, "person_id", kept=kept, given_up=given_up)


def reported_until(db: Session, source: str, institution: str, until: date) -> None:
    """Remember until when a source has reported; it never goes back."""
    statement = insert(SourceReport).values(
        source=source, institution=institution, reported_until=until
    )
    db.execute(
        statement.on_conflict_do_update(
            index_elements=[SourceReport.source, SourceReport.institution],
            set_={
                "reported_until": func.greatest(
                    SourceReport.reported_until, statement.excluded.reported_until
                )
            },
        )
    )
