"""Balance notices for everyone: asking for them, watching them being made, taking them away."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app.attestations.jobs import make_slices
from app.attestations.letters import holds_mandate
from app.attestations.runs import Progress, archive, runs_of
from app.attestations.statements import Started, make_statements
from app.attestations.taking_up import given_up_among
from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.looking import now, today
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.due.parameters import duties
from app.learning.due.queries import employed_on
from app.learning.due.rules import Code, Standing
from certificates.attestation import Kind

door = Blueprint("notices", __name__, url_prefix="/employer/<enterprise_number>/notices")


def _runs(db: Session, mandate: HeldMandate) -> list[Progress]:
    """The runs of balance notices, the latest first."""
    return runs_of(db, mandate.enterprise_id, Kind.BALANCE_NOTICE)


def _of_year(runs: list[Progress], year: int) -> Progress | None:
    return next((each for each in runs if each.year == year), None)


@door.get("/<int:year>")
@opens_to(OpensTo.MANDATE)
def one(enterprise_number: str, year: int) -> str:
    """The notices of a year: what they are, and how far those asked for last have come."""
    mandate, db, day = mandate_for(enterprise_number), session(), today()
    runs = _runs(db, mandate)
    run = _of_year(runs, year)
    if run is None and year != day.year:
        abort(404)
    return render_template(
        "employers/due/notices.html",
        nav="employers",
        mandate=mandate,
        year=year,
        this_year=day.year,
        run=run,
        given_up=run is not None and run.run_id in given_up_among(db, [run]),
        years=sorted({day.year, *(each.year for each in runs)}, reverse=True),
        workers=len(employed_on(db, mandate.enterprise_id, day)),
        is_law=duties()[Code.BALANCE_NOTICE].ground_on(day).standing is Standing.LAW,
    )


@door.post("/<int:year>/making")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def ask(enterprise_number: str, year: int) -> AnyResponse:
    """Have a notice made for everyone employed today, in each worker's own language."""
    mandate, db = mandate_for(enterprise_number), session()
    run, people = _of_year(_runs(db, mandate), year), None
    if run and run.under_way:
        flash(_("The notices of this year are being made already"), "info")
    elif year == today().year:
        people = employed_on(db, mandate.enterprise_id, today())
    if people:
        started = make_statements(
            db,
            mandate.enterprise_id,
            people,
            kind=Kind.BALANCE_NOTICE,
            year=year,
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        if isinstance(started, Started):
            make_slices(db, started)
    return redirect(url_for("notices.one", enterprise_number=enterprise_number, year=year))


@door.get("/<int:year>/notices.zip")
@opens_to(OpensTo.MANDATE)
def taken(enterprise_number: str, year: int) -> AnyResponse:
    """All notices asked for last, as one ZIP, streamed; it breaks off with the mandate."""
    mandate, db = mandate_for(enterprise_number), session()
    run = _of_year(_runs(db, mandate), year)
    if run is None or run.under_way or not run.made:
        flash(_("There are no notices to take away yet."), "info")
        return redirect(url_for("due.overview", enterprise_number=enterprise_number))
    name = f"notices-{enterprise_number}-{year}.zip"
    return Response(
        archive(
            current_app.extensions["engine"],
            current_app.extensions["clock"],
            run,
            by=acting_under(mandate),
            may=holds_mandate,
            via=Channel.PAGE,
        ),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
