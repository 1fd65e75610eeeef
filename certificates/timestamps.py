"""Timestamp tokens (RFC 3161), and signed messages of others, read with asn1crypto.

A token comes from another house and is covered by no signature of ours, so it must have the
plain form that services give it: nothing around its own signature may say anything else than it
must, and each certificate that comes along must lead to a root we trust.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from certificates.history import opened
from certificates.seal_message import NotAsSigned

_HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


def signer_certificate(der: bytes) -> bytes | None:
    """The certificate that a message by anybody names as its signer's; believed in nothing."""
    try:
        content = cms.ContentInfo.load(der)["content"]
        return _named(content, content["signer_infos"][0])
    except Exception:
        # As below; a name that cannot be read is no name.
        return None


def timestamp_over(signature: bytes, token: bytes, roots: Sequence[bytes]) -> datetime:
    """When a service under one of the roots saw the signature; aware.  NotAsSigned otherwise."""
    try:
        return _timestamp_over(signature, token, roots)
    except Exception as error:
        # A stranger's bytes, read by two libraries: each has its own exceptions for each oddity.
        raise NotAsSigned from error


def _timestamp_over(signature: bytes, token: bytes, roots: Sequence[bytes]) -> datetime:
    message = cms.ContentInfo.load(token, strict=True)
    content = message["content"]
    (signer,) = content["signer_infos"]
    certificate = _named(content, signer)
    if certificate is None or message.dump(force=True) != token:
        raise NotAsSigned
    said = content["encap_content_info"]["content"].contents
    stamp = tsp.TSTInfo.load(said, strict=True)
    seen = stamp["message_imprint"]
    name = seen["hash_algorithm"]["algorithm"].native
    if seen["hashed_message"].native != hashlib.new(name, signature).digest():
        raise NotAsSigned
    _verify(signer, opened(certificate), said)
    moment: datetime = stamp["gen_time"].native
    _plain(content, signer, opened(certificate))
    _may_tell_time(opened(certificate), moment)
    _led_to_roots([each.dump() for each in content["certificates"]], roots)
    return moment


def _named(content: cms.SignedData, signer: cms.SignerInfo) -> bytes | None:
    sid = signer["sid"].chosen
    for choice in content["certificates"]:
        each = choice.chosen
        if (each.issuer, each.serial_number) == (sid["issuer"], sid["serial_number"].native):
            return bytes(each.dump())
    return None


def _verify(signer: cms.SignerInfo, certificate: x509.Certificate, said: bytes) -> None:
    name = signer["digest_algorithm"]["algorithm"].native
    digests = [
        each["values"][0].native
        for each in signer["signed_attrs"]
        if each["type"].native == "message_digest"
    ]
    if digests != [hashlib.new(name, said).digest()]:
        raise NotAsSigned
    # The signature is over the attributes as a SET; the message holds them under a tag.
    data = b"\x31" + signer["signed_attrs"].dump()[1:]
    public, signature = certificate.public_key(), signer["signature"].native
    if isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, data, ec.ECDSA(_HASHES[name]))
    elif isinstance(public, rsa.RSAPublicKey):
        public.verify(signature, data, padding.PKCS1v15(), _HASHES[name])
    else:
        raise NotAsSigned


def _plain(content: cms.SignedData, signer: cms.SignerInfo, by: x509.Certificate) -> None:
    """That versions and names of algorithms say what they must; several could say otherwise
    without the signature breaking."""
    digest = signer["digest_algorithm"]["algorithm"].native
    algorithms = [*content["digest_algorithms"], signer["digest_algorithm"]]
    with_curve = isinstance(by.public_key(), ec.EllipticCurvePublicKey)
    signed_with = f"{digest}_ecdsa" if with_curve else "rsassa_pkcs1v15"
    right = (
        (content["version"].native, signer["version"].native) == ("v3", "v1")
        and [each["algorithm"].native for each in algorithms] == [digest, digest]
        and signer["signature_algorithm"]["algorithm"].native == signed_with
        and all(map(_without_parameters, [*algorithms, signer["signature_algorithm"]]))
        and content["encap_content_info"]["content_type"].native == "tst_info"
        and isinstance(content["crls"], core.Void)
        and isinstance(signer["unsigned_attrs"], core.Void)
    )
    if not right:
        raise NotAsSigned


def _without_parameters(algorithm: Any) -> bool:
    return isinstance(algorithm["parameters"], core.Void | core.Null)


def _may_tell_time(certificate: x509.Certificate, moment: datetime) -> None:
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    valid = certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc
    if ExtendedKeyUsageOID.TIME_STAMPING not in usage or not valid:
        raise NotAsSigned


def _led_to_roots(certificates: Sequence[bytes], roots: Sequence[bytes]) -> None:
    """That each certificate is a root, or was issued under one."""
    pending = set(certificates) - set(roots)
    trusted = [opened(each) for each in roots]
    while pending:
        proven = {each for each in pending if any(_issued(opened(each), by) for by in trusted)}
        if not proven:
            raise NotAsSigned
        trusted += map(opened, proven)
        pending -= proven


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        limits = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return limits.ca
