"""From a report of periods and diplomas to the facts of the career."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any
from uuid import UUID

from app.career.reporting import report_diplomas, report_periods, reported_until, withdraw
from app.sources.readers import periods
from app.sources.under_way import Taking, chunks, without_faults


def take_periods(taking: Taking, stream: IO[bytes]) -> int:
    taken = 0
    items = without_faults(taking, periods.read(stream))
    head = next(items, None)
    if head is None:
        return 0
    for chunk in chunks(items):
        named = [x for x in chunk if not isinstance(x, periods.Withdrawal)]
        persons = taking.persons(x.ssin for x in named)
        # In their order: a reference may be reported and withdrawn in one message.
        for kind, run in _runs(chunk):
            if kind is periods.Withdrawal:
                gone = [x.reference for x in run]
                withdraw(
                    taking.db, head.institution, gone, declared_on=head.reported_on, at=taking.at
                )
            else:
                report, said = _REPORTS[kind]
                rows = [_row(taking, head, x, persons) | said(x) for x in run]
                report(taking.db, head.institution, rows, at=taking.at)
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


def _withdraw(taking: Taking, head: periods.ReportHead, run: list[periods.Withdrawal]) -> None:
    gone = [each.reference for each in run]
    withdraw(taking.db, head.institution, gone, declared_on=head.reported_on, at=taking.at)


def _row(
    taking: Taking, head: periods.ReportHead, record: Any, persons: dict[str, UUID]
) -> dict[str, Any]:
    """What a period and a diploma have in common."""
    return {
        "person_id": persons[record.ssin],
        "reference": record.reference,
        "declared_on": head.reported_on,
        "message_id": taking.message_id,
    }


def _period(record: periods.PeriodRecord) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "starts_on": record.starts_on,
        "ends_on": record.ends_on,
        "share": record.share,
    }


def _diploma(record: periods.DiplomaRecord) -> dict[str, Any]:
    return {
        "title": record.title,
        "awarded_on": record.awarded_on,
        "awarded_by": record.awarded_by,
        "level": record.level,
    }


#: The act that takes records of a kind, and what it is told of each.
_REPORTS: dict[type, tuple[Callable[..., Any], Callable[[Any], dict[str, Any]]]] = {
    periods.PeriodRecord: (report_periods, _period),
    periods.DiplomaRecord: (report_diplomas, _diploma),
}
