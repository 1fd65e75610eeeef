"""The employer's pages: whom one acts for, the workforce, one worker, one training."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
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
from app.employers.listing import workforce_page
from app.employers.looking import employments_here
from app.employers.people.choosing import choose_page, only_enterprise
from app.employers.registering.drafting import draft, rows_for
from app.employment.queries import EmploymentRow
from app.enterprises.mandates import HeldMandate
from app.foundation.clock import day_of
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.identity.queries import names_of
from app.learning.queries import trainings_of
from app.learning.registration import AlreadyRegistered, Refused, register_trainings

door = Blueprint("employers", __name__, url_prefix="/employer")


def _now() -> Any:
    return current_app.extensions["clock"].now()


@door.get("/")
@opens_to(OpensTo.SIGNED_IN)
def choose() -> str:
    return choose_page()


@door.get("/start")
@opens_to(OpensTo.SIGNED_IN)
def start() -> Response:
    """Where the day begins: the overview of the one enterprise, or the choice among several."""
    only = only_enterprise()
    if only is None:
        return redirect(url_for("employers.choose"))
    return redirect(url_for("overview.overview", enterprise_number=only))


@door.get("/<enterprise_number>/workforce")
@opens_to(OpensTo.MANDATE)
def workers(enterprise_number: str) -> str:
    """Those employed today, or whom the filter in the address wants."""
    return workforce_page(mandate_for(enterprise_number))


@door.get("/<enterprise_number>/workforce/<uuid:person_id>")
@opens_to(OpensTo.MANDATE)
def worker(enterprise_number: str, person_id: UUID) -> str:
    mandate = mandate_for(enterprise_number)
    employments = employments_here(mandate, person_id)
    return render_template(
        "employers/worker.html",
        **_worker(mandate, person_id, employments, "worker"),
        **account_seen(mandate, person_id),
    )


@door.route(
    "/<enterprise_number>/workforce/<uuid:person_id>/trainings/new", methods=["GET", "POST"]
)
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def register(enterprise_number: str, person_id: UUID) -> str | Response:
    """Register at once; or with ``step=check`` look first at what it would do, as for several."""
    mandate = mandate_for(enterprise_number)
    employments = employments_here(mandate, person_id)
    form, checking = TrainingForm(), request.form.get("step") == "check"
    if form.validate_on_submit() and checking:
        if (drafted := draft(mandate, form, rows_for([person_id]))) is not None:
            return drafted
    elif form.validate_on_submit():
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
