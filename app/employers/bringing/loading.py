"""What a file says once it was read: rights that wait, are being stated, or are stated."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.bringing.listing import batch_page, origin_said, right_lines
from app.employers.looking import now
from app.enterprises.stating import Refused
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.bringing.confirming import confirm_rights
from app.learning.bringing.queries import right_rows, sheet_of
from app.learning.bringing.taking_up import given_up_among
from app.learning.bringing.values import Counted, RightStatus, SheetState
from app.learning.wording import sentence

door = Blueprint("rights_brought", __name__, url_prefix="/employer/<enterprise_number>/history")

#: Lines on one page.
PAGE = 50


@door.get("/<uuid:sheet_id>")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def one(enterprise_number: str, sheet_id: UUID) -> str | Response:
    """What was read of a sheet; trainings are shown as the batch they have become."""
    mandate, db = mandate_for(enterprise_number), session()
    sheet = sheet_of(db, mandate.enterprise_id, sheet_id)
    if sheet is None:
        abort(404)
    if sheet.state is SheetState.BROUGHT:
        return redirect(
            url_for("bringing.columns", enterprise_number=enterprise_number, sheet_id=sheet_id)
        )
    if sheet.batch_id and sheet.state is SheetState.READ:
        return redirect(batch_page(mandate, sheet.batch_id))
    shown = _shown(request.args.get("shown", ""))
    lines = _how_many(sheet.counted, shown)
    pages = max(-(-lines // PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    under_way = sheet.state in {SheetState.READING, SheetState.WRITING}
    given_up = sheet_id in given_up_among(db, [sheet])
    rows = (
        []
        if under_way
        else right_rows(db, sheet_id, status=shown, first=(page - 1) * PAGE, most=PAGE)
    )
    return render_template(
        "employers/bringing/one.html",
        nav="employers",
        here="history",
        mandate=mandate,
        sheet=sheet,
        origin=origin_said(sheet.came),
        given_up=given_up,
        waits=under_way and not given_up,
        lines=right_lines(mandate, rows),
        shown=shown,
        statuses=[each for each in RightStatus if _how_many(sheet.counted, each)],
        page=page,
        pages=pages,
    )


def _shown(name: str) -> RightStatus | None:
    return RightStatus(name) if name in set(RightStatus) else None


def _how_many(counted: Counted, status: RightStatus | None) -> int:
    return counted.total if status is None else int(getattr(counted, status.value))


@door.post("/<uuid:sheet_id>/load")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def load(enterprise_number: str, sheet_id: UUID) -> Response:
    """State the rights that were shown."""
    mandate, db = mandate_for(enterprise_number), session()
    if sheet_of(db, mandate.enterprise_id, sheet_id) is None:
        abort(404)
    outcome = confirm_rights(db, sheet_id, by=acting_under(mandate), via=Channel.PAGE, at=now())
    if isinstance(outcome, Refused):
        flash(sentence(outcome.problems[0]), "error")
    return redirect(
        url_for("rights_brought.one", enterprise_number=enterprise_number, sheet_id=sheet_id)
    )
