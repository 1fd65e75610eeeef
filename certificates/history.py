"""The published history of our keys: whose seal and whose code a checker may believe.

Everything here is public.  Entries are never taken out: a document sealed ten years ago is
checked against the certificate of that time.  ``write_history`` and ``read_history`` go to JSON
and back::

    {"format": "parcours-keys-1",
     "seals": [{"certificate": "<DER in base64>", "chain": ["<DER in base64>"],
                "from": "2026-11-21T10:30:00Z", "until": null}],
     "codes": [{"kid": "3f9aK2Qx", "x": "…", "y": "…", "from": "…", "until": null}],
     "timestamping": ["<DER in base64>"]}

``from`` is included, ``until`` is not; without an end the key is in use.  The chain goes from
the issuer of the certificate to its root.  ``timestamping`` holds the roots of the timestamp
services whose word we take.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FORMAT = "parcours-keys-1"
_KID_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when a key was in use; both aware, the end not included."""

    begins: datetime
    ends: datetime | None = None

    def __contains__(self, moment: datetime) -> bool:
        return self.begins <= moment and (self.ends is None or moment < self.ends)


@dataclass(frozen=True, slots=True)
class SealKey:
    """A certificate with which we seal, or once sealed, documents."""

    certificate: bytes  # DER
    chain: tuple[bytes, ...]  # DER, from its issuer to the root
    term: Term

    @property
    def fingerprint(self) -> bytes:
        return hashlib.sha256(self.certificate).digest()

    @property
    def name(self) -> str:
        return common_name(opened(self.certificate))

    def good_at(self, moment: datetime) -> bool:
        """Whether we used it then, and its certificate was valid."""
        certificate = opened(self.certificate)
        begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        return moment in self.term and begins <= moment <= ends


@dataclass(frozen=True, slots=True)
class CodeKey:
    """The public half of a key with which we sign, or once signed, the codes on paper."""

    kid: str
    x: str  # coordinates of the P-256 point, base64url as in a JWK
    y: str
    term: Term

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        return _public_key(self.x, self.y)


@dataclass(frozen=True, slots=True)
class History:
    """All keys that ever were ours, oldest first."""

    seals: tuple[SealKey, ...] = ()
    codes: tuple[CodeKey, ...] = ()
    timestamping: tuple[bytes, ...] = ()  # DER of roots

    def seal_of(self, certificate: bytes) -> SealKey | None:
        return next((key for key in self.seals if key.certificate == certificate), None)

    def code_of(self, kid: str) -> CodeKey | None:
        return next((key for key in self.codes if key.kid == kid), None)


@lru_cache(maxsize=256)  # strangers' certificates come through here too
def opened(certificate: bytes) -> x509.Certificate:
    """The certificate in DER, opened; ValueError when it is none."""
    try:
        return x509.load_der_x509_certificate(certificate)
    except Exception as error:
        # Its own exceptions for odd versions, and warnings for odd numbers, if those are errors.
        raise ValueError("no certificate that can be read") from error


def common_name(certificate: x509.Certificate) -> str:
    """Whom the certificate names."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def code_key(public: ec.EllipticCurvePublicKey, term: Term) -> CodeKey:
    """The entry of a code key."""
    return CodeKey(kid_of(public), *_coordinates(public), term)


def kid_of(public: ec.EllipticCurvePublicKey) -> str:
    """The name of a code key: the beginning of its thumbprint (RFC 7638)."""
    x, y = _coordinates(public)
    thumbprint = json.dumps({"crv": "P-256", "kty": "EC", "x": x, "y": y}, separators=(",", ":"))
    return base64url(hashlib.sha256(thumbprint.encode()).digest())[:_KID_LENGTH]


def jwks(history: History) -> dict[str, Any]:
    """The public keys of codes and seals as a JSON Web Key Set, with their terms in seconds."""
    codes = [_code_jwk(key) for key in history.codes]
    return {"keys": codes + [_seal_jwk(key) for key in history.seals]}


def pem_of(key: SealKey) -> str:
    """A sealing certificate with its chain, as other people's tools want it."""
    return "".join(_pem(each) for each in (key.certificate, *key.chain))


def write_history(history: History) -> str:
    content = {
        "format": FORMAT,
        "seals": [
            {"certificate": _base64(key.certificate), "chain": [*map(_base64, key.chain)]}
            | _dates(key.term)
            for key in history.seals
        ],
        "codes": [
            {"kid": key.kid, "x": key.x, "y": key.y} | _dates(key.term) for key in history.codes
        ],
        "timestamping": [*map(_base64, history.timestamping)],
    }
    return json.dumps(content, indent=1) + "\n"


def read_history(text: str) -> History:
    """ValueError or KeyError for anything that ``write_history`` does not write."""
    content = json.loads(text)
    if content.get("format") != FORMAT:
        raise ValueError(f"not a key history of the format {FORMAT}")
    return History(
        tuple(
            SealKey(_bytes(one["certificate"]), tuple(map(_bytes, one["chain"])), _term(one))
            for one in content["seals"]
        ),
        tuple(CodeKey(one["kid"], one["x"], one["y"], _term(one)) for one in content["codes"]),
        tuple(map(_bytes, content["timestamping"])),
    )


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """ValueError for anything but the one spelling that ``base64url`` writes."""
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(content) != text:
        raise ValueError("not the canonical base64url of anything")
    return content


def _code_jwk(key: CodeKey) -> dict[str, Any]:
    point = {"kty": "EC", "crv": "P-256", "x": key.x, "y": key.y}
    return {"kid": key.kid, "use": "sig", "alg": "ES256"} | point | _seconds(key.term)


def _seal_jwk(key: SealKey) -> dict[str, Any]:
    chain = [*map(_base64, (key.certificate, *key.chain))]
    named = {"kid": key.fingerprint.hex(), "use": "sig", "x5c": chain}
    public = opened(key.certificate).public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        x, y = _coordinates(public)
        shape = {"kty": "EC", "crv": f"P-{public.key_size}", "x": x, "y": y}
    else:
        numbers = public.public_numbers()  # type: ignore[union-attr]  # Sealers take EC and RSA.
        n, e = (
            base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))
            for number in (numbers.n, numbers.e)  # type: ignore[union-attr]
        )
        shape = {"kty": "RSA", "n": n, "e": e}
    return named | shape | _seconds(key.term)


def _coordinates(public: ec.EllipticCurvePublicKey) -> tuple[str, str]:
    point, size = public.public_numbers(), (public.key_size + 7) // 8
    return base64url(point.x.to_bytes(size, "big")), base64url(point.y.to_bytes(size, "big"))


@cache
def _public_key(x: str, y: str) -> ec.EllipticCurvePublicKey:
    across, up = (int.from_bytes(from_base64url(part), "big") for part in (x, y))
    return ec.EllipticCurvePublicNumbers(across, up, ec.SECP256R1()).public_key()


def _seconds(term: Term) -> dict[str, int]:
    begins = {"nbf": int(term.begins.timestamp())}
    return begins | ({"exp": int(term.ends.timestamp())} if term.ends else {})


def _dates(term: Term) -> dict[str, Any]:
    return {"from": _date(term.begins), "until": _date(term.ends) if term.ends else None}


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _term(entry: Mapping[str, Any]) -> Term:
    until = entry["until"]
    begins = datetime.fromisoformat(entry["from"])
    return Term(begins, datetime.fromisoformat(until) if until else None)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _pem(certificate: bytes) -> str:
    lines = base64.encodebytes(certificate).decode().replace("\n", "")
    body = "\n".join(lines[at : at + 64] for at in range(0, len(lines), 64))
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
