"""What others registered: the list, marking it as looked at, and deciding about duplicates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.audit.trail import Channel
from app.employers.access import acting_under, mandate_for
from app.employers.checking.comparing import twice_page
from app.employers.checking.deciding import decisions_from, say_what_became
from app.employers.checking.listing import PAGE, overview_page, wanted_as_fields, wanted_from
from app.employers.correcting_forms import seen_in
from app.employers.looking import now
from app.enterprises.mandates import HeldMandate
from app.enterprises.stating import Refused
from app.foundation.database import session
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.others.checking import SeenVersion, UpTo, check_registrations
from app.learning.others.deciding import decide
from app.learning.wording import sentence

door = Blueprint("others", __name__, url_prefix="/employer/<enterprise_number>/others")


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    """What nobody has looked at, fifty at a time, the newest first."""
    mandate = mandate_for(enterprise_number)
    return render_template(
        "employers/checking/overview.html",
        **_shared(mandate),
        **overview_page(mandate, request.args),
    )


@door.get("/twice")
@opens_to(OpensTo.MANDATE)
def twice(enterprise_number: str) -> str:
    """Likely duplicates side by side; with ``own=1`` the own ones are chosen beforehand."""
    mandate = mandate_for(enterprise_number)
    return render_template(
        "employers/checking/twice.html", **_shared(mandate), **twice_page(mandate, request.args)
    )


@door.post("/checked")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def check(enterprise_number: str) -> Response:
    """Mark those ticked as looked at; with ``step=all`` everything the filter showed."""
    mandate = mandate_for(enterprise_number)
    wanted = wanted_from(request.form)
    those: UpTo | list[SeenVersion] = _ticked()
    if request.form.get("step") == "all":
        those = UpTo(wanted, min(seen_in(request.form.get("until")), now()))
    if those:
        _mark(mandate, those)
    else:
        flash(_("Choose at least one training."), "error")
    fields: dict[str, Any] = wanted_as_fields(wanted)
    return redirect(url_for("others.overview", enterprise_number=enterprise_number, **fields))


def _ticked() -> list[SeenVersion]:
    """Worker, training and the version seen of those ticked: a page of them at most."""
    found = []
    for value in request.form.getlist("training")[:PAGE]:
        person, _space, rest = value.partition(" ")
        training, _space, seen = rest.partition(" ")
        try:
            found.append(SeenVersion(UUID(person), UUID(training), seen_in(seen)))
        except ValueError:
            continue  # no page of ours wrote that
    return found


def _mark(mandate: HeldMandate, those: UpTo | list[SeenVersion]) -> None:
    outcome = check_registrations(
        session(), those, by=acting_under(mandate), via=Channel.PAGE, at=now()
    )
    if isinstance(outcome, Refused):
        for each in outcome.problems:
            flash(sentence(each), "error")
        return
    said = ngettext(
        "%(num)s registration is marked as checked.",
        "%(num)s registrations are marked as checked.",
        outcome.number,
    )
    flash(said, "success" if outcome.number else "info")
    if not isinstance(those, UpTo) and outcome.number < len(those):
        flash(_("The others were changed or checked in the meantime: look at them again."), "info")


@door.post("/decisions")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def settle(enterprise_number: str) -> Response:
    """Carry out what was decided about the pairs of a page."""
    mandate = mandate_for(enterprise_number)
    decisions = decisions_from(mandate, request.form)
    if decisions:
        outcomes = decide(
            session(), decisions, by=acting_under(mandate), via=Channel.PAGE, at=now()
        )
        say_what_became(outcomes)
    else:
        flash(_("Decide about at least one pair."), "error")
    return redirect(url_for("others.twice", enterprise_number=enterprise_number))


def _shared(mandate: HeldMandate) -> dict[str, Any]:
    return {"nav": "employers", "here": "others", "mandate": mandate}
