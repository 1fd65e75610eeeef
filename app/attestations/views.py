"""The worker's own attestations: choose, look, ask, wait, take away, take back."""

from __future__ import annotations

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from app.attestations.asking import Refused, ask_for_attestation, preview_of
from app.attestations.checks import checks_of
from app.attestations.choices import Choice, kind_name, part_name, said_of
from app.attestations.forms import ChoosingForm, WishForm
from app.attestations.jobs import make_attestation
from app.attestations.overtaking import compare
from app.attestations.queries import (
    AttestationRow,
    attestation_of,
    attestations_of,
    document_of,
)
from app.attestations.told_apart import chosen_for
from app.attestations.wishes import Wish
from app.attestations.withdrawing import take_back
from app.attestations.wording import sentence, why_it_waits
from app.audit.trail import Act, Channel, Ground, Trace, record
from app.foundation.clock import day_of
from app.foundation.database import session
from app.foundation.jobs import enqueue
from app.foundation.languages import language
from app.identity.access import OpensTo, opens_to, signed_in
from certificates.document import preview

door = Blueprint("attestations", __name__)


@door.get("/attestations")
@opens_to(OpensTo.SIGNED_IN)
def overview() -> str | AnyResponse:
    form = ChoosingForm(request.args)
    form.offer()
    if "choice" in request.args and form.validate():
        return redirect(url_for("attestations.wish", choice=form.choice.data))
    if "choice" in request.args or "asked" in request.args:
        form.choice.errors = [_("Choose what you want attested")]
    person_id = signed_in().person_id
    earlier = attestations_of(session(), person_id)
    return render_template(
        "attestations/overview.html",
        nav="attestations",
        form=form,
        said={each.value: said_of(each) for each in Choice},
        attestations=earlier,
        chosen=chosen_for(session(), person_id, earlier) if earlier else {},
        kind_name=kind_name,
    )


@door.route("/attestations/new/<any({}):choice>".format(",".join(Choice)), methods=["GET", "POST"])
@opens_to(OpensTo.SIGNED_IN)
def wish(choice: str) -> str | AnyResponse:
    """Its options; then what it would say; then the asking.  All on one address."""
    chosen, form = Choice(choice), WishForm()
    today = day_of(current_app.extensions["clock"].now())
    form.fit(chosen, session(), signed_in().person_id, today=today)
    if form.language.data is None:
        form.language.data = language()
    step = request.form.get("step")
    if form.validate_on_submit() and step != "change":
        wanted = form.wish(chosen)
        answer = _looked(form, chosen, wanted) if step == "look" else _asked_for(form, wanted)
        if answer is not None:
            return answer
    return render_template(
        "attestations/wish.html",
        nav="attestations",
        form=form,
        choice=chosen,
        said=said_of(chosen),
    )


def _looked(form: WishForm, chosen: Choice, wanted: Wish) -> str | None:
    """What the document would say; None when something is wrong with the wish."""
    now = current_app.extensions["clock"].now()
    found = preview_of(session(), signed_in().person_id, wanted, at=now)
    if isinstance(found, Refused):
        form.show(found.problems)
        return None
    return render_template(
        "attestations/preview.html",
        nav="attestations",
        form=form,
        said=said_of(chosen),
        wish=wanted,
        nothing=found.says_nothing,
        # Made by our own templates, which escape what they are given.
        document=Markup(preview(found)),  # noqa: S704
    )


def _asked_for(form: WishForm, wanted: Wish) -> AnyResponse | None:
    found = _ask(wanted)
    if isinstance(found, Refused):
        form.show(found.problems)
        return None
    return redirect(url_for("attestations.one", key=found))


def _ask(wanted: Wish, *, anew: bool = False) -> UUID | Refused:
    """Ask, and have it made where it is not there yet."""
    person, db = signed_in(), session()
    found = ask_for_attestation(
        db,
        person.person_id,
        wanted,
        by=person.actor,
        via=Channel.PAGE,
        at=current_app.extensions["clock"].now(),
        anew=anew,
    )
    if isinstance(found, Refused):
        return found
    if found.new:
        enqueue(db, make_attestation, attestation_id=str(found.attestation_id))
    else:
        flash(_("Nothing has changed since: this is the document you had already."))
    return found.attestation_id


@door.get("/attestations/<uuid:key>")
@opens_to(OpensTo.SIGNED_IN)
def one(key: UUID) -> str:
    it = _own(key)
    compare(session(), key, at=current_app.extensions["clock"].now(), again=True)
    it = _own(key)
    return render_template(
        "attestations/one.html",
        nav="attestations",
        it=it,
        form=FlaskForm(),
        name=_name(it),
        parts=[part_name(each) for each in it.overtaken_parts],
        waits=why_it_waits(it.problem) if it.problem else None,
        checks=checks_of(session(), key) if it.checked else [],
    )


@door.post("/attestations/<uuid:key>/again")
@opens_to(OpensTo.SIGNED_IN)
def again(key: UUID) -> AnyResponse:
    """The same wish once more, with today's date and what is known today."""
    found = _ask(_own(key).wish, anew=True)
    if isinstance(found, Refused):
        flash(sentence(found.problems[0]), "error")
        return redirect(url_for("attestations.one", key=key))
    return redirect(url_for("attestations.one", key=found))


@door.route("/attestations/<uuid:key>/withdrawal", methods=["GET", "POST"])
@opens_to(OpensTo.SIGNED_IN)
def withdrawal(key: UUID) -> str | AnyResponse:
    it, form, person = _own(key), FlaskForm(), signed_in()
    there = url_for("attestations.one", key=key)
    if it.issued_at is None or it.withdrawn_at is not None:
        return redirect(there)
    if form.validate_on_submit():
        now = current_app.extensions["clock"].now()
        take_back(session(), person.person_id, key, by=person.actor, via=Channel.PAGE, at=now)
        flash(_("The document is taken back."), "success")
        return redirect(there)
    return render_template(
        "attestations/withdrawal.html", nav="attestations", it=it, form=form, name=_name(it)
    )


@door.get("/attestations/<uuid:key>/document.pdf")
@opens_to(OpensTo.SIGNED_IN)
def document(key: UUID) -> Response:
    person, db, row = signed_in(), session(), _own(key)
    content = document_of(db, key)
    if content is None:
        abort(404)
    trace = Trace(
        Act.ATTESTATION_FETCHED,
        person.actor,
        Ground.OWN_DATA,
        subject_id=person.person_id,
        details={"number": row.number},
    )
    record(db, [trace], via=Channel.PAGE, at=current_app.extensions["clock"].now())
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.number}.pdf"'
    return response


def _own(key: UUID) -> AttestationRow:
    """The attestation, if it is the signed-in person's; to anybody else there is none."""
    row = attestation_of(session(), signed_in().person_id, key)
    if row is None:
        abort(404)
    return row


def _name(it: AttestationRow) -> str:
    return kind_name(it.kind, it.options.get("asked"))
