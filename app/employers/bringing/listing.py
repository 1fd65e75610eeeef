"""What was brought, as lines to read; whoever is named in them leaves a line in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under
from app.employers.looking import now, today
from app.employment.queries import stretches_with
from app.enterprises.mandates import HeldMandate
from app.enterprises.parameters import is_open
from app.foundation.database import session
from app.identity.queries import names_of
from app.learning.batches.queries import batches_of
from app.learning.batches.taking_up import given_up_among as batches_given_up
from app.learning.batches.values import Batch, State
from app.learning.bringing.queries import MOST_SHEETS
from app.learning.bringing.taking_up import given_up_among
from app.learning.bringing.values import Came, Remembered, RightRow, Sheet
from app.learning.rules.contents import Origin
from app.learning.wording import sentence


def origin_said(came: Came) -> str:
    """Where a sheet comes from, within a sentence."""
    if came.origin is Origin.FEDERAL_ACCOUNT:
        said: str = _("the federal tool")
        return said
    return came.origin_name or ""


def batch_page(mandate: HeldMandate, batch_id: UUID) -> str:
    """The page on which a batch is checked, confirmed and written."""
    return url_for(
        "registering.batch", enterprise_number=mandate.enterprise_number, batch_id=batch_id
    )


@dataclass(frozen=True, slots=True)
class SheetLine:
    sheet: Sheet
    origin: str
    by: str | None
    batch: Batch | None  # what its trainings have become
    given_up: bool = False  # a fault stopped what was under way

    @property
    def is_open(self) -> bool:
        """Whether somebody may still forget it, or stop what is done with it."""
        if self.batch:
            return self.batch.state in {State.CHECKING, State.CHECKED}
        return self.sheet.ended_at is None


def sheet_lines(mandate: HeldMandate, sheets: Sequence[Sheet]) -> list[SheetLine]:
    """Each with the name of the colleague who brought it."""
    names = names_of(session(), {each.brought_by for each in sheets}) if sheets else {}
    batches = {}
    if any(each.batch_id for each in sheets):
        found = batches_of(session(), mandate.enterprise_id, most=MOST_SHEETS * 4)
        batches = {batch.batch_id: batch for batch in found}
    failed = given_up_among(session(), sheets) | batches_given_up(session(), batches.values())
    return [
        SheetLine(
            each,
            origin_said(each.came),
            names[each.brought_by].full,
            batches.get(each.batch_id) if each.batch_id else None,
            each.sheet_id in failed or each.batch_id in failed,
        )
        for each in sheets
    ]


@dataclass(frozen=True, slots=True)
class RememberedLine:
    mapping_id: UUID
    rights: bool
    columns: str
    by: str | None
    at: datetime


def remembered_lines(known: Sequence[Remembered]) -> list[RememberedLine]:
    names = names_of(session(), {each.remembered_by for each in known}) if known else {}
    return [
        RememberedLine(
            each.mapping_id,
            each.what == "rights",
            ", ".join(filter(None, each.header)),
            names[each.remembered_by].full,
            each.remembered_at,
        )
        for each in known
    ]


@dataclass(frozen=True, slots=True)
class RightLine:
    """``name`` is None for whoever may not be looked at any more, and for nobody known."""

    row: RightRow
    name: str | None
    left: bool
    problems: list[str]


def right_lines(mandate: HeldMandate, rows: Sequence[RightRow]) -> list[RightLine]:
    """Lines of rights with the names of those who may be looked at; the others have none."""
    db = session()
    people = {row.person_id for row in rows if row.person_id}
    # Whoever never worked here has no stretches: nothing of them is shown.
    employed = stretches_with(db, mandate.enterprise_id, people) if people else {}
    seen = {who for who, days in employed.items() if is_open(days, today())}
    left = employed.keys() - seen
    names = names_of(db, seen) if seen else {}
    traces = [
        Trace(
            Act.WORKER_SEEN,
            acting_under(mandate),
            Ground.MANDATE,
            subject_id=person_id,
            details={"page": "rights brought"},
        )
        for person_id in sorted(seen)
    ]
    record(db, traces, via=Channel.PAGE, at=now())
    return [
        RightLine(
            row,
            names[row.person_id].full if row.person_id in names else None,
            row.person_id in left,
            [sentence(each) for each in row.problems],
        )
        for row in rows
    ]
