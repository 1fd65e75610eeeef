"""The offices that act for an enterprise: which, since when, by whom; proposing one, ending it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.looking import now, today
from app.employers.people.forms import NothingTyped, OfficeForm
from app.employers.people.listing import RoleLine, role_lines
from app.employers.people.wording import sentence
from app.enterprises.client_mandates import (
    MandateOver,
    ProposedAlready,
    Refused,
    end_client_mandate,
    propose_client_mandate,
    quarters_to_choose,
)
from app.enterprises.holders import Standing, offices_of, users_of
from app.enterprises.numbers import read_enterprise_number
from app.foundation.database import session
from app.foundation.writing import quarter as written_quarter
from app.identity.access import Needs, OpensTo, opens_to

door = Blueprint("offices", __name__, url_prefix="/employer/<enterprise_number>/offices")


@door.get("")
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def overview(enterprise_number: str) -> str:
    mandate, day = mandate_for(enterprise_number), today()
    offices = offices_of(session(), mandate.enterprise_id)
    standing = {each.client_mandate_id: each.standing(day) for each in offices}
    # The client sees who looks at its workers, and cannot choose them.
    going_on = [key for key, how in standing.items() if how is not Standing.OVER]
    users: dict[UUID | None, list[RoleLine]] = defaultdict(list)
    for line in role_lines(mandate, users_of(session(), going_on), page="offices"):
        if not line.is_over:
            users[line.holder.client_mandate_id].append(line)
    return render_template(
        "employers/people/offices.html",
        nav="employers",
        here="people",
        mandate=mandate,
        offices=[each for each in offices if each.client_mandate_id in set(going_on)],
        over=[each for each in offices if each.client_mandate_id not in set(going_on)],
        standing=standing,
        users=users,
    )


@door.route("/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def propose(enterprise_number: str) -> str | Response:
    mandate, form = mandate_for(enterprise_number), OfficeForm()
    quarters = quarters_to_choose(today())
    form.valid_from.choices = [
        (each.first_day.isoformat(), written_quarter(each)) for each in quarters
    ]
    if form.validate_on_submit():
        outcome = propose_client_mandate(
            session(),
            read_enterprise_number(form.office_number.data or ""),
            date.fromisoformat(form.valid_from.data),
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        if not isinstance(outcome, Refused):
            if isinstance(outcome, ProposedAlready):
                flash(
                    _("This office acts for you or was asked already: nothing was added."), "info"
                )
            else:
                flash(_("The office is asked. It acts for you once it has confirmed."), "success")
            return redirect(url_for("offices.overview", enterprise_number=enterprise_number))
        form.show(outcome.problems)
    return render_template(
        "employers/people/propose.html", nav="employers", here="people", mandate=mandate, form=form
    )


@door.route("/<uuid:client_mandate_id>/end", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def end(enterprise_number: str, client_mandate_id: UUID) -> str | Response:
    mandate, form = mandate_for(enterprise_number), NothingTyped()
    offices = offices_of(session(), mandate.enterprise_id)
    found = next((each for each in offices if each.client_mandate_id == client_mandate_id), None)
    if found is None:
        abort(404)
    overview_page = url_for("offices.overview", enterprise_number=enterprise_number)
    if form.validate_on_submit():
        outcome = end_client_mandate(
            session(), client_mandate_id, by=acting_under(mandate), via=Channel.PAGE, at=now()
        )
        if isinstance(outcome, MandateOver):
            flash(_("The mandate is ended: nobody of the office acts for you any more."), "success")
        elif isinstance(outcome, Refused):
            flash(sentence(outcome.problems[0]), "error")
        else:
            flash(_("This mandate had ended already: nothing was changed."), "info")
        return redirect(overview_page)
    return render_template(
        "employers/people/end_mandate.html",
        nav="employers",
        here="people",
        mandate=mandate,
        form=form,
        found=found,
        as_client=True,
        waiting=found.standing(today()) is Standing.WAITING,
        back=overview_page,
        back_words=_("Offices that act for you"),
    )
