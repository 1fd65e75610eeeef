"""People and their roles, for access managers: who may do what, giving a role, ending one."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.looking import now, today
from app.employers.people.forms import EndForm, RoleForm
from app.employers.people.giving import in_two_steps
from app.employers.people.listing import role_lines
from app.employers.people.wording import opens_said
from app.enterprises.ending import Ended, end_role, is_last_access_manager
from app.enterprises.giving import GivenAlready, Giving, Refused, give_role
from app.enterprises.holders import Holder, holder, holders_of
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.problems import Problem
from app.identity.access import Needs, OpensTo, opens_to

door = Blueprint("people", __name__, url_prefix="/employer/<enterprise_number>/people")


@door.get("")
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def overview(enterprise_number: str) -> str:
    mandate = mandate_for(enterprise_number)
    lines = role_lines(mandate, holders_of(session(), mandate.enterprise_id), page="people")
    return render_template(
        "employers/people/overview.html",
        nav="employers",
        here="people",
        mandate=mandate,
        lines=[each for each in lines if not each.is_over],
        over=[each for each in lines if each.is_over],
    )


@door.route("/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def give(enterprise_number: str) -> str | Response:
    mandate = mandate_for(enterprise_number)
    form = RoleForm(data={"valid_from": today()})
    overview_page = url_for("people.overview", enterprise_number=enterprise_number)

    def act(giving: Giving) -> tuple[Problem, ...] | Response:
        outcome = give_role(session(), giving, by=acting_under(mandate), via=Channel.PAGE, at=now())
        if isinstance(outcome, Refused):
            return outcome.problems
        if isinstance(outcome, GivenAlready):
            flash(_("The person has this role already: nothing was added."), "info")
        else:
            said, opens = _("The role is given."), opens_said(giving.valid_from, today())
            flash(f"{said} {opens}", "success")
        return redirect(overview_page)

    def ask() -> str:
        return render_template(
            "employers/people/give.html",
            nav="employers",
            here="people",
            mandate=mandate,
            form=form,
            title=_("Give a role"),
            back=overview_page,
            back_words=_("People and their roles"),
        )

    return in_two_steps(
        form,
        act,
        ask,
        {
            "mandate": mandate,
            "enterprises": [mandate.enterprise or mandate.enterprise_number],
            "back": overview_page,
            "back_words": _("People and their roles"),
        },
    )


def _own(mandate: HeldMandate, mandate_id: UUID) -> Holder:
    """A role of the enterprise's own people; 404 for any other."""
    found = holder(session(), mandate_id)
    if (
        found is None
        or found.enterprise_id != mandate.enterprise_id
        or found.client_mandate_id is not None
    ):
        abort(404)
    return found


@door.route("/<uuid:mandate_id>/end", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def end(enterprise_number: str, mandate_id: UUID) -> str | Response:
    mandate = mandate_for(enterprise_number)
    found, form = _own(mandate, mandate_id), EndForm()
    overview_page = url_for("people.overview", enterprise_number=enterprise_number)
    if form.validate_on_submit():
        outcome = end_role(
            session(),
            mandate_id,
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
            knowing_it_is_the_last=bool(form.last.data),
        )
        if not isinstance(outcome, Refused):
            return _say_and_lead_on(mandate, found, isinstance(outcome, Ended), overview_page)
        form.show(outcome.problems)
    [line] = role_lines(mandate, [found], page="end of a role")
    return render_template(
        "employers/people/end.html",
        nav="employers",
        here="people",
        mandate=mandate,
        form=form,
        line=line,
        own=found.mandate_id == mandate.mandate_id,
        is_last=is_last_access_manager(session(), mandate_id, on=today()),
        client=None,
        others=0,
        back=overview_page,
        back_words=_("People and their roles"),
    )


def _say_and_lead_on(
    mandate: HeldMandate, found: Holder, ended: bool, overview_page: str
) -> Response:
    if ended:
        flash(_("The role is ended, from now on."), "success")
    else:
        flash(_("This role had ended already: nothing was changed."), "info")
    # Who has ended their own role may not look at the list any more.
    own = found.mandate_id == mandate.mandate_id
    return redirect(url_for("employers.choose") if own else overview_page)
