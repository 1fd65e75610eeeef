"""The first connection of an enterprise: a task list for its legal representative."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import mandate_for_representative
from app.employers.looking import now, today
from app.employers.people.forms import EnterpriseForm, NothingTyped, PersonForm
from app.employers.people.giving import in_two_steps
from app.employers.people.wording import sentence
from app.enterprises.giving import GivenAlready, Giving, Refused, name_access_manager
from app.enterprises.holders import known_enterprise, roles_in_force
from app.enterprises.mandates import Role
from app.enterprises.representing import register_enterprise
from app.foundation.database import session
from app.foundation.problems import Problem
from app.identity.access import OpensTo, opens_to, signed_in

door = Blueprint(
    "first_connection", __name__, url_prefix="/employer/<enterprise_number>/first-connection"
)


@door.get("")
@opens_to(OpensTo.REPRESENTATIVE)
def overview(enterprise_number: str) -> str:
    representative = mandate_for_representative(enterprise_number)
    known = known_enterprise(session(), enterprise_number)
    roles = (
        roles_in_force(session(), representative.enterprise_id, on=today())
        if representative.enterprise_id
        else {}
    )
    return render_template(
        "employers/people/first_connection.html",
        nav="employers",
        enterprise_number=enterprise_number,
        known=known,
        complete=known is not None and known.is_complete,
        managers=roles.get(Role.ACCESS_MANAGER, 0),
        others=roles.get(Role.REGISTRAR, 0) + roles.get(Role.READER, 0),
        form=NothingTyped(),
    )


@door.route("/enterprise", methods=["GET", "POST"])
@opens_to(OpensTo.REPRESENTATIVE)
def register(enterprise_number: str) -> str | Response:
    representative = mandate_for_representative(enterprise_number)
    known, form = known_enterprise(session(), enterprise_number), EnterpriseForm()
    if form.validate_on_submit():
        outcome = register_enterprise(
            session(), form.number, by=representative, via=Channel.PAGE, at=now()
        )
        if not isinstance(outcome, Refused):
            flash(_("The enterprise is registered."), "success")
            return redirect(
                url_for("first_connection.overview", enterprise_number=enterprise_number)
            )
        form.show(outcome.problems)
    return render_template(
        "employers/people/enterprise.html",
        nav="employers",
        enterprise_number=enterprise_number,
        known=known,
        form=form,
    )


@door.route("/access-managers/new", methods=["GET", "POST"])
@opens_to(OpensTo.REPRESENTATIVE)
def name_somebody(enterprise_number: str) -> str | Response:
    representative = mandate_for_representative(enterprise_number)
    known = known_enterprise(session(), enterprise_number)
    task_list = url_for("first_connection.overview", enterprise_number=enterprise_number)
    if known is None or not known.is_complete:
        flash(_("Register the enterprise first."), "info")
        return redirect(task_list)
    form = PersonForm()

    def act(giving: Giving) -> tuple[Problem, ...] | Response:
        return _name(giving, enterprise_number)

    shown = {
        "enterprise_number": enterprise_number,
        "back": task_list,
        "back_words": _("First connection"),
    }

    def ask() -> str:
        return render_template(
            "employers/people/give.html",
            nav="employers",
            form=form,
            title=_("Name an access manager"),
            mandate=None,
            caption=known.name,
            **shown,
        )

    assert representative.enterprise_id is not None, "a known enterprise has a key"
    named = [known.name or enterprise_number]
    return in_two_steps(form, act, ask, {"mandate": None, "enterprises": named, **shown})


@door.post("/access-managers/myself")
@opens_to(OpensTo.REPRESENTATIVE)
def name_myself(enterprise_number: str) -> Response:
    person = signed_in()
    giving = Giving(person.person_id, person.name or None, Role.ACCESS_MANAGER, today())
    known = known_enterprise(session(), enterprise_number)
    task_list = url_for("first_connection.overview", enterprise_number=enterprise_number)
    if known is None or not known.is_complete:
        flash(_("Register the enterprise first."), "info")
        return redirect(task_list)
    outcome = _name(giving, enterprise_number)
    if isinstance(outcome, tuple):
        flash(sentence(outcome[0]), "error")
        return redirect(task_list)
    return outcome


def _name(giving: Giving, enterprise_number: str) -> tuple[Problem, ...] | Response:
    representative = mandate_for_representative(enterprise_number)
    outcome = name_access_manager(session(), giving, by=representative, via=Channel.PAGE, at=now())
    if isinstance(outcome, Refused):
        return outcome.problems
    if isinstance(outcome, GivenAlready):
        flash(_("The person has this role already: nothing was added."), "info")
    else:
        flash(_("The access manager is named."), "success")
    return redirect(url_for("first_connection.overview", enterprise_number=enterprise_number))
