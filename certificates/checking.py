"""Checking a PDF: is this, byte for byte, what we sealed?

No PDF is interpreted here.  A seal of ours has one form only:

* ``/ByteRange [0 a b c]``, the last in the file, where ``b + c`` is the length of the file;
* from ``a`` to ``b`` nothing but ``<``, the signed message in uppercase hexadecimal, zeros, ``>``;
* the message has the one form of :mod:`certificates.seal_message`, by a certificate of the
  history and with its chain, over the SHA-256 of everything else.

So there is no byte that could be another.  Whatever does not pass is then looked at again, only
to say in which way it is wrong.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from certificates import seal_message
from certificates.history import History, SealKey, common_name, opened
from certificates.seal_message import NotAsSigned, SealMessage
from certificates.timestamps import signer_certificate, timestamp_over

_MARK = b"/ByteRange"
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_TIME = re.compile(rb"/M\s*\(D(?::|\\072)(\d{14})Z\)")
_HEAD = 1024  # bytes within which a PDF says that it is one


class Finding(StrEnum):
    GENUINE = "genuine"  # sealed by us, and not a byte has changed since
    ALTERED = "altered"  # a seal of ours is in it, but this is not what was sealed
    KEY_NOT_VALID = "key_not_valid"  # whole, but the key was not (or no longer) in use then
    FOREIGN = "foreign"  # sealed by somebody else
    UNSEALED = "unsealed"  # a PDF without any seal that can be read
    UNREADABLE = "unreadable"  # no PDF


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out.

    ``sealed_by`` is the name in the certificate; when the finding is ``FOREIGN`` it is only what
    that certificate claims.  ``sealed_at`` is what the document says, or when ``timestamped``
    what a timestamp service said; it is told when the document is whole, and else only when
    timestamped.
    """

    finding: Finding
    sealed_by: str | None = None
    sealed_at: datetime | None = None
    timestamped: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a seal lies: the bytes between ``begins`` and ``ends`` hold it."""

    begins: int
    ends: int
    covered: bool  # everything else in the file is covered


def check_pdf(pdf: bytes, history: History) -> Verdict:
    """What a file is, told by the keys of the history alone; never raises for any bytes."""
    try:
        return _whole(pdf, history)
    except NotAsSigned:
        return _not_whole(pdf, history)


def _whole(pdf: bytes, history: History) -> Verdict:
    place = _place(pdf, pdf.rfind(_MARK))
    if place is None or not place.covered:
        raise NotAsSigned
    der = _between(pdf, place)
    message = seal_message.read(der)
    key = _key(message, history)
    if key is None or der != seal_message.written(message, (key.certificate, *key.chain)):
        raise NotAsSigned
    if message.digest != _digest(pdf, place):
        raise NotAsSigned
    seal_message.verify(message, key.certificate)
    stamp = message.timestamp
    if stamp is None:
        moment = _stated_time(pdf, place)
    else:
        moment = timestamp_over(message.signature, stamp, history.timestamping)
    finding = Finding.GENUINE if key.good_at(moment) else Finding.KEY_NOT_VALID
    return Verdict(finding, key.name, moment, stamp is not None)


def _key(message: SealMessage, history: History) -> SealKey | None:
    found = map(history.seal_of, message.certificates)
    return next((key for key in found if key is not None), None)


def _place(pdf: bytes, mark: int) -> _Place | None:
    found = _RANGE.match(pdf, mark) if mark >= 0 else None
    if found is None:
        return None
    start, begins, ends, rest = map(int, found.groups())
    if not begins < ends <= len(pdf):
        return None
    return _Place(begins, ends, covered=start == 0 and ends + rest == len(pdf))


def _between(pdf: bytes, place: _Place) -> bytes:
    """The message in its one spelling: uppercase hexadecimal, then nothing but zeros."""
    text = pdf[place.begins : place.ends]
    der = _message_in(text)
    if text != b"<" + der.hex().upper().encode().ljust(len(text) - 2, b"0") + b">":
        raise NotAsSigned
    return der


def _message_in(text: bytes) -> bytes:
    """The DER value at the beginning of ``<hexadecimal>``, as long as it says it is."""
    try:
        content = bytes.fromhex(text[1:-1].decode("ascii"))
        return content[: seal_message.length_said(content)]
    except (ValueError, IndexError):
        raise NotAsSigned from None


def _digest(pdf: bytes, place: _Place) -> bytes:
    digest = hashlib.sha256(memoryview(pdf)[: place.begins])
    digest.update(memoryview(pdf)[place.ends :])
    return digest.digest()


def _stated_time(pdf: bytes, place: _Place) -> datetime:
    """The time in the dictionary around the seal; covered by it."""
    begins, ends = pdf.rfind(b" obj", 0, place.begins), pdf.find(b"endobj", place.ends)
    found = _TIME.search(pdf, begins, ends)
    if found is None:
        raise NotAsSigned
    return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _not_whole(pdf: bytes, history: History) -> Verdict:
    """In which way a file that did not pass is wrong."""
    messages = _messages(pdf)
    for der in messages:
        altered = _altered(der, history)
        if altered is not None:
            return altered
    lowered = pdf.lower()
    if any(_trace(lowered, key) for key in history.seals):
        return Verdict(Finding.ALTERED)
    if messages:
        return Verdict(Finding.FOREIGN, _name_in(messages[-1]))
    return Verdict(Finding.UNSEALED if b"%PDF-" in pdf[:_HEAD] else Finding.UNREADABLE)


def _altered(der: bytes, history: History) -> Verdict | None:
    """The verdict when a message is ours, whatever became of the file around it."""
    try:
        message = seal_message.read(der)
        key = _key(message, history)
        if key is None:
            return None
        seal_message.verify(message, key.certificate)
    except NotAsSigned:
        return None
    try:
        moment = timestamp_over(message.signature, message.timestamp or b"", history.timestamping)
    except NotAsSigned:
        return Verdict(Finding.ALTERED, key.name)
    return Verdict(Finding.ALTERED, key.name, moment, timestamped=True)


def _messages(pdf: bytes) -> list[bytes]:
    """Everything in the place of a seal that could be one, in the order of the file."""
    messages = []
    for found in _RANGE.finditer(pdf):
        place = _place(pdf, found.start())
        try:
            if place is not None:
                messages.append(_message_in(pdf[place.begins : place.ends]))
        except NotAsSigned:
            continue
    return messages


def _name_in(der: bytes) -> str | None:
    certificate = signer_certificate(der)
    try:
        return common_name(opened(certificate)) if certificate else None
    except ValueError:
        return None


def _trace(lowered: bytes, key: SealKey) -> bool:
    """Whether a seal by that key left traces: its certificate, or what the seal says of it."""
    names = (key.certificate.hex(), key.fingerprint.hex())
    return any(name.encode() in lowered for name in names)
