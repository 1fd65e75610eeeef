"""Secrets that live in files: read, or made once and kept for their owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from joserfc.jwk import RSAKey

# OpenID Connect obliges every provider to offer RS256, so this one offers only that.
ALGORITHM = "RS256"


def client_secret(path: Path) -> str:
    """The secret shared with the portal: 32 random bytes, URL-safe; ValueError when empty."""
    secret = read_or_make(path, lambda: secrets.token_urlsafe(32).encode()).decode().strip()
    if not secret:
        raise ValueError(f"{path} holds no secret")
    return secret


def signing_key(path: Path) -> RSAKey:
    """The provider's key, as unencrypted PKCS #8 PEM; its ``kid`` is its thumbprint."""
    pem = read_or_make(path, lambda: RSAKey.generate_key(2048).as_pem(private=True))
    key = RSAKey.import_key(pem, {"use": "sig", "alg": ALGORITHM})
    key.ensure_kid()
    return key


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """The content of ``path``, made with mode 600 when it is not there yet.

    The file appears whole: it is written beside its place and then linked to it.  Of two
    processes that start together one makes it, and both read the same.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft, name = tempfile.mkstemp(dir=path.parent)  # mkstemp gives mode 600
        try:
            with os.fdopen(draft, "wb") as file:
                file.write(make())
            with contextlib.suppress(FileExistsError):
                os.link(name, path)
        finally:
            os.unlink(name)
    return path.read_bytes()
