"""The worker's own attestations: ask, wait, take away."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, current_app, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from app.attestations.issuing import ask_for_attestation
from app.attestations.jobs import make_attestation
from app.attestations.queries import (
    AttestationRow,
    attestation_of,
    attestations_of,
    document_of,
)
from app.audit.trail import Act, Channel, Ground, Trace, record
from app.foundation.database import session
from app.foundation.jobs import enqueue
from app.foundation.languages import LANGUAGES, language
from app.identity.access import OpensTo, opens_to, signed_in

door = Blueprint("attestations", __name__)


class AskForm(FlaskForm):  # type: ignore[misc]
    language = RadioField(
        _("In which language should the document be?"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )


@door.route("/attestations", methods=["GET", "POST"])
@opens_to(OpensTo.SIGNED_IN)
def overview() -> str | AnyResponse:
    person, db, form = signed_in(), session(), AskForm()
    if form.validate_on_submit():
        key = ask_for_attestation(
            db,
            person.person_id,
            language=form.language.data,
            by=person.actor,
            via=Channel.PAGE,
            at=current_app.extensions["clock"].now(),
        )
        enqueue(db, make_attestation, attestation_id=str(key))
        return redirect(url_for("attestations.one", key=key))
    if form.language.data is None:
        form.language.data = language()
    return render_template(
        "attestations/overview.html",
        nav="attestations",
        form=form,
        attestations=attestations_of(db, person.person_id),
    )


@door.get("/attestations/<uuid:key>")
@opens_to(OpensTo.SIGNED_IN)
def one(key: UUID) -> str:
    return render_template("attestations/one.html", nav="attestations", it=_own(key))


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
