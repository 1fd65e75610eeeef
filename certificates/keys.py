"""The keys on disk: opening them, letting one succeed another, and making demonstration keys.

A folder of keys holds what its settings name one by one: ``seal.p12`` (sealing key, certificate
and chain), ``codes.pem`` (the key of codes) and ``history.json``, the only public one
(:mod:`certificates.history`).  A demonstration's folder also holds its authority's key.

The history is the last word: a key that is not the latest in it neither seals nor signs.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from certificates.codes import CodeSigner
from certificates.history import (
    CodeKey,
    History,
    SealKey,
    Term,
    code_key,
    opened,
    read_history,
    write_history,
)
from certificates.sealers import Sealer, SealProblem

SEAL, CODES, HISTORY = "seal.p12", "codes.pem", "history.json"
_AUTHORITY_KEY, _AUTHORITY = "authority-key.pem", "authority.pem"
#: Anybody can make these keys: what they sign proves nothing.
DEMONSTRATION = "Parcours demonstration"
DEMONSTRATION_PASSPHRASE = "demonstration-only"  # noqa: S105 -- it is meant to be read
_YEAR = timedelta(days=365)
_AUTHORITY_YEARS, _SEAL_YEARS, _CODE_YEARS = 30, 3, 10


def open_history(path: Path) -> History:
    """The published history; SealProblem ``history_missing`` or ``history_unreadable``."""
    try:
        return read_history(path.read_text("utf-8"))
    except OSError:
        raise SealProblem("history_missing", path=path.name) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SealProblem("history_unreadable", path=path.name) from None


def open_code_signer(path: Path) -> CodeSigner:
    """The key of codes, P-256 in PEM; SealProblem ``code_key_missing`` or
    ``code_key_unreadable``."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError:
        raise SealProblem("code_key_missing", path=path.name) from None
    except (ValueError, TypeError):
        raise SealProblem("code_key_unreadable", path=path.name) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise SealProblem("code_key_unreadable", path=path.name)
    return CodeSigner(key)


def check_in_use(history: History, sealer: Sealer, signer: CodeSigner, at: datetime) -> None:
    """SealProblem ``seal_not_in_history`` or ``code_key_not_in_history`` when the published
    history would not vouch for what these keys sign at that moment."""
    seal, code = history.seal_of(sealer.certificate), history.code_of(signer.kid)
    if seal is None or at not in seal.term:
        raise SealProblem("seal_not_in_history")
    if code is None or at not in code.term:
        raise SealProblem("code_key_not_in_history")


def is_demonstration(certificate: bytes) -> bool:
    """Whether a certificate comes from a demonstration's own authority."""
    names = opened(certificate).issuer.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return any(name.value == DEMONSTRATION for name in names)


def with_seal(
    history: History, certificate: bytes, chain: tuple[bytes, ...], at: datetime
) -> History:
    """The history with another sealing certificate, from that moment on."""
    entry = SealKey(certificate, chain, Term(at, opened(certificate).not_valid_after_utc))
    former = (replace(key, term=_until(key.term, at)) for key in history.seals)
    return replace(history, seals=(*former, entry))


def with_code_key(history: History, public: ec.EllipticCurvePublicKey, at: datetime) -> History:
    """The history with another key of codes, from that moment on and for ten years."""
    entry = code_key(public, Term(at, at + _CODE_YEARS * _YEAR))
    former: list[CodeKey] = [replace(key, term=_until(key.term, at)) for key in history.codes]
    return replace(history, codes=(*former, entry))


def make_demonstration(folder: Path, at: datetime) -> None:
    """An authority and keys under it, for a demonstration; nothing when there are any.

    Two that start together end with the keys of one of them.
    """
    if (folder / HISTORY).exists():
        return
    at = at.replace(microsecond=0)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        _make_authority(made, at)
        (made / HISTORY).write_text(write_history(History()))
        rotate_demonstration(made, at)
        made.rename(folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if not (folder / HISTORY).exists():
            raise


def rotate_demonstration(folder: Path, at: datetime) -> None:
    """New keys under the same authority; the former stay in the history.

    Interrupted, it leaves keys that the history does not know: issuing says so, and calling
    again makes others.
    """
    at = at.replace(microsecond=0)
    authority_key = load_pem_private_key((folder / _AUTHORITY_KEY).read_bytes(), password=None)
    authority = x509.load_pem_x509_certificate((folder / _AUTHORITY).read_bytes())
    key, codes = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    certificate = (
        _certificate("Parcours demonstration seal", key.public_key(), authority.subject, at)
        .not_valid_after(at + _SEAL_YEARS * _YEAR)
        .add_extension(_usage(sign_documents=True), critical=True)
        .add_extension(_identifier_of(authority), critical=False)
        .sign(authority_key, hashes.SHA256())  # type: ignore[arg-type]  # We made it: P-256.
    )
    sealed_with = pkcs12.serialize_key_and_certificates(
        b"seal", key, certificate, [authority], BestAvailableEncryption(_PASSPHRASE)
    )
    history = with_seal(open_history(folder / HISTORY), _der(certificate), (_der(authority),), at)
    history = with_code_key(history, codes.public_key(), at)
    _write(folder / SEAL, sealed_with)
    _write(folder / CODES, _pem(codes))
    _write(folder / HISTORY, write_history(history).encode(), mode=0o644)


def _make_authority(folder: Path, at: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Parcours demonstration authority")
    certificate = (
        _certificate("Parcours demonstration authority", key.public_key(), name, at)
        .not_valid_after(at + _AUTHORITY_YEARS * _YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign_documents=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(folder / _AUTHORITY_KEY, _pem(key))
    _write(folder / _AUTHORITY, certificate.public_bytes(Encoding.PEM), mode=0o644)


def _certificate(
    name: str, key: ec.EllipticCurvePublicKey, issuer: x509.Name, at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    names = ((NameOID.ORGANIZATION_NAME, DEMONSTRATION), (NameOID.COMMON_NAME, common_name))
    return x509.Name([x509.NameAttribute(kind, name) for kind, name in names])


def _usage(*, sign_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign_documents,
        content_commitment=sign_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not sign_documents,
        crl_sign=not sign_documents,
        encipher_only=False,
        decipher_only=False,
    )


def _identifier_of(authority: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    its = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(its)


def _until(term: Term, at: datetime) -> Term:
    return replace(term, ends=at) if term.ends is None or at < term.ends else term


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file whole, or leave the one that was there."""
    new = path.with_suffix(".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
    new.replace(path)


_PASSPHRASE = DEMONSTRATION_PASSPHRASE.encode()
