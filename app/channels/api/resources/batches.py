"""XML files of registrations: sending one, how far it is, and what became of its records."""

from __future__ import annotations

import tempfile
from typing import Any
from uuid import UUID

from flask import Response, request, stream_with_context
from flask_babel import gettext as _

from app.channels.api.calls import Answer, Call, answers, said
from app.channels.api.naming import not_found
from app.channels.api.problems import Kind, Refusal, input_issue
from app.channels.batch.messages import notification
from app.channels.batch.queries import all_results, file_of
from app.channels.batch.receiving import Coming, NotTaken, receive_file
from app.channels.batch.values import File, Sender, State, Way
from app.channels.batch.wording import said as fault_said
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
    body = _batch(_file(call, received.file_id))
    return Answer(body, 202, {"Location": body["href"]})


def _not_taken(received: NotTaken) -> Refusal:
    fault = received.fault
    where = said(line=received.line, element=fault.element)
    issue = input_issue("invalidInput", "body", fault.element or "", fault_said(fault))
    return Refusal(Kind.BAD_REQUEST, issues=[issue | {"code": fault.code, "params": where}])


@answers("getBatch")
def get_batch(call: Call) -> Answer:
    return Answer(_batch(_file(call, call.path["batch_id"])))


@answers("getBatchResults")
def get_results(call: Call) -> Response:
    file = _file(call, call.path["batch_id"])
    if file.waits:
        raise Refusal(Kind.NOT_DONE, _("The batch is still under way: come again later."))
    answers_of = notification(file, all_results(call.db, file.file_id))
    return Response(stream_with_context(answers_of), content_type="application/xml")


def _own_number(call: Call) -> str:
    assert call.client.enterprise_number, "a machine belongs to an enterprise with a number"
    return call.client.enterprise_number


def _file(call: Call, key: UUID) -> File:
    found = file_of(call.db, _own_number(call), key)
    if found is None:
        raise not_found()
    return found


def _batch(file: File) -> Plain:
    href = f"/api/v1/batches/{file.file_id}"
    return said(
        href=href,
        batchId=str(file.file_id),
        fileReference=file.file_reference,
        mode=file.mode.value,
        state=file.state.value,
        receivedAt=file.received_at.isoformat(),
        endedAt=file.ended_at.isoformat() if file.ended_at else None,
        records=file.records,
        accepted=file.accepted,
        alreadyKnown=file.known,
        refused=file.refused,
        results=f"{href}/results" if file.state is State.DONE else None,
    )
