"""How an employment ends, as the employer states it, and what becomes of the balance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.acting import Carried, Doing, Stood, Told, TwoSteps
from app.employers.effects import account_with
from app.employers.forms import StatedForm
from app.employers.histories import end_lines
from app.employers.looking import Worker, look_at, now, today
from app.employers.stating_forms import EndForm, ReasonOfOneForm
from app.employment.queries import EmploymentRow
from app.enterprises.mandates import HeldMandate
from app.enterprises.stating import NothingStated, Outcome
from app.foundation.database import session
from app.identity.access import OpensTo, opens_to
from app.learning.rules.account import YearAccount
from app.learning.rules.ending import OUTCOMES
from app.learning.statements import EndVersion, end_history
from app.learning.stating import EndWithdrawal, state_ends, withdraw_ends
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


@door.route("/statement", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE)
def state(enterprise_number: str, person_id: UUID, employment_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number, registering=True)
    worker = look_at(mandate, person_id, page="form for an end")
    employment = worker.employment(employment_id)
    standing = _standing(end_history(session(), person_id, employment_id))
    form = EndForm(data=_as_stated(standing))

    def act(seen: datetime | None) -> Outcome:
        [outcome] = state_ends(
            session(),
            [replace(form.statement(person_id, employment_id), seen=seen)],
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        return outcome

    def ask() -> str:
        return render_template(
            "employers/end_form.html", **_shared(mandate, worker, employment, None), form=form
        )

    def expected() -> str:
        return outcome(OUTCOMES[form.statement(person_id, employment_id).end_reason])

    heading = _("State how the employment ends")
    return _two_steps(mandate, worker, employment, form, act, ask, heading, expected)


def _as_stated(standing: EndVersion | None) -> dict[str, Any]:
    if standing is None:
        return {}
    return {"end_reason": standing.end_reason.value, "notice_from": standing.notice_from}


@door.route("/withdrawal", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE)
def withdraw(enterprise_number: str, person_id: UUID, employment_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number, registering=True)
    worker = look_at(mandate, person_id, page="withdrawal of an end")
    employment = worker.employment(employment_id)
    standing = _standing(end_history(session(), person_id, employment_id))
    if standing is None:
        _told().tell(NothingStated())
        return redirect(_overview(mandate, worker, employment))
    form = ReasonOfOneForm()
    heading = _("Withdraw how the employment ends")

    def act(seen: datetime | None) -> Outcome:
        [outcome] = withdraw_ends(
            session(),
            [EndWithdrawal(person_id, employment_id, form.reason.data or "", seen)],
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
            back=_overview(mandate, worker, employment),
            back_words=_("End of the employment"),
            standing=end_said(standing),
            effect=_("How the employment ends is then not known. You see what that changes first."),
            looks_first=True,
        )

    return _two_steps(mandate, worker, employment, form, act, ask, heading, lambda: "")


def _two_steps(
    mandate: HeldMandate,
    worker: Worker,
    employment: EmploymentRow,
    form: StatedForm,
    act: Doing,
    ask: Callable[[], str],
    heading: str,
    expected: Callable[[], str],
) -> str | Response:
    def stood() -> Stood:
        history = end_history(session(), worker.person_id, employment.employment_id)
        standing = _standing(history)
        return Stood(standing.version.recorded_from, end_said(standing)) if standing else Stood()

    def look() -> YearAccount | None:
        return _last_year(mandate, worker, employment)

    def confirm(_before: YearAccount | None, after: YearAccount | None, carried: Carried) -> str:
        return render_template(
            "employers/end_effect.html",
            **_shared(mandate, worker, employment, after),
            heading=heading,
            expected=expected(),
            typed=carried,
        )

    def done(outcome: Outcome) -> Response:
        _told().tell(outcome)
        return redirect(_overview(mandate, worker, employment))

    return TwoSteps(act, stood, look, ask, confirm, done).go(session(), form)


def _told() -> Told:
    return Told(
        stated=_("The way the employment ends is recorded."),
        already=_("This was stated already: nothing was added."),
        withdrawn=_("Your statement is withdrawn. How the employment ends is not known any more."),
        nothing=_("Nothing is stated here: there is nothing to withdraw."),
    )


def _overview(mandate: HeldMandate, worker: Worker, employment: EmploymentRow) -> str:
    return url_for(
        "endings.overview",
        enterprise_number=mandate.enterprise_number,
        person_id=worker.person_id,
        employment_id=employment.employment_id,
    )
