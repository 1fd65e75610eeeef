"""The clients an office acts for: confirming, declining, ending, and who of the office acts."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.looking import now, today
from app.employers.people.forms import EndForm, NothingTyped, UseForm
from app.employers.people.giving import in_two_steps
from app.employers.people.listing import role_lines
from app.employers.people.searching import answers_to
from app.employers.people.wording import opens_said, sentence
from app.enterprises.client_mandates import (
    Confirmed,
    MandateOver,
    Refused,
    confirm_client_mandate,
    end_client_mandate,
)
from app.enterprises.ending import end_role
from app.enterprises.giving import Given, Giving, use_client_mandates
from app.enterprises.holders import (
    ClientMandateRow,
    Holder,
    Standing,
    clients_of,
    holder,
    users_of,
)
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.problems import Problem
from app.identity.access import Needs, OpensTo, opens_to

door = Blueprint("clients", __name__, url_prefix="/employer/<enterprise_number>/clients")


@door.get("")
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def overview(enterprise_number: str) -> str:
    """Every client, those that wait for an answer first; ``q`` searches name and number."""
    mandate, day = mandate_for(enterprise_number), today()
    clients = clients_of(session(), mandate.enterprise_id)
    wanted = request.args.get("q", "").strip()
    shown = [each for each in clients if answers_to(each.other, each.other_number, wanted)]
    by_standing = {
        standing: [each for each in shown if each.standing(day) is standing]
        for standing in Standing
    }
    going_on = [*by_standing[Standing.IN_FORCE], *by_standing[Standing.TO_COME]]
    users = users_of(session(), [each.client_mandate_id for each in going_on])
    acting = {
        each.client_mandate_id: len(
            {
                user.person_id
                for user in users
                if user.client_mandate_id == each.client_mandate_id
                and user.standing(day) is not Standing.OVER
            }
        )
        for each in going_on
    }
    return render_template(
        "employers/people/clients.html",
        nav="employers",
        here="people",
        mandate=mandate,
        by_standing=by_standing,
        Standing=Standing,
        acting=acting,
        wanted=wanted,
        found=len(shown),
        everyone=len(clients),
        any_confirmed=any(
            each.standing(day) in {Standing.IN_FORCE, Standing.TO_COME} for each in clients
        ),
    )


def _client(mandate: HeldMandate, client_mandate_id: UUID) -> ClientMandateRow:
    """The client mandate, of this office; 404 for any other."""
    clients = clients_of(session(), mandate.enterprise_id)
    found = next((each for each in clients if each.client_mandate_id == client_mandate_id), None)
    if found is None:
        abort(404)
    return found


@door.get("/<uuid:client_mandate_id>")
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def client(enterprise_number: str, client_mandate_id: UUID) -> str:
    mandate = mandate_for(enterprise_number)
    found = _client(mandate, client_mandate_id)
    lines = role_lines(mandate, users_of(session(), [client_mandate_id]), page="client")
    return render_template(
        "employers/people/client.html",
        nav="employers",
        here="people",
        mandate=mandate,
        found=found,
        standing=found.standing(today()),
        Standing=Standing,
        lines=[each for each in lines if not each.is_over],
        over=[each for each in lines if each.is_over],
        form=NothingTyped(),
    )


@door.post("/<uuid:client_mandate_id>/confirmation")
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def confirm(enterprise_number: str, client_mandate_id: UUID) -> Response:
    mandate = mandate_for(enterprise_number)
    found = _client(mandate, client_mandate_id)
    outcome = confirm_client_mandate(
        session(), client_mandate_id, by=acting_under(mandate), via=Channel.PAGE, at=now()
    )
    if isinstance(outcome, Confirmed):
        said = _("The mandate is confirmed. Choose now who of your office acts for this client.")
        flash(said, "success")
    elif isinstance(outcome, Refused):
        flash(sentence(outcome.problems[0]), "error")
    else:
        flash(_("This mandate was confirmed already: nothing was changed."), "info")
    return redirect(_page_of(enterprise_number, found.client_mandate_id))


def _page_of(enterprise_number: str, client_mandate_id: UUID) -> str:
    return url_for(
        "clients.client", enterprise_number=enterprise_number, client_mandate_id=client_mandate_id
    )


@door.route("/<uuid:client_mandate_id>/end", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def end(enterprise_number: str, client_mandate_id: UUID) -> str | Response:
    """Declining what waits for an answer, ending what was confirmed."""
    mandate, form = mandate_for(enterprise_number), NothingTyped()
    found = _client(mandate, client_mandate_id)
    back = _page_of(enterprise_number, client_mandate_id)
    if form.validate_on_submit():
        outcome = end_client_mandate(
            session(), client_mandate_id, by=acting_under(mandate), via=Channel.PAGE, at=now()
        )
        if isinstance(outcome, MandateOver):
            flash(_("Your office does not act for this client any more."), "success")
        elif isinstance(outcome, Refused):
            flash(sentence(outcome.problems[0]), "error")
        else:
            flash(_("This mandate had ended already: nothing was changed."), "info")
        return redirect(url_for("clients.overview", enterprise_number=enterprise_number))
    return render_template(
        "employers/people/end_mandate.html",
        nav="employers",
        here="people",
        mandate=mandate,
        form=form,
        found=found,
        as_client=False,
        waiting=found.standing(today()) is Standing.WAITING,
        back=back,
        back_words=found.other or found.other_number,
    )


@door.route("/people/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def give(enterprise_number: str) -> str | Response:
    """Let somebody of the office act for one client, or for many at once."""
    mandate, day = mandate_for(enterprise_number), today()
    usable = {
        str(each.client_mandate_id): each.other or each.other_number or ""
        for each in clients_of(session(), mandate.enterprise_id)
        if each.standing(day) in {Standing.IN_FORCE, Standing.TO_COME}
    }
    chosen = request.args.get("client", "")
    form = UseForm(data={"valid_from": day, "clients": [chosen] if chosen in usable else []})
    form.clients.choices = list(usable.items())
    overview_page = url_for("clients.overview", enterprise_number=enterprise_number)

    def act(giving: Giving) -> tuple[Problem, ...] | Response:
        outcomes = use_client_mandates(
            session(),
            giving,
            [UUID(each) for each in form.clients.data or []],
            by=acting_under(mandate),
            via=Channel.PAGE,
            at=now(),
        )
        refused = [each for each in outcomes if isinstance(each, Refused)]
        given = [each for each in outcomes if isinstance(each, Given)]
        if refused and not given:
            return refused[0].problems
        for each in refused:
            flash(sentence(each.problems[0]), "error")
        if given:
            said = ngettext(
                "The person has the role for %(num)s client.",
                "The person has the role for %(num)s clients.",
                len(given),
            )
            opens = opens_said(giving.valid_from, today(), of_client=True)
            flash(f"{said} {opens}", "success")
        else:
            flash(_("The person has this role already: nothing was added."), "info")
        return redirect(overview_page)

    def ask() -> str:
        return render_template(
            "employers/people/give.html",
            nav="employers",
            here="people",
            mandate=mandate,
            form=form,
            title=_("Let somebody of your office act for clients"),
            back=overview_page,
            back_words=_("Clients you act for"),
        )

    names = [usable[each] for each in request.form.getlist("clients") if each in usable]
    return in_two_steps(
        form,
        act,
        ask,
        {
            "mandate": mandate,
            "enterprises": names,
            "back": overview_page,
            "back_words": _("Clients you act for"),
        },
    )


@door.route("/people/<uuid:mandate_id>/end", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def end_use(enterprise_number: str, mandate_id: UUID) -> str | Response:
    """End what one of the office's people may do, for one client or for all of them."""
    mandate, form = mandate_for(enterprise_number), EndForm()
    clients = {
        each.client_mandate_id: each for each in clients_of(session(), mandate.enterprise_id)
    }
    found = holder(session(), mandate_id)
    if found is None or found.client_mandate_id not in clients:
        abort(404)
    others = [
        each
        for each in users_of(session(), list(clients))
        if _also_of(found, each) and each.standing(today()) is not Standing.OVER
    ]
    if form.validate_on_submit():
        ending = [found, *others] if form.everywhere.data else [found]
        return _end_all(mandate, ending)
    [line] = role_lines(mandate, [found], page="end of a role")
    named = clients[found.client_mandate_id]
    return render_template(
        "employers/people/end.html",
        nav="employers",
        here="people",
        mandate=mandate,
        form=form,
        line=line,
        own=False,
        is_last=False,
        client=named.other or named.other_number,
        others=len(others),
        back=_page_of(enterprise_number, named.client_mandate_id),
        back_words=named.other or named.other_number,
    )


def _also_of(found: Holder, each: Holder) -> bool:
    return each.person_id == found.person_id and each.mandate_id != found.mandate_id


def _end_all(mandate: HeldMandate, ending: list[Holder]) -> Response:
    for each in ending:
        outcome = end_role(
            session(), each.mandate_id, by=acting_under(mandate), via=Channel.PAGE, at=now()
        )
        if isinstance(outcome, Refused):
            flash(sentence(outcome.problems[0]), "error")
            break
    else:
        flash(_("The role is ended, from now on."), "success")
    return redirect(url_for("clients.overview", enterprise_number=mandate.enterprise_number))
