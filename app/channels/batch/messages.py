"""Receipts, notifications and word of what a fault stopped, written as XML a piece at a time.

Written by hand, since a notification of two million results is never whole anywhere.  The schema
that describes them holds them in the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from app.channels.batch.elements import NAMESPACE
from app.channels.batch.records import Fault
from app.channels.batch.values import File, Result, State, Status
from app.channels.batch.wording import said_in

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: As the field writes results: one for what was taken or accepted.
_CODES = {Status.ACCEPTED: 1, Status.KNOWN: 2, Status.REFUSED: 0}


def receipt(file: File) -> str:
    """Whether the file was taken, which does not say that anything in it was accepted."""
    taken = file.state is not State.REFUSED
    anomaly = "" if taken or not file.broken else _anomaly(file.broken, file)
    return (
        f'{_DECLARATION}<Receipt xmlns="{NAMESPACE}">\n{_about(file)}'
        f"<ResultCode>{int(taken)}</ResultCode>\n{anomaly}</Receipt>\n"
    )


def notification(file: File, results: Iterable[Result]) -> Iterator[str]:
    """One result for each record, in the order of the file.  ``file`` is done."""
    yield (
        f'{_DECLARATION}<Notification xmlns="{NAMESPACE}">\n{_about(file)}{_counts(file)}'
        f"{_anomaly(file.broken, file) if file.broken else ''}"
    )
    for result in results:
        yield _result(file, result)
    yield "</Notification>\n"


def word_of_stopping(file: File) -> str:
    """That a fault stopped a file, how far it had come, and how it goes on."""
    return (
        f'{_DECLARATION}<Stopped xmlns="{NAMESPACE}">\n{_about(file)}{_counts(file)}'
        f"{_anomaly(Fault('stopped'), file)}</Stopped>\n"
    )


def _counts(file: File) -> str:
    return (
        f"<Records>{file.records}</Records>\n<Accepted>{file.accepted}</Accepted>\n"
        f"<Known>{file.known}</Known>\n<Refused>{file.refused}</Refused>\n"
    )


def _about(file: File) -> str:
    reference = _element("FileReference", file.file_reference)
    return (
        f"<FileId>{file.file_id}</FileId>\n<Sender>{file.sender.number}</Sender>\n{reference}"
        f"<Mode>{file.mode.value}</Mode>\n"
        f"<ReceivedAt>{file.received_at.isoformat()}</ReceivedAt>\n"
    )


def _anomaly(fault: Fault, file: File) -> str:
    line = file.broken_line if fault is file.broken else None
    return (
        f"<Anomaly><ErrorID>{fault.code}</ErrorID>{_element('Element', fault.element or None)}"
        f"{_element('Value', fault.value)}{_element('Line', line)}"
        f"<Message>{_text(said_in(file.language, fault))}</Message></Anomaly>\n"
    )


def _result(file: File, result: Result) -> str:
    anomalies = "".join(_anomaly(each, file) for each in result.faults)
    effect = result.effect
    told = (
        f"<Effect><Year>{effect.year}</Year>{_element('LeftBefore', effect.before)}"
        f"{_element('LeftAfter', effect.after)}{_element('NotTaken', effect.not_taken)}</Effect>"
        if effect
        else ""
    )
    return (
        f"<Result>{_element('RecordReference', result.reference)}"
        f"<Ordinal>{result.ordinal}</Ordinal><Line>{result.line}</Line>"
        f"<Record>{_text(result.record)}</Record>"
        f"<ResultCode>{_CODES[result.status]}</ResultCode>"
        f"<Again>{'true' if result.again else 'false'}</Again>"
        f"{_element('TrainingId', result.training_id)}{told}{anomalies}</Result>\n"
    )


def _element(name: str, value: object | None) -> str:
    return "" if value is None else f"<{name}>{_text(str(value))}</{name}>"


def _text(value: str) -> str:
    """A text as XML takes it: what no XML may hold is left out."""
    return escape("".join(each for each in value if each >= " " or each in "\t\n"))
