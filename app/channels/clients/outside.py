"""Keys of an outside authorization server, fetched from where the settings say and kept a while."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import requests
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from config import Config

ALGORITHMS = ("ES256", "RS256", "PS256")
#: Seconds after which keys are fetched again, and before which an unknown one is not looked for.
KEPT, AT_MOST_EVERY = 600, 30
#: Seconds until we give up: a machine is waiting, and others behind it.
PATIENCE = 5


class OutsideUnreachable(Exception):
    """The authorization server does not give its keys."""


@dataclass(slots=True)
class _Fetched:
    keys: KeySet
    at: int


_fetched: dict[str, _Fetched] = {}
_fetching = Lock()


def keys_outside(config: Config, token: str, now: int) -> KeySet:
    """The keys of the server; fetched again where the token names one that is not among them.

    Raises OutsideUnreachable when none were ever had.  ``now`` in seconds.
    """
    with _fetching:
        held = _fetched.get(config.oauth_jwks_url)
        age = now - held.at if held else KEPT
        if held is None or age >= KEPT or (age >= AT_MOST_EVERY and not _has(held.keys, token)):
            held = _fetched[config.oauth_jwks_url] = _fetch(config.oauth_jwks_url, held, now)
        return held.keys


def _fetch(address: str, held: _Fetched | None, now: int) -> _Fetched:
    try:
        answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        return _Fetched(KeySet.import_key_set(answer.json()), now)
    except (requests.RequestException, JoseError, ValueError, KeyError, TypeError) as error:
        if held is None:
            raise OutsideUnreachable(address) from error
        return _Fetched(held.keys, now)


def _has(keys: KeySet, token: str) -> bool:
    try:
        kid = jws.extract_compact(token.encode()).headers().get("kid")
    except (JoseError, ValueError):
        return True  # no token at all: nothing to look for
    return any(key.kid == kid for key in keys)
