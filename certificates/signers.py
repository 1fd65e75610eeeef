"""What signs, as pyHanko wants it: a key in memory, or another signer's key with our certificates.

Apart from :mod:`certificates.sealers`, so that naming a key and its problems does not load
pyHanko: most processes seal nothing, and loading it takes a good part of their start.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class KeyElsewhere(Signer):
    """Another signer's key with our certificates: a token's signer would name its own twice."""

    def __init__(self, signing: Signer, **more: Any) -> None:
        super().__init__(**more)
        self._signing = signing

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        return await self._signing.async_sign_raw(data, digest_algorithm, dry_run=dry_run)


class KeyInMemory(Signer):
    """pyHanko's signer over a key of ours; the same data give the same signature (RFC 6979)."""

    def __init__(self, key: PrivateKey, **more: Any) -> None:
        super().__init__(**more)
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        signature = self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        # A signature on a curve may be a few bytes shorter than the next: make room for any.
        return signature.ljust(self._key.key_size // 4 + 16, b"\0") if dry_run else signature


def store_of(chain: Iterable[bytes]) -> SimpleCertificateStore:
    """The certificates of a chain (DER), where pyHanko looks for them."""
    store = SimpleCertificateStore()
    store.register_multiple([asn1.Certificate.load(each) for each in chain])
    return store
