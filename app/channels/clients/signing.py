"""The keys that access tokens are signed with: a file that the settings name, or made here."""

from __future__ import annotations

import os
import re
import tempfile
from functools import lru_cache
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from config import Config

_PEM = re.compile(r"-----BEGIN [A-Z ]+-----.+?-----END [A-Z ]+-----", re.DOTALL)


class KeysMissing(Exception):
    """There is no key to sign tokens with, or none that can be read."""


def token_keys(config: Config) -> KeySet:
    """The key in use first, then older ones whose tokens may still be about.

    Read again when the file changed.  Without a file of one's own, and outside production, one
    is made under ``DATA_DIR/keys``.  Raises KeysMissing.
    """
    path = Path(config.token_keys) if config.token_keys else _made(config)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise KeysMissing(str(path)) from error


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> KeySet:
    try:
        keys = [ECKey.import_key(pem) for pem in _PEM.findall(path.read_text("ascii"))]
    except (JoseError, ValueError) as error:
        raise KeysMissing(str(path)) from error
    if not keys or any(not key.is_private or key.curve_name != "P-256" for key in keys):
        raise KeysMissing(str(path))
    for key in keys:
        key.ensure_kid()
    return KeySet(list(keys))


def _made(config: Config) -> Path:
    """The demonstration's key; whichever process is first makes it, whole at once."""
    if config.production:
        raise KeysMissing("TOKEN_KEYS")
    path = config.data_dir.resolve() / "keys" / "tokens.pem"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)  # opens to its owner only
        with os.fdopen(handle, "wb") as file:
            file.write(ECKey.generate_key("P-256").as_pem(private=True))
        try:
            os.link(name, path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
    return path
