"""XML files of registrations: sending one, how far it is, and what became of its records."""

from __future__ import annotations

import tempfile
from typing import Any
from uuid import UUID

from flask import Response, current_app, request, stream_with_context
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.audit.trail import Act, Channel, Ground, Trace, record
from app.channels.api.calls import Answer, Call, answers, said
from app.channels.api.naming import not_found
from app.channels.api.problems import Kind, Refusal, input_issue
from app.channels.api.waiting import poll_after
from app.channels.batch.balances import totals_of
from app.channels.batch.handing_out import AccessEnded, Asking, handed_out
from app.channels.batch.messages import notification
from app.channels.batch.queries import enterprises_told_of, file_of
from app.channels.batch.receiving import Coming, NotTaken, receive_file
from app.channels.batch.taking_up import given_up_among, take_up_file
from app.channels.batch.values import File, Mode, Result, Sender, State, Way
from app.channels.batch.wording import said as fault_said
from app.enterprises.machines.acting import acts_for_among, client_by_id, takes_the_place_of
from app.enterprises.machines.scopes import Scope
from app.enterprises.mandates import client_mandate_in_force
from app.foundation.languages import language

Plain = dict[str, Any]
#: Bytes: the file may be of any size; no call may fill the disk.
LARGEST = 4 << 30
_IN_MEMORY = 1 << 20
_PART = 1 << 16


@answers("sendBatch")
def send(call: Call) -> Answer:
    sender = Sender(_own_number(call), client_id=call.client.client_id)
    coming = Coming(name="rest.xml", way=Way.REST, language=language())
    request.max_content_length = LARGEST
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
        while part := request.stream.read(_PART):
            kept.write(part)
        kept.seek(0)
        received = receive_file(call.db, kept, coming, sender=sender, at=call.at)
    if isinstance(received, NotTaken):
        raise _not_taken(received)
    file = _own_file(call, received.file_id)
    if file is None:
        detail = _("This very file was sent before, in another way: its answers are told there.")
        raise Refusal(Kind.SENT_BEFORE, detail)
    # Of one that a fault has stopped, sending it again is the program's way out.
    take_up_file(call.db, file, by=call.actor, via=Channel.API, at=call.at)
    body = _batch(call, file)
    return Answer(body, 202, {"Location": body["href"]})


def _not_taken(received: NotTaken) -> Refusal:
    fault = received.fault
    where = said(line=received.line, element=fault.element)
    issue = input_issue("invalidInput", "body", fault.element or "", fault_said(fault))
    return Refusal(Kind.BAD_REQUEST, issues=[issue | {"code": fault.code, "params": where}])


@answers("getBatch")
def get_batch(call: Call) -> Answer:
    return Answer(_batch(call, _file(call)))


@answers("getBatchResults")
def get_results(call: Call) -> Response:
    file = _file(call)
    if given_up_among(call.db, [file]):
        detail = _("A fault has stopped the batch: send the same file again, and it goes on.")
        raise Refusal(Kind.NOT_DONE, detail)
    if file.waits:
        raise Refusal(Kind.NOT_DONE, _("The batch is still under way: come again later."))
    details = {"file_id": str(file.file_id), "format": "xml"}
    fetched = Trace(Act.FILE_ANSWERED, call.actor, Ground.MANDATE, details=details)
    record(call.db, [fetched], via=Channel.API, at=call.at)
    asking = _as_long_as_it_may(call.client.client_id, file)
    results = handed_out(current_app.extensions["engine"], file.file_id, asking)
    pieces = stream_with_context(notification(file, results))
    return Response(pieces, content_type="application/xml")


def _as_long_as_it_may(client_id: UUID, file: File) -> Asking:
    """All that a system's own file was answered, until it may no more read what it sent."""

    def asking(db: Session, results: list[Result]) -> list[Result]:
        client = client_by_id(db, client_id)
        if client is None or Scope.BATCHES_READ not in client.scopes:
            raise AccessEnded
        if not _is_own(db, client_id, file):
            raise AccessEnded
        return results

    return asking


def _own_number(call: Call) -> str:
    assert call.client.enterprise_number, "a machine belongs to an enterprise with a number"
    return call.client.enterprise_number


def _file(call: Call) -> File:
    """The file in the address."""
    found = _own_file(call, call.path["batch_id"])
    if found is None:
        raise not_found()
    return found


def _own_file(call: Call, key: UUID) -> File | None:
    """A file that this very system sent, or one that was ended and whose place it takes.

    Others of its enterprise are none of its business: they may be of employers that it does not
    act for, and tell what a provider's system may not know.
    """
    found = file_of(call.db, _own_number(call), key)
    return found if found and _is_own(call.db, call.client.client_id, found) else None


def _is_own(db: Session, client_id: UUID, file: File) -> bool:
    sent_by = file.sender.client_id
    if sent_by is None:  # by a person, or by the folder
        return False
    return sent_by == client_id or takes_the_place_of(db, client_id, sent_by)


def _batch(call: Call, file: File) -> Plain:
    href = f"/api/v1/batches/{file.file_id}"
    stopped = bool(given_up_among(call.db, [file]))
    return said(
        href=href,
        batchId=str(file.file_id),
        fileReference=file.file_reference,
        mode=file.mode.value,
        state="stopped" if stopped else file.state.value,
        pollAfter=poll_after(file.received_at, call.at) if file.waits and not stopped else None,
        receivedAt=file.received_at.isoformat(),
        endedAt=file.ended_at.isoformat() if file.ended_at else None,
        records=file.records,
        accepted=file.accepted,
        alreadyKnown=file.known,
        refused=file.refused,
        balances=_balances(call, file),
        results=f"{href}/results" if file.state is State.DONE else None,
    )


def _balances(call: Call, file: File) -> list[Plain] | None:
    """What a pre-flight would do to balances, by year, of those that the system acts for today."""
    if file.mode is not Mode.PREFLIGHT or file.state is not State.DONE:
        return None
    own = acts_for_among(
        call.db,
        call.client.client_id,
        enterprises_told_of(call.db, file.file_id),
        under=client_mandate_in_force(call.today),
    )
    return [
        {
            "year": each.year,
            "workers": each.workers,
            "workersKnown": each.known,
            "leftBefore": each.before,
            "leftAfter": each.after,
            "workersOver": each.over,
            "beyond": each.beyond,
        }
        for each in totals_of(call.db, file.file_id, own, today=call.today)
    ]
