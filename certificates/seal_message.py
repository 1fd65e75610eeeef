"""The signed message (CMS, RFC 5652) inside a seal of ours: one form, so each byte counts.

A signature covers less than the message that carries it: versions, names of algorithms and the
certificates that come along could be changed without breaking it.  So the message is taken
apart, put together again from what may vary -- the signed attributes, the signature, perhaps a
timestamp -- and must be the same, byte for byte::

    ContentInfo signedData
      version 1, digest algorithm SHA-256 (with NULL), content type data, detached
      certificates: the sealing certificate and its chain, in DER's order of a set
      one signer: version 1, issuer and serial number, SHA-256 (with NULL),
        [0] signed attributes, algorithm, signature, [1] a timestamp token or nothing
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from certificates.history import opened

_SEQUENCE, _SET, _INTEGER, _OCTETS, _OID, _FIRST, _SECOND = 0x30, 0x31, 2, 4, 6, 0xA0, 0xA1


class NotAsSigned(Exception):
    """Something is not what was signed."""


@dataclass(frozen=True, slots=True)
class SealMessage:
    """What may vary in a message of ours; believed in nothing yet."""

    certificates: tuple[bytes, ...]  # DER, in the order of the message
    signed_attributes: bytes  # the SET, as it is signed
    signature: bytes
    timestamp: bytes | None  # a timestamp token over the signature

    @property
    def digest(self) -> bytes:
        """SHA-256 of the document, as the signed attributes have it."""
        try:
            for attribute in _parts(_body(self.signed_attributes)):
                kind, values = _parts(_body(attribute))
                if kind == _MESSAGE_DIGEST:
                    return _body(_body(values))
        except (ValueError, IndexError) as error:
            raise NotAsSigned from error
        raise NotAsSigned


def written(message: SealMessage, certificates: Sequence[bytes]) -> bytes:
    """The message as it must be when the first of these certificates signed it."""
    signer = opened(certificates[0])
    serial = signer.serial_number.to_bytes(signer.serial_number.bit_length() // 8 + 1, "big")
    attributes = _tlv(_FIRST, _body(message.signed_attributes))
    issuer_and_serial = _tlv(_SEQUENCE, signer.issuer.public_bytes(), _tlv(_INTEGER, serial))
    signature = _tlv(_OCTETS, message.signature)
    algorithm = _ECDSA if isinstance(signer.public_key(), ec.EllipticCurvePublicKey) else _RSA
    stamped = b""
    if message.timestamp is not None:
        stamp = _tlv(_SEQUENCE, _TIMESTAMP, _tlv(_SET, message.timestamp))
        stamped = _tlv(_SECOND, stamp)
    signed_by = _tlv(
        _SEQUENCE, _ONE, issuer_and_serial, _SHA256, attributes, algorithm, signature, stamped
    )
    data = _tlv(
        _SEQUENCE,
        _ONE,
        _tlv(_SET, _SHA256),
        _tlv(_SEQUENCE, _DATA),
        _tlv(_FIRST, *sorted(certificates)),
        _tlv(_SET, signed_by),
    )
    return _tlv(_SEQUENCE, _SIGNED_DATA, _tlv(_FIRST, data))


def read(der: bytes) -> SealMessage:
    """Take a message apart; NotAsSigned when it has another shape than ours."""
    try:
        _kind, tagged = _parts(_body(der))
        _version, _digests, _content, certificates, signers = _parts(_body(_body(tagged)))
        (signed_by,) = _parts(_body(signers))
        *_names, attributes, _algorithm, signature = (parts := _parts(_body(signed_by)))[:6]
        stamp = None
        if len(parts) == 7:
            (attribute,) = _parts(_body(parts[6]))
            _type, values = _parts(_body(attribute))
            stamp = _body(values)
        return SealMessage(
            tuple(_parts(_body(certificates))),
            _tlv(_SET, _body(attributes)),
            _body(signature),
            stamp,
        )
    except (ValueError, IndexError) as error:
        raise NotAsSigned from error


def verify(message: SealMessage, certificate: bytes) -> None:
    """That the certificate's key signed the signed attributes, with SHA-256."""
    public = opened(certificate).public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(message.signature, message.signed_attributes, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(
                message.signature, message.signed_attributes, padding.PKCS1v15(), hashes.SHA256()
            )
        else:
            raise NotAsSigned
    except InvalidSignature as error:
        raise NotAsSigned from error


def length_said(content: bytes) -> int:
    """Where the DER value at the beginning ends, as it says; ValueError or IndexError if it
    says nothing that fits."""
    return _extent(content, 0)[1]


def _tlv(tag: int, *parts: bytes) -> bytes:
    """A DER value: tag, length, content."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def _extent(content: bytes, at: int) -> tuple[int, int]:
    """Where the body of the value at a place begins and ends."""
    first = content[at + 1]
    if first < 0x80:
        return at + 2, at + 2 + first
    size = first & 0x7F
    begins = at + 2 + size
    ends = begins + int.from_bytes(content[at + 2 : begins], "big")
    if not 1 <= size <= 4 or ends > len(content):
        raise ValueError("no DER")
    return begins, ends


def _body(value: bytes) -> bytes:
    begins, ends = _extent(value, 0)
    return value[begins:ends]


def _parts(body: bytes) -> list[bytes]:
    parts, at = [], 0
    while at < len(body):
        _begins, ends = _extent(body, at)
        parts.append(body[at:ends])
        at = ends
    return parts


def _oid(dotted: str) -> bytes:
    first, second, *others = map(int, dotted.split("."))
    content = bytearray()
    for number in (40 * first + second, *others):
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.insert(0, 0x80 | number & 0x7F)
        content += bytes(digits)
    return _tlv(_OID, bytes(content))


_NULL = b"\x05\x00"
_ONE = _tlv(_INTEGER, b"\x01")
_DATA = _oid("1.2.840.113549.1.7.1")
_SIGNED_DATA = _oid("1.2.840.113549.1.7.2")
_MESSAGE_DIGEST = _oid("1.2.840.113549.1.9.4")
_TIMESTAMP = _oid("1.2.840.113549.1.9.16.2.14")
_SHA256 = _tlv(_SEQUENCE, _oid("2.16.840.1.101.3.4.2.1"), _NULL)
_ECDSA = _tlv(_SEQUENCE, _oid("1.2.840.10045.4.3.2"))
_RSA = _tlv(_SEQUENCE, _oid("1.2.840.113549.1.1.11"), _NULL)
