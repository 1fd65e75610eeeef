"""What the employer states of one worker's right of a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.acting import Carried, Doing, Stood, TwoSteps
from app.employers.effects import OneSeen, one_seen, year_with
from app.employers.forms import StatedForm
from app.employers.histories import right_lines
from app.employers.looking import Worker, look_at, now, today
from app.employers.rights import told, years
from app.employers.stating_forms import ReasonOfOneForm, RightOfOneForm
from app.enterprises.mandates import HeldMandate
from app.enterprises.stating import NothingStated, Outcome
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to
from app.learning.rules.account import YearAccount
from app.learning.rules.stating import employed_in
from app.learning.statements import RightVersion, right_history, rights_of_year_known
from app.learning.stating import RightWithdrawal, state_rights, withdraw_rights
from app.learning.wording import worded
from app.learning.words.versions import right_said

door = Blueprint(
    "worker_rights",
    __name__,
    url_prefix="/employer/<enterprise_number>/workforce/<uuid:person_id>/rights/<int:year>",
)


def _look_at(mandate: HeldMandate, person_id: UUID, year: int, page: str) -> Worker:
    """The worker; 404 for years of which nothing can be stated."""
    worker = look_at(mandate, person_id, page=page)
    if year not in years():
        abort(404)
    return worker


def _known(mandate: HeldMandate, worker: Worker, year: int) -> dict[bool, RightVersion]:
    """What is in force for the worker alone (True) and for everyone (False)."""
    known = rights_of_year_known(session(), mandate.enterprise_id, year, at=None)
    return {
        each.person_id is not None: each
        for each in known
        if each.person_id in (None, worker.person_id)
    }


def _year(mandate: HeldMandate, worker: Worker, year: int) -> YearAccount | None:
    return year_with(session(), mandate, worker.person_id, year, today=today())


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str, person_id: UUID, year: int) -> str:
    mandate, db = mandate_for(enterprise_number), session()
    worker = _look_at(mandate, person_id, year, "right of a year")
    known = _known(mandate, worker, year)
    own, everyone = known.get(True), known.get(False)
    stretches = [(each.starts_on, each.ends_on) for each in worker.employments]
    return render_template(
        "employers/worker_right.html",
        nav="employers",
        mandate=mandate,
        worker=worker,
        year=year,
        years=[each for each in years() if employed_in(each, stretches)],
        own=right_said(own) if own else None,
        everyone=right_said(everyone) if everyone else None,
        account=_year(mandate, worker, year),
        worded=worded,
        history=right_lines(db, right_history(db, mandate.enterprise_id, year, person_id)),
    )


@door.route("/statement", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE)
def state(enterprise_number: str, person_id: UUID, year: int) -> str | Response:
    mandate = mandate_for(enterprise_number, registering=True)
    worker = _look_at(mandate, person_id, year, "form for a right")
    form = RightOfOneForm()
    heading = _("State the right of %(year)s", year=year)

    def act(seen: datetime | None) -> Outcome:
        [outcome] = state_rights(
            session(),
            [replace(form.statement(year, person_id), seen=seen)],
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        return outcome

    def ask() -> str:
        return render_template(
            "employers/right_of_one_form.html",
            nav="employers",
            mandate=mandate,
            worker=worker,
            year=year,
            account=_year(mandate, worker, year),
            heading=heading,
            form=form,
        )

    return _two_steps(mandate, worker, year, form, act, ask, heading)


@door.route("/withdrawal", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE)
def withdraw(enterprise_number: str, person_id: UUID, year: int) -> str | Response:
    mandate = mandate_for(enterprise_number, registering=True)
    worker = _look_at(mandate, person_id, year, "withdrawal of a right")
    standing = _known(mandate, worker, year).get(True)
    if standing is None:
        told().tell(NothingStated())
        return redirect(_overview(mandate, worker, year))
    form = ReasonOfOneForm()
    heading = _("Withdraw what is stated for %(year)s", year=year)

    def act(seen: datetime | None) -> Outcome:
        [outcome] = withdraw_rights(
            session(),
            [RightWithdrawal(year, form.reason.data or "", person_id, seen)],
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        return outcome

    def ask() -> str:
        return render_template(
            "employers/withdraw.html",
            nav="employers",
            form=form,
            title=heading,
            caption=worker.name or _("Name not yet known"),
            back=_overview(mandate, worker, year),
            back_words=_("Right of %(year)s", year=year),
            standing=right_said(standing),
            effect=_(
                "What you state for everyone, or else the automatic right, holds again. You "
                "see what that changes first."
            ),
            looks_first=True,
        )

    return _two_steps(mandate, worker, year, form, act, ask, heading)


def _two_steps(
    mandate: HeldMandate,
    worker: Worker,
    year: int,
    form: StatedForm,
    act: Doing,
    ask: Callable[[], str],
    heading: str,
) -> str | Response:
    def stood() -> Stood:
        standing = _known(mandate, worker, year).get(True)
        return Stood(standing.version.recorded_from, right_said(standing)) if standing else Stood()

    def look() -> OneSeen:
        return one_seen(session(), mandate, worker.person_id, year, today=today())

    def confirm(before: OneSeen, after: OneSeen, carried: Carried) -> str:
        return render_template(
            "employers/right_of_one_effect.html",
            nav="employers",
            mandate=mandate,
            worker=worker,
            year=year,
            heading=heading,
            before=before.year,
            after=after.year,
            this_year=today().year,
            then=(before.this_year, after.this_year),
            below=after.below,
            worded=worded,
            typed=carried,
        )

    def done(outcome: Outcome) -> Response:
        told().tell(outcome)
        return redirect(_overview(mandate, worker, year))

    return TwoSteps(act, stood, look, ask, confirm, done).go(session(), form)


def _overview(mandate: HeldMandate, worker: Worker, year: int) -> str:
    return url_for(
        "worker_rights.overview",
        enterprise_number=mandate.enterprise_number,
        person_id=worker.person_id,
        year=year,
    )
