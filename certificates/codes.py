"""The code on paper: the facts that matter, signed, small enough for a bad photocopy.

A code is a compact JWS (RFC 7515, ES256).  Its payload is a list in JSON::

    [1, kind, layout, number, name, born on, issued on, {fact: value, …}]

where 1 is the version of this list and the rest is told in :class:`CodedFacts`.  A document
carries it in a QR code as ``<address>/check#<code>``: what stands behind ``#`` is never sent to
a server.

One text is the code, and no other: header and payload are JSON as :func:`code_for` writes it,
base64url has its last bits zero, and of the two signatures that a curve allows only the one with
the lower half counts.  So every change of a character is found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from certificates.history import CodeKey, History, Term, base64url, from_base64url, kid_of

VERSION = 1
MOST_FACTS = 8
#: Letters of a name that go into the code; the paper has it in full.
NAME_LETTERS = 48
TEXT_LETTERS = 40

_ORDER = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)
_SHORTEST = 120  # characters: a signature and a header alone are longer

Fact = str | int | bool | None


@dataclass(frozen=True, slots=True)
class CodedFacts:
    """What a code says.

    ``facts`` are 1 to 8, under short names of letters that the kind and its layout explain; a
    date is a text YYYY-MM-DD.  A name too long for the code ends in "…".
    """

    kind: str  # career, …
    layout: int  # version of the kind's layout
    number: str  # PC-2026-7K3M-Q9XD
    name: str  # of the holder
    born_on: str | None  # YYYY-MM-DD; what is not known is 00
    issued_on: date  # in Belgium
    facts: Mapping[str, Fact]

    def __post_init__(self) -> None:
        if not 1 <= len(self.facts) <= MOST_FACTS:
            raise ValueError(f"a code carries 1 to {MOST_FACTS} facts")
        for name, value in self.facts.items():
            if not (name.isascii() and name.isalpha() and name.islower()):
                raise ValueError(f"{name!r} is no name of a fact")
            if isinstance(value, float) or (isinstance(value, str) and len(value) > TEXT_LETTERS):
                raise ValueError(f"the fact {name} is too long for a code, or no exact number")


@dataclass(frozen=True, slots=True)
class CodeSigner:
    """The private key of codes."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @property
    def kid(self) -> str:
        return kid_of(self.key.public_key())


class CodeFinding(StrEnum):
    GENUINE = "genuine"  # signed by us, and not a character has changed since
    ALTERED = "altered"  # meant to be a code, but not one that was signed
    KEY_NOT_VALID = "key_not_valid"  # whole, but its key was not (or no longer) in use then
    UNKNOWN_KEY = "unknown_key"  # it names a key that is not ours
    NO_CODE = "no_code"  # something else


@dataclass(frozen=True, slots=True)
class CodeVerdict:
    """``facts`` are told when the signature holds: genuine, or by a key not valid then."""

    finding: CodeFinding
    facts: CodedFacts | None = None


def code_for(facts: CodedFacts, signer: CodeSigner) -> str:
    """The facts as a signed code; the same facts and key give the same text."""
    name = facts.name
    short = name if len(name) <= NAME_LETTERS else f"{name[: NAME_LETTERS - 1]}…"
    payload = [VERSION, facts.kind, facts.layout, facts.number, short, facts.born_on]
    payload += [facts.issued_on.isoformat(), dict(facts.facts)]
    signed = ".".join(map(base64url, (_json(_header(signer.kid)), _json(payload))))
    algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(signer.key.sign(signed.encode(), algorithm))
    signature = r.to_bytes(32, "big") + min(s, _ORDER - s).to_bytes(32, "big")
    return f"{signed}.{base64url(signature)}"


def address_for(public_address: str, code: str) -> str:
    """Where the code is checked; a browser keeps what stands behind # to itself."""
    return f"{public_address}/check#{code}"


def read_code(text: str, history: History) -> CodeVerdict:
    """What a text is, as scanned, pasted or typed: a code, or an address that ends in one."""
    code = "".join(text.split()).rpartition("#")[2]
    parts = code.split(".")
    if len(code) < _SHORTEST or len(parts) < 2 or not code.isascii():
        return CodeVerdict(CodeFinding.NO_CODE)
    try:
        header, payload, signature = map(from_base64url, parts)
        kid = json.loads(header)["kid"]
        if not isinstance(kid, str) or header != _json(_header(kid)):
            raise ValueError("another header than ours")
        key = history.code_of(kid)
        if key is None:
            return CodeVerdict(CodeFinding.UNKNOWN_KEY)
        _verify(key, f"{parts[0]}.{parts[1]}", signature)
        facts = _facts(payload)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, InvalidSignature):
        return CodeVerdict(CodeFinding.ALTERED)
    good = _in_use(key.term, facts.issued_on)
    return CodeVerdict(CodeFinding.GENUINE if good else CodeFinding.KEY_NOT_VALID, facts)


def _header(kid: str) -> dict[str, str]:
    return {"alg": "ES256", "kid": kid}


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _verify(key: CodeKey, signed: str, signature: bytes) -> None:
    if len(signature) != 64:
        raise ValueError("no signature by ES256")
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    if s > _ORDER // 2:
        raise ValueError("not the one signature that counts")
    key.public_key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))


def _facts(payload: bytes) -> CodedFacts:
    content = json.loads(payload)
    version, kind, layout, number, name, born_on, issued_on, facts = content
    if version != VERSION or _json(content) != payload:
        raise ValueError("another list than ours")
    return CodedFacts(kind, layout, number, name, born_on, date.fromisoformat(issued_on), facts)


def _in_use(term: Term, day: date) -> bool:
    """Whether the key was in use at some time of that day; a day knows no hour."""
    begins = datetime.combine(day, time.min, UTC) - timedelta(hours=2)
    ends = begins + timedelta(hours=26)
    return term.begins < ends and (term.ends is None or begins < term.ends)
