"""What can be told of a sheet before anybody has said it: from its names, its cells, the past."""

from __future__ import annotations

from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from app.employers.bringing.listing import origin_said
from app.enterprises.mandates import HeldMandate
from app.enterprises.queries import enterprise_by_number
from app.foundation.database import session
from app.learning.bringing.lines import words_in
from app.learning.bringing.mapping import ColumnMapping, coded, guessed
from app.learning.bringing.queries import remembered_for
from app.learning.bringing.sealing import TOGETHER, lines_of
from app.learning.bringing.values import Sheet

#: Lines looked at for samples of what stands in the columns.
SAMPLES = 20


def guess_for(mandate: HeldMandate, sheet: Sheet) -> tuple[ColumnMapping, bool]:
    """What was said of these columns before, or else what they look like; whether it was said."""
    if sheet.mapping is not None:
        return sheet.mapping, False
    known = remembered_for(
        session(), mandate.enterprise_id, office_of(mandate), sheet.came.what, sheet.header
    )
    if known:
        return known.mapping, True
    return guessed(sheet.came.what, sheet.header, samples_of(sheet)), False


def office_of(mandate: HeldMandate) -> UUID | None:
    if mandate.office_number is None:
        return None
    office = enterprise_by_number(session(), mandate.office_number)
    return office.enterprise_id if office else None


def samples_of(sheet: Sheet) -> list[tuple[str, ...]]:
    first = lines_of(
        session(), sheet.sheet_id, vault=current_app.extensions["vault"], most=TOGETHER
    )
    return [line.cells for line, _at in zip(first, range(SAMPLES), strict=False)]


def reason_for(sheet: Sheet) -> str:
    said: str = _(
        "Brought along from %(origin)s, file %(file)s",
        origin=origin_said(sheet.came),
        file=sheet.came.filename,
    )
    return said


def words_of(sheet: Sheet, mapping: ColumnMapping) -> dict[str, list[str]]:
    """The words in the columns that hold words; no line is opened where there are none."""
    if not coded(sheet.came.what, mapping):
        return {}
    lines = lines_of(session(), sheet.sheet_id, vault=current_app.extensions["vault"])
    return words_in(sheet.came.what, mapping, sheet.header, lines)
