"""How an employment ends, as the employer states it, and what becomes of the balance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.employers.access import mandate_for
from app.employers.acting import Carried, Matter, Stood, Told, Withdrawing
from app.employers.effects import account_with
from app.employers.histories import end_lines
from app.employers.looking import Worker, look_at, today
from app.employers.stating_forms import EndForm, ReasonOfOneForm
from app.employment.queries import EmploymentRow
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.rules.account import YearAccount
from app.learning.rules.ending import OUTCOMES
from app.learning.statements import EndVersion, end_history
from app.learning.stating import EndStatement, EndWithdrawal, state_ends, withdraw_ends
from app.learning.wording import doubted, worded
from app.learning.words.versions import end_said, outcome

door = Blueprint(
    "endings",
    __name__,
    url_prefix="/employer/<enterprise_number>/workforce/<uuid:person_id>"
    "/employments/<uuid:employment_id>/end",
)


def _last_year(
    mandate: HeldMandate, worker: Worker, employment: EmploymentRow
) -> YearAccount | None:
    """The year in which the account ends with this employment.

    None while no last day is declared, for an end before the law, and where the account goes
    on because another employment follows.
    """
    if employment.ends_on is None:
        return None
    known = account_with(
        session(), mandate, worker.person_id, until=employment.ends_on.year, today=today()
    )
    years = known.ledger.years if known else ()
    found = [each for each in years if each.end and each.end.since == employment.ends_on]
    return found[-1] if found else None


def _standing(history: list[EndVersion]) -> EndVersion | None:
    return next((each for each in history if each.version.recorded_until is None), None)


def _shared(
    mandate: HeldMandate, worker: Worker, employment: EmploymentRow, last_year: YearAccount | None
) -> dict[str, Any]:
    """What every page about an end shows."""
    return {
        "nav": "employers",
        "mandate": mandate,
        "worker": worker,
        "employment": employment,
        "last_year": last_year,
        "worded": worded,
        "doubted": doubted,
    }


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str, person_id: UUID, employment_id: UUID) -> str:
    mandate = mandate_for(enterprise_number)
    worker = look_at(mandate, person_id, page="end of an employment")
    employment = worker.employment(employment_id)
    history = end_history(session(), person_id, employment_id)
    standing = _standing(history)
    return render_template(
        "employers/end.html",
        **_shared(mandate, worker, employment, _last_year(mandate, worker, employment)),
        standing=end_said(standing) if standing else None,
        outcome=outcome(OUTCOMES[standing.end_reason]) if standing else None,
        history=end_lines(session(), history),
    )


class End(Matter[YearAccount | None]):
    """How one employment ends.  ``expected``: what becomes of the balance, for a reason said."""

    state_all = staticmethod(state_ends)
    withdraw_all = staticmethod(withdraw_ends)

    def __init__(
        self,
        mandate: HeldMandate,
        worker: Worker,
        employment: EmploymentRow,
        expected: Callable[[], str] = str,
    ) -> None:
        super().__init__(mandate)
        self.worker, self.employment, self.expected = worker, employment, expected

    @property
    def overview(self) -> str:
        return url_for(
            "endings.overview",
            enterprise_number=self.mandate.enterprise_number,
            person_id=self.worker.person_id,
            employment_id=self.employment.employment_id,
        )

    def told(self) -> Told:
        return Told(
            stated=_("The way the employment ends is recorded."),
            already=_("This was stated already: nothing was added."),
            withdrawn=_(
                "Your statement is withdrawn. How the employment ends is not known any more."
            ),
            nothing=_("Nothing is stated here: there is nothing to withdraw."),
        )

    def stood(self) -> Stood:
        history = end_history(session(), self.worker.person_id, self.employment.employment_id)
        standing = _standing(history)
        return Stood(standing.version.recorded_from, end_said(standing)) if standing else Stood()

    def look(self) -> YearAccount | None:
        return _last_year(self.mandate, self.worker, self.employment)

    def effect(
        self,
        heading: str,
        before: YearAccount | None,
        after: YearAccount | None,
        carried: Carried,
    ) -> str:
        return render_template(
            "employers/end_effect.html",
            **_shared(self.mandate, self.worker, self.employment, after),
            heading=heading,
            expected=self.expected(),
            typed=carried,
        )


@door.route("/statement", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def state(enterprise_number: str, person_id: UUID, employment_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number)
    worker = look_at(mandate, person_id, page="form for an end")
    employment = worker.employment(employment_id)
    standing = _standing(end_history(session(), person_id, employment_id))
    form = EndForm(data=_as_stated(standing))

    def ask() -> str:
        return render_template(
            "employers/end_form.html", **_shared(mandate, worker, employment, None), form=form
        )

    def said() -> EndStatement:
        return form.statement(person_id, employment_id)

    end = End(mandate, worker, employment, lambda: outcome(OUTCOMES[said().end_reason]))
    return end.state(form, said, ask, _("State how the employment ends"))


def _as_stated(standing: EndVersion | None) -> dict[str, Any]:
    if standing is None:
        return {}
    return {"end_reason": standing.end_reason.value, "notice_from": standing.notice_from}


@door.route("/withdrawal", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def withdraw(enterprise_number: str, person_id: UUID, employment_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number)
    worker = look_at(mandate, person_id, page="withdrawal of an end")
    employment = worker.employment(employment_id)
    form = ReasonOfOneForm()
    page = Withdrawing(
        heading=_("Withdraw how the employment ends"),
        caption=worker.name or _("Name not yet known"),
        back_words=_("End of the employment"),
        effect=_("How the employment ends is then not known. You see what that changes first."),
    )
    return End(mandate, worker, employment).withdraw(
        form, lambda: EndWithdrawal(person_id, employment_id, form.reason.data or ""), page
    )
