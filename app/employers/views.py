"""The employer's pages: whom one acts for, the workforce, one worker, one training."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under, mandate_for
from app.employers.account import account_seen
from app.employers.forms import TrainingForm
from app.employers.workforce import (
    accounts_of,
    ends_stated,
    named,
    those_who_left,
    workforce,
)
from app.employment.queries import EmploymentRow, employments_of
from app.enterprises.mandates import HeldMandate, mandates_of
from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to, signed_in
from app.identity.queries import names_of
from app.learning.queries import trainings_of
from app.learning.registration import AlreadyRegistered, Refused, register_trainings

door = Blueprint("employers", __name__, url_prefix="/employer")

#: Lines of the workforce on one page.
PAGE = 50


def _now() -> Any:
    return current_app.extensions["clock"].now()


@door.get("/")
@opens_to(OpensTo.SIGNED_IN)
def choose() -> str:
    held = mandates_of(session(), signed_in().person_id, on=day_of(_now()))
    return render_template("employers/choose.html", nav="employers", mandates=held)


@door.get("/<enterprise_number>/workforce")
@opens_to(OpensTo.MANDATE)
def workers(enterprise_number: str) -> str:
    """Those employed today, or with ``who=left`` those who are not any more."""
    mandate = mandate_for(enterprise_number)
    db, now = session(), _now()
    enterprise_id, today = mandate.enterprise_id, day_of(now)
    left = request.args.get("who") == "left"
    lines = (those_who_left if left else workforce)(db, enterprise_id, today=today)
    wanted = request.args.get("name", "").strip()
    shown = named(lines, wanted)
    pages = max(-(-len(shown) // PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    on_page = shown[(page - 1) * PAGE : page * PAGE]
    seen = [
        Trace(
            Act.WORKER_SEEN,
            acting_under(mandate),
            Ground.MANDATE,
            subject_id=line.person_id,
            details={"page": "workforce"},
        )
        for line in on_page
    ]
    record(db, seen, via=Channel.PAGE, at=now)
    missed = wanted and not shown and not left
    return render_template(
        "employers/workforce.html",
        nav="employers",
        mandate=mandate,
        lines=on_page,
        left=left,
        accounts={} if left else accounts_of(db, enterprise_id, on_page, today=today),
        stated=ends_stated(db, enterprise_id, on_page) if left else set(),
        # Whom nobody of today answers to may have left: the search says so.
        found_left=len(named(those_who_left(db, enterprise_id, today=today), wanted))
        if missed
        else 0,
        found=len(shown),
        everyone=len(lines),
        wanted=wanted,
        page=page,
        pages=pages,
        year=today.year,
    )


@door.get("/<enterprise_number>/workforce/<uuid:person_id>")
@opens_to(OpensTo.MANDATE)
def worker(enterprise_number: str, person_id: UUID) -> str:
    mandate = mandate_for(enterprise_number)
    employments = _employments_here(mandate, person_id)
    return render_template(
        "employers/worker.html",
        **_worker(mandate, person_id, employments, "worker"),
        **account_seen(mandate, person_id),
    )


@door.route(
    "/<enterprise_number>/workforce/<uuid:person_id>/trainings/new", methods=["GET", "POST"]
)
@opens_to(OpensTo.MANDATE)
def register(enterprise_number: str, person_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number, registering=True)
    employments = _employments_here(mandate, person_id)
    form = TrainingForm()
    if form.validate_on_submit():
        [outcome] = register_trainings(
            session(),
            [form.registration(person_id)],
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=_now(),
        )
        if not isinstance(outcome, Refused):
            _say_what_happened(isinstance(outcome, AlreadyRegistered), form.title.data or "")
            return redirect(
                url_for(
                    "employers.worker", enterprise_number=enterprise_number, person_id=person_id
                )
            )
        form.show(outcome.problems)
    return render_template(
        "employers/register.html",
        form=form,
        **_worker(mandate, person_id, employments, "registration form"),
    )


def _say_what_happened(already: bool, title: str) -> None:
    if already:
        flash(_("“%(title)s” was registered already: nothing was added.", title=title), "info")
    else:
        flash(_("“%(title)s” is registered.", title=title), "success")


def _employments_here(mandate: HeldMandate, person_id: UUID) -> list[EmploymentRow]:
    """The worker's employments with this enterprise; 404 when there never was one."""
    rows = employments_of(session(), person_id, enterprise_id=mandate.enterprise_id)
    if not rows:
        abort(404)
    return rows


def _worker(
    mandate: HeldMandate, person_id: UUID, employments: list[EmploymentRow], page: str
) -> dict[str, Any]:
    """What the employer sees of one worker, which concerns its own employment only."""
    db, now = session(), _now()
    today = day_of(now)
    trainings = trainings_of(db, person_id, enterprise_id=mandate.enterprise_id)
    trace = Trace(
        Act.WORKER_SEEN,
        acting_under(mandate),
        Ground.MANDATE,
        subject_id=person_id,
        details={"page": page},
    )
    record(db, [trace], via=Channel.PAGE, at=now)
    return {
        "nav": "employers",
        "mandate": mandate,
        "person_id": person_id,
        "name": names_of(db, [person_id])[person_id].full,
        "employments": employments,
        "trainings": trainings,
        "year": today.year,
    }
