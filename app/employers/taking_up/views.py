"""Trying again what was given up: trainings for many, a brought sheet, letters, a file.

Each leads back to the page that tells how far it is; that page offers it.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.attestations.runs import progress_of
from app.attestations.taking_up import take_up_run
from app.audit.trail import Channel
from app.channels.batch.queries import file_of
from app.channels.batch.taking_up import take_up_file
from app.employers.access import acting_under, mandate_for
from app.employers.looking import now
from app.enterprises.stating import Refused
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.batches.queries import batch_of
from app.learning.batches.taking_up import take_up_batch
from app.learning.bringing.queries import sheet_of
from app.learning.bringing.taking_up import take_up_sheet
from certificates.attestation import Kind

door = Blueprint("again", __name__, url_prefix="/employer/<enterprise_number>/again")


@door.post("/trainings/<uuid:batch_id>")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def trainings(enterprise_number: str, batch_id: UUID) -> Response:
    mandate, db = mandate_for(enterprise_number), session()
    if batch_of(db, mandate.enterprise_id, batch_id) is None:
        abort(404)
    _say(take_up_batch(db, batch_id, by=acting_under(mandate), via=Channel.PAGE, at=now()))
    return redirect(
        url_for("registering.batch", enterprise_number=enterprise_number, batch_id=batch_id)
    )


@door.post("/history/<uuid:sheet_id>")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def history(enterprise_number: str, sheet_id: UUID) -> Response:
    mandate, db = mandate_for(enterprise_number), session()
    if sheet_of(db, mandate.enterprise_id, sheet_id) is None:
        abort(404)
    _say(take_up_sheet(db, sheet_id, by=acting_under(mandate), via=Channel.PAGE, at=now()))
    return redirect(
        url_for("rights_brought.one", enterprise_number=enterprise_number, sheet_id=sheet_id)
    )


@door.post("/letters/<uuid:run_id>")
@opens_to(OpensTo.MANDATE)
def letters(enterprise_number: str, run_id: UUID) -> Response:
    """Statements or notices: whoever may have them made may have them tried again."""
    mandate, db = mandate_for(enterprise_number), session()
    run = progress_of(db, mandate.enterprise_id, run_id)
    if run is None:
        abort(404)
    outcome = take_up_run(db, run, by=acting_under(mandate), via=Channel.PAGE, at=now())
    if not isinstance(outcome, int):
        abort(403)
    _say(outcome)
    number = mandate.enterprise_number
    if run.kind == Kind.BALANCE_NOTICE.value:
        return redirect(url_for("notices.one", enterprise_number=number, year=run.year))
    return redirect(url_for("statements.one", enterprise_number=number, run_id=run_id))


@door.post("/files/<uuid:file_id>")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def files(enterprise_number: str, file_id: UUID) -> Response:
    mandate, db = mandate_for(enterprise_number), session()
    file = file_of(db, enterprise_number, file_id)
    if file is None:
        abort(404)
    by = acting_under(mandate)
    _say(take_up_file(db, file, by=by, via=Channel.PAGE, at=now()))
    return redirect(url_for("files.one", enterprise_number=enterprise_number, file_id=file_id))


def _say(outcome: int | Refused) -> None:
    """A refusal needs no word: the guard has let in nobody to whom it could be given."""
    if isinstance(outcome, int) and outcome:
        flash(_("It is being tried again."), "success")
