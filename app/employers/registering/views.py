"""One training for several workers: the form, what it would do, and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.employers.access import acting_under, mandate_for
from app.employers.chosen import carried, chosen
from app.employers.looking import now
from app.employers.registering.drafting import batch_address, draft, rows_for
from app.employers.registering.forms import ManyForm, brought
from app.employers.registering.receipts import FORMS, receipt
from app.employers.registering.showing import shown_batch, shown_list
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.sheets import MAX_BYTES, MEDIA_TYPES
from app.identity.access import Needs, OpensTo, opens_to
from app.learning.batches.asking import (
    Confirmed,
    Refused,
    StoodSo,
    Withdrawn,
    confirm_batch,
    withdraw_batch,
)
from app.learning.batches.queries import batch_of
from app.learning.batches.values import Batch, State
from app.learning.wording import sentence

door = Blueprint("registering", __name__, url_prefix="/employer/<enterprise_number>/trainings")


@door.url_value_preprocessor
def _room_for_a_file(_endpoint: str | None, _values: object) -> None:
    """Let a file that is too large come in, so that a sentence can say so."""
    request.max_content_length = 2 * MAX_BYTES


@door.route("/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def new(enterprise_number: str) -> str | AnyResponse:
    """The form.  The list of the workforce sends whom it is for; nothing is written by that."""
    mandate = mandate_for(enterprise_number, registering=True)
    people, checking = chosen(mandate), request.form.get("step") == "check"
    # What comes from the list is no form that was filled in.
    form = ManyForm() if checking else ManyForm(formdata=None)
    if people is not None:
        # They are chosen already: the page asks for nobody else.
        del form.numbers, form.sheet
    if (
        checking
        and form.validate_on_submit()
        and (drafted := _draft(mandate, form, people)) is not None
    ):
        return drafted
    return render_template(
        "employers/registering/new.html",
        nav="employers",
        here="trainings",
        mandate=mandate,
        form=form,
        people=people,
        carried=carried(),
    )


def _draft(mandate: HeldMandate, form: ManyForm, people: list[UUID] | None) -> AnyResponse | None:
    """Have it checked and lead on to what it would do; None where something is wrong."""
    lines = (rows_for(people), None) if people is not None else brought(form)
    return None if lines is None else draft(mandate, form, *lines)


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    """What was registered for many, newest first."""
    mandate = mandate_for(enterprise_number)
    return render_template(
        "employers/registering/overview.html",
        nav="employers",
        here="trainings",
        mandate=mandate,
        **shown_list(mandate, request.args),
    )


@door.get("/batches/<uuid:batch_id>")
@opens_to(OpensTo.MANDATE)
def batch(enterprise_number: str, batch_id: UUID) -> str:
    """What it would do, how far it is, or the receipt: one address all along."""
    mandate = mandate_for(enterprise_number)
    return render_template(
        "employers/registering/batch.html",
        nav="employers",
        here="trainings",
        mandate=mandate,
        **shown_batch(mandate, _batch(mandate, batch_id), request.args),
    )


@door.post("/batches/<uuid:batch_id>/confirmation")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def confirm(enterprise_number: str, batch_id: UUID) -> AnyResponse:
    mandate = mandate_for(enterprise_number, registering=True)
    _batch(mandate, batch_id)
    outcome = confirm_batch(
        session(), batch_id, by=acting_under(mandate), via=Channel.PAGE, at=now()
    )
    return _lead_back(mandate, batch_id, outcome)


@door.post("/batches/<uuid:batch_id>/withdrawal")
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def withdraw(enterprise_number: str, batch_id: UUID) -> AnyResponse:
    mandate = mandate_for(enterprise_number, registering=True)
    _batch(mandate, batch_id)
    outcome = withdraw_batch(
        session(), batch_id, by=acting_under(mandate), via=Channel.PAGE, at=now()
    )
    return _lead_back(mandate, batch_id, outcome)


@door.get("/batches/<uuid:batch_id>/receipt.<any(csv, xlsx):form>")
@opens_to(OpensTo.MANDATE)
def download(enterprise_number: str, batch_id: UUID, form: str) -> Response:
    """Every line with what became of it."""
    mandate = mandate_for(enterprise_number)
    found = _batch(mandate, batch_id)
    if found.state not in {State.WRITTEN, State.STOPPED}:
        abort(404)
    by = acting_under(mandate)
    details: dict[str, Any] = {"batch_id": str(batch_id), "format": form}
    trace = Trace(Act.RECEIPT_FETCHED, by, Ground.MANDATE, details=details)
    record(session(), [trace], via=Channel.PAGE, at=now())
    content = receipt(mandate, found, FORMS[form])
    response = Response(content, content_type=MEDIA_TYPES[FORMS[form]])
    response.headers["Content-Disposition"] = f'attachment; filename="{found.reference}.{form}"'
    return response


def _batch(mandate: HeldMandate, batch_id: UUID) -> Batch:
    """404 for a batch of another enterprise, as for one that there is not."""
    found = batch_of(session(), mandate.enterprise_id, batch_id)
    if found is None:
        abort(404)
    return found


def _lead_back(
    mandate: HeldMandate, batch_id: UUID, outcome: Confirmed | Withdrawn | StoodSo | Refused
) -> AnyResponse:
    for each in outcome.problems if isinstance(outcome, Refused) else ():
        flash(sentence(each), "error")
    return redirect(batch_address(mandate, batch_id))
