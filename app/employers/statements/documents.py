"""One document of the enterprise: a worker's account statement, or the receipt of a batch."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.attestations.asking import Asked, Refused
from app.attestations.choices import kind_name, part_name
from app.attestations.jobs import make_attestation
from app.attestations.letters import letter_to, receipt_for
from app.attestations.overtaking import compare
from app.attestations.queries import AttestationRow, document_of, document_of_enterprise
from app.attestations.wishes import Wish
from app.attestations.wording import sentence, why_it_waits
from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under, mandate_for
from app.employers.looking import employments_here, look_at, now, today
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.jobs import enqueue
from app.foundation.languages import FIRST, language
from app.identity.access import OpensTo, opens_to
from app.identity.queries import names_of
from app.learning.batches.queries import batch_of, people_in, rows_of
from certificates.attestation import Kind

door = Blueprint("documents", __name__, url_prefix="/employer/<enterprise_number>")


@door.post("/workforce/<uuid:person_id>/statement")
@opens_to(OpensTo.MANDATE)
def statement(enterprise_number: str, person_id: UUID) -> AnyResponse:
    """This year's account of one worker, in the worker's own language."""
    mandate, db = mandate_for(enterprise_number), session()
    employments_here(mandate, person_id)
    wish = Wish(
        Kind.ACCOUNT_STATEMENT,
        names_of(db, [person_id])[person_id].language or FIRST,
        enterprise_id=mandate.enterprise_id,
        year=today().year,
    )
    by = acting_under(mandate)
    asked = letter_to(db, person_id, wish, by=by, via=Channel.PAGE, at=now())
    worker = url_for("employers.worker", enterprise_number=enterprise_number, person_id=person_id)
    return _lead_on(mandate, asked, otherwise=worker)


@door.post("/trainings/batches/<uuid:batch_id>/receipt")
@opens_to(OpensTo.MANDATE)
def receipt(enterprise_number: str, batch_id: UUID) -> AnyResponse:
    """The sealed receipt of a batch, in the language of whoever reads."""
    mandate, db = mandate_for(enterprise_number), session()
    if batch_of(db, mandate.enterprise_id, batch_id) is None:
        abort(404)
    by = acting_under(mandate)
    asked = receipt_for(db, batch_id, language=language(), by=by, via=Channel.PAGE, at=now())
    return _lead_on(mandate, asked, otherwise=_batch(mandate, batch_id))


def _lead_on(mandate: HeldMandate, asked: Asked | Refused, *, otherwise: str) -> AnyResponse:
    """To the document, which is made where it is not there yet."""
    if isinstance(asked, Refused):
        for each in asked.problems:
            flash(sentence(each), "error")
        return redirect(otherwise)
    if asked.new:
        enqueue(session(), make_attestation, attestation_id=str(asked.attestation_id))
    number = mandate.enterprise_number
    return redirect(url_for("documents.one", enterprise_number=number, key=asked.attestation_id))


@door.get("/documents/<uuid:key>")
@opens_to(OpensTo.MANDATE)
def one(enterprise_number: str, key: UUID) -> str:
    """How the document stands."""
    mandate, db = mandate_for(enterprise_number), session()
    _document(mandate, key)
    compare(db, key, at=now(), again=True)
    it = _document(mandate, key)
    worker = look_at(mandate, it.person_id, page="document") if it.person_id else None
    batch_id = it.wish.batch_id
    return render_template(
        "employers/statements/document.html",
        nav="employers",
        mandate=mandate,
        it=it,
        name=kind_name(it.kind),
        worker=worker,
        back=_batch(mandate, batch_id) if batch_id else None,
        parts=[part_name(each) for each in it.overtaken_parts],
        waits=why_it_waits(it.problem) if it.problem else None,
    )


@door.get("/documents/<uuid:key>/document.pdf")
@opens_to(OpensTo.MANDATE)
def pdf(enterprise_number: str, key: UUID) -> Response:
    """The document as it was sealed, with a line in the trail for everybody who is named in it."""
    mandate, db = mandate_for(enterprise_number), session()
    it = _document(mandate, key)
    content = document_of(db, key)
    if content is None:
        abort(404)
    by = acting_under(mandate)
    details = {"number": it.number}
    traces = [Trace(Act.ATTESTATION_FETCHED, by, Ground.MANDATE, it.person_id, details)]
    if it.wish.batch_id:
        traces += [
            Trace(Act.WORKER_SEEN, by, Ground.MANDATE, each, {"page": "receipt"})
            for each in people_in(rows_of(db, it.wish.batch_id))
        ]
    record(db, traces, via=Channel.PAGE, at=now())
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{it.number}.pdf"'
    return response


def _document(mandate: HeldMandate, key: UUID) -> AttestationRow:
    """404 for one of another enterprise, and about a worker who left too long ago."""
    found = document_of_enterprise(session(), mandate.enterprise_id, key)
    if found is None:
        abort(404)
    if found.person_id is not None:
        employments_here(mandate, found.person_id)
    return found


def _batch(mandate: HeldMandate, batch_id: UUID) -> str:
    number = mandate.enterprise_number
    return url_for("registering.batch", enterprise_number=number, batch_id=batch_id)
