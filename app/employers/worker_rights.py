"""What the employer states of one worker's right of a year."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.employers.access import mandate_for
from app.employers.acting import Carried, Matter, Stood, Told, Withdrawing
from app.employers.effects import OneSeen, one_seen, year_with
from app.employers.histories import right_lines
from app.employers.looking import Worker, look_at, today
from app.employers.rights import told, years
from app.employers.stating_forms import ReasonOfOneForm, RightOfOneForm
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
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


class WorkersRight(Matter[OneSeen]):
    """The right of one worker for a year."""

    state_all = staticmethod(state_rights)
    withdraw_all = staticmethod(withdraw_rights)

    def __init__(self, mandate: HeldMandate, worker: Worker, year: int) -> None:
        super().__init__(mandate)
        self.worker, self.year = worker, year

    @property
    def overview(self) -> str:
        return url_for(
            "worker_rights.overview",
            enterprise_number=self.mandate.enterprise_number,
            person_id=self.worker.person_id,
            year=self.year,
        )

    def told(self) -> Told:
        return told()

    def stood(self) -> Stood:
        standing = _known(self.mandate, self.worker, self.year).get(True)
        return Stood(standing.version.recorded_from, right_said(standing)) if standing else Stood()

    def look(self) -> OneSeen:
        return one_seen(session(), self.mandate, self.worker.person_id, self.year, today=today())

    def effect(self, heading: str, before: OneSeen, after: OneSeen, carried: Carried) -> str:
        return render_template(
            "employers/right_of_one_effect.html",
            nav="employers",
            mandate=self.mandate,
            worker=self.worker,
            year=self.year,
            heading=heading,
            before=before.year,
            after=after.year,
            this_year=today().year,
            then=(before.this_year, after.this_year),
            below=after.below,
            worded=worded,
            typed=carried,
        )


@door.route("/statement", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def state(enterprise_number: str, person_id: UUID, year: int) -> str | Response:
    mandate = mandate_for(enterprise_number)
    worker = _look_at(mandate, person_id, year, "form for a right")
    form = RightOfOneForm()
    heading = _("State the right of %(year)s", year=year)

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

    right = WorkersRight(mandate, worker, year)
    return right.state(form, lambda: form.statement(year, person_id), ask, heading)


@door.route("/withdrawal", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def withdraw(enterprise_number: str, person_id: UUID, year: int) -> str | Response:
    mandate = mandate_for(enterprise_number)
    worker = _look_at(mandate, person_id, year, "withdrawal of a right")
    form = ReasonOfOneForm()
    page = Withdrawing(
        heading=_("Withdraw what is stated for %(year)s", year=year),
        caption=worker.name or _("Name not yet known"),
        back_words=_("Right of %(year)s", year=year),
        effect=_(
            "What you state for everyone, or else the automatic right, holds again. You "
            "see what that changes first."
        ),
    )
    return WorkersRight(mandate, worker, year).withdraw(
        form, lambda: RightWithdrawal(year, form.reason.data or "", person_id), page
    )
