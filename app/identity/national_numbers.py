"""National numbers: reading what people and files write, and keeping them safe.

A number is valid when its check digits are right in either variant (born before 2000, or
from 2000 on) as python-stdnum knows them.  Month and day 00, and BIS months (+20, +40), are
legal; a register may hold impossible days, so no calendar is consulted.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from stdnum.be import bis, nn

_SEPARATORS = re.compile(r"[\s.\-/]")


class InvalidSsin(ValueError):
    """Not a national number.  The message never repeats what was written."""


def read_ssin(text: str) -> str:
    """The eleven digits of a NISS or BIS number, however it was written.

    Raises InvalidSsin when there are not eleven digits or the check digits are wrong.
    """
    digits = _SEPARATORS.sub("", text)
    if len(digits) != 11 or not digits.isascii() or not digits.isdigit():
        raise InvalidSsin("a national number has eleven digits")
    # BIS numbers have a month beyond 12; asking the right module first spares the other.
    kinds = (bis, nn) if digits[2] > "1" else (nn, bis)
    if not any(kind.is_valid(digits) for kind in kinds):
        raise InvalidSsin("the check digits are wrong")
    return digits


def written(ssin: str) -> str:
    """As it stands on the identity card: ``82.05.14-001.75``."""
    return f"{ssin[:2]}.{ssin[2:4]}.{ssin[4:6]}-{ssin[6:9]}.{ssin[9:]}"


class Vault:
    """Seals national numbers for storage and makes the hash under which they are found.

    Sealed: one byte that names the key, twelve of nonce, then AES-256-GCM bound to the hash,
    so that a sealed number moved to another row does not open.
    """

    def __init__(self, hash_key: bytes, encryption_keys: tuple[bytes, ...]) -> None:
        self._hash_key = hash_key
        self._ciphers = {hashlib.sha256(k).digest()[0]: AESGCM(k) for k in encryption_keys}
        if len(self._ciphers) < len(encryption_keys):
            raise ValueError("two encryption keys share a name: replace one of them")
        self._current = hashlib.sha256(encryption_keys[0]).digest()[0]

    def hash(self, ssin: str) -> bytes:
        return hmac.digest(self._hash_key, ssin.encode(), "sha256")

    def seal(self, ssin: str, ssin_hash: bytes | None = None) -> bytes:
        """The number, to be opened only beside its own hash (made here if it is not at hand)."""
        nonce = os.urandom(12)
        sealed = self._ciphers[self._current].encrypt(
            nonce, ssin.encode(), ssin_hash or self.hash(ssin)
        )
        return bytes([self._current]) + nonce + sealed

    def open(self, sealed: bytes, ssin_hash: bytes) -> str:
        """The number; cryptography.exceptions.InvalidTag when row and number do not belong."""
        cipher = self._ciphers[sealed[0]]
        return cipher.decrypt(sealed[1:13], sealed[13:], ssin_hash).decode()
