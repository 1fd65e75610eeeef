"""Opening the key that seals: from a PKCS#12 file, or behind a PKCS#11 token.

Whatever is wrong with a key becomes a :class:`SealProblem` with one of these codes, so that
issuing can say so and everything else goes on:

``key_missing`` (nothing at ``path``), ``key_unreadable`` (no PKCS#12, or another passphrase),
``key_without_certificate``, ``key_not_supported`` (neither elliptic curve nor RSA),
``token_not_supported`` (python-pkcs11 is not installed), ``token_unreachable``,
``certificate_unreadable``, ``certificate_not_yet_valid`` and ``certificate_expired`` (``day``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from certificates.history import opened

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer


Outcome = TypeVar("Outcome")


def outcome_of(work: Coroutine[Any, Any, Outcome]) -> Outcome:
    """What comes of work that pyHanko offers to event loops only.

    In a thread of its own: whoever calls may be in a loop already, and two cannot run in one.
    """
    with ThreadPoolExecutor(1) as own_thread:
        return own_thread.submit(asyncio.run, work).result()


class SealProblem(Exception):
    """Why nothing can be sealed: a stable code, and what its sentence needs."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Sealer:
    """An opened key with its certificate, and the chain from its issuer to the root."""

    signer: Signer = field(repr=False)
    certificate: bytes  # DER
    chain: tuple[bytes, ...]  # DER
    room: int  # bytes that the signed message may need, without a timestamp

    def check(self, moment: datetime) -> None:
        """SealProblem when the certificate does not hold at that moment."""
        certificate = opened(self.certificate)
        if moment < certificate.not_valid_before_utc:
            day = certificate.not_valid_before_utc.date()
            raise SealProblem("certificate_not_yet_valid", day=day)
        if moment > certificate.not_valid_after_utc:
            day = certificate.not_valid_after_utc.date()
            raise SealProblem("certificate_expired", day=day)


@dataclass(frozen=True, slots=True)
class Token:
    """Where a PKCS#11 token keeps the key; the certificates, public, stand in a PEM file."""

    module: Path  # the library that comes with the token
    label: str  # of the token
    key: str  # label of the private key on it
    pin: str = field(repr=False)
    certificates: Path  # PEM: the sealing certificate first, then up to the root


def sealer_from_pkcs12(path: Path, passphrase: str) -> Sealer:
    """The key in a PKCS#12 file, with the certificates that lie beside it."""
    from certificates.signers import KeyInMemory, store_of

    try:
        content = path.read_bytes()
    except OSError:
        raise SealProblem("key_missing", path=path.name) from None
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except ValueError:
        raise SealProblem("key_unreadable", path=path.name) from None
    if key is None or certificate is None:
        raise SealProblem("key_without_certificate", path=path.name)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SealProblem("key_not_supported", path=path.name)
    chain = _chain(certificate, others)
    signer = KeyInMemory(key, signing_cert=_asn1(certificate), cert_registry=store_of(chain))
    return _sealer(signer, _der(certificate), chain)


def sealer_from_token(token: Token) -> Sealer:
    """The key behind a PKCS#11 token; it never leaves the token."""
    try:
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign import pkcs11
    except ImportError:
        raise SealProblem("token_not_supported") from None
    from certificates.signers import KeyElsewhere, store_of

    try:
        first, *others = x509.load_pem_x509_certificates(token.certificates.read_bytes())
    except (OSError, ValueError):
        raise SealProblem("certificate_unreadable", path=token.certificates.name) from None
    chain = _chain(first, others)
    try:
        session = pkcs11.open_pkcs11_session(
            str(token.module), token_criteria=TokenCriteria(token.label), user_pin=token.pin
        )
    except Exception as error:
        # Whatever a token's own library raises: there is no common ground among them.
        raise SealProblem("token_unreachable", token=token.label) from error
    on_token = pkcs11.PKCS11Signer(
        session,
        signing_cert=_asn1(first),
        key_label=token.key,
        # Few tokens hash before they sign with a key on a curve: the hash is handed to them.
        use_raw_mechanism=isinstance(first.public_key(), ec.EllipticCurvePublicKey),
    )
    signer = KeyElsewhere(on_token, signing_cert=_asn1(first), cert_registry=store_of(chain))
    return _sealer(signer, _der(first), chain)


def _sealer(signer: Signer, certificate: bytes, chain: tuple[bytes, ...]) -> Sealer:
    try:
        rehearsal = signer.async_sign(bytes(32), "sha256", dry_run=True, use_pades=True)
        room = len(outcome_of(rehearsal).dump())
    except Exception as error:
        # A token that has no such key says so in its library's own words.
        raise SealProblem("token_unreachable") from error
    return Sealer(signer, certificate, chain, room)


def _chain(first: x509.Certificate, others: Iterable[x509.Certificate]) -> tuple[bytes, ...]:
    """The certificates above the first, each the issuer of the one before."""
    issuers = {each.subject: each for each in others}
    chain: list[x509.Certificate] = []
    last = first
    while last.issuer != last.subject and last.issuer in issuers:
        last = issuers.pop(last.issuer)
        chain.append(last)
    return tuple(map(_der, chain))


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(_der(certificate))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
