"""The receipt of a batch as a sheet: every line with what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app.employers.registering.showing import Line, lines_of, mandate_said, see
from app.enterprises.mandates import HeldMandate
from app.foundation.clock import day_of
from app.foundation.database import session
from app.foundation.sheets import Cell, Form, write_sheet
from app.identity.queries import names_of
from app.learning.batches.queries import rows_of
from app.learning.batches.values import Batch, Status, registration_of

FORMS: dict[str, Form] = {"csv": "csv", "xlsx": "xlsx"}


def receipt(mandate: HeldMandate, batch: Batch, form: Form) -> bytes:
    """The whole file.  Who is named in it has been seen: the trail says so."""
    lines = lines_of(mandate, batch, rows_of(session(), batch.batch_id))
    see(mandate, lines, page="receipt")
    header = [
        _("Reference"),
        _("Line"),
        _("Worker"),
        _("Employed since"),
        _("Title"),
        _("First day"),
        _("Last day"),
        _("Minutes"),
        _("Outcome"),
        _("Why"),
        _("Year"),
        _("Minutes left before"),
        _("Minutes left after"),
        _("Minutes beyond what is left"),
        _("Key of the training"),
        _("Enterprise"),
        _("Confirmed by"),
        _("Confirmed on"),
        _("Under the mandate"),
    ]
    rows = _rows(batch, lines, _confirmed(mandate, batch))
    return b"".join(write_sheet(rows, header=header, as_=form))


def _confirmed(mandate: HeldMandate, batch: Batch) -> list[Cell]:
    """For which enterprise, who answers for it, since when, and under which mandate."""
    who = (
        names_of(session(), [batch.confirmed_by])[batch.confirmed_by]
        if batch.confirmed_by
        else None
    )
    return [
        mandate.enterprise_number,
        who.full if who else None,
        day_of(batch.confirmed_at) if batch.confirmed_at else None,
        mandate_said(batch.confirmed_under) if batch.confirmed_under else None,
    ]


def _rows(batch: Batch, lines: list[Line], confirmed: list[Cell]) -> Iterator[list[Cell]]:
    words = outcomes_said()
    for line in lines:
        row, effect = line.row, line.row.effect
        training = line.training
        if training is None and batch.training and row.person_id:
            training = registration_of(batch.training, row.person_id)
        yield [
            batch.reference,
            row.line,
            line.who,
            line.since,
            training.title if training else None,
            training.starts_on if training else None,
            training.ends_on if training else None,
            training.minutes if training and training.days is None else None,
            words[row.status],
            " ".join(line.problems) or None,
            *(
                [effect.year, effect.before, effect.after, effect.not_taken]
                if effect and line.open and row.status is not Status.READY
                else [None] * 4
            ),
            str(row.training_id) if row.training_id else None,
            *confirmed,
        ]


def outcomes_said() -> dict[Status, str]:
    return {
        Status.WAITING: _("not looked at"),
        Status.READY: _("not registered"),
        Status.REFUSED: _("refused"),
        Status.ALREADY: _("registered before"),
        Status.REGISTERED: _("registered"),
    }
