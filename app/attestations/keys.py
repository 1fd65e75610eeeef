"""The keys of this installation: opened where documents are made, and nowhere else.

A web process reads the published history only.  Whoever makes documents opens the sealing key
and the key of codes, once for each process and again when the files changed.  Without keys of
one's own, outside production, a demonstration's are made under ``DATA_DIR/keys``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.foundation.clock import Clock
from certificates.codes import CodeSigner
from certificates.history import History, write_history
from certificates.keys import (
    CODES,
    HISTORY,
    SEAL,
    check_in_use,
    is_demonstration,
    make_demonstration,
    open_code_signer,
    open_history,
    with_code_key,
    with_seal,
)
from certificates.sealers import (
    Sealer,
    SealProblem,
    Token,
    sealer_from_pkcs12,
    sealer_from_token,
)
from config import DEMO_PASSPHRASE, Config

if TYPE_CHECKING:
    from certificates.sealing import Evidence


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything that making a document needs of keys."""

    sealer: Sealer
    signer: CodeSigner
    history: History
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the keys lie; a demonstration's all in one folder."""

    pkcs12: str
    passphrase: str
    codes: Path
    history: Path


class Keyring:
    """Finds and opens the keys that the settings name; nothing is opened before it is needed."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self._config = config
        self._clock = clock

    def history(self) -> History:
        """The published history; SealProblem when there is none to read."""
        path = self._places().history
        return _history(path, _changed(path))

    def open(self) -> Keys:
        """The keys in use now.

        SealProblem: those of :mod:`certificates.keys` and :mod:`certificates.sealers`, and
        ``demonstration_key`` in production.
        """
        places, config = self._places(), self._config
        at = self._clock.now()  # asked after keys were made: none is sealed with before it holds
        sealer = _sealer(config, places, _changed(Path(places.pkcs12 or config.seal_certificates)))
        if config.production and is_demonstration(sealer.certificate):
            raise SealProblem("demonstration_key")
        sealer.check(at)
        signer = _signer(places.codes, _changed(places.codes))
        history = self.history()
        check_in_use(history, sealer, signer, at)
        return Keys(sealer, signer, history, self._evidence(history))

    def history_path(self) -> Path:
        """Where the published history lies."""
        return self._places().history

    def named(self) -> tuple[Sealer, CodeSigner]:
        """The keys that the settings name, whether the history knows them or not."""
        places = self._places()
        sealer = _sealer(self._config, places, None)
        return sealer, open_code_signer(places.codes)

    def _places(self) -> _Places:
        config = self._config
        if config.seals:
            return _Places(
                config.seal_pkcs12,
                config.seal_passphrase,
                Path(config.code_key),
                Path(config.key_history),
            )
        if config.production:
            raise SealProblem("key_missing", path="SEAL_PKCS12")
        folder = config.data_dir.resolve() / "keys"
        make_demonstration(folder, self._clock.now())
        return _Places(str(folder / SEAL), DEMO_PASSPHRASE, folder / CODES, folder / HISTORY)

    def _evidence(self, history: History) -> Evidence:
        # Where documents are made, and nowhere else: see certificates.signers.
        from certificates.sealing import NO_EVIDENCE, Evidence, timestamp_service

        config = self._config
        if not config.seal_timestamp_url and not config.seal_revocation:
            return NO_EVIDENCE
        return Evidence(
            timestamp_service(config.seal_timestamp_url) if config.seal_timestamp_url else None,
            fetch=config.seal_revocation,
            roots=history.timestamping,
        )


def adopt(keyring: Keyring, at: datetime) -> History:
    """Write into the published history that the keys the settings name are in use from now on.

    Those it names already stay as they are; the others end.  SealProblem as for opening.
    """
    sealer, signer = keyring.named()
    sealer.check(at)
    path, at = keyring.history_path(), at.replace(microsecond=0)
    history = open_history(path) if path.exists() else History()
    if history.seal_of(sealer.certificate) is None:
        history = with_seal(history, sealer.certificate, sealer.chain, at)
    if history.code_of(signer.kid) is None:
        history = with_code_key(history, signer.key.public_key(), at)
    whole = path.with_suffix(".new")
    whole.write_text(write_history(history), "utf-8")
    whole.replace(path)
    return history


def _changed(path: Path) -> int | None:
    """When a file was last changed, to open it again then; None when there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=4)
def _history(path: Path, _mtime: int | None) -> History:
    return open_history(path)


@lru_cache(maxsize=4)
def _signer(path: Path, _mtime: int | None) -> CodeSigner:
    return open_code_signer(path)


@lru_cache(maxsize=4)
def _sealer(config: Config, places: _Places, _mtime: int | None) -> Sealer:
    if config.seal_pkcs11_module:
        token = Token(
            Path(config.seal_pkcs11_module),
            config.seal_pkcs11_label,
            config.seal_pkcs11_key,
            config.seal_pkcs11_pin,
            Path(config.seal_certificates),
        )
        return sealer_from_token(token)
    return sealer_from_pkcs12(Path(places.pkcs12), places.passphrase)
