"""The systems that act for an enterprise: the list, one of them, and registering another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.looking import now, today
from app.employers.machines.forms import (
    AllowedForm,
    EndForm,
    KeysForm,
    KindForm,
    MachineForm,
    MachinesForm,
)
from app.employers.machines.wording import scope_words, sentence
from app.enterprises.holders import Standing, clients_of
from app.enterprises.machines.ending import add_keys, end_key, end_machine
from app.enterprises.machines.listing import MachineRow, machines_of
from app.enterprises.machines.registering import (
    MachineUnchanged,
    Refused,
    change_machine,
    register_machine,
)
from app.enterprises.machines.rules import Wanted
from app.enterprises.machines.scopes import ClientKind
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from config import Config

door = Blueprint("machines", __name__, url_prefix="/employer/<enterprise_number>/machines")


@door.get("")
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def overview(enterprise_number: str) -> str:
    """Every system, those in use first; what was ended is kept below."""
    mandate = mandate_for(enterprise_number)
    machines = machines_of(session(), mandate.enterprise_id)
    return _page(
        "employers/machines/overview.html",
        mandate,
        machines=[each for each in machines if each.ended_at is None],
        over=[each for each in machines if each.ended_at is not None],
    )


@door.route("/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def new(enterprise_number: str) -> str | Response:
    """Whose system it is comes first: what it may do depends on it."""
    mandate, form = mandate_for(enterprise_number), KindForm()
    if form.validate_on_submit():
        place = "machines.register"
        return redirect(url_for(place, enterprise_number=enterprise_number, kind=form.kind.data))
    return _page("employers/machines/kind.html", mandate, form=form)


@door.route("/new/<any(employer,office,provider):kind>", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def register(enterprise_number: str, kind: str) -> str | Response:
    mandate, whose, form = mandate_for(enterprise_number), ClientKind(kind), MachineForm()
    clients = _clients(mandate)
    form.offer(whose, {str(key): name for key, (name, _enterprise) in clients.items()})
    outside = bool(_config().oauth_issuer)
    if outside:
        del form.jwks
    else:
        del form.outside_name
    if form.validate_on_submit():
        keys = () if outside else form.read_keys()
        if keys is not None:
            wanted = Wanted(
                form.name.data or "",
                whose,
                form.allowed,
                keys,
                (form.outside_name.data or "").strip() if outside else None,
            )
            outcome = register_machine(
                session(), wanted, by=acting_under(mandate), via=Channel.PAGE, at=now()
            )
            if not isinstance(outcome, Refused):
                flash(_("The system is registered and can sign in."), "success")
                return _lead_to(enterprise_number, outcome.client_id)
            form.show(outcome.problems)
    return _page("employers/machines/register.html", mandate, form=form, kind=whose)


@door.get("/<uuid:client_id>")
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def machine(enterprise_number: str, client_id: UUID) -> str:
    mandate = mandate_for(enterprise_number)
    found = _machine(mandate, client_id)
    names = {enterprise: name for name, enterprise in _clients(mandate).values()}
    config = _config()
    return _page(
        "employers/machines/machine.html",
        mandate,
        found=found,
        chosen=sorted(names[each] for each in found.clients if each in names),
        token_url=None if config.oauth_issuer else f"{config.public_address}/oauth/token",
        issuer=config.oauth_issuer,
    )


@door.route("/<uuid:client_id>/allowed", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def change(enterprise_number: str, client_id: UUID) -> str | Response:
    """What it may do, and for whom."""
    mandate = mandate_for(enterprise_number)
    found, clients = _machine(mandate, client_id), _clients(mandate)
    form = AllowedForm(
        data={
            "scopes": [each.value for each in found.scopes],
            "which": "all" if found.every_client else "chosen",
            "clients": [str(k) for k, (_name, which) in clients.items() if which in found.clients],
        }
    )
    form.offer(found.kind, {str(key): name for key, (name, _enterprise) in clients.items()})
    if form.validate_on_submit():
        outcome = change_machine(
            session(), client_id, form.allowed, by=acting_under(mandate), via=Channel.PAGE, at=now()
        )
        if not isinstance(outcome, Refused):
            unchanged = isinstance(outcome, MachineUnchanged)
            said = _("It stood so already.") if unchanged else _("From its next call on it is so.")
            flash(said, "info" if unchanged else "success")
            return _lead_to(enterprise_number, client_id)
        form.show(outcome.problems)
    return _page("employers/machines/allowed.html", mandate, form=form, found=found)


@door.route("/<uuid:client_id>/keys/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def add_key(enterprise_number: str, client_id: UUID) -> str | Response:
    mandate, form = mandate_for(enterprise_number), KeysForm()
    found = _machine(mandate, client_id)
    if form.validate_on_submit():
        keys = form.read_keys()
        if keys is not None:
            outcome = add_keys(
                session(), client_id, keys, by=acting_under(mandate), via=Channel.PAGE, at=now()
            )
            if not isinstance(outcome, Refused):
                flash(_("The key is added. End the older one once it is not used."), "success")
                return _lead_to(enterprise_number, client_id)
            form.show(outcome.problems)
    return _page("employers/machines/key.html", mandate, form=form, found=found)


@door.route("/<uuid:client_id>/keys/<thumbprint>/end", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def stop_key(enterprise_number: str, client_id: UUID, thumbprint: str) -> str | Response:
    mandate, form = mandate_for(enterprise_number), EndForm()
    found = _machine(mandate, client_id)
    key = next((each for each in found.keys if each.thumbprint == thumbprint), None)
    if key is None:
        abort(404)
    if form.validate_on_submit():
        outcome = end_key(
            session(), client_id, thumbprint, by=acting_under(mandate), via=Channel.PAGE, at=now()
        )
        return _ended(outcome, _("The key is ended."), enterprise_number, client_id)
    return _page("employers/machines/end_key.html", mandate, form=form, found=found, key=key)


@door.route("/<uuid:client_id>/end", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.MANAGING)
def stop(enterprise_number: str, client_id: UUID) -> str | Response:
    mandate, form = mandate_for(enterprise_number), EndForm()
    found = _machine(mandate, client_id)
    if form.validate_on_submit():
        outcome = end_machine(
            session(), client_id, by=acting_under(mandate), via=Channel.PAGE, at=now()
        )
        return _ended(outcome, _("The system is ended."), enterprise_number, client_id)
    return _page("employers/machines/end.html", mandate, form=form, found=found)


def _ended(outcome: Any, said: str, enterprise_number: str, client_id: UUID) -> Response:
    if isinstance(outcome, Refused):
        flash(sentence(outcome.problems[0]), "error")
    elif isinstance(outcome, MachineUnchanged):
        flash(_("It was ended already: nothing was changed."), "info")
    else:
        flash(said, "success")
    return _lead_to(enterprise_number, client_id)


def _lead_to(enterprise_number: str, client_id: UUID) -> Response:
    place = "machines.machine"
    return redirect(url_for(place, enterprise_number=enterprise_number, client_id=client_id))


def _machine(mandate: HeldMandate, client_id: UUID) -> MachineRow:
    """The system, of this enterprise; 404 for any other."""
    machines = machines_of(session(), mandate.enterprise_id)
    found = next((each for each in machines if each.client_id == client_id), None)
    if found is None:
        abort(404)
    return found


def _clients(mandate: HeldMandate) -> dict[UUID, tuple[str, UUID]]:
    """The clients that the enterprise acts for as an office: by mandate, name and enterprise."""
    going_on = {Standing.IN_FORCE, Standing.TO_COME}
    return {
        each.client_mandate_id: (each.other or each.other_number or "", each.client_id)
        for each in clients_of(session(), mandate.enterprise_id)
        if each.standing(today()) in going_on
    }


def _config() -> Config:
    config: Config = current_app.config["PARCOURS"]
    return config


def _page(name: str, mandate: HeldMandate, *, form: MachinesForm | None = None, **more: Any) -> str:
    return render_template(
        name,
        nav="employers",
        here="people",
        mandate=mandate,
        form=form,
        scope_words=scope_words,
        ClientKind=ClientKind,
        **more,
    )
