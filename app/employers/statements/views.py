"""Account statements of those chosen, or of everyone: asked for, made by a job, taken as a ZIP."""

from __future__ import annotations

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.attestations.jobs import make_slices
from app.attestations.letters import holds_mandate
from app.attestations.runs import Progress, archive, progress_of, runs_of
from app.attestations.statements import Started, make_statements, stop
from app.attestations.taking_up import given_up_among
from app.attestations.wording import sentence
from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.chosen import carried, chosen
from app.employers.looking import now, today
from app.employers.statements.forms import YearForm
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to
from app.learning.due.queries import employed_on
from certificates.attestation import Kind

door = Blueprint("statements", __name__, url_prefix="/employer/<enterprise_number>/statements")


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    """What there is to have, and what was made before."""
    mandate = mandate_for(enterprise_number)
    runs = runs_of(session(), mandate.enterprise_id, Kind.ACCOUNT_STATEMENT)
    return render_template(
        "employers/statements/overview.html",
        nav="employers",
        mandate=mandate,
        runs=runs,
        given_up=given_up_among(session(), runs),
        workers=len(employed_on(session(), mandate.enterprise_id, today())),
    )


@door.route("/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE)
def new(enterprise_number: str) -> str | AnyResponse:
    """For those whom the list of the workforce sent; for everyone employed today without it."""
    mandate, db = mandate_for(enterprise_number), session()
    sent, making = chosen(mandate), request.form.get("step") == "make"
    people = employed_on(db, mandate.enterprise_id, today()) if sent is None else sent
    form = YearForm() if making else YearForm(formdata=None)
    form.offer(today().year)
    if making and form.validate_on_submit():
        started = make_statements(
            db,
            mandate.enterprise_id,
            people,
            kind=Kind.ACCOUNT_STATEMENT,
            year=form.of_year.data,
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        if isinstance(started, Started):
            make_slices(db, started)
            return redirect(_address(mandate, started.run_id))
        form.form_errors.extend(sentence(each) for each in started.problems)
    return render_template(
        "employers/statements/new.html",
        nav="employers",
        mandate=mandate,
        form=form,
        people=len(people),
        chosen=sent is not None,
        carried=carried(),
    )


@door.get("/<uuid:run_id>")
@opens_to(OpensTo.MANDATE)
def one(enterprise_number: str, run_id: UUID) -> str:
    """How far it is; then what there is to take away."""
    mandate = mandate_for(enterprise_number)
    run = _run(mandate, run_id)
    return render_template(
        "employers/statements/run.html",
        nav="employers",
        mandate=mandate,
        run=run,
        given_up=run_id in given_up_among(session(), [run]),
    )


@door.post("/<uuid:run_id>/stop")
@opens_to(OpensTo.MANDATE)
def stopping(enterprise_number: str, run_id: UUID) -> AnyResponse:
    """Make no more; what is made stays."""
    mandate = mandate_for(enterprise_number)
    if _run(mandate, run_id).under_way:
        stop(session(), run_id, by=acting_under(mandate), via=Channel.PAGE, at=now())
    return redirect(_address(mandate, run_id))


@door.get("/<uuid:run_id>/statements.zip")
@opens_to(OpensTo.MANDATE)
def taken(enterprise_number: str, run_id: UUID) -> AnyResponse:
    """Those that are made, as one ZIP, streamed; it breaks off with the mandate."""
    mandate = mandate_for(enterprise_number)
    run = _run(mandate, run_id)
    if run.under_way or not run.made:
        flash(_("There are no statements to take away yet."), "info")
        return redirect(_address(mandate, run_id))
    pieces = archive(
        current_app.extensions["engine"],
        current_app.extensions["clock"],
        run,
        by=acting_under(mandate),
        may=holds_mandate,
        via=Channel.PAGE,
    )
    answer = Response(pieces, mimetype="application/zip")
    name = f"statements-{enterprise_number}-{run.year}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _run(mandate: HeldMandate, run_id: UUID) -> Progress:
    """A run of statements; 404 for one of another enterprise, as for one that there is not."""
    found = progress_of(session(), mandate.enterprise_id, run_id)
    if found is None or found.kind != Kind.ACCOUNT_STATEMENT.value:
        abort(404)
    return found


def _address(mandate: HeldMandate, run_id: UUID) -> str:
    number = mandate.enterprise_number
    return url_for("statements.one", enterprise_number=number, run_id=run_id)
