"""Files of registrations: those that were sent, one of them, and what may be taken away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_from_directory,
    stream_with_context,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.channels.batch import elements
from app.channels.batch.messages import notification, receipt
from app.channels.batch.queries import file_of, files_of, results_of
from app.channels.batch.receiving import Coming, NotTaken, receive_file
from app.channels.batch.taking_up import given_up_among
from app.channels.batch.values import File, Mode, Result, Sender, State, Way
from app.channels.batch.wording import said
from app.employers.access import acting_under, mandate_for
from app.employers.files.answers import answers_of
from app.employers.files.balances import sheet_of, told_on_page
from app.employers.files.forms import SendForm, file_name
from app.employers.looking import now
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.languages import language
from app.foundation.sheets.writing import MEDIA_TYPES, Cell, write_sheet
from app.identity.access import Needs, OpensTo, opens_to

door = Blueprint("files", __name__, url_prefix="/employer/<enterprise_number>/files")
schemas = Blueprint("schemas", __name__, url_prefix="/xml/schemas")

#: Rows of a table on one page.
ON_A_PAGE = 100
#: Most files are answered by then, so their page asks again at once; later it disturbs nobody.
_SOON = timedelta(seconds=10)
_SCHEMAS = Path(elements.__file__).parent / "schemas"


@door.url_value_preprocessor
def _room_for_a_file(_endpoint: str | None, _values: object) -> None:
    request.max_content_length = current_app.config["PARCOURS"].upload_megabytes << 20


@door.get("")
@opens_to(OpensTo.MANDATE)
def overview(enterprise_number: str) -> str:
    mandate = mandate_for(enterprise_number)
    files = files_of(session(), enterprise_number)
    return render_template(
        "employers/files/overview.html",
        nav="employers",
        here="files",
        mandate=mandate,
        files=files,
        given_up=given_up_among(session(), files),
    )


@door.route("/new", methods=["GET", "POST"])
@opens_to(OpensTo.MANDATE, needs=Needs.REGISTERING)
def send(enterprise_number: str) -> str | Redirect:
    mandate = mandate_for(enterprise_number)
    form = SendForm()
    if form.validate_on_submit():
        file_id = _sent(mandate, form)
        if file_id:
            return redirect(
                url_for("files.one", enterprise_number=enterprise_number, file_id=file_id)
            )
    return render_template(
        "employers/files/send.html",
        nav="employers",
        here="files",
        mandate=mandate,
        form=form,
        most=current_app.config["PARCOURS"].upload_megabytes,
    )


def _sent(mandate: HeldMandate, form: SendForm) -> UUID | None:
    """The file that was taken; None, with a sentence at its field, where it was not."""
    by = acting_under(mandate)
    coming = Coming(
        file_name(form.file.data.filename or ""), Way.UPLOAD, language(), form.chosen_mode()
    )
    sender = Sender(mandate.enterprise_number or "", by.person_id, by.mandate_id)
    received = receive_file(session(), form.file.data.stream, coming, sender=sender, at=now())
    form.file.data.close()  # what was set aside of it on the disk goes with it
    if isinstance(received, NotTaken):
        form.file.errors = [*form.file.errors, said(received.fault)]
        return None
    return received.file_id


@door.get("/<uuid:file_id>")
@opens_to(OpensTo.MANDATE)
def one(enterprise_number: str, file_id: UUID) -> str:
    mandate = mandate_for(enterprise_number)
    file = _file(enterprise_number, file_id)
    after = request.args.get("after", 0, type=int)
    refused = results_of(
        session(), file_id, refused=True, after=min(max(after, 0), 1 << 30), most=ON_A_PAGE + 1
    )
    return render_template(
        "employers/files/one.html",
        nav="employers",
        here="files",
        mandate=mandate,
        file=file,
        just_sent=now() - file.received_at < _SOON,
        given_up=file_id in given_up_among(session(), [file]),
        broken=said(file.broken) if file.broken else None,
        told=told_on_page(mandate, file) if _foretells(file) else None,
        refused=refused[:ON_A_PAGE],
        after=after,
        more=len(refused) > ON_A_PAGE,
        said=said,
    )


@door.get("/<uuid:file_id>/receipt.xml")
@opens_to(OpensTo.MANDATE)
def fetch_receipt(enterprise_number: str, file_id: UUID) -> Response:
    mandate_for(enterprise_number)
    file = _file(enterprise_number, file_id)
    return _download(iter([receipt(file)]), "application/xml", f"receipt-{file_id}.xml")


@door.get("/<uuid:file_id>/notification.xml")
@opens_to(OpensTo.MANDATE)
def fetch_notification(enterprise_number: str, file_id: UUID) -> Response:
    mandate = mandate_for(enterprise_number)
    file = _done(enterprise_number, file_id)
    _tell(mandate, file, "xml")
    pieces = notification(file, answers_of(mandate, file))
    return _download(pieces, "application/xml", f"notification-{file_id}.xml")


@door.get("/<uuid:file_id>/refused.csv")
@opens_to(OpensTo.MANDATE)
def fetch_refused(enterprise_number: str, file_id: UUID) -> Response:
    mandate = mandate_for(enterprise_number)
    file = _done(enterprise_number, file_id)
    _tell(mandate, file, "csv")
    return _download(
        write_sheet(_rows(answers_of(mandate, file, refused=True)), header=_header(), as_="csv"),
        MEDIA_TYPES["csv"],
        f"refused-{file_id}.csv",
    )


@door.get("/<uuid:file_id>/balances.csv")
@opens_to(OpensTo.MANDATE)
def fetch_balances(enterprise_number: str, file_id: UUID) -> Response:
    """Every balance that a pre-flight would change."""
    mandate = mandate_for(enterprise_number)
    file = _done(enterprise_number, file_id)
    if not _foretells(file):
        abort(404)
    _tell(mandate, file, "csv")
    return sheet_of(mandate, file)


def _foretells(file: File) -> bool:
    return file.mode is Mode.PREFLIGHT and file.state is State.DONE


def _header() -> tuple[str, ...]:
    return (
        *(_("Line"), _("Record"), _("Reference"), _("Code")),
        *(_("Element"), _("Value"), _("What is wrong")),
    )


def _rows(results: Iterator[Result]) -> Iterator[tuple[Cell, ...]]:
    """A row for each thing that is wrong."""
    for result in results:
        for fault in result.faults:
            yield (
                *(result.line, result.record, result.reference, fault.code),
                *(fault.element, fault.value, said(fault)),
            )


def _download(pieces: Iterator[str] | Iterator[bytes], kind: str, name: str) -> Response:
    answer = Response(stream_with_context(pieces), content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _file(enterprise_number: str, file_id: UUID) -> File:
    file = file_of(session(), enterprise_number, file_id)
    if file is None:
        abort(404)
    return file


def _done(enterprise_number: str, file_id: UUID) -> File:
    file = _file(enterprise_number, file_id)
    if file.state is not State.DONE:
        abort(404)
    return file


def _tell(mandate: HeldMandate, file: File, kind: str) -> None:
    details = {"file_id": str(file.file_id), "format": kind}
    trace = Trace(Act.FILE_ANSWERED, acting_under(mandate), Ground.MANDATE, details=details)
    record(session(), [trace], via=Channel.PAGE, at=now())


@schemas.get('/<any("registrations.xsd", "types.xsd", "answers.xsd"):name>')
@opens_to(OpensTo.ANYONE)
def schema(name: str) -> Response:
    return send_from_directory(_SCHEMAS, name, mimetype="application/xml")
